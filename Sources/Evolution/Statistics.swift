internal import Archive

/// Computes intervals and comparisons from few values, and never claims more than they hold.
package enum Statistics {
    /// Estimates a mean with Student's two-sided 95 % interval.
    /// - Parameters:
    ///   - values: independent values, at least one.
    ///   - over: what one value is: `episodes` or `seeds`.
    /// - Returns: the mean; no interval when there is only one value.
    package static func estimate(_ values: [Double], over: String) -> Estimate {
        precondition(!values.isEmpty, "an estimate needs a value")
        let mean = values.reduce(0, +) / Double(values.count)
        guard values.count > 1 else { return Estimate(mean: mean, low: nil, high: nil, count: 1, over: over) }
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let deviation = (squares / Double(values.count - 1)).squareRoot()
        let half =
            StudentT.quantile975(degreesOfFreedom: values.count - 1) * deviation
            / Double(values.count).squareRoot()
        return Estimate(mean: mean, low: mean - half, high: mean + half, count: values.count, over: over)
    }

    /// Compares trainings on shared seeds: paired difference and probability of improvement.
    ///
    /// The probability is that of Agarwal et al. (2021): the share of all pairs in which ours is better, ties half.
    /// - Parameters:
    ///   - ours: fitness by seed.
    ///   - theirs: fitness by the same seeds in the same order.
    ///   - against: name of the other for people.
    ///   - seeds: the shared seeds.
    /// - Returns: estimates of both, of their difference, and the probability.
    package static func compare(
        _ ours: [Double], with theirs: [Double], against: String, seeds: [UInt64]
    ) -> Comparison {
        precondition(
            ours.count == theirs.count && ours.count == seeds.count, "paired values need the same seeds")
        var wins = 0.0
        for mine in ours {
            for other in theirs { wins += mine > other ? 1 : mine == other ? 0.5 : 0 }
        }
        return Comparison(
            against: against, ours: estimate(ours, over: "seeds"), theirs: estimate(theirs, over: "seeds"),
            difference: estimate(zip(ours, theirs).map(-), over: "seeds"),
            probabilityOfImprovement: wins / Double(ours.count * theirs.count), seeds: seeds)
    }

    /// Gives the mean; 0 of nothing.
    static func mean(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    }

    /// Gives the middle value, or the mean of the two in the middle; 0 of nothing.
    package static func median(_ values: [Double]) -> Double {
        guard !values.isEmpty else { return 0 }
        let sorted = values.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }

    /// Gives the mean of the middle half: a quarter of the values, rounded down, is left out at each end.
    ///
    /// Agarwal et al. (2021) recommend it for few runs: one lucky or unlucky seed does not move it.
    package static func interquartileMean(_ values: [Double]) -> Double? {
        let kept = values.sorted().dropFirst(values.count / 4).dropLast(values.count / 4)
        return kept.isEmpty ? nil : kept.reduce(0, +) / Double(kept.count)
    }
}
