// The host side of the sandbox. Read in this order: SignalLayout and SharedMemory (what a worker may see), Zygote (from
// which workers are forked; ZygoteConfiguration says with what), WorkerProcess (one process: requests, limits, its end),
// RewardWorker (one reward function in it), Verdict and OutputEvidence (what came of it). The other side of the channel
// is CWorker and Sandboxes/worker. A worker owns its channel and can forge whatever it writes there, so that nothing it
// says is believed but reward values, and these are copied first and then checked.

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

    // MARK: Forking

    /// Forks a worker that can read `signals` and write `rewards`.
    /// - Throws: ``SandboxError`` when even a fresh zygote gives none.
    func fork(limits: Limits, signals: SharedMemory, rewards: SharedMemory) throws(SandboxError)
        -> WorkerProcess
    {
        var pipes = try Plumbing(signals: signals, rewards: rewards)
        let handle: CInt
        do {
            handle = try askForWorker(limits, pipes.passed)
        } catch {
            pipes.closePassed()
            pipes.closeKept()
            throw error
        }
        pipes.closePassed()
        do {
            let seconds = try Self.awaitLockdown(pipes.channel)
            return WorkerProcess(
                channel: pipes.channel, output: pipes.output, status: pipes.status, handle: handle,
                limits: limits,
                lockdownSeconds: seconds)
        } catch {
            _ = evolve_process_signal(handle, SIGKILL)
            close(handle)
            pipes.closeKept()
            throw error
        }
    }

    private func askForWorker(_ limits: Limits, _ descriptors: [CInt]) throws(SandboxError) -> CInt {
        try running.withLock { (running) throws(SandboxError) in
            if let handle = try Self.ask(&running, limits, descriptors) { return handle }
            Self.stop(running)
            running = try Self.start(configuration).0
            guard let handle = try Self.ask(&running, limits, descriptors) else {
                throw .unavailable("the worker program ends as soon as it is asked for a worker")
            }
            return handle
        }
    }

    /// Gives a handle on the new worker, or nil when the zygote is gone.
    private static func ask(
        _ running: inout Running, _ limits: Limits, _ descriptors: [CInt]
    ) throws(SandboxError) -> CInt? {
        var request = evolve_fork_request(
            memory_bytes: UInt64(limits.memoryBytes), cpu_seconds: UInt64(limits.cpuSeconds),
            soft_seconds: limits.requestSeconds * 0.8)
        running.sequence += 1
        let size = MemoryLayout<evolve_fork_request>.size
        let sent = evolve_send(
            running.control, UInt32(EVOLVE_REQUEST), running.sequence, &request, size, descriptors,
            CInt(descriptors.count))
        guard sent == 0 else { return nil }
        var source = pollfd(fd: running.control, events: Int16(POLLIN), revents: 0)
        guard poll(&source, 1, 10_000) == 1 else { return nil }
        var header = evolve_header()
        var reply = evolve_fork_reply()
        var handle: CInt = -1
        var count: CInt = 0
        let length = evolve_receive(
            running.control, &header, &reply, MemoryLayout<evolve_fork_reply>.size, &handle, 1, &count)
        guard length == MemoryLayout<evolve_fork_reply>.size, header.sequence == running.sequence else {
            return nil
        }
        guard reply.error == 0, count == 1 else { throw .system("fork a worker", reply.error) }
        return handle
    }

    /// Waits until the worker has locked itself down, and gives seconds by layer.
    private static func awaitLockdown(_ channel: CInt) throws(SandboxError) -> [String: Double] {
        var source = pollfd(fd: channel, events: Int16(POLLIN), revents: 0)
        guard poll(&source, 1, 10_000) == 1 else {
            throw .unavailable("a worker did not lock itself down within 10 s")
        }
        var header = evolve_header()
        var report = evolve_lockdown_report()
        var text = [UInt8](repeating: 0, count: 1024)
        let size = MemoryLayout<evolve_lockdown_report>.size
        let length = evolve_receive(channel, &header, &text, text.count, nil, 0, nil)
        if length >= 0, header.type == UInt32(EVOLVE_REFUSED) {
            throw .unavailable(String(decoding: text[..<Int(length)], as: UTF8.self))
        }
        guard length == size, header.type == UInt32(EVOLVE_READY) else {
            throw .unavailable("a worker ended before it was locked down")
        }
        memcpy(&report, text, size)
        var seconds = ["total": Double(report.total_nanoseconds) / 1e9]
        for layer in 0..<CInt(EVOLVE_LAYERS) where report.in_force & 1 << UInt32(layer) != 0 {
            guard let name = evolve_layer_name(layer) else { continue }
            seconds[String(cString: name)] = Double(evolve_layer_nanoseconds(&report, layer)) / 1e9
        }
        return seconds
    }
}

/// Makes the descriptors of one worker: those that travel to it, and those that stay.
private struct Plumbing {
    var channel: CInt = -1
    var output: CInt = -1
    var status: CInt = -1
    /// Goes to the zygote, in the order that it expects.
    var passed: [CInt] = []
    private var owned: [CInt] = []

    init(signals: SharedMemory, rewards: SharedMemory) throws(SandboxError) {
        do {
            var theirs: CInt = -1
            _ = try attempt("make a worker's channel", evolve_pair(&channel, &theirs))
            owned.append(theirs)
            let view = try signals.readOnlyDescriptor()
            owned.append(view)
            var printed: CInt = -1
            _ = try attempt("make a worker's output pipe", evolve_pipe(&output, &printed))
            owned.append(printed)
            _ = try attempt("make a worker's output pipe", evolve_set_nonblocking(output))
            var end: CInt = -1
            _ = try attempt("make a worker's status pipe", evolve_pipe(&status, &end))
            owned.append(end)
            passed = [theirs, view, rewards.descriptor, printed, end]
        } catch {
            closePassed()
            closeKept()
            throw error
        }
    }

    mutating func closePassed() {
        for descriptor in owned { close(descriptor) }
        owned = []
    }

    func closeKept() {
        for descriptor in [channel, output, status] where descriptor >= 0 { close(descriptor) }
    }
}
