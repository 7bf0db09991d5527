// The host side of the sandbox. Read in this order: SignalLayout and SharedMemory (what a worker may see), Zygote (from
// which workers are forked, one ahead of its work; ZygoteConfiguration says with what), WorkerProcess (one process:
// requests, limits, its end), RewardWorker (one reward function in it), PlainJSON (its usual messages), Verdict and
// OutputEvidence (what came of it). The other side of the channel is CWorker and Sandboxes/worker. A worker owns its
// channel and can forge whatever it writes there, so that nothing it says is believed but reward values, and these are
// copied first and then checked.

internal import CChannel
internal import FoundationEssentials
internal import Glibc
internal import Synchronization

/// Tells which layers protect this machine from candidates, and which versions run them.
package struct SandboxReport: Codable, Sendable, Equatable {
    /// Names versions of what is inside a worker: `python`, `numpy`.
    package let versions: [String: String]
    /// Gives the version of Landlock's interface, 0 where there is none.
    package let landlock: Int
    /// Names the layers in force, in order.
    package let layers: [String]
    /// Names required layers that are not in force; empty unless a weak sandbox was allowed.
    package let missing: [String]
    /// Says, by the name of each missing layer, why it is missing and what to do.
    package let remedies: [String: String]
    /// Names the namespaces around every worker, an extra that not every machine allows.
    package let namespaces: [String]
}

