internal import Archive
internal import Foundation
internal import GeneticProgramming

/// Islands: groups of candidates that evolve apart, so that one early success does not take over everything.
///
/// A generation is cut into contiguous blocks of positions, one an island. Half of a block changes one component of a parent,
/// half crosses two parents. Parents are drawn from the island's own elite with the weight of ShinkaEvolve (2025),
/// sigmoid(10 · (fitness − median) / MAD) / (1 + children): the good, and among those the ones that were tried least. Every few
/// generations the best of the island before, in a ring, may be a parent too.
package struct IslandsStrategy: Strategy {
    package let samples: Int
    package let islands: Int
    /// Generations from one migration to the next.
    private let interval = 3

    /// Makes two to four islands of at least two positions, four where there is room; one where there is none.
    package init(samples: Int) {
        self.samples = samples
        islands = max(1, min(samples / 2, max(2, min(4, samples / 4))))
    }

    /// Positions of an island.
    private func block(_ island: Int) -> Range<Int> {
        island * samples / islands..<(island + 1) * samples / islands
    }

    package func island(of position: Int) -> Int {
        (0..<islands).first { block($0).contains(position) } ?? 0
    }

    package func questions(generation: Int, population: Population, seed: UInt64) -> [Question] {
        (0..<islands).flatMap { island -> [Question] in
            var random = SplitMix64(seed: seed, stream: UInt64(island))
            let positions = block(island)
            let failures = population.last.filter {
                $0.failure != nil && positions.contains($0.candidate.index)
            }
            var pool = population.elite(of: island)
            if generation > 0, generation % interval == 0, islands > 1,
                let immigrant = population.elite(of: (island + islands - 1) % islands).first,
                !pool.contains(where: { $0.candidate.id == immigrant.candidate.id })
            {
                pool.append(immigrant)
            }
            // What the search starts from is everybody's.
            if pool.isEmpty, let start = population.incumbent, start.candidate.generation < 0 {
                pool = [start]
            }
            guard !pool.isEmpty else {
                return [Question(parents: [], failures: failures, samples: positions.count)]
            }
            // A block of one position takes turns.
            let crossed = pool.count > 1 ? (positions.count + generation % 2) / 2 : 0
            var questions: [Question] = []
            for (breeding, count) in [(Breeding.mutation, positions.count - crossed), (.crossover, crossed)]
            where count > 0 {
                let parents = Self.draw(breeding == .crossover ? 2 : 1, from: pool, population, &random)
                questions.append(
                    Question(parents: parents, failures: failures, samples: count, breeding: breeding))
            }
            return questions
        }
    }

    /// Draws different parents by weight, the fitter first.
    private static func draw(
        _ count: Int, from pool: [Individual], _ population: Population, _ random: inout SplitMix64
    ) -> [Individual] {
        var weights = Self.weights(of: pool, population)
        var drawn: [Int] = []
        while drawn.count < min(count, pool.count) {
            let next = random.pick(weights)
            weights[next] = 0
            drawn.append(next)
        }
        return drawn.sorted().map { pool[$0] }
    }

    /// Weighs parents: sigmoid(10 · (fitness − median) / MAD) / (1 + children), and never quite nothing.
    static func weights(of pool: [Individual], _ population: Population) -> [Double] {
        let scores = pool.map { $0.fitness?.mean ?? -.infinity }
        let middle = Statistics.median(scores)
        let spread = Statistics.median(scores.map { abs($0 - middle) })
        return zip(pool, scores).map { individual, score in
            let distance = (score - middle) / max(spread, 1e-9 * max(abs(middle), 1e-9))
            let worth = 1 / (1 + exp(-10 * distance))
            return max(worth, 1e-9) / Double(1 + population.children(of: individual.candidate.id))
        }
    }
}
