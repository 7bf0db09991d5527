internal import CChannel
internal import Glibc

/// Holds one forked worker: its channel, its output, its handle, and the pipe in which the zygote reports its end.
///
/// Used by one thread at a time. The owner calls ``finish(graceSeconds:)`` exactly once.
struct WorkerProcess: Sendable {
    let channel: CInt
    let output: CInt
    let status: CInt
    let handle: CInt
    let limits: Limits
    /// Is what it writes its results to.
    let rewards: SharedMemory
    private var sequence: UInt32 = 0
    private var captured: CapturedOutput
    private var usage: Usage?
    private var isReported = false
    /// Is what the worker said of its lock-down, before it had its work; read with the first answer.
    var lockdown: evolve_lockdown_report?
    private let zygote: Zygote
    private let process: CInt
    private var hasFollower = false

    init(_ worker: OfferedWorker, rewards: SharedMemory, zygote: Zygote, limits: Limits) {
        self.rewards = rewards
        self.zygote = zygote
        process = worker.process
        channel = worker.channel
        output = worker.output
        status = worker.status
        handle = worker.handle
        self.limits = limits
        captured = CapturedOutput(limit: limits.outputBytes)
    }

    /// Counts the requests until a worker has given its first results.
    private static let beginning: UInt32 = 2
    /// Bounds the wait for a worker to be locked down.
    private static let lockdownSeconds = 10.0

    /// Sends one request and waits for its answer, no longer than the limit; after a failure the process is dead.
    mutating func request(_ body: [UInt8]) -> Result<[UInt8], Failure> {
        // A worker that was forked just now still prepares itself, which is not the candidate's time.
        var deadline = Deadline(seconds: lockdown == nil ? Self.lockdownSeconds : limits.requestSeconds)
        guard lockdown == nil || isSilent() else {
            return .failure(protocolFailure("sent a message that nobody asked for"))
        }
        sequence += 1
        let sent = evolve_send(channel, UInt32(EVOLVE_REQUEST), sequence, body, body.count, nil, 0)
        if sent == -EMSGSIZE {
            return .failure(Failure(.rejected, "the code is too long: \(body.count) bytes as a message"))
        }
        if sequence > Self.beginning { prepareNext() }
        guard sent == 0 else { return .failure(ended()) }
        while true {
            guard let milliseconds = deadline.milliseconds else {
                _ = evolve_process_signal(handle, SIGKILL)
                return .failure(lockdown == nil ? refused("it took too long") : timeFailure())
            }
            let ready = wait(milliseconds)
            if ready.output { captured.drain(output) }
            guard ready.channel else { continue }
            if lockdown != nil { return receive() }
            if let failure = receiveLockdown() { return .failure(failure) }
            deadline = Deadline(seconds: limits.requestSeconds)
        }
    }

    /// Has the next worker forked, once this one has given its first results: its start would only be in the way before.
    private mutating func prepareNext() {
        guard !hasFollower else { return }
        hasFollower = true
        zygote.prepareNext(after: process)
    }

    /// Is true while the worker says nothing of itself.
    private mutating func isSilent() -> Bool {
        let ready = wait(0)
        if ready.output { captured.drain(output) }
        guard ready.channel else { return true }
        var header = evolve_header()
        var byte: UInt8 = 0
        return evolve_receive(channel, &header, &byte, 1, nil, 0, nil) == -Int64(ESHUTDOWN)
    }

    private func wait(_ milliseconds: CInt) -> (channel: Bool, output: Bool) {
        var sources = [
            pollfd(fd: channel, events: Int16(POLLIN), revents: 0),
            pollfd(fd: output, events: Int16(POLLIN), revents: 0),
        ]
        // The output's end alone (POLLHUP without POLLIN) says nothing: the channel's end follows or a deadline does.
        _ = poll(&sources, 2, milliseconds)
        return (sources[0].revents != 0, sources[1].revents & Int16(POLLIN) != 0)
    }

    private mutating func receive() -> Result<[UInt8], Failure> {
        var header = evolve_header()
        var length: Int64 = 0
        // Unsafe, and sound: only as many bytes count as were received. Zeros for the largest message would cost more
        // than most requests.
        let body = [UInt8](unsafeUninitializedCapacity: Int(EVOLVE_MAXIMUM_BODY)) { buffer, count in
            length = evolve_receive(channel, &header, buffer.baseAddress, buffer.count, nil, 0, nil)
            count = max(0, Int(length))
        }
        if length == -Int64(ESHUTDOWN) { return .failure(ended()) }
        guard length >= 0 else { return .failure(protocolFailure("sent something that is no message")) }
        guard header.type == UInt32(EVOLVE_REPLY), header.sequence == sequence else {
            return .failure(protocolFailure("answered a request that was not made"))
        }
        return .success(body)
    }

