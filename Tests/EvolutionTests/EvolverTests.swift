import Archive
import Foundation
import Testing

@testable import Evolution

@Suite struct EvolverTests {
    private func settings(samples: Int = 4, generations: Int = 8, seeds: Int = 2) -> RunSettings {
        RunSettings(
            problem: "reward", subject: "numbers", task: "find it", model: "scripted", strategy: "eureka",
            samples: samples, generations: generations, seeds: seeds, steps: 10, finalists: 2,
            finalistSeeds: 1,
            confirmSeeds: 3, jobs: 2, seed: 7, initial: nil, promptsFolder: nil, timeLimitSeconds: nil,
            allowWeakSandbox: false)
    }

    private func archive(_ settings: RunSettings) async throws -> RunArchive {
        try await SearchFixture.archive(settings)
    }

    private func evolver(
        _ settings: RunSettings, _ archive: RunArchive, paid: Counter = Counter(), asked: Counter = Counter(),
        fuse: Fuse? = nil, atMost: Int = 100, log: EventLog = EventLog()
    ) -> Evolver {
        Evolver(
            settings: settings, archive: archive, problem: ScriptedProblem(paid: paid, dies: fuse),
            proposer: ScriptedProposer(asked: asked, dies: fuse, atMost: atMost),
            strategy: EurekaStrategy(samples: settings.samples), emit: { log.append($0) })
    }

    @Test func withoutAReferenceTheFreshSeedsStillCount() async throws {
        let settings = settings(generations: 1, seeds: 1)
        let summary = try await Evolver(
            settings: settings, archive: try await archive(settings),
            problem: ScriptedProblem(references: [], paid: Counter()),
            proposer: ScriptedProposer(asked: Counter()), strategy: EurekaStrategy(samples: 4), emit: { _ in }
        ).run()
        #expect(summary.comparisons.isEmpty)
        #expect(summary.best?.fitness.over == "seeds" && summary.best?.fitness.count == 3)
    }

    @Test func findsTheOptimumAndBeatsTheHuman() async throws {
        let settings = settings()
        let archive = try await archive(settings)
        let summary = try await evolver(settings, archive).run()
        let winner = try #require(try await archive.candidates().first { $0.id == summary.best?.id })
        #expect(number(winner.code) == ScriptedProblem.optimum)
        let human = try #require(summary.comparisons.first { $0.against == "human" })
        #expect(human.probabilityOfImprovement == 1)
        #expect(human.difference.low ?? 0 > 0)
        #expect(human.seeds.count == 3)
    }

    @Test func incumbentNeverGetsWorse() async throws {
        let log = EventLog()
        let settings = settings()
        _ = try await evolver(settings, try await archive(settings), log: log).run()
        let bests = log.all.compactMap { event -> Double? in
            if case .generationEnded(_, _, let fitness) = event { fitness?.mean } else { nil }
        }
        #expect(bests.count >= 4)
        #expect(zip(bests, bests.dropFirst()).allSatisfy { $0 <= $1 })
    }

    @Test func nothingIsTrainedTwice() async throws {
        let paid = Counter()
        let settings = settings()
        let archive = try await archive(settings)
        _ = try await evolver(settings, archive, paid: paid).run()
        #expect(try await archive.evaluations().count == paid.value)
        let codes = try await archive.candidates().filter { $0.verdict == "ok" }.map(\.fingerprint)
        #expect(Set(codes).count == codes.count)
    }

    @Test func aFinishedRunRepeatsWithoutAskingOrTraining() async throws {
        let settings = settings()
        let archive = try await archive(settings)
        let first = try await evolver(settings, archive).run()
        let (paid, asked) = (Counter(), Counter())
        let second = try await evolver(settings, archive, paid: paid, asked: asked).run()
        #expect(paid.value == 0)
        #expect(asked.value == 0)
        #expect(first.best == second.best)
        #expect(first.comparisons == second.comparisons)
    }

    @Test func dyingAnywhereAndResumingGivesTheSameArchive() async throws {
        let settings = settings(generations: 4)
        let whole = try await archive(settings)
        _ = try await evolver(settings, whole).run()
        let expected = try await CanonicalExport(whole).json()
        var deaths = 0
        for steps in 0..<200 {
            let archive = try await archive(settings)
            do {
                _ = try await evolver(settings, archive, fuse: Fuse(steps)).run()
                break
            } catch is Fuse.Burnt {
                deaths += 1
                _ = try await evolver(settings, archive).run()
            }
            #expect(try await CanonicalExport(archive).json() == expected, "died after \(steps) steps")
        }
        #expect(deaths > 30)
    }

    @Test func fewerAnswersThanAskedAreMadeUpFor() async throws {
        let asked = Counter()
        let settings = settings(generations: 1)
        let archive = try await archive(settings)
        _ = try await evolver(settings, archive, asked: asked, atMost: 1).run()
        #expect(asked.value == 4)
        #expect(try await archive.proposals(generation: 0, attempt: 0).map(\.index) == [0, 1, 2, 3])
    }

    @Test func failedCandidatesNeverWin() async throws {
        let settings = settings(samples: 6, generations: 2)
        let archive = try await archive(settings)
        let summary = try await evolver(settings, archive).run()
        let winner = try #require(try await archive.candidates().first { $0.id == summary.best?.id })
        #expect(winner.verdict == "ok")
        #expect(summary.failed > 0)
    }
}

@Suite struct StatisticsTests {
    @Test func intervalOfKnownValues() {
        let estimate = Statistics.estimate([1, 2, 3, 4, 5], over: "seeds")
        #expect(estimate.mean == 3)
        #expect(abs((estimate.high ?? 0) - 4.963) < 0.001)
    }

    @Test func oneValueHasNoInterval() {
        #expect(Statistics.estimate([2], over: "seeds").low == nil)
    }

    @Test func probabilityOfImprovementCountsTiesHalf() {
        let comparison = Statistics.compare([1, 2], with: [1, 0], against: "human", seeds: [1, 2])
        #expect(comparison.probabilityOfImprovement == 0.875)
        #expect(comparison.difference.mean == 1)
    }
}
