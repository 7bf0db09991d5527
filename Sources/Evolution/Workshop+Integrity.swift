internal import Archive
internal import Sandbox
internal import Training

/// Holds what a reward gave on recorded behaviour; the totals were copied out of the worker's memory and checked.
struct ObservedRewards: Sendable {
    var random: RewardChunk
    /// Nil where the reward fails on it; then `failures` says how.
    var nothing: RewardChunk?
    var reversed: RewardChunk?
    var cycle: RewardChunk?
    /// Totals on random behaviour with one signal held at its mean, by signal.
    var held: [(signal: String, totals: [Float])] = []
    /// Rows of random behaviour with which an episode ended; a jump follows them.
    var ended: [Bool]
    /// Why a behaviour has no values, by its name.
    var failures: [String: String] = [:]
}

extension Workshop {
    /// Has a checked candidate value recorded behaviours, in a worker of its own.
    /// - Returns: the values; nil where it cannot even value random behaviour.
    /// - Throws: `SandboxError` or a `Failure` of the sandbox's own.
    func observe(_ candidate: CandidateRecord) throws -> ObservedRewards? {
        let random = try RecordedBehaviour(recorded, probe)
        let rows = 2 * random.rows
        let layout = SignalLayout(
            packing: random.layout.signals.map { SignalInfo(name: $0.name, shape: $0.shape) },
            capacityRows: rows)
        let memory = try SharedMemory(name: "behaviours", bytes: layout.bytes)
        let worker = try RewardWorker(zygote: zygote, signals: memory, capacityRows: rows)
        defer { worker.close() }
        guard case .success = worker.load(code: candidate.code, layout: layout) else { return nil }
        func values(_ behaviour: RecordedBehaviour) throws -> Result<RewardChunk, Failure> {
            try behaviour.write(to: memory, as: layout)
            let result = worker.reward(
                steps: behaviour.steps, environments: behaviour.environments, fresh: true)
            if case .failure(let failure) = result, failure.isSandboxFault { throw failure }
            return result
        }
        guard case .success(let first) = try values(random) else { return nil }
        var observed = ObservedRewards(random: first, ended: random.ended)
        func keep(_ name: String, _ behaviour: RecordedBehaviour) throws -> RewardChunk? {
            switch try values(behaviour) {
            case .success(let chunk): return chunk
            case .failure(let failure):
                observed.failures[name] = "\(failure.verdict.rawValue): \(failure.detail)"
                return nil
            }
        }
        observed.nothing = try keep("nothing", RecordedBehaviour(idle, probe))
        let units = Dictionary(signals.map { ($0.name, $0.unit) }, uniquingKeysWith: { first, _ in first })
        if let mixed = candidate.signals.first(where: { units[$0] == "mixed" }) {
            let why = "it reads \"\(mixed)\", whose parts have no known direction in time"
            observed.failures["reversed"] = why
            observed.failures["cycle"] = why
        } else {
            let backwards = random.reversed(units: units)
            observed.reversed = try keep("reversed", backwards)
            observed.cycle = try keep("cycle", random.followed(by: backwards))
        }
        for signal in candidate.signals {
            guard case .success(let chunk) = try values(random.holding(signal)) else { continue }
            observed.held.append((signal, chunk.total))
        }
        return observed
    }
}
