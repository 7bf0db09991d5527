internal import Archive
internal import Foundation

/// Places a reward between no reward design at all and a person's: 0 is the sparse reward, 1 the human one.
///
/// The score of Eureka (Ma et al., 2024), (method − sparse) / |human − sparse|, but only where it means something: over
/// two rewards that are not told apart it is a quotient by noise.
package struct HumanNormalised: Codable, Sendable, Equatable {
    /// The score; nil where it is not defined.
    package var score: Double?
    /// What the sparse reward reaches, on seeds of its own, the same in every run; nil where it was not measured.
    package var sparse: Estimate?
    /// Why there is no score, in words; nil where there is one.
    package var why: String?

    package init(score: Double? = nil, sparse: Estimate? = nil, why: String? = nil) {
        (self.score, self.sparse, self.why) = (score, sparse, why)
    }

    /// Computes the score from what was measured of all three.
    package init(method: Estimate, human: Estimate, sparse: Estimate) {
        self.sparse = sparse
        guard let humanLow = human.low, let humanHigh = human.high, let low = sparse.low,
            let high = sparse.high
        else {
            why = "an interval needs more than one seed"
            return
        }
        guard low > humanHigh || high < humanLow, human.mean != sparse.mean else {
            why = "the intervals of the human and the sparse reward overlap: they are not told apart"
            return
        }
        score = (method.mean - sparse.mean) / abs(human.mean - sparse.mean)
    }
}

extension Evolver {
    /// Seeds of the sparse reward: the same in every run, so that it is measured once for a budget and kept.
    var floorSeeds: [UInt64] {
        (0..<(isFloorMeasured ? settings.confirmSeeds : 0)).map { ContentHash.seed("baseline/floor/\($0)") }
    }

    /// Below three seeds an interval says next to nothing, and two trainings are not worth it.
    var isFloorMeasured: Bool { problem.floor != nil && settings.confirmSeeds > 2 }

    /// Places the winner between the sparse and the human reward; nil where there is no winner, or no such thing as a human
    /// reward.
    func humanNormalised(_ outcome: Outcome, _ comparisons: [Comparison]) async throws -> HumanNormalised? {
        guard outcome.incumbent != nil, problem.references.first == "human", settings.confirmSeeds > 0 else {
            return nil
        }
        guard let human = comparisons.first(where: { $0.against == "human" }) else {
            return HumanNormalised(why: "no human reward was measured")
        }
        guard let name = problem.floor, let code = try problem.reference(name) else {
            return HumanNormalised(why: "the environment has no sparse reward")
        }
        guard isFloorMeasured else {
            return HumanNormalised(why: "it takes three or more fresh seeds (--confirm-seeds)")
        }
        let candidate = try await check(code, origin: name, generation: -1, index: 0, parents: [])
        guard candidate.verdict == "ok" else {
            return HumanNormalised(why: "the sparse reward fails its check: \(candidate.detail)")
        }
        let records = try await measure([candidate], .confirm, as: "baseline", seeds: floorSeeds)[
            candidate.id]
        tellOfTakenOver(records ?? [], candidate.label)
        let individual = Individual(candidate: candidate, evaluations: records ?? [])
        guard let sparse = individual.fitness else {
            return HumanNormalised(why: "a training with the sparse reward failed")
        }
        return HumanNormalised(method: human.ours, human: human.theirs, sparse: sparse)
    }

    /// Name of the run's folder.
    var runName: String {
        URL(fileURLWithPath: archive.path).deletingLastPathComponent().lastPathComponent
    }

    /// Says which baselines are not this run's own measurements.
    func tellOfTakenOver(_ records: [EvaluationRecord], _ label: String) {
        let others = records.filter { $0.isTakenOver(by: runName) }
        guard let first = others.compactMap(\.measured).min(by: { $0.at < $1.at }) else { return }
        let count =
            others.count == records.count ? "all \(others.count)" : "\(others.count) of \(records.count)"
        emit(
            .note(
                "baseline \(label): \(count) trainings were measured before (by \(first.run), \(first.at))"))
    }
}
