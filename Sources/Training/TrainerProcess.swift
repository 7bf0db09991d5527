internal import CChannel
internal import Glibc
package import Sandbox
internal import Synchronization

/// Owns one trainer: a trusted Python process that trains policies one after another and measures them.
///
/// Types of this module, in order: ``TrainerConfiguration`` starts a ``TrainerProcess``; a ``TrainingRequest``
/// begins a training; the trainer announces each chunk with a ``ChunkHeader`` and gets the totals; it reports a
/// ``CheckpointReport`` now and then and ends with a ``TrainingResult``. ``ComponentAccumulator`` follows
/// what the rewards' components did meanwhile. Every call blocks; a second thread's call waits for its turn.
package final class TrainerProcess: Sendable {
    /// Says how it was started.
    package let configuration: TrainerConfiguration
    /// Holds the signals of the current chunk; workers get it for reading only.
    package let signals: SharedMemory
    /// Lists its environments and versions.
    package let description: TrainerDescription
    /// Names the process, for people and tests.
    package let process: Int
    private let log: OutputFile
    let connection: Mutex<Connection>

    /// Holds what only one thread at a time may touch.
    struct Connection {
        let channel: FrameChannel
        let process: CInt
        /// Says how the process ended, once it has.
        var ending: String?
    }

    /// Starts a trainer and waits until it has mapped the memory, after which nobody else can write to it.
    /// - Throws: ``TrainingError`` with the remedy where there is one.
    package init(configuration: TrainerConfiguration) throws(TrainingError) {
        try configuration.check()
        let log = try OutputFile()
        let memory = try translated { () throws(SandboxError) in
            try SharedMemory(name: "signals", bytes: configuration.memoryBytes)
        }
        var ends: [CInt] = [-1, -1]
        let kind = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
            throw .system("make the trainer's channel", reason(errno))
        }
        var words = ["-m", "trainer", "serve", "--memory-bytes", "\(configuration.memoryBytes)"]
        if let cache = configuration.cache { words += ["--cache", cache] }
        let child: CInt
        do {
            // 1 and 2 are the log, 3 is the channel, 4 the signals.
            child = try configuration.launch(
                words, descriptors: [log.descriptor, log.descriptor, ends[1], memory.descriptor])
        } catch {
            close(ends[0])
            close(ends[1])
            throw error
        }
        close(ends[1])
        var connection = Connection(channel: FrameChannel(descriptor: ends[0]), process: child)
        do {
            description = try connection.ask(Hello(), configuration.idleSeconds, log).decoded(
                as: TrainerDescription.self)
            try translated { () throws(SandboxError) in try memory.sealFutureWrites() }
        } catch {
            connection.kill()
            close(ends[0])
            throw error
        }
        self.configuration = configuration
        self.log = log
        signals = memory
        process = Int(child)
        self.connection = Mutex(connection)
    }

    deinit {
        connection.withLock { connection in
            connection.kill()
            close(connection.channel.descriptor)
        }
    }

    /// Gives what the process has written to its stdout and stderr.
    package var output: String { log.text }

    /// Is true once the process has ended; such a trainer is of no more use.
    package var hasEnded: Bool { connection.withLock { $0.ending != nil } }

    /// Ends the process at once; every later call throws ``TrainingError/ended(_:output:)``.
    package func kill() {
        connection.withLock { $0.kill() }
    }

    /// Records a stretch of random behaviour into ``signals``.
    /// - Throws: ``TrainingError/failed(_:at:)`` for an unknown environment or signal, with the nearest.
    package func probe(_ request: ProbeRequest) throws(TrainingError) -> ProbeReply {
        let frame = try connection.withLock { (connection) throws(TrainingError) in
            try connection.ask(Command(word: "probe", body: request), configuration.idleSeconds, log)
        }
        return try frame.decoded(as: ProbeReply.self)
    }

    /// Trains one policy under the rewards that `rewards` gives, and measures it.
    ///
    /// - Parameters:
    ///   - request: what to train.
    ///   - handlers: answer for rewards, hear of the progress, may stop.
    /// - Returns: what the trainer measured.
    /// - Throws: what a handler threw (the trainer then stays usable), or ``TrainingError``.
    package func train(_ request: TrainingRequest, _ handlers: TrainingHandlers) throws -> TrainingResult {
        try connection.withLock { connection in
            let session = TrainingSession(
                handlers: handlers, idleSeconds: configuration.idleSeconds, log: log)
            return try session.run(request, over: &connection)
        }
    }
}

/// Asks for versions and environments.
private struct Hello: Encodable {
    let `do` = "hello"
}

/// Adds the word that says what is asked to a request's own fields.
struct Command<Body: Encodable>: Encodable {
    let word: String
    let body: Body

    private enum CodingKeys: String, CodingKey {
        case word = "do"
    }

    func encode(to encoder: any Encoder) throws {
        try body.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(word, forKey: .word)
    }
}

/// Reports a failure of the trainer's own.
struct FailureReport: Decodable {
    let error: String
    let `where`: String
}

extension TrainerProcess.Connection {
    /// Ends the process and remembers how it ended.
    mutating func kill() {
        guard ending == nil else { return }
        _ = Glibc.kill(process, SIGKILL)
        ending = wait(process)
    }

    /// Sends one message and gives the next one received.
    mutating func ask(
        _ message: some Encodable, _ seconds: Double, _ log: OutputFile
    ) throws(TrainingError) -> FrameChannel.Frame {
        try send(FrameChannel.encode(message), log)
        let frame = try receive(seconds, log)
        if let report = try? frame.decoded(as: FailureReport.self) {
            throw .failed(report.error, at: report.where)
        }
        return frame
    }

    /// Sends one frame.
    mutating func send(_ frame: [UInt8], _ log: OutputFile) throws(TrainingError) {
        if let ending { throw .ended(ending, output: log.text) }
        guard channel.send(frame) else { throw collapse(log) }
    }

    /// Receives one frame; a trainer that stays silent is killed.
    mutating func receive(_ seconds: Double, _ log: OutputFile) throws(TrainingError) -> FrameChannel.Frame {
        do {
            return try channel.receive(withinSeconds: seconds)
        } catch FrameChannel.Interruption.timedOut {
            kill()
            throw .silent(seconds: seconds, output: log.text)
        } catch FrameChannel.Interruption.closed {
            throw collapse(log)
        } catch {
            kill()
            throw error as? TrainingError ?? .protocolBroken("\(error)")
        }
    }

    /// Buries a process that has closed its channel; it gets a second to end by itself, so that this shows.
    private mutating func collapse(_ log: OutputFile) -> TrainingError {
        var status = siginfo_t()
        for _ in 0..<100 where waitid(P_PID, id_t(process), &status, WEXITED | WNOHANG | WNOWAIT) == 0 {
            if status.si_signo != 0 { break }
            usleep(10_000)
        }
        if status.si_signo == 0 { _ = Glibc.kill(process, SIGKILL) }
        let how = ending ?? wait(process)
        ending = how
        return .ended(how, output: log.text)
    }
}

/// Runs a call of the sandbox's and puts its error into this module's words.
private func translated<Value>(_ call: () throws(SandboxError) -> Value) throws(TrainingError) -> Value {
    do {
        return try call()
    } catch {
        throw .system("prepare the trainer's memory", "\(error)")
    }
}
