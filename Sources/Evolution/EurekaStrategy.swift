internal import Archive

/// Eureka (Ma et al., ICLR 2024) with an elitist context: K samples a generation, all built on the best so far.
///
/// The published loop shows the best of the *last* generation and so can go backwards; this one shows the incumbent,
/// next to it the best of the rest, and the last failures with their verdicts.
package struct EurekaStrategy: Strategy {
    /// K, candidates a generation.
    package let samples: Int
    /// Candidates shown or crossed next to the incumbent.
    private let companions = 2

    package init(samples: Int) {
        self.samples = samples
    }

    package func questions(generation: Int, population: Population, seed: UInt64) -> [Question] {
        let failures = population.last.filter { $0.failure != nil }
        guard let incumbent = population.incumbent else {
            return [Question(parents: [], failures: failures, samples: samples)]
        }
        let rest = population.elite.filter { $0.candidate.id != incumbent.candidate.id }
        return [
            Question(parents: [incumbent] + rest.prefix(companions), failures: failures, samples: samples)
        ]
    }
}
