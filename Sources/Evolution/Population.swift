internal import Archive

/// Remembers of a search what strategies and the choice of the winner need, and no more: its size does not grow with the run.
package struct Population: Sendable {
    /// The best so far, or what the search started from.
    package private(set) var incumbent: Individual?
    /// The generation before, in the order of its positions.
    package private(set) var last: [Individual] = []
    /// The best of the first generation.
    package private(set) var bestOfFirst: Individual?
    /// The best of all generations, best first.
    package private(set) var elite: [Individual] = []
    /// Generations so far.
    package private(set) var generations = 0
    /// Evaluations that racing made unnecessary.
    package var evaluationsSaved: Int { Int(saved) }
    private var saved = 0.0
    /// Environment steps, or heuristic evaluations, of all generations.
    package private(set) var environmentSteps = 0
    private var islands: [[Individual]]
    private var children: [String: Int] = [:]
    private let capacity: Int
    private let strategy: any Strategy
    /// Individuals kept for each island.
    private static let islandCapacity = 8

    /// Begins a population.
    /// - Parameters:
    ///   - strategy: who ranks, and which islands there are.
    ///   - capacity: individuals kept in ``elite``.
    ///   - start: what the search starts from.
    package init(_ strategy: any Strategy, capacity: Int = 32, start: Individual? = nil) {
        self.strategy = strategy
        self.capacity = capacity
        incumbent = start
        islands = Array(repeating: [], count: max(1, strategy.islands))
    }

    /// Takes in a generation, whose valid candidates would have had `planned` evaluations each without racing.
    ///
    /// An evaluation that paused at a rung counts for its share of the steps.
    package mutating func add(_ generation: [Individual], planned: Int) {
        incumbent = strategy.accept(incumbent: incumbent, generation: generation)
        if generations == 0 { bestOfFirst = strategy.accept(incumbent: nil, generation: generation) }
        elite = strategy.best(capacity, of: elite + generation)
        for island in islands.indices {
            let own = generation.filter { strategy.island(of: $0.candidate.index) == island }
            if own.isEmpty { continue }
            islands[island] = strategy.best(Self.islandCapacity, of: islands[island] + own)
        }
        for individual in generation {
            environmentSteps += individual.evaluations.reduce(0) { $0 + $1.environmentSteps }
            for parent in individual.candidate.parents { children[parent, default: 0] += 1 }
            if individual.candidate.verdict == "ok" {
                let done = individual.evaluations.reduce(0.0) { sum, evaluation in
                    sum + (evaluation.state.map { Double(evaluation.steps) / Double($0.of) } ?? 1)
                }
                saved += max(0, Double(planned) - done)
            }
        }
        let kept = Set((islands.joined() + elite + [incumbent].compactMap { $0 }).map(\.candidate.id))
        children = children.filter { kept.contains($0.key) }
        last = generation
        generations += 1
    }

    /// Gives the best of an island, best first.
    package func elite(of island: Int) -> [Individual] { islands[island] }

    /// Counts the candidates that were made from one that is still kept.
    package func children(of candidate: String) -> Int { children[candidate] ?? 0 }

    /// Takes candidates that people rejected out of what is built on and chosen from.
    ///
    /// All were rejected: then there is nothing, and the search starts afresh.
    mutating func reject(_ candidates: Set<String>) {
        guard !candidates.isEmpty else { return }
        let isKept = { (individual: Individual) in !candidates.contains(individual.candidate.id) }
        last = last.filter(isKept)
        elite = elite.filter(isKept)
        islands = islands.map { $0.filter(isKept) }
        if let best = incumbent, !isKept(best) { incumbent = elite.first }
    }

    /// Puts the winner of the final choice in the incumbent's place.
    mutating func choose(_ winner: Individual) { incumbent = winner }
}
