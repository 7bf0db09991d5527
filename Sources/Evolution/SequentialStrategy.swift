internal import Archive

/// Sequential sampling: one candidate after another, each made with the last one and its result in view.
///
/// The other baseline beside ``BestOfN``: the same number of candidates, and nothing but feedback between them. What the last
/// candidate was built on stays in view as well, so that one bad step can be taken back.
package struct SequentialStrategy: Strategy {
    package let samples = 1
    /// Candidates of a full generation of other strategies: a budget of G of them is `G * batch` steps here.
    private let batch: Int

    package init(batch: Int) {
        self.batch = batch
    }

    package func rounds(_ generations: Int) -> Int { generations * batch }

    package func questions(generation: Int, population: Population, seed: UInt64) -> [Question] {
        let failures = population.last.filter { $0.failure != nil }
        var parents = population.last.filter { $0.failure == nil && $0.isValid }
        if let incumbent = population.incumbent,
            !parents.contains(where: { $0.candidate.id == incumbent.candidate.id })
        {
            parents.append(incumbent)
        }
        return [Question(parents: parents, failures: failures, samples: samples)]
    }
}
