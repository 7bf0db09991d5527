import Archive
import Foundation
import Testing

@testable import Evolution

@Suite struct ReplayTests {
    private func replay(_ archive: RunArchive, _ settings: RunSettings) async throws -> ReplayReport {
        let record = try #require(try await archive.run())
        let strategy = try #require(Strategies.named(settings.strategy, samples: settings.samples))
        return try await House.replayed(
            record, settings, from: archive, problem: ScriptedProblem(paid: Counter()),
            proposer: ScriptedProposer(asked: Counter()), strategy: strategy)
    }

    @Test(arguments: Strategies.names) func theLoopDecidesTheSameOverItsRecords(strategy: String) async throws
    {
        let settings = SearchFixture.settings(strategy: strategy)
        let archive = try await SearchFixture.archive(settings)
        _ = try await SearchFixture.evolver(settings, archive).run()
        let report = try await replay(archive, settings)
        #expect(report.isSame, "\(report.difference ?? "")")
        #expect(report.proposals > 0 && report.evaluations > 0)
    }

    @Test func anotherStrategyIsADifferenceWithItsPlace() async throws {
        let settings = SearchFixture.settings(strategy: "eureka")
        let archive = try await SearchFixture.archive(settings)
        _ = try await SearchFixture.evolver(settings, archive).run()
        var other = settings
        other.strategy = "best-of-n"
        let report = try await replay(archive, other)
        #expect(!report.isSame)
        #expect(report.difference?.contains("generation 1, position") == true, "\(report.difference ?? "")")
    }

    @Test func aChangedMeasurementChangesWhatFollows() async throws {
        let settings = SearchFixture.settings(strategy: "eureka", racing: false)
        let archive = try await SearchFixture.archive(settings)
        _ = try await SearchFixture.evolver(settings, archive).run()
        // The best of the first generation was, it is now said, the worst.
        let first = try await archive.candidates().filter { $0.generation == 0 && $0.verdict == "ok" }
        let evaluations = try await archive.evaluations()
        func mean(_ id: String) -> Double {
            Statistics.mean(evaluations.filter { $0.candidate == id }.compactMap(\.fitness))
        }
        let best = try #require(first.max { mean($0.id) < mean($1.id) })
        var forged = try await WholeExport(archive)
        forged.evaluations = forged.evaluations.map { evaluation in
            var evaluation = evaluation
            if evaluation.candidate == best.id { evaluation.fitness = -1000 }
            return evaluation
        }
        let copy = try await SearchFixture.archive(settings)
        try await copy.fill(with: forged)
        let report = try await replay(copy, settings)
        #expect(!report.isSame && report.difference != nil)
    }

    @Test func aRunThatItsLimitsEndedIsTheSameAgain() async throws {
        let settings = SearchFixture.settings(racing: false, budgetTokens: 70)
        let archive = try await SearchFixture.archive(settings)
        let summary = try await SearchFixture.evolver(settings, archive).run()
        #expect(summary.stopped == "budget")
        let report = try await replay(archive, settings)
        #expect(report.isSame, "\(report.difference ?? "")")
    }
}

@Suite struct VerificationTests {
    @Test func scoresThatDoNotFollowFromTheirPartsAreFound() {
        var individual = SearchFixture.individual(0, [1, 2, 3])
        #expect(House.scores(individual.evaluations, [individual.candidate]).failures.isEmpty)
        individual.evaluations[1].fitness = 2.5
        individual.evaluations[2].verdict = "error"
        let failures = House.scores(individual.evaluations, [individual.candidate]).failures
        #expect(failures.count == 2)
        #expect(failures[0].contains("2.5 is recorded, its parts give 2.0"))
        #expect(failures[1].contains("it failed and has a score"))
        #expect(House.scores(individual.evaluations, []).failures[0].contains("no such candidate"))
    }

    @Test func aSoundFileHasNoFaults() async throws {
        let archive = try await SearchFixture.archive(SearchFixture.settings())
        #expect(try await archive.faults().isEmpty)
    }
}

@Suite struct LimitTests {
    @Test func theSearchEndsBeforeAGenerationThatMayPassTheSteps() async throws {
        let settings = SearchFixture.settings(racing: false, budgetSteps: 400)
        let archive = try await SearchFixture.archive(settings)
        let log = EventLog()
        let summary = try await SearchFixture.evolver(settings, archive, log: log).run()
        #expect(summary.stopped == "budget" && summary.best != nil && !summary.comparisons.isEmpty)
        #expect(summary.envSteps <= 400 && summary.envSteps > 150)
        let notes = log.all.compactMap { if case .note(let text) = $0 { text } else { nil } }
        #expect(notes.contains { $0.hasPrefix("forecast: at most 61 trainings") }, "\(notes)")
        #expect(notes.contains { $0.contains("--budget-steps 400") && $0.contains("before generation") })
    }

    @Test func stoppingAtTheStepsSurvivesDyingAnywhere() async throws {
        let settings = SearchFixture.settings(budgetSteps: 400)
        let whole = try await SearchFixture.archive(settings)
        _ = try await SearchFixture.evolver(settings, whole).run()
        let expected = try await CanonicalExport(whole).json()
        for steps in stride(from: 0, to: 80, by: 4) {
            let archive = try await SearchFixture.archive(settings)
            do {
                _ = try await SearchFixture.evolver(settings, archive, fuse: Fuse(steps)).run()
            } catch is Fuse.Burnt {
                _ = try await SearchFixture.evolver(settings, archive).run()
            }
            #expect(try await CanonicalExport(archive).json() == expected, "died after \(steps) steps")
        }
    }

    @Test func theSearchEndsBeforeAGenerationThatMayPassTheTokens() async throws {
        let settings = SearchFixture.settings(racing: false, budgetTokens: 70)
        let archive = try await SearchFixture.archive(settings)
        let summary = try await SearchFixture.evolver(settings, archive).run()
        #expect(summary.stopped == "budget" && summary.tokens == 64)
    }

    @Test func stepsForLessThanOneCandidateAreRefused() async throws {
        let settings = SearchFixture.settings(budgetSteps: 100)
        let archive = try await SearchFixture.archive(settings)
        await #expect {
            _ = try await SearchFixture.evolver(settings, archive).run()
        } throws: { error in
            "\(error)".contains("--budget-steps 100 does not suffice for one candidate")
                && "\(error)".contains("160")
        }
    }
}
