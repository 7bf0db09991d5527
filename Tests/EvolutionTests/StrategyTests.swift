import Archive
import Foundation
import GeneticProgramming
import Testing

@testable import Evolution

@Suite struct StrategyTests {
    private func population(_ strategy: any Strategy, _ generations: [[Individual]]) -> Population {
        var population = Population(strategy)
        for generation in generations { population.add(generation, planned: 1) }
        return population
    }

    @Test func aSequenceShowsTheLastCandidateFirst() throws {
        let strategy = SequentialStrategy(batch: 5)
        #expect(strategy.rounds(6) == 30)
        let history = [0.5, 2, 1].enumerated().map { [SearchFixture.individual(0, [$1], generation: $0)] }
        let question = try #require(
            strategy.questions(generation: 3, population: population(strategy, history), seed: 1).first)
        #expect(question.parents.map(\.label) == ["g2.c0", "g1.c0"])
        #expect(question.samples == 1)
    }

    @Test(arguments: [1, 2, 4, 5, 8, 16, 24]) func islandsCoverAllPositionsInBlocks(samples: Int) {
        let strategy = IslandsStrategy(samples: samples)
        let islands = (0..<samples).map(strategy.island(of:))
        #expect(islands == islands.sorted())
        #expect(Set(islands).count == strategy.islands)
        #expect(strategy.islands <= 4 && (samples < 4 || strategy.islands >= 2))
        let generation = (0..<samples).map { SearchFixture.individual($0, [Double($0)]) }
        for number in 1...6 {
            let questions = strategy.questions(
                generation: number, population: population(strategy, [generation]), seed: 3)
            #expect(questions.reduce(0) { $0 + $1.samples } == samples)
        }
    }

    @Test func islandsBuildOnTheirOwnAndMigrateInARing() {
        let strategy = IslandsStrategy(samples: 8)
        #expect(strategy.islands == 2)
        let values = [0, 1, 2, 7.5, 4, 5, 6, 7]
        let generation = values.indices.map { SearchFixture.individual($0, [values[$0]]) }
        let population = population(strategy, [generation])
        func parents(_ number: Int, of island: Int) -> Set<Int> {
            var found: Set<Int> = []
            for seed in 0..<60 {
                let questions = strategy.questions(
                    generation: number, population: population, seed: UInt64(seed))
                let mine = island == 0 ? questions.prefix(2) : questions.suffix(2)
                found.formUnion(mine.flatMap(\.parents).map(\.candidate.index))
            }
            return found
        }
        #expect(parents(1, of: 0).isSubset(of: [0, 1, 2, 3]))
        #expect(parents(1, of: 1).isSubset(of: [4, 5, 6, 7]))
        #expect(parents(3, of: 0).contains(7))
        #expect(parents(3, of: 1).contains(3))
    }

    @Test func islandsMutateAndCross() {
        let strategy = IslandsStrategy(samples: 8)
        let generation = (0..<8).map { SearchFixture.individual($0, [Double($0)]) }
        let questions = strategy.questions(
            generation: 1, population: population(strategy, [generation]), seed: 1)
        #expect(questions.map(\.breeding) == [.mutation, .crossover, .mutation, .crossover])
        #expect(questions.map(\.parents.count) == [1, 2, 1, 2])
        #expect(questions[1].parents[0] != questions[1].parents[1])
    }

    @Test func goodParentsWeighMoreAndChildrenCostWeight() {
        let strategy = IslandsStrategy(samples: 4)
        let parents = [3.0, 2, 1].enumerated().map { SearchFixture.individual($0, [$1]) }
        let fresh = IslandsStrategy.weights(of: parents, population(strategy, [parents]))
        #expect(fresh[0] > 0.99 && abs(fresh[1] - 0.5) < 1e-9 && fresh[2] < 0.01)
        let children = (0..<3).map {
            SearchFixture.individual($0, [0], generation: 1, parents: [parents[0].candidate.id])
        }
        let later = IslandsStrategy.weights(of: parents, population(strategy, [parents, children]))
        #expect(abs(later[0] - fresh[0] / 4) < 1e-9)
    }

    @Test func equalParentsWeighTheSame() {
        let strategy = IslandsStrategy(samples: 4)
        let parents = (0..<3).map { SearchFixture.individual($0, [2]) }
        let weights = IslandsStrategy.weights(of: parents, population(strategy, [parents]))
        #expect(Set(weights).count == 1 && weights[0] > 0)
    }

    @Test func aPopulationDoesNotGrowWithTheRun() {
        let strategy = IslandsStrategy(samples: 8)
        var population = Population(strategy, capacity: 10)
        for number in 0..<200 {
            population.add(
                (0..<8).map {
                    SearchFixture.individual(
                        $0, [Double(number * 8 + $0)], generation: number, parents: ["c\(number - 1)-7"])
                }, planned: 1)
        }
        #expect(population.elite.count == 10 && population.last.count == 8)
        #expect(population.elite.first?.label == "g199.c7" && population.incumbent?.label == "g199.c7")
        #expect(population.bestOfFirst?.label == "g0.c7")
        #expect((0..<2).map { population.elite(of: $0).count } == [8, 8])
        #expect(population.children(of: "c198-7") == 8 && population.children(of: "c3-7") == 0)
    }

    @Test func whatWasStoppedEarlyNeverWins() {
        let strategy = EurekaStrategy(samples: 2)
        let stopped = SearchFixture.individual(0, [9, 9], wasStopped: true)
        let whole = SearchFixture.individual(1, [1, 1, 1])
        #expect(strategy.accept(incumbent: nil, generation: [stopped, whole])?.label == "g0.c1")
        #expect(strategy.accept(incumbent: whole, generation: [stopped])?.label == "g0.c1")
        #expect(strategy.best(2, of: [stopped, whole]).map(\.label) == ["g0.c1", "g0.c0"])
    }

    @Test(arguments: Strategies.names)
    func dyingAnywhereAndResumingGivesTheSameArchive(strategy: String) async throws {
        let settings = SearchFixture.settings(strategy: strategy, samples: 4, generations: 3)
        let whole = try await SearchFixture.archive(settings)
        _ = try await SearchFixture.evolver(settings, whole).run()
        let expected = try await CanonicalExport(whole).json()
        var deaths = 0
        for steps in stride(from: 0, to: 400, by: 5) {
            let archive = try await SearchFixture.archive(settings)
            do {
                _ = try await SearchFixture.evolver(settings, archive, fuse: Fuse(steps)).run()
                break
            } catch is Fuse.Burnt {
                deaths += 1
                _ = try await SearchFixture.evolver(settings, archive).run()
            }
            #expect(try await CanonicalExport(archive).json() == expected, "died after \(steps) steps")
        }
        #expect(deaths > 5)
    }
}
