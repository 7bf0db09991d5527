internal import Archive
internal import Sandbox
internal import Training

/// Collects what a candidate's components are in the final episodes of a training, step by step.
///
/// Those values are looked at and nothing else: a candidate that fails only here keeps its score, and no traces.
struct ComponentTraces {
    /// Values by component; row `t * environments + i` is step t of episode i.
    private var values: [(name: String, rows: [Float])] = []
    private var environments = 0
    private var hasFailed = false

    /// Asks the worker for a chunk's rewards, keeps the components, and gives the totals.
    /// - Throws: a `Failure` of the sandbox's own.
    mutating func add(_ chunk: ChunkHeader, _ worker: RewardWorker) throws -> [Float] {
        let zeros = [Float](repeating: 0, count: chunk.rows)
        guard !hasFailed else { return zeros }
        switch worker.reward(
            steps: chunk.steps, environments: chunk.environments, stream: .evaluate, fresh: chunk.fresh)
        {
        case .success(let rewards):
            add(rewards, environments: chunk.environments)
            return rewards.total
        case .failure(let failure):
            if failure.isSandboxFault { throw failure }
            hasFailed = true
            values = []
            return zeros
        }
    }

    /// Keeps a chunk's components.
    mutating func add(_ rewards: RewardChunk, environments: Int) {
        self.environments = environments
        for (index, component) in rewards.components.enumerated() {
            if index == values.count { values.append((component.name, [])) }
            values[index].rows += component.values
        }
    }

    /// Sums up the components of one episode in as many parts as its signals have.
    func components(ofEpisode index: Int, length: Int) -> [EpisodeDigest.Component] {
        guard environments > 0, length > 0 else { return [] }
        return values.compactMap { component in
            let episode = (0..<length).map { $0 * environments + index }
            guard let last = episode.last, last < component.rows.count,
                let low = component.rows.min(), let high = component.rows.max()
            else { return nil }
            let own = episode.map { component.rows[$0] }
            let width = 0.01 * (high - low)
            let parts = min(8, length)
            let means = (0..<parts).map { part -> Double in
                let range = (part * length / parts)..<((part + 1) * length / parts)
                return Self.mean(own[range])
            }
            return .init(
                name: component.name, parts: means, mean: Self.mean(own[...]),
                atItsEnds: Double(own.count { $0 <= low + width || $0 >= high - width }) / Double(length))
        }
    }

    private static func mean(_ values: ArraySlice<Float>) -> Double {
        values.reduce(0) { $0 + Double($1) } / Double(max(1, values.count))
    }
}

extension EpisodeDigest {
    /// Joins the trainer's report with the components of the same episodes.
    init(_ report: DigestReport, _ traces: ComponentTraces) {
        self.init(
            horizon: report.horizon, count: report.count, terminated: report.terminated,
            meanLength: report.meanLength, agreement: report.agreement,
            episodes: report.episodes.compactMap { episode in
                guard let role = Role(rawValue: episode.role) else { return nil }
                return Episode(
                    role: role, fitness: episode.fitness, ownReward: episode.ownReward,
                    length: episode.length, terminated: episode.terminated, atLimits: episode.atLimits,
                    turns: episode.turns,
                    signals: episode.signals.map {
                        Series(
                            name: $0.name, parts: $0.parts, first: $0.first, last: $0.last, low: $0.low,
                            high: $0.high, mean: $0.mean, deviation: $0.deviation, path: $0.path)
                    },
                    components: traces.components(ofEpisode: episode.index, length: episode.length),
                    succeeded: episode.succeeded)
            },
            outcomes: report.outcomes.flatMap { $0.isEmpty ? nil : $0 })
    }
}
