import Archive
import Foundation
import Testing

@testable import Evolution

/// Rungs in the loop: trainings pause at half of their steps, are compared, and are continued or not.
@Suite struct RungTests {
    private static func settings(strategy: String = "eureka", seeds: Int = 3) -> RunSettings {
        var settings = SearchFixture.settings(
            strategy: strategy, samples: 6, generations: 3, seeds: seeds)
        settings.rung = 0.5
        return settings
    }

    /// Whole trainings that a run paid for in its search.
    private func spent(_ archive: RunArchive) async throws -> Double {
        try await archive.evaluations().filter { $0.purpose == "search" }.reduce(0) { sum, evaluation in
            sum + Double(evaluation.steps) / 10
        }
    }

    @Test func clearlyWorseOnesStopAtHalfAndTheOthersAreContinued() async throws {
        let (continued, discarded, log) = (Counter(), Counter(), EventLog())
        let archive = try await SearchFixture.archive(Self.settings())
        _ = try await SearchFixture.evolver(
            Self.settings(), archive, log: log, continued: continued, discarded: discarded
        ).run()
        let rows = try await archive.evaluationsWithBeginnings().filter { $0.purpose == "search" }
        let paused = rows.filter { $0.steps == 5 }
        let stops = log.all.compactMap { event -> Stop? in
            if case .stopped(_, let stop) = event { stop } else { nil }
        }
        let early = stops.filter { $0.steps == 5 }
        #expect(!early.isEmpty && early.allSatisfy { ($0.evaluations, $0.of) == (2, 3) && $0.fitness != nil })
        // What paused was continued, stopped or failed, and its state is let go either way.
        let failed = Set(rows.filter { $0.verdict != "ok" }.map(\.candidate))
        let valid = paused.filter { !failed.contains($0.candidate) }
        #expect(valid.count == continued.value + 2 * early.count && continued.value > 0)
        #expect(valid.allSatisfy { $0.state?.of == 10 && $0.curve.count == 1 })
        #expect(discarded.value == paused.count)
        // A training that was continued is read, and counted, once.
        let read = try await archive.evaluations().filter { $0.purpose == "search" }
        #expect(read.count == rows.count - continued.value)
        #expect(Set(read.map { "\($0.candidate) \($0.seed)" }).count == read.count)
        let totals = try await archive.totals()
        let all = try await archive.evaluations()
        #expect(totals.environmentSteps == all.reduce(0) { $0 + $1.environmentSteps })
        #expect(totals.evaluations == all.count)
    }

    @Test func rungsSpendLessAndChooseTheSame() async throws {
        var winners: [String?] = []
        var costs: [Double] = []
        for share in [nil, 0.5] {
            var settings = Self.settings()
            settings.rung = share
            let archive = try await SearchFixture.archive(settings)
            winners.append(try await SearchFixture.evolver(settings, archive).run().best?.id)
            costs.append(try await spent(archive))
        }
        #expect(winners[0] == winners[1] && winners[0] != nil)
        #expect(costs[1] < costs[0])
    }

    @Test func twoSeedsAreEnoughForARung() async throws {
        let log = EventLog()
        let settings = Self.settings(seeds: 2)
        let archive = try await SearchFixture.archive(settings)
        _ = try await SearchFixture.evolver(settings, archive, log: log).run()
        #expect(
            log.all.contains { if case .stopped(_, let stop) = $0 { stop.steps == 5 } else { false } })
    }

    /// The price of a rung, which nothing hides: a curve that rises late is cut off.
    @Test func aSlowLearnerIsStoppedThoughItWouldHaveWon() async throws {
        let problem = ScriptedProblem(paid: Counter(), slow: 42)
        let settings = Self.settings()
        let archive = try await SearchFixture.archive(settings)
        let evolver = Evolver(
            settings: settings, archive: archive, problem: problem,
            proposer: ScriptedProposer(asked: Counter()), strategy: BestOfN(samples: 6), emit: { _ in })
        var candidates: [CandidateRecord] = []
        for (index, value) in [42.0, 41, 40.5, 38, 37].enumerated() {
            candidates.append(
                try await evolver.check(
                    "\(value)", origin: "proposal", generation: 0, index: index, parents: []))
        }
        let individuals = try await evolver.evaluated(candidates)
        #expect(individuals[0].wasStopped && individuals[0].evaluations.allSatisfy { $0.steps == 5 })
        #expect(!individuals[1].wasStopped && individuals[1].evaluations.map(\.steps) == [10, 10, 10])
        #expect(evolver.strategy.best(1, of: individuals).first?.candidate.code == "41.0")
    }

    @Test(arguments: Strategies.names) func dyingAnywhereEndsInTheSameArchive(strategy: String) async throws {
        let settings = Self.settings(strategy: strategy)
        let whole = try await SearchFixture.archive(settings)
        _ = try await SearchFixture.evolver(settings, whole).run()
        let expected = try await CanonicalExport(whole).json()
        for steps in stride(from: 1, to: 150, by: 9) {
            let archive = try await SearchFixture.archive(settings)
            do {
                _ = try await SearchFixture.evolver(settings, archive, fuse: Fuse(steps)).run()
            } catch is Fuse.Burnt {
                _ = try await SearchFixture.evolver(settings, archive).run()
            }
            #expect(try await CanonicalExport(archive).json() == expected, "died after \(steps) steps")
        }
    }

    @Test(arguments: Strategies.names) func aReplayPausesAndContinuesTheSame(strategy: String) async throws {
        let settings = Self.settings(strategy: strategy)
        let archive = try await SearchFixture.archive(settings)
        _ = try await SearchFixture.evolver(settings, archive).run()
        let record = try #require(try await archive.run())
        let report = try await House.replayed(
            record, settings, from: archive, problem: ScriptedProblem(paid: Counter()),
            proposer: ScriptedProposer(asked: Counter()),
            strategy: try #require(Strategies.named(strategy, samples: settings.samples)))
        #expect(report.isSame, "\(report.difference ?? "")")
        let recorded = try await archive.evaluationsWithBeginnings().count
        #expect(report.evaluations == recorded)
    }

    @Test func whatARungSavesIsCountedInWholeTrainings() {
        var population = Population(BestOfN(samples: 2))
        var stopped = SearchFixture.individual(0, [1, 1], wasStopped: true)
        for index in stopped.evaluations.indices {
            stopped.evaluations[index].steps = 5
            stopped.evaluations[index].state = SavedState(path: "", hash: "", of: 10)
        }
        population.add([stopped, SearchFixture.individual(1, [2, 2, 2])], planned: 3)
        #expect(population.evaluationsSaved == 2)
    }

    @Test func aRungHalvesTheStepsAtTheSameChoiceThoughCurvesCross() async throws {
        let (plain, rungs) = (
            try await SearchBenchmark.racing(40), try await SearchBenchmark.racing(40, rungs: true)
        )
        #expect(rungs.sameChoiceAtHalf >= 38)
        #expect(rungs.medianShare < plain.medianShare)
        let crossed = try #require(rungs.crossedApart)
        #expect(crossed > 0.003)
    }
}
