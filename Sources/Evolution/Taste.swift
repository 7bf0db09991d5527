internal import Archive

/// Says in one signal what people like about the policies that they like.
package struct Taste: Codable, Sendable, Equatable {
    /// Names the signal; a vector's root mean square is meant.
    package var signal: String
    /// Its mean over the middle episode, where people like the policy best.
    package var liked: Double
    /// The same, where they like it least.
    package var disliked: Double
    /// Rank correlation of the signal and how well policies are liked, −1 to 1.
    package var agreement: Double

    /// Puts it in words, for proposers.
    var words: String {
        "\(agreement > 0 ? "higher" : "lower") \(signal): \(promptNumber(liked)) in the best liked policy, "
            + "\(promptNumber(disliked)) in the least liked"
    }
}

extension Taste {
    /// Fewer policies than this say nothing.
    private static let fewest = 5
    /// Standard deviations that chance alone would give seldom: 0.95 for 5 policies, 0.6 for 11.
    private static let least = 1.9

    /// Reads from people's votes what they like: the signals that go most closely with how well policies are liked.
    ///
    /// Votes rank policies; every signal ranks them, too. What a model has to work out from code and outcomes, following
    /// in-context preference learning (Yu et al., 2024), is counted here.
    /// - Parameters:
    ///   - strengths: trained candidates with how well they are liked.
    ///   - most: how many signals to name.
    /// - Returns: the closest first; none where the votes are few or nothing goes with them.
    static func read(_ strengths: [(Individual, Double)], most: Int = 3) -> [Taste] {
        let seen = strengths.compactMap {
            individual, strength -> (means: [String: Double], strength: Double)? in
            let means = means(of: individual)
            return means.isEmpty ? nil : (means, strength)
        }.sorted { $0.strength > $1.strength }
        guard seen.count >= fewest, let best = seen.first?.means, let worst = seen.last?.means else {
            return []
        }
        let spread = Double(seen.count - 1).squareRoot()
        let found = best.keys.sorted().compactMap { name -> Taste? in
            let values = seen.compactMap { $0.means[name] }
            guard values.count == seen.count, !name.hasPrefix("previous_"), let liked = best[name],
                let disliked = worst[name], liked != disliked,
                let agreement = Ranks.correlation(values, seen.map(\.strength)),
                abs(agreement) * spread >= least, (agreement > 0) == (liked > disliked)
            else { return nil }
            return Taste(signal: name, liked: liked, disliked: disliked, agreement: agreement)
        }
        let order = found.sorted { abs($0.agreement) > abs($1.agreement) }
        return Array(order.prefix(most))
    }

    /// Gives the mean of each signal over the middle episodes of a candidate's trainings.
    private static func means(of individual: Individual) -> [String: Double] {
        let middles = individual.evaluations.compactMap { $0.digest?.episode(.median) }
        let series = Dictionary(grouping: middles.flatMap(\.signals), by: \.name)
        return series.mapValues { own in own.map(\.mean).reduce(0, +) / Double(own.count) }
    }
}
