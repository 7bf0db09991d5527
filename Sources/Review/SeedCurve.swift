internal import Archive

/// Sums up the trainings of one candidate: fitness at each checkpoint over its seeds.
package struct SeedCurve: Codable, Sendable, Equatable {
    package var label: String
    /// `winner`, `human` or `other`.
    package var role: String
    package var steps: [Double]
    package var mean: [Double]
    /// Lowest and highest seed at each checkpoint; empty where there is one seed.
    package var low: [Double]
    package var high: [Double]
}

extension Report {
    /// Gives the curves of all candidates that were trained, in the order of the run.
    package var seedCurves: [SeedCurve] { candidates.compactMap(seedCurve) }

    /// Gives the trainings that a candidate's curve shows: all that went well.
    ///
    /// Those of the comparison count as well as those of the search: they ran the same number of steps, and choosing has
    /// nothing to do with drawing.
    func shownTrainings(_ id: String) -> [EvaluationRecord] {
        let trained = evaluations.filter { $0.candidate == id && !$0.curve.isEmpty }
        let whole = trained.filter { $0.verdict == "ok" }
        return whole.isEmpty ? trained : whole
    }

    func seedCurve(_ candidate: CandidateRecord) -> SeedCurve? {
        let trainings = shownTrainings(candidate.id)
        guard let longest = trainings.map(\.curve).max(by: { $0.count < $1.count }) else { return nil }
        var curve = SeedCurve(
            label: label(candidate), role: role(candidate.id).rawValue, steps: [], mean: [], low: [], high: []
        )
        for index in longest.indices {
            let values = trainings.compactMap {
                $0.curve.indices.contains(index) ? $0.curve[index].fitness : nil
            }.filter(\.isFinite)
            guard let low = values.min(), let high = values.max() else { continue }
            curve.steps.append(Double(longest[index].steps))
            curve.mean.append(values.reduce(0, +) / Double(values.count))
            curve.low.append(low)
            curve.high.append(high)
        }
        if trainings.count == 1 { (curve.low, curve.high) = ([], []) }
        return curve.mean.isEmpty ? nil : curve
    }
}
