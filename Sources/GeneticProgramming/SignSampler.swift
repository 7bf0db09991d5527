/// Draws terms for rewards of which only the signs count: the priors.
///
/// Sparse terms are events, which are 0 on most steps; dense terms tell whether something grows or shrinks. Which sign
/// is meant follows from a signal's name: distances should shrink, failures cost.
struct SignSampler {
    private static let failures = [
        "died", "dead", "death", "terminated", "fallen", "failed", "crashed", "damage",
    ]
    private static let achievements = ["success", "succeeded", "done", "reached", "achieved", "solved"]
    private static let shrinking = ["distance", "error", "deviation", "gap"]

    let catalogue: SignalCatalogue
    private let events: [SignalCatalogue.Entry]
    private let numbers: [SignalCatalogue.Entry]

    init(catalogue: SignalCatalogue) {
        self.catalogue = catalogue
        let usable = catalogue.entries.filter {
            !$0.isVector && $0.role != .clock && $0.role != .action && !$0.signal.name.hasPrefix("previous_")
        }
        events = usable.filter { Self.isEvent($0) }
        numbers = usable.filter { !Self.isEvent($0) }
    }

    /// Is false where no signal is a number that a part could look at.
    var canDraw: Bool { !numbers.isEmpty || !events.isEmpty }

    private static func isEvent(_ entry: SignalCatalogue.Entry) -> Bool {
        entry.role == .flag || (entry.signal.unit == "1" && entry.signal.low == 0 && entry.signal.high == 1)
    }

    private static func words(_ entry: SignalCatalogue.Entry) -> [String] {
        entry.signal.name.lowercased().split(separator: "_").map(String.init)
    }

    private static func isFailure(_ entry: SignalCatalogue.Entry) -> Bool {
        words(entry).contains { failures.contains($0) }
    }

    private static func isAchievement(_ entry: SignalCatalogue.Entry) -> Bool {
        words(entry).contains { achievements.contains($0) }
    }

    /// Draws a whole program; `position` in 0 ..< 1 decides what its dense part looks at.
    func program(at position: Double, _ random: inout SplitMix64) -> SignGenome {
        var genome = SignGenome(
            sparse: [term(for: .sparse, at: random.unit(), &random)],
            dense: [term(for: .dense, at: position, &random)])
        if random.chance(0.5) { genome.sparse.append(term(for: .sparse, at: random.unit(), &random)) }
        if random.chance(0.35) { genome.dense.append(term(for: .dense, at: random.unit(), &random)) }
        return genome
    }

    /// Draws one term of a part.
    func term(for part: SignGenome.Part, at position: Double, _ random: inout SplitMix64) -> Term {
        switch part {
        case .sparse: sparse(at: position, &random)
        case .dense: dense(at: position, &random)
        }
    }

    private func sparse(at position: Double, _ random: inout SplitMix64) -> Term {
        guard !events.isEmpty else {
            let entry = numbers[SplitMix64.pick(numbers.map(Self.interest), at: position)]
            return milestone(entry, &random)
        }
        let odds = events.map { entry in
            Self.isAchievement(entry) ? 12 : Self.isFailure(entry) ? 4 : 0.3 * entry.relevance
        }
        let entry = events[SplitMix64.pick(odds, at: position)]
        return Term(
            weight: Self.isFailure(entry) ? -1 : 1, shape: .identity, reduction: .value,
            signal: entry.signal.name)
    }

    /// A number beyond most of its range: a stage of the task.
    private func milestone(_ entry: SignalCatalogue.Entry, _ random: inout SplitMix64) -> Term {
        let span = entry.signal.high - entry.signal.low
        let threshold = entry.signal.low + span * random.uniform(0.5, 0.9)
        return Term(
            weight: 1, shape: .above(threshold: threshold), reduction: .value, signal: entry.signal.name
        ).short
    }

    private func dense(at position: Double, _ random: inout SplitMix64) -> Term {
        let entries = numbers + events.filter { !Self.isAchievement($0) && !Self.isFailure($0) }
        guard !entries.isEmpty else { return sparse(at: position, &random) }
        return dense(on: entries[SplitMix64.pick(entries.map(Self.interest), at: position)], &random)
    }

    /// Draws a dense term on one signal: mostly its change.
    func dense(on entry: SignalCatalogue.Entry, _ random: inout SplitMix64) -> Term {
        let shrinks = Self.words(entry).contains { Self.shrinking.contains($0) }
        let praise = shrinks ? 0.08 : entry.relevance > 1 ? 0.85 : 0.65
        let sign = random.chance(praise) ? 1.0 : -1.0
        func term(_ shape: Shape) -> Term {
            Term(weight: sign, shape: shape, reduction: .value, signal: entry.signal.name).short
        }
        if Self.isEvent(entry) {
            return term(entry.role == .flag || random.chance(0.6) ? .identity : .change)
        }
        if random.chance(0.85) { return term(.change) }
        let range = catalogue.range(entry, .value)
        return term(.above(threshold: range.low + (range.high - range.low) * random.uniform(0.1, 0.8)))
    }

    private static func interest(_ entry: SignalCatalogue.Entry) -> Double {
        entry.relevance * entry.relevance * (entry.role == .progress ? 2 : 1)
    }
}
