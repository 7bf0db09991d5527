internal import Sandbox
internal import Training

/// Boils recorded values down to the figures that the critic's rules speak of.
struct RewardFigures: Sendable {
    /// Sums up one component, or the total, over all recorded behaviour.
    struct Term: Sendable {
        var name: String
        /// Standard deviation over all rows.
        var deviation: Double
        /// Mean of the sizes over all rows.
        var size: Double
        var low: Double
        var high: Double
        /// Rank correlation with the score over the pieces; nil below sixteen pieces, or where one of the two never changes.
        var agreement: Double?
        /// Values of all rows.
        var values: [Double]
        /// True where it depends on the controls themselves: a cost of effort, and never the task.
        var isEffort = false
    }

    let total: Term
    let components: [Term]
    /// Mean total a step, by behaviour.
    private let means: [String: Double]
    /// Standard deviation of the total on random behaviour.
    let spread: Double

    init(_ tried: TriedReward) {
        func chosen(_ pick: (RewardChunk) -> [Float]?) -> Term {
            let rows = tried.stretches.flatMap { (pick($0.chunk) ?? []).map(Double.init) }
            var scores: [Double] = []
            var values: [Double] = []
            for stretch in tried.stretches {
                guard let own = pick(stretch.chunk) else { continue }
                for piece in stretch.segments {
                    let picked = (piece.start..<piece.start + piece.length).map {
                        Double(own[$0 * stretch.environments + piece.copy])
                    }
                    scores.append(piece.score)
                    values.append(Self.mean(picked))
                }
            }
            return Term(
                name: "", deviation: Self.deviation(rows), size: Self.mean(rows.map(abs)),
                low: rows.min() ?? 0, high: rows.max() ?? 0,
                agreement: values.count < 16 ? nil : Ranks.correlation(values, scores), values: rows)
        }
        total = chosen { $0.total }
        components = (tried.stretches.first?.chunk.components ?? []).map { component in
            var term = chosen { chunk in chunk.components.first { $0.name == component.name }?.values }
            term.name = component.name
            let calm = tried.effortless?.components.first { $0.name == component.name }
            term.isEffort = calm.map { $0.values != component.values } ?? false
            return term
        }
        means = Dictionary(
            tried.stretches.map { ($0.name, Self.mean($0.chunk.total)) },
            uniquingKeysWith: { first, _ in first })
        spread = Self.deviation((tried.stretches.first?.chunk.total ?? []).map(Double.init))
    }

    /// Mean total a step of a behaviour; nil where it was not valued.
    func mean(_ behaviour: String) -> Double? { means[behaviour] }

    /// The component that goes with the score most, if any does clearly.
    var task: Term? {
        components.filter { !$0.isEffort && ($0.agreement ?? 0) >= 0.3 }.max {
            ($0.agreement ?? 0) < ($1.agreement ?? 0)
        }
    }

    static func mean(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    }

    static func mean(_ values: [Float]) -> Double {
        values.isEmpty ? 0 : values.reduce(0) { $0 + Double($1) } / Double(values.count)
    }

    static func deviation(_ values: [Double]) -> Double {
        let centre = mean(values)
        return mean(values.map { ($0 - centre) * ($0 - centre) }).squareRoot()
    }
}

/// Correlates by ranks.
enum Ranks {
    /// Spearman's correlation, ties sharing their rank; nil where one of the two never changes.
    /// - Complexity: O(n log n).
    static func correlation(_ one: [Double], _ other: [Double]) -> Double? {
        let ranks = [ranks(one), ranks(other)]
        let centre = Double(one.count + 1) / 2
        let sizes = ranks.map { $0.map { ($0 - centre) * ($0 - centre) }.reduce(0, +) }
        guard one.count == other.count, sizes[0] > 0, sizes[1] > 0 else { return nil }
        let products = zip(ranks[0], ranks[1]).map { ($0 - centre) * ($1 - centre) }.reduce(0, +)
        return products / (sizes[0] * sizes[1]).squareRoot()
    }

    /// Ranks from 1.
    private static func ranks(_ values: [Double]) -> [Double] {
        let order = values.indices.sorted { values[$0] < values[$1] }
        var result = [Double](repeating: 0, count: values.count)
        var start = 0
        while start < order.count {
            var end = start
            while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
            for place in start..<end { result[order[place]] = Double(start + end + 1) / 2 }
            start = end
        }
        return result
    }
}
