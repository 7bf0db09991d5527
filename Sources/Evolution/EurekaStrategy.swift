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

    package func questions(generation: Int, population: [[Individual]], incumbent: Individual?) -> [Question]
    {
        let last = population.last ?? []
        let failures = last.filter { $0.failure != nil }
        guard let incumbent else { return [Question(parents: [], failures: failures, samples: samples)] }
        let rest = population.joined().filter { $0.candidate.id != incumbent.candidate.id }
        let parents = [incumbent] + best(companions, of: Array(rest))
        return [Question(parents: parents, failures: failures, samples: samples)]
    }
}

/// Independent sampling: every candidate starts from nothing and the best is kept.
///
/// The baseline that any loop must beat.
package struct BestOfN: Strategy {
    /// Candidates a generation.
    package let samples: Int

    package init(samples: Int) {
        self.samples = samples
    }

    package func questions(generation: Int, population: [[Individual]], incumbent: Individual?) -> [Question]
    {
        [Question(parents: [], failures: [], samples: samples)]
    }
}
