internal import Archive

/// Decides what is asked next and who is best; it never asks, runs or stores anything itself.
///
/// Implementations: ``EurekaStrategy``, ``BestOfN``.
package protocol Strategy: Sendable {
    /// Plans the questions of a generation; their samples add up to the generation's candidates.
    func questions(generation: Int, population: [[Individual]], incumbent: Individual?) -> [Question]

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
    /// What people like best and least; nil where nobody voted.
    ///
    /// Then the parents stand in the order of the votes.
    package var votes: Votes?

    package init(parents: [Individual], failures: [Individual], samples: Int) {
        self.parents = parents
        self.failures = failures
        self.samples = samples
    }
}

extension Strategy {
    /// Keeps the incumbent unless a candidate's fitness beats its own; failed candidates are never compared.
    package func accept(incumbent: Individual?, generation: [Individual]) -> Individual? {
        generation.reduce(incumbent) { best, challenger in
            guard let challenge = challenger.fitness else { return best }
            guard let defence = best?.fitness else { return challenger }
            return challenge.beats(defence) ? challenger : best
        }
    }

    /// Ranks valid individuals, the earlier first where none beats the other.
    /// - Returns: at most `count`, best first, each candidate once.
    func best(_ count: Int, of individuals: [Individual]) -> [Individual] {
        var rest: [Individual] = []
        for individual in individuals
        where !rest.contains(where: { $0.candidate.id == individual.candidate.id }) {
            rest.append(individual)
        }
        var ranked: [Individual] = []
        while ranked.count < count, let next = accept(incumbent: nil, generation: rest) {
            ranked.append(next)
            rest.removeAll { $0.candidate.id == next.candidate.id }
        }
        return ranked
    }
}
