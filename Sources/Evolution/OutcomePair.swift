internal import Archive

/// Holds one of the environment's own figures, such as `death`, for two candidates on the same seeds.
package struct OutcomePair: Codable, Sendable, Equatable {
    package var name: String
    /// Mean over seeds; nil where no episode has it.
    package var ours: Double?
    package var theirs: Double?

    package init(name: String, ours: Double?, theirs: Double?) {
        (self.name, self.ours, self.theirs) = (name, ours, theirs)
    }

    /// Pairs all figures of two candidates' evaluations, by name; nil where there are none.
    static func all(_ ours: [EvaluationRecord], _ theirs: [EvaluationRecord]) -> [OutcomePair]? {
        let (mine, other) = (means(ours), means(theirs))
        let names = Set(mine.keys).union(other.keys).sorted()
        return names.isEmpty ? nil : names.map { OutcomePair(name: $0, ours: mine[$0], theirs: other[$0]) }
    }

    /// Averages each figure over the trainings that have it.
    static func means(_ evaluations: [EvaluationRecord]) -> [String: Double] {
        var values: [String: [Double]] = [:]
        for (name, value) in evaluations.flatMap({ $0.digest?.outcomes?.sorted { $0.key < $1.key } ?? [] }) {
            values[name, default: []].append(value)
        }
        return values.mapValues { $0.reduce(0, +) / Double($0.count) }
    }
}
