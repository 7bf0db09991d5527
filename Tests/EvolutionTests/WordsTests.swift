import Archive
import Foundation
import LanguageModel
import Synchronization
import Testing

@testable import Evolution

/// A person's words between generations, on the problem with a known answer.
@Suite(.timeLimit(.minutes(10))) struct WordsTests {
    /// Writes what it was asked to do into its messages, as a model's prompt does.
    private struct Attentive: Proposer {
        let name = "attentive"
        var readsWords = true
        var base: ScriptedProposer

        func answers(to question: Question, generation: Int, known: KnownCode, seed: UInt64) async throws
            -> [Answer]
        {
            try await base.answers(to: question, generation: generation, known: known, seed: seed).map {
                var answer = $0
                answer.messages = [
                    Message(role: .user, text: (["wishes:"] + question.wishes).joined(separator: " | "))
                ]
                return answer
            }
        }

        func repair(_ failed: Individual, answer: String, generation: Int, seed: UInt64) async throws
            -> Answer?
        { nil }
    }

    private func evolver(
        _ settings: RunSettings, _ archive: RunArchive, fuse: Fuse? = nil, readsWords: Bool = true,
        log: EventLog = EventLog(), asked: Counter = Counter(), saying: @escaping @Sendable (Int) -> String
    ) -> Evolver {
        Evolver(
            settings: settings, archive: archive, problem: ScriptedProblem(paid: Counter(), dies: fuse),
            proposer: Attentive(
                readsWords: readsWords, base: ScriptedProposer(asked: Counter(), dies: fuse)),
            strategy: EurekaStrategy(samples: settings.samples),
            listener: { question in
                asked.add()
                return saying(question.generation)
            }, emit: { log.append($0) })
    }

    private func prompts(_ archive: RunArchive, _ generation: Int) async throws -> [String] {
        try await archive.proposals(generation: generation, attempt: 0).map { try $0.messages()[0].text }
    }

    @Test func wordsAreRowsAndGoIntoEveryLaterQuestion() async throws {
        let settings = SearchFixture.settings(generations: 4)
        let archive = try await SearchFixture.archive(settings)
        let log = EventLog()
        _ = try await evolver(settings, archive, log: log) { [0: "jump", 2: "  land\n softly "][$0] ?? "" }
            .run()
        #expect(try await prompts(archive, 0).allSatisfy { $0 == "wishes:" })
        #expect(try await prompts(archive, 1).allSatisfy { $0 == "wishes: | jump" })
        #expect(try await prompts(archive, 2).allSatisfy { $0 == "wishes: | jump" })
        #expect(try await prompts(archive, 3).allSatisfy { $0 == "wishes: | jump | land softly" })
        let rows = try await archive.reviews()
        #expect(rows.map(\.after) == [0, 2])
        #expect(rows.allSatisfy { $0.kind == .comment && !$0.candidate.isEmpty && !$0.author.isEmpty })
        // Nobody is asked after the last generation: no question would follow.
        let questions = log.all.compactMap { if case .listening(let question) = $0 { question } else { nil } }
        #expect(questions.map(\.generation) == [0, 1, 2])
        #expect(questions.allSatisfy { $0.best != nil && $0.fitness != nil && $0.isRead })
        let view = try await RunView(archive)
        #expect(view.table(width: 100).contains("after generation 2, when g"))
        #expect(view.table(width: 100).contains(": jump"))
    }

    @Test func dyingAnywhereChangesNothingAndNobodyIsAskedTwice() async throws {
        let settings = SearchFixture.settings(generations: 3)
        let said: @Sendable (Int) -> String = { "wish \($0)" }
        let whole = try await SearchFixture.archive(settings)
        _ = try await evolver(settings, whole, saying: said).run()
        let expected = try await CanonicalExport(whole).json()
        for steps in stride(from: 1, to: 70, by: 5) {
            let archive = try await SearchFixture.archive(settings)
            do {
                _ = try await evolver(settings, archive, fuse: Fuse(steps), saying: said).run()
            } catch is Fuse.Burnt {
                _ = try await evolver(settings, archive, saying: said).run()
            }
            #expect(try await CanonicalExport(archive).json() == expected, "died after \(steps) steps")
            #expect(try await archive.reviews().compactMap(\.after) == [0, 1])
        }
    }

    @Test func aReplayAsksTheSameWithoutThePerson() async throws {
        let settings = SearchFixture.settings(generations: 3)
        let archive = try await SearchFixture.archive(settings)
        _ = try await evolver(settings, archive) { "wish \($0)" }.run()
        let record = try #require(try await archive.run())
        func replay() async throws -> ReplayReport {
            try await House.replayed(
                record, settings, from: archive, problem: ScriptedProblem(paid: Counter()),
                proposer: Attentive(base: ScriptedProposer(asked: Counter())),
                strategy: EurekaStrategy(samples: settings.samples))
        }
        let report = try await replay()
        #expect(report.isSame, "\(report.difference ?? "")")
        try await archive.setMark("votes/1", try Evolver.json(Standing([])))
        #expect(try await !replay().isSame)
    }

    @Test func aProposerThatCannotReadSaysSoAndTheWordsStay() async throws {
        let settings = SearchFixture.settings(generations: 2)
        let archive = try await SearchFixture.archive(settings)
        let log = EventLog()
        _ = try await evolver(settings, archive, readsWords: false, log: log) { _ in "higher" }.run()
        #expect(try await archive.reviews().map(\.text) == ["higher"])
        let notes = log.all.compactMap { if case .note(let text) = $0 { text } else { nil } }
        #expect(notes.contains { $0.contains("attentive cannot read words") })
        #expect(
            log.all.contains { if case .listening(let question) = $0 { !question.isRead } else { false } })
        let offline = OfflineRewards(signals: [], task: "")
        #expect(!offline.readsWords && ScriptedProposer(asked: Counter()).readsWords)
    }

    @Test func remarksOnWhatIsBuiltOnAreReadWithoutAVote() async throws {
        let settings = SearchFixture.settings(generations: 1)
        let archive = try await SearchFixture.archive(settings)
        let best = try #require(try await evolver(settings, archive) { _ in "" }.run().best)
        let remark = ReviewRecord(
            candidate: best.id, kind: .comment, text: "it limps", author: "Ada", createdAt: "")
        try await archive.add(remark)
        var longer = settings
        longer.generations = 2
        _ = try await evolver(longer, archive) { _ in "" }.run()
        #expect(try await prompts(archive, 1).allSatisfy { $0 == "wishes: | it limps" })
    }

    @Test func standingsOfEarlierVersionsAreStillRead() throws {
        let old = try JSONDecoder().decode(Standing.self, from: Data(#"{"places":[]}"#.utf8))
        #expect(old.isEmpty && old.wishes == nil)
    }
}

/// What a model reads of a person's words.
@Suite struct WishPromptTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private func context(_ wishes: [String], elite: Bool) -> PromptContext {
        var context = PromptContext(
            environment: .init(
                title: "ant", task: "run", horizon: 9,
                fitness: .init(name: "speed", unit: "m/s", text: "mean"),
                termination: "Never.", signals: []))
        if elite {
            context.elite = .init(
                code: "code", label: "g0.c1", fitness: 2, interval: nil, components: [], curve: [],
                episodeLength: [])
        }
        context.wishes = wishes
        return context
    }

    @Test func wishesStandOnceInTheLastMessageAsTheyWereSaid() throws {
        let prompts = try Prompts(folder: Self.root.appending(path: "Prompts").path)
        let wish = "lean < 10° & \"hop\" less"
        let improved = try prompts.improve(context([wish], elite: true))
        #expect(improved.filter { $0.text.contains("- \"\(wish)\"") }.count == 1)
        #expect(improved.last?.text.contains(wish) == true)
        let first = try prompts.initial(context([wish], elite: false))
        #expect(first.last?.text.contains("- \"\(wish)\"") == true)
        for message in try prompts.improve(context([], elite: true))
            + prompts.initial(context([], elite: false))
        {
            #expect(!message.text.contains("watches this search"))
        }
    }

    @Test func wishesAreTheLastToGoFromALongPrompt() {
        var question = Question(
            parents: [SearchFixture.individual(0, [1])], failures: [SearchFixture.individual(1, [1])],
            samples: 1)
        question.wishes = ["hop"]
        let forms = ModelProposer.forms(of: question)
        #expect(forms.count == 3 && forms.allSatisfy { $0.wishes == ["hop"] })
    }
}
