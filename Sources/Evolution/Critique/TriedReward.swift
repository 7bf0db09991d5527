internal import Archive
internal import Sandbox
internal import Training

/// Holds what a reward gives on recorded behaviour and on changes made to it: the evidence of the critic's rules.
///
/// Totals and components were copied out of the worker's memory and checked; scores are the trainer's.
struct TriedReward: Sendable {
    /// One recorded behaviour with its values.
    struct Stretch: Sendable {
        var name: String
        var chunk: RewardChunk
        var segments: [ScoredSegment]
        var environments: Int
        /// Rows with which an episode ended.
        var ended: [Bool]
    }

    /// `random`, and where they can be valued `nothing` and `skilled`.
    var stretches: [Stretch]
    /// Random behaviour backwards; forwards and then backwards.
    var reversed: RewardChunk?
    var cycle: RewardChunk?
    /// Skilled behaviour backwards.
    var reversedSkilled: RewardChunk?
    /// Random behaviour in which no step ends an episode, and in which every step does.
    var endless: RewardChunk?
    var ending: RewardChunk?
    /// Random behaviour with all controls at zero.
    var effortless: RewardChunk?
    /// Random behaviour at the beginning of an episode and at its end, by the clock.
    var early: RewardChunk?
    var late: RewardChunk?
    /// Random behaviour with one signal at and beyond the ends of its usual range, by signal.
    var stressed: [(signal: String, chunk: RewardChunk)] = []
    /// What made the reward fail: signal, value, and the failure in words.
    var breaks: [(signal: String, words: String)] = []
    var facts: [TextFact] = []
    var workerCPUSeconds = 0.0

    func stretch(_ name: String) -> Stretch? { stretches.first { $0.name == name } }
}

extension Workshop {
    /// Has a checked candidate value recorded behaviours and changes of them, in a worker of its own.
    /// - Returns: the values; nil where it cannot even value random behaviour.
    /// - Throws: `SandboxError` or a `Failure` of the sandbox's own.
    func tryOut(_ candidate: CandidateRecord, skilled: SkilledBehaviour?) throws -> TriedReward? {
        let random = try RecordedBehaviour(recorded, probe)
        let used = signals.filter { candidate.signals.contains($0.name) }
        let layout = SignalLayout(packing: used, capacityRows: 2 * random.rows)
        let memory = try SharedMemory(name: "critic", bytes: layout.bytes)
        let worker = try RewardWorker(zygote: zygote, signals: memory, capacityRows: 2 * random.rows)
        defer { worker.close() }
        guard case .success = worker.load(code: candidate.code, layout: layout) else { return nil }
        let trial = Trial(worker: worker, memory: memory, layout: layout)
        guard let first = try trial.chunk(random) else { return nil }
        var tried = TriedReward(stretches: [
            .init(
                name: "random", chunk: first, segments: segments.random, environments: random.environments,
                ended: random.ended)
        ])
        func add(_ name: String, _ memory: SharedMemory, _ segments: [ScoredSegment]) throws
            -> RecordedBehaviour
        {
            let behaviour = try RecordedBehaviour(memory, probe)
            if let chunk = try trial.chunk(behaviour) {
                tried.stretches.append(
                    .init(
                        name: name, chunk: chunk, segments: segments, environments: behaviour.environments,
                        ended: behaviour.ended))
            }
            return behaviour
        }
        _ = try add("nothing", idle, segments.nothing)
        let units = Dictionary(signals.map { ($0.name, $0.unit) }, uniquingKeysWith: { first, _ in first })
        let hasDirection = !used.contains { $0.unit == "mixed" }
        if let skilled {
            let behaviour = try add("skilled", skilled.memory, skilled.segments)
            if hasDirection { tried.reversedSkilled = try trial.chunk(behaviour.reversed(units: units)) }
        }
        if hasDirection {
            let backwards = random.reversed(units: units)
            tried.reversed = try trial.chunk(backwards)
            tried.cycle = try trial.chunk(random.followed(by: backwards))
        }
        try vary(random, candidate, trial, &tried)
        try stress(random, used, trial, &tried)
        if case .success(let facts) = worker.facts(code: candidate.code, signals: signals) {
            tried.facts = facts
        }
        tried.workerCPUSeconds = worker.close().cpuSeconds
        return tried
    }