    // MARK: The end

    /// Kills the worker for what it sent.
    mutating func protocolFailure(_ what: String) -> Failure {
        _ = evolve_process_signal(handle, SIGKILL)
        collect(seconds: 5)
        return Failure(.protocol, "the worker \(what)", output: captured.text)
    }

    private mutating func timeFailure() -> Failure {
        collect(seconds: 5)
        let text = captured.text
        let line = OutputEvidence.number(after: "reached in line ", in: text)
        let place = line.map { "; it was in line \($0) and did not let itself be interrupted" } ?? ""
        return Failure(
            .time, "took longer than \(limits.requestSeconds) s and was ended\(place)", line: line,
            output: text)
    }

    /// Judges a worker whose channel has ended.
    mutating func ended() -> Failure {
        // A process that dies closes its channel first. How soon it is dead depends on the machine's load, and the verdict
        // must not; one that merely closed its channel lives on and is given up.
        if waitForExit(seconds: 3) { collect(seconds: 30) }
        if !isReported { return protocolFailure("closed its channel without an answer") }
        return OutputEvidence.failure(usage: usage, output: captured.text, limits: limits)
    }

    /// Waits until the process has ended, whoever learns of it; keeps its output flowing meanwhile.
    private mutating func waitForExit(seconds: Double) -> Bool {
        let deadline = Deadline(seconds: seconds)
        while let milliseconds = deadline.milliseconds {
            var sources = [
                pollfd(fd: handle, events: Int16(POLLIN), revents: 0),
                pollfd(fd: output, events: Int16(POLLIN), revents: 0),
            ]
            _ = poll(&sources, 2, milliseconds)
            if sources[1].revents & Int16(POLLIN) != 0 { captured.drain(output) }
            if sources[0].revents != 0 { return true }
            // The output's end comes with the process's own, or is of its making and would only be seen again and again.
            if sources[1].revents & Int16(POLLIN) == 0, sources[1].revents != 0 { poll(nil, 0, 1) }
        }
        return false
    }

    /// Waits for the zygote's report and the rest of the output.
    mutating func collect(seconds: Double) {
        guard !isReported else { return }
        let deadline = Deadline(seconds: seconds)
        var record = evolve_usage()
        while let milliseconds = deadline.milliseconds {
            var sources = [
                pollfd(fd: status, events: Int16(POLLIN), revents: 0),
                pollfd(fd: output, events: Int16(POLLIN), revents: 0),
            ]
            _ = poll(&sources, isReported ? 1 : 2, milliseconds)
            if sources[1].revents & Int16(POLLIN) != 0 { captured.drain(output) }
            guard sources[0].revents != 0 else { continue }
            isReported = true
            if evolve_usage_read(status, &record) == 1 { usage = Usage(record) }
            captured.drain(output)
            return
        }
    }

    /// Lets the worker end, or ends it after `graceSeconds`; closes every descriptor.
    mutating func finish(graceSeconds: Double) -> Usage {
        prepareNext()
        close(channel)
        collect(seconds: graceSeconds)
        if usage == nil {
            _ = evolve_process_signal(handle, SIGKILL)
            collect(seconds: 5)
        }
        close(output)
        close(status)
        close(handle)
        return usage ?? Usage(cpuSeconds: 0, peakBytes: 0, exitStatus: nil, signal: nil)
    }

    /// Gives what the worker has printed so far.
    var printed: String { captured.text }
}

extension Usage {
    /// Reads the zygote's record.
    init(_ record: evolve_usage) {
        let signal = Int(record.status & 0x7f)
        self.init(
            cpuSeconds: record.cpu_seconds, peakBytes: Int(record.peak_bytes),
            exitStatus: signal == 0 ? Int(record.status >> 8 & 0xff) : nil, signal: signal == 0 ? nil : signal
        )
    }
}

/// Measures what is left of a span of wall time.
struct Deadline {
    private let end: ContinuousClock.Instant

    init(seconds: Double) { end = ContinuousClock.now + .seconds(seconds) }

    /// Gives whole milliseconds to wait, at least 1, or nil when the time is up.
    var milliseconds: CInt? {
        let left = ContinuousClock.now.duration(to: end)
        guard left > .zero else { return nil }
        return CInt(min(3_600_000, left / .milliseconds(1) + 1))
    }
}
