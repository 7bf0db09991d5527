internal import FoundationEssentials

/// Answers for the rewards of a training and hears of its progress.
///
/// All closures run on the thread that trains.
package struct TrainingHandlers {
    /// Gives one total a row for the chunk that lies in the signals memory.
    ///
    /// What it throws ends the training.
    package var rewards: (ChunkHeader) throws -> [Float]
    /// Hears where the signals will lie, before the first chunk; a worker is loaded here.
    ///
    /// What it throws ends the training.
    package var begun: (TrainingStart) throws -> Void = { _ in }
    /// Hears of each point of the curve.
    package var checkpoint: (CheckpointReport) -> Void = { _ in }
    /// Gives what to keep with a saved state: the reward's memory, and what was counted.
    package var kept: () throws -> KeptState = { KeptState() }
    /// Is asked a few times a second; true stops the training with ``TrainingError/cancelled``.
    package var isCancelled: () -> Bool = { false }

    /// Creates handlers.
    package init(
        rewards: @escaping (ChunkHeader) throws -> [Float],
        begun: @escaping (TrainingStart) throws -> Void = { _ in },
        checkpoint: @escaping (CheckpointReport) -> Void = { _ in },
        kept: @escaping () throws -> KeptState = { KeptState() },
        isCancelled: @escaping () -> Bool = { false }
    ) {
        self.rewards = rewards
        self.begun = begun
        self.checkpoint = checkpoint
        self.kept = kept
        self.isCancelled = isCancelled
    }
}

/// Speaks one training's part of the protocol.
struct TrainingSession {
    let handlers: TrainingHandlers
    let idleSeconds: Double
    let log: OutputFile

    /// Seconds between two looks at the wish to stop.
    private static let lookSeconds = 0.2
    /// Seconds that a trainer has to come to its next message after that wish, before it is killed.
    private static let graceSeconds = 2.0

    private typealias Connection = TrainerProcess.Connection

    /// Runs a training from its request to its result.
    func run(_ request: TrainingRequest, over connection: inout TrainerProcess.Connection) throws
        -> TrainingResult
    {
        if handlers.isCancelled() { throw TrainingError.cancelled }
        try connection.send(FrameChannel.encode(Command(word: "begin", body: request)), log)
        do {
            let start = try refused(try next(&connection)).decoded(as: TrainingStart.self)
            try handled { try handlers.begun(start) }
            while true {
                let frame = try refused(try next(&connection))
                if let result = try answer(frame, &connection) { return result }
            }
        } catch let fault as HandlerFault {
            abandon(&connection)
            throw fault.cause
        } catch TrainingError.cancelled {
            abandon(&connection)
            throw TrainingError.cancelled
        } catch TrainingError.failed(let what, let place) {
            throw TrainingError.failed(what, at: place)
        } catch {
            connection.kill()
            throw error
        }
    }

    /// Wraps what a handler throws, so that it is not taken for a fault of the trainer's.
    private struct HandlerFault: Error {
        let cause: any Error
    }

    private func handled<Value>(_ call: () throws -> Value) throws(HandlerFault) -> Value {
        do {
            return try call()
        } catch {
            throw HandlerFault(cause: error)
        }
    }

    /// Deals with one message; gives the result when it is the last one.
    private func answer(_ frame: FrameChannel.Frame, _ connection: inout Connection) throws -> TrainingResult?
    {
        switch try frame.decoded(as: Kind.self).meaning {
        case .chunk:
            let header = try frame.decoded(as: ChunkHeader.self)
            let totals = try handled { try handlers.rewards(header) }
            precondition(totals.count == header.rows, "one total a row")
            if handlers.isCancelled() { throw TrainingError.cancelled }
            let payload = totals.withUnsafeBytes { Array($0) }
            try connection.send(FrameChannel.encode(["chunk": header.chunk], payload: payload), log)
        case .checkpoint:
            handlers.checkpoint(try frame.decoded(as: CheckpointReport.self))
        case .saving:
            let kept = try handled { try handlers.kept() }
            try connection.send(FrameChannel.encode(["memory": kept]), log)
        case .beat:
            break
        case .done:
            return try frame.decoded(as: TrainingResult.self)
        case nil:
            let text = String(decoding: frame.text.prefix(200), as: UTF8.self)
            throw TrainingError.protocolBroken("unexpected message \(text)")
        }
        return nil
    }

    /// Gives a frame on, unless it reports a failure.
    private func refused(_ frame: FrameChannel.Frame) throws(TrainingError) -> FrameChannel.Frame {
        if let report = try? frame.decoded(as: FailureReport.self) {
            throw .failed(report.error, at: report.where)
        }
        return frame
    }

    /// Waits for the next message, looking now and then whether to stop.
    private func next(_ connection: inout Connection) throws -> FrameChannel.Frame {
        let clock = ContinuousClock()
        let begin = clock.now
        while !connection.channel.waits(milliseconds: CInt(Self.lookSeconds * 1000)) {
            if handlers.isCancelled() { throw TrainingError.cancelled }
            guard clock.now - begin < .seconds(idleSeconds) else {
                connection.kill()
                throw TrainingError.silent(seconds: idleSeconds, output: log.text)
            }
        }
        return try connection.receive(idleSeconds, log)
    }

    /// Tells the trainer to stop at its next question and waits for its word; one that computes on is killed.
    private func abandon(_ connection: inout Connection) {
        let clock = ContinuousClock()
        let begin = clock.now
        do {
            try connection.send(FrameChannel.encode(["stop": "abandoned"]), log)
            while clock.now - begin < .seconds(Self.graceSeconds) {
                guard connection.channel.waits(milliseconds: 50) else { continue }
                let kind = try connection.receive(1, log).decoded(as: Kind.self)
                if kind.stopped != nil || kind.error != nil || kind.done != nil { return }
            }
        } catch {
            // It is of no more use, and the caller hears of the reason for stopping instead.
        }
        connection.kill()
    }
}

/// Finds out what a message is by the word that only it has.
private struct Kind: Decodable {
    enum Meaning { case chunk, checkpoint, saving, beat, done }

    var chunk: Int?
    var checkpoint: Int?
    var saving: Bool?
    var beat: Bool?
    var done: Bool?
    var stopped: Bool?
    var error: String?

    var meaning: Meaning? {
        if done != nil { return .done }
        if chunk != nil { return .chunk }
        if checkpoint != nil { return .checkpoint }
        if saving != nil { return .saving }
        return beat != nil ? .beat : nil
    }
}