/// Owns the process from which every worker is forked, with Python and numpy already in memory.
///
/// Any thread may ask for workers. A zygote that was killed is replaced when the next worker is asked for; the workers
/// that died with it report ``Failure/isSandboxFault``.
package final class Zygote: Sendable {
    /// Says with what it was started.
    package let configuration: ZygoteConfiguration
    /// Tells the layers in force and the versions, as the first process of this zygote found them.
    package let report: SandboxReport
    private let running: Mutex<Running>

    private struct Running {
        var process: CInt
        var control: CInt
        var sequence: UInt32 = 0
        /// Names the last worker that was offered.
        var last: CInt = 0
    }

    /// Starts the zygote and waits until numpy is imported, 0.2 to 1 s.
    /// - Throws: ``SandboxError/unavailable(_:)`` with the layer or version that is missing, and the remedy.
    package init(configuration: ZygoteConfiguration) throws(SandboxError) {
        let (started, report) = try Self.start(configuration)
        self.configuration = configuration
        self.report = report
        running = Mutex(started)
    }

    deinit {
        let last = running.withLock { $0 }
        Self.stop(last)
    }

    /// Names the zygote's process, for tests and for people.
    package var process: Int { Int(running.withLock { $0.process }) }

    private static func start(
        _ configuration: ZygoteConfiguration
    ) throws(SandboxError) -> (Running, SandboxReport) {
        var ours: CInt = -1
        var theirs: CInt = -1
        _ = try attempt("make the zygote's channel", evolve_pair(&ours, &theirs))
        // stdout and stderr both go to our stderr: results never leave by there.
        let process = launch(configuration.arguments, descriptors: [2, 2, theirs])
        close(theirs)
        guard process > 0 else {
            close(ours)
            throw .system("start \(configuration.worker)", -process)
        }
        let running = Running(process: process, control: ours)
        do {
            return (running, try greeting(ours))
        } catch {
            stop(running)
            throw error
        }
    }

    private static func launch(_ arguments: [String], descriptors: [CInt]) -> CInt {
        guard !arguments.contains(where: { $0.contains("\n") }) else { return -EINVAL }
        // One thread for BLAS: a second one would not survive the fork. Symbols are bound here, not in every worker.
        let environment =
            "LC_ALL=C.UTF-8\nLD_BIND_NOW=1\nOPENBLAS_NUM_THREADS=1\nOMP_NUM_THREADS=1\nMKL_NUM_THREADS=1"
        return evolve_launch_lines(
            arguments.joined(separator: "\n"), environment, descriptors, CInt(descriptors.count))
    }

    /// Waits for the zygote's first message.
    private static func greeting(_ control: CInt) throws(SandboxError) -> SandboxReport {
        var header = evolve_header()
        var body = [UInt8](repeating: 0, count: 8192)
        var source = pollfd(fd: control, events: Int16(POLLIN), revents: 0)
        guard poll(&source, 1, 60_000) == 1 else {
            throw .unavailable("the worker program did not start within 60 s")
        }
        let length = evolve_receive(control, &header, &body, body.count, nil, 0, nil)
        guard length >= 0 else {
            throw .unavailable("the worker program ended before it was ready; its stderr says why")
        }
        let text = body[..<Int(length)]
        guard header.type == UInt32(EVOLVE_READY) else {
            throw .unavailable(String(decoding: text, as: UTF8.self))
        }
        do {
            return try JSONDecoder().decode(SandboxReport.self, from: Data(text))
        } catch {
            throw .unavailable("the worker program is of another version: rebuild with swift build")
        }
    }

    private static func stop(_ running: Running) {
        close(running.control)
        kill(running.process, SIGKILL)
        var status: CInt = 0
        _ = evolve_process_wait(running.process, &status)
    }

    // MARK: Workers

    /// Hands out a worker that can read `signals` and write `rewards`; it has been forked and locked down before.
    /// - Parameters:
    ///   - limits: bounds what it uses.
    ///   - signals: is mapped for reading.
    ///   - rewards: is mapped for writing; nil for the memory that the worker comes with.
    /// - Returns: a process that has its work, and reads requests.
    /// - Throws: ``SandboxError`` when even a fresh zygote gives none.
    func employ(limits: Limits, signals: SharedMemory, rewards: SharedMemory?) throws(SandboxError)
        -> WorkerProcess
    {
        let memory = [try signals.readOnlyDescriptor()] + (rewards.map { [$0.descriptor] } ?? [])
        let work = evolve_work(
            memory_bytes: UInt64(limits.memoryBytes), cpu_seconds: UInt64(limits.cpuSeconds),
            soft_seconds: limits.requestSeconds * 0.8)
        let worker = try running.withLock { (running) throws(SandboxError) in
            if let worker = try Self.employ(&running, work, memory) { return worker }
            Self.stop(running)
            running = try Self.start(configuration).0
            guard let worker = try Self.employ(&running, work, memory) else {
                throw .unavailable("the worker program ends as soon as it is asked for a worker")
            }
            return worker
        }
        let own = SharedMemory(adopting: worker.rewards, bytes: Int(EVOLVE_REWARDS_BYTES))
        return WorkerProcess(worker, rewards: rewards ?? own, zygote: self, limits: limits)
    }

    /// Gives the next worker its work; nil when the zygote is gone.
    private static func employ(
        _ running: inout Running, _ work: evolve_work, _ memory: [CInt]
    ) throws(SandboxError) -> OfferedWorker? {
        // One that waited for long may have been killed meanwhile.
        for _ in 0..<4 {
            guard let worker = try nextOffer(&running) else { return nil }
            var work = work
            let sent = evolve_send(
                worker.channel, UInt32(EVOLVE_REQUEST), 0, &work, MemoryLayout<evolve_work>.size, memory,
                CInt(memory.count))
            if sent == 0 { return worker }
            worker.discard()
        }
        return nil
    }

    /// Lets the zygote fork the next worker.
    ///
    /// It may take its time: a worker that is asked for meanwhile is forked at once.
    func prepareNext(after worker: CInt) {
        var taken = evolve_offer(process: worker, error: 0)
        running.withLock { running in
            _ = evolve_send(
                running.control, UInt32(EVOLVE_TAKEN), 0, &taken, MemoryLayout<evolve_offer>.size, nil, 0)
        }
    }

    /// Takes the offer that waits in the control channel, or asks for one; nil when the zygote is gone.
    private static func nextOffer(_ running: inout Running) throws(SandboxError) -> OfferedWorker? {
        var source = pollfd(fd: running.control, events: Int16(POLLIN), revents: 0)
        if poll(&source, 1, 0) != 1 {
            running.sequence += 1
            var last = evolve_offer(process: running.last, error: 0)
            let sent = evolve_send(
                running.control, UInt32(EVOLVE_REQUEST), running.sequence, &last,
                MemoryLayout<evolve_offer>.size, nil, 0)
            guard sent == 0, poll(&source, 1, 10_000) == 1 else { return nil }
        }
        var header = evolve_header()
        var offer = evolve_offer()
        var ends = [CInt](repeating: -1, count: Int(EVOLVE_OFFER_DESCRIPTORS))
        var count: CInt = 0
        let size = MemoryLayout<evolve_offer>.size
        let length = evolve_receive(
            running.control, &header, &offer, size, &ends, CInt(ends.count), &count)
        guard length == size, header.type == UInt32(EVOLVE_OFFER) else { return nil }
        guard offer.error == 0, count == ends.count else { throw .system("fork a worker", offer.error) }
        running.last = offer.process
        return OfferedWorker(
            process: offer.process, channel: ends[0], output: ends[1], status: ends[2], rewards: ends[3],
            handle: ends[4])
    }
}

/// Names a worker as its zygote offers it.
struct OfferedWorker: Sendable {
    /// Gives the process id as the zygote sees it.
    let process: CInt
    let channel: CInt
    let output: CInt
    let status: CInt
    let rewards: CInt
    let handle: CInt

    /// Gives it up: it ends with its channel.
    func discard() {
        for descriptor in [channel, output, status, rewards, handle] { close(descriptor) }
    }
}