    /// Changes one thing at a time: the end of the episode, the controls, the clock.
    private func vary(
        _ random: RecordedBehaviour, _ candidate: CandidateRecord, _ trial: Trial, _ tried: inout TriedReward
    ) throws {
        if candidate.signals.contains("terminated") {
            tried.endless = try trial.chunk(random.setting("terminated", to: 0))
            tried.ending = try trial.chunk(random.setting("terminated", to: 1))
        }
        if candidate.signals.contains("action") {
            let calm = random.setting("action", to: 0).setting("previous_action", to: 0)
            tried.effortless = try trial.chunk(calm)
        }
        if candidate.signals.contains("time"), let high = signals.first(where: { $0.name == "time" })?.high {
            tried.early = try trial.chunk(random.setting("time", to: 0))
            tried.late = try trial.chunk(random.setting("time", to: Float(high)))
        }
    }

    /// Sets each signal to the ends of its usual range and beyond; what fails then would fail in a training.
    private func stress(
        _ random: RecordedBehaviour, _ used: [SignalInfo], _ trial: Trial, _ tried: inout TriedReward
    ) throws {
        for signal in used {
            let values = Self.extremes(of: signal)
            switch try trial.values(random.setting(signal.name, inTurn: values)) {
            case .success(let chunk): tried.stressed.append((signal.name, chunk))
            case .failure:
                for value in values {
                    guard
                        case .failure(let failure) = try trial.values(random.setting(signal.name, to: value))
                    else { continue }
                    let detail = failure.detail.prefix { $0 != ";" }
                    tried.breaks.append(
                        (
                            signal.name,
                            "\(signal.name) = \(promptNumber(Double(value))): \(failure.verdict.rawValue), \(detail)"
                        ))
                    break
                }
            }
        }
    }

    /// Values that a signal may have, or come to have.
    ///
    /// Within its range both ends and zero; beyond it twice its width, but never another sign than it always has.
    private static func extremes(of signal: SignalInfo) -> [Float] {
        let (low, high) = (signal.low ?? -1, signal.high ?? 1)
        guard signal.name != "terminated" else { return [0, Float(high)] }
        let width = high - low
        var values = [low, high, high + 2 * width]
        if low < 0 { values.append(low - 2 * width) } else if low > 0 { values.append(0.25 * low) }
        if low < 0, high > 0 { values.append(0) }
        return values.map(Float.init)
    }

    /// Values behaviours with one worker.
    private struct Trial {
        let worker: RewardWorker
        let memory: SharedMemory
        let layout: SignalLayout

        func values(_ behaviour: RecordedBehaviour) throws -> Result<RewardChunk, Failure> {
            try behaviour.write(to: memory, as: layout)
            let result = worker.reward(
                steps: behaviour.steps, environments: behaviour.environments, fresh: true)
            if case .failure(let failure) = result, failure.isSandboxFault { throw failure }
            return result
        }

        /// Gives nil where the candidate fails on it.
        func chunk(_ behaviour: RecordedBehaviour) throws -> RewardChunk? {
            guard case .success(let chunk) = try values(behaviour) else { return nil }
            return chunk
        }
    }
}

extension RecordedBehaviour {
    /// Sets a signal to one value in all rows.
    func setting(_ name: String, to value: Float) -> RecordedBehaviour { setting(name, inTurn: [value]) }

    /// Sets a signal to each of some values in turn, step after step, so that every environment sees all of them.
    func setting(_ name: String, inTurn chosen: [Float]) -> RecordedBehaviour {
        guard let own = values[name], !chosen.isEmpty else { return self }
        let width = own.count / max(1, steps)
        var result = self
        result.values[name] = own.indices.map { chosen[$0 / max(1, width) % chosen.count] }
        return result
    }
}
