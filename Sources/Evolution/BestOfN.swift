/// Independent sampling: every candidate starts from nothing and the best is kept.
///
/// The baseline that any loop must beat.
package struct BestOfN: Strategy {
    /// Candidates a generation.
    package let samples: Int

    package init(samples: Int) {
        self.samples = samples
    }

    package func questions(generation: Int, population: Population, seed: UInt64) -> [Question] {
        [Question(parents: [], failures: [], samples: samples)]
    }
}
