package import Archive
internal import Foundation

/// Couples a candidate with what was measured of it.
package struct Individual: Sendable, Equatable {
    package var candidate: CandidateRecord
    /// Trainings, or searches in sets of tasks, by seed.
    package var evaluations: [EvaluationRecord]
    /// True where a race ended its measurement early: it was clearly worse than another.
    package var wasStopped: Bool
    /// What the critic said of it before it was measured; nil where none did.
    package var critique: Critique?

    package init(candidate: CandidateRecord, evaluations: [EvaluationRecord], wasStopped: Bool = false) {
        self.candidate = candidate
        self.evaluations = evaluations
        self.wasStopped = wasStopped
    }

    /// Short name for people and prompts: `g1.c3`.
    package var label: String { candidate.label }

    /// True when every check and every evaluation ended well.
    package var isValid: Bool {
        candidate.verdict == "ok" && !evaluations.isEmpty && evaluations.allSatisfy { $0.verdict == "ok" }
    }

    /// Fitness over the evaluations; nil unless valid.
    ///
    /// Failed candidates have no score of any sign.
    package var fitness: Estimate? {
        guard isValid else { return nil }
        return Self.estimate(evaluations)
    }

    /// Estimates over seeds, or over the episodes of a single training where one seed is all there is; tasks are counted.
    package static func estimate(_ evaluations: [EvaluationRecord]) -> Estimate? {
        if let coverage = Coverage(evaluations) { return coverage.estimate }
        let values = evaluations.compactMap(\.fitness)
        guard let only = values.first else { return nil }
        if values.count > 1 { return Statistics.estimate(values, over: "seeds") }
        guard let episodes = evaluations.first?.episodes, episodes.count > 1 else {
            return Estimate(mean: only, low: nil, high: nil, count: 1, over: "seeds")
        }
        return Statistics.estimate(episodes, over: "episodes")
    }

    /// The first thing that went wrong: verdict and detail.
    package var failure: (verdict: String, detail: String)? {
        if candidate.verdict != "ok" { return (candidate.verdict, candidate.detail) }
        return evaluations.first { $0.verdict != "ok" }.map { ($0.verdict, $0.detail) }
    }
}

extension CandidateRecord {
    /// Short name for people and prompts: `g1.c3`, `human`, or the first digits of the hash.
    package var label: String {
        guard generation >= 0 else { return origin == "file" ? String(id.prefix(8)) : origin }
        return "g\(generation).c\(index)"
    }
}

extension CandidateRecord {
    /// Tunable constants and their defaults.
    func constants() throws -> [String: Double] {
        try JSONDecoder().decode([String: Double].self, from: Data(constantsJSON.utf8))
    }
}
