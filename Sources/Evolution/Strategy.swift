internal import Archive
package import GeneticProgramming

/// Decides what is asked next and who is best; it never asks, runs or stores anything itself.
///
/// All its random choices come from the seed that it is given, so a run that starts again asks the same.
///
/// Implementations: ``EurekaStrategy``, ``BestOfN``, ``SequentialStrategy``, ``IslandsStrategy``.
package protocol Strategy: Sendable {
    /// Candidates a generation, in all questions together.
    var samples: Int { get }

    /// Number of groups of positions that evolve apart.
    var islands: Int { get }

    /// Says how many generations a budget of so many full ones makes.
    func rounds(_ generations: Int) -> Int

    /// Plans the questions of a generation; their samples add up to ``samples``.
    func questions(generation: Int, population: Population, seed: UInt64) -> [Question]

    /// Says to which group a position of a generation belongs.
    func island(of position: Int) -> Int

    /// Chooses the incumbent after a generation: the old one stays unless it is beaten.
    func accept(incumbent: Individual?, generation: [Individual]) -> Individual?
}

/// Asks for some candidates that build on the same parents.
package struct Question: Sendable, Equatable {
    /// Candidates to build on, best first; empty for a fresh start.
    package var parents: [Individual]
    /// Failed candidates whose verdicts the proposer should see.
    package var failures: [Individual]
    package var samples: Int
    /// What to do with the parents.
    package var breeding: Breeding
    /// What people like best and least; nil where nobody voted.
    ///
    /// Then the parents stand in the order of the votes.
    package var votes: Votes?
    /// What people said of the parents, or to the run as a whole, newest last.
    package var wishes: [String] = []

    package init(
        parents: [Individual], failures: [Individual], samples: Int, breeding: Breeding = .free
    ) {
        self.parents = parents
        self.failures = failures
        self.samples = samples
        self.breeding = breeding
    }
}

extension Strategy {
    package var islands: Int { 1 }

    package func rounds(_ generations: Int) -> Int { generations }

    package func island(of position: Int) -> Int { 0 }

    /// Keeps the incumbent unless a candidate's fitness beats its own.
    ///
    /// Failed candidates are never compared, and one that was stopped early lost already.
    package func accept(incumbent: Individual?, generation: [Individual]) -> Individual? {
        Ranking(incumbent: incumbent, generation).best
    }

    /// Ranks valid individuals, the earlier first where none beats the other, those that were stopped early last.
    /// - Returns: at most `count`, best first, each candidate once.
    func best(_ count: Int, of individuals: [Individual]) -> [Individual] {
        Ranking(incumbent: nil, individuals).best(count)
    }
}

/// Orders individuals by fitness, each estimated once.
private struct Ranking {
    private typealias Entry = (individual: Individual, fitness: Estimate)
    private var entries: [Entry] = []

    init(incumbent: Individual?, _ individuals: [Individual]) {
        var seen: Set<String> = []
        for individual in [incumbent].compactMap({ $0 }) + individuals {
            guard let fitness = individual.fitness, seen.insert(individual.candidate.id).inserted else {
                continue
            }
            entries.append((individual, fitness))
        }
    }

    var best: Individual? { strongest.map { entries[$0].individual } }

    /// The last that beats the best before it.
    private var strongest: Int? {
        guard var best = entries.indices.first else { return nil }
        for next in entries.indices where isBetter(entries[next], than: entries[best]) { best = next }
        return best
    }

    /// What was stopped early was measured on fewer seeds: its mean says little beside one over all of them.
    private func isBetter(_ one: Entry, than other: Entry) -> Bool {
        if one.individual.wasStopped != other.individual.wasStopped { return other.individual.wasStopped }
        return one.fitness.beats(other.fitness)
    }

    func best(_ count: Int) -> [Individual] {
        var rest = self
        var ranked: [Individual] = []
        while ranked.count < count, let next = rest.strongest {
            ranked.append(rest.entries.remove(at: next).individual)
        }
        return ranked
    }
}
