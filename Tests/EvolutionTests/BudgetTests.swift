import Archive
import Foundation
import LanguageModel
import Testing

@testable import Evolution

/// A proposer whose money ends at a fixed question, as a ledger's does.
private struct PoorProposer: Proposer {
    let name = "poor"
    var rich = ScriptedProposer(asked: Counter())
    let asked: Counter
    /// Generation in which no answer is affordable any more, after `granted` answers.
    var last: Int
    var granted = 0

    private var broke: ModelError { .budget(spentUSD: 0.9, limitUSD: 1, forecastUSD: 0.2) }

    func answers(to question: Question, generation: Int, known: KnownCode, seed: UInt64) async throws
        -> [Answer]
    {
        asked.add()
        // Four samples a generation: fewer wanted means that some of them are there.
        if generation >= last {
            let left = granted - (4 - question.samples)
            guard left > 0 else { throw broke }
            var some = question
            some.samples = left
            return try await rich.answers(to: some, generation: generation, known: known, seed: seed)
        }
        return try await rich.answers(to: question, generation: generation, known: known, seed: seed)
    }

    func repair(_ failed: Individual, answer: String, generation: Int, seed: UInt64) async throws -> Answer? {
        asked.add()
        if generation >= last { throw broke }
        return try await rich.repair(failed, answer: answer, generation: generation, seed: seed)
    }
}

@Suite struct BudgetTests {
    private func settings() -> RunSettings {
        RunSettings(
            problem: "reward", subject: "numbers", task: "find it", model: "poor", strategy: "eureka",
            samples: 4, generations: 6, seeds: 2, steps: 10, finalists: 2, finalistSeeds: 1, confirmSeeds: 3,
            jobs: 2, seed: 7, initial: nil, promptsFolder: nil, timeLimitSeconds: nil,
            allowWeakSandbox: false, budgetUSD: 1)
    }

    private func archive() async throws -> RunArchive {
        let settings = settings()
        let folder = NSTemporaryDirectory() + "budget-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let archive = try RunArchive(path: folder + "/run.sqlite")
        try await archive.save(
            RunRecord(
                name: "test", problem: settings.problem, subject: settings.subject, task: settings.task,
                settingsJSON: try settings.json(), seed: settings.seed, createdAt: "", state: "running"))
        return archive
    }

    private func evolver(
        _ archive: RunArchive, last: Int, granted: Int = 0, asked: Counter = Counter(), fuse: Fuse? = nil,
        log: EventLog = EventLog()
    ) -> Evolver {
        Evolver(
            settings: settings(), archive: archive, problem: ScriptedProblem(paid: Counter(), dies: fuse),
            proposer: PoorProposer(asked: asked, last: last, granted: granted),
            strategy: EurekaStrategy(samples: 4), emit: { log.append($0) })
    }

    @Test(arguments: [0, 1, 3]) func theSearchEndsWithTheMoneyAndGoesOnToTheComparison(granted: Int)
        async throws
    {
        let archive = try await archive()
        let log = EventLog()
        let summary = try await evolver(archive, last: 2, granted: granted, log: log).run()
        #expect(summary.stopped == "budget")
        #expect(summary.best != nil)
        #expect(summary.comparisons.contains { $0.against == "human" })
        #expect(try await archive.proposals(generation: 2, attempt: 0).count == granted)
        #expect(try await archive.proposals(generation: 3, attempt: 0).isEmpty)
        let notes = log.all.compactMap { if case .note(let text) = $0 { text } else { nil } }
        #expect(notes.contains { $0.contains("0.9 of 1.0 USD are spent") })
    }

    @Test func moneyThatEndsBeforeTheFirstAnswerLeavesNothing() async throws {
        let summary = try await evolver(try await archive(), last: 0).run()
        #expect(summary.stopped == "budget")
        #expect(summary.best == nil)
    }

    @Test func aContinuationStopsAtTheSamePointWithoutAsking() async throws {
        let archive = try await archive()
        let first = try await evolver(archive, last: 2, granted: 2).run()
        let expected = try await CanonicalExport(archive).json()
        let asked = Counter()
        // Even with money again: what was decided stays.
        let second = try await evolver(archive, last: 99, asked: asked).run()
        #expect(asked.value == 0)
        #expect(first.best == second.best && second.stopped == "budget")
        #expect(try await CanonicalExport(archive).json() == expected)
    }

    @Test func dyingAnywhereGivesTheSameArchive() async throws {
        let whole = try await archive()
        _ = try await evolver(whole, last: 1, granted: 2).run()
        let expected = try await CanonicalExport(whole).json()
        var deaths = 0
        for steps in 0..<60 {
            let archive = try await archive()
            do {
                _ = try await evolver(archive, last: 1, granted: 2, fuse: Fuse(steps)).run()
                break
            } catch is Fuse.Burnt {
                deaths += 1
                _ = try await evolver(archive, last: 1, granted: 2).run()
            }
            #expect(try await CanonicalExport(archive).json() == expected, "died after \(steps) steps")
        }
        #expect(deaths > 10)
    }

    @Test func whatMayHaveBeenChargedCountsAsCost() async throws {
        let archive = try await archive()
        var balance = Ledger.Balance()
        balance.paidUSD = 0.25
        balance.uncertainUSD = 0.5
        try await archive.setMark("ledger", try Evolver.json(balance))
        let summary = try await evolver(archive, last: 0).run()
        #expect(summary.costUSD == 0.75)
        let ledger = try await Books.open(archive, limitUSD: 1)
        #expect(ledger.balance == balance)
    }
}
