import Archive
import Foundation
import LanguageModel
import Testing

@testable import Evolution

/// What votes do to a run, on the problem with a known answer.
@Suite(.timeLimit(.minutes(10))) struct VotesTests {
    private func settings(generations: Int = 4, wait: Double? = nil) -> RunSettings {
        var settings = RunSettings(
            problem: "reward", subject: "numbers", task: "find it", model: "scripted", strategy: "eureka",
            samples: 4, generations: generations, seeds: 2, steps: 10, finalists: 2, finalistSeeds: 1,
            confirmSeeds: 3, jobs: 2, seed: 7, initial: nil, promptsFolder: nil, timeLimitSeconds: nil,
            allowWeakSandbox: false)
        settings.voteWaitSeconds = wait
        return settings
    }

    private func archive(_ settings: RunSettings) async throws -> RunArchive {
        try await SearchFixture.archive(settings)
    }

    @discardableResult
    private func run(_ settings: RunSettings, _ archive: RunArchive) async throws -> RunSummary {
        try await Evolver(
            settings: settings, archive: archive, problem: ScriptedProblem(paid: Counter()),
            proposer: ScriptedProposer(asked: Counter()), strategy: EurekaStrategy(samples: settings.samples),
            emit: { _ in }
        ).run()
    }

    private func vote(_ kind: ReviewRecord.Kind, _ id: String, over: String? = nil) -> ReviewRecord {
        ReviewRecord(candidate: id, kind: kind, text: "", author: "Ada", createdAt: "", over: over)
    }

    @Test func whatIsLikedIsBuiltOnNext() async throws {
        let archive = try await archive(settings(generations: 1))
        try await run(settings(generations: 1), archive)
        // The reviewer wants small numbers, the fitness 42.
        let first = try await archive.candidates().filter { $0.generation == 0 && $0.verdict == "ok" }
            .sorted { (number($0.code) ?? 0) < (number($1.code) ?? 0) }
        try #require(first.count > 1)
        try await archive.add(vote(.prefer, first[0].id, over: first[first.count - 1].id))
        try await run(settings(generations: 2), archive)
        let second = try await archive.proposals(generation: 1, attempt: 0)
        #expect(!second.isEmpty)
        #expect(second.allSatisfy { $0.parents.first == first[0].id })
        #expect(second.allSatisfy { !$0.parents.contains(first[first.count - 1].id) })
    }

    @Test func whatIsRejectedNeitherWinsNorHasChildren() async throws {
        let free = try await archive(settings(generations: 8))
        let winner = try #require(try await run(settings(generations: 8), free).best)
        // A candidate is its code, so the same one can be rejected before the run meets it.
        let steered = try await archive(settings(generations: 8))
        try await steered.add(vote(.reject, winner.id))
        let other = try #require(try await run(settings(generations: 8), steered).best)
        #expect(other.id != winner.id)
        #expect(try await steered.candidates().contains { $0.id == winner.id })
        #expect(try await steered.candidates().allSatisfy { !$0.parents.contains(winner.id) })
    }

    @Test func aRunThatGoesOnAsksWhatItWouldHaveAsked() async throws {
        let archive = try await archive(settings())
        try await archive.add(vote(.approve, ContentHash.hex("12\n")))
        try await run(settings(), archive)
        let before = try await CanonicalExport(archive)
        for candidate in try await archive.candidates() { try await archive.add(vote(.reject, candidate.id)) }
        try await run(settings(), archive)
        #expect(try await CanonicalExport(archive) == before)
    }

    @Test func aRunThatNobodyVotesInWaitsOnceAGeneration() async throws {
        let settings = settings(generations: 3, wait: 0.1)
        let log = EventLog()
        let archive = try await archive(settings)
        _ = try await Evolver(
            settings: settings, archive: archive, problem: ScriptedProblem(paid: Counter()),
            proposer: ScriptedProposer(asked: Counter()), strategy: EurekaStrategy(samples: settings.samples),
            emit: { log.append($0) }
        ).run()
        let waits = log.all.filter {
            if case .note(let words) = $0 { words.hasPrefix("waiting for votes") } else { false }
        }
        #expect(waits.count == 2)
    }

    @Test func aRunWaitsForVotesUntilItIsLetGo() async throws {
        let settings = settings(generations: 2, wait: 6000)
        let archive = try await archive(settings)
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await run(settings, archive) }
            var waiting: Waiting?
            while waiting == nil {
                waiting = try await Waiting.read(archive)
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(waiting?.generation == 1)
            #expect(try await archive.proposals(generation: 1, attempt: 0).isEmpty)
            try await waiting?.end(in: archive, by: "Ada")
            try await group.waitForAll()
        }
        #expect(ContinuousClock.now - start < .seconds(3000))
        #expect(try await !archive.proposals(generation: 1, attempt: 0).isEmpty)
        #expect(try await Waiting.read(archive) == nil)
    }
}

/// What the proposer reads of votes.
@Suite struct VotePromptTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private func individual(_ label: Int, fitness: Double) -> Individual {
        let candidate = CandidateRecord(
            id: "id\(label)", code: "def compute_reward(x):\n    return x * \(label), {}\n",
            origin: "proposal",
            generation: 0, index: label, parents: [], verdict: "ok", detail: "", signals: [],
            components: ["x"],
            constantsJSON: "{}")
        let evaluation = EvaluationRecord(
            candidate: candidate.id, purpose: "search", seed: 1, steps: 1, verdict: "ok", detail: "",
            fitness: fitness, episodes: [fitness, fitness], curve: [], components: [], shipped: nil,
            trainerCPUSeconds: 0, workerCPUSeconds: 0, workerPeakBytes: 0, wallSeconds: 0, policy: nil)
        return Individual(candidate: candidate, evaluations: [evaluation])
    }

    @Test func theQuestionShowsTheBestAndTheLeastLikedWithWhatWasSaid() throws {
        var question = Question(parents: [individual(1, fitness: 2)], failures: [], samples: 1)
        question.votes = .init(
            liked: individual(1, fitness: 2), likedRemarks: ["runs low"], disliked: individual(3, fitness: 4),
            dislikedRemarks: [])
        var context = PromptContext(
            environment: .init(
                title: "ant", task: "run", horizon: 9,
                fitness: .init(name: "speed", unit: "m/s", text: "mean"),
                termination: "Never.", signals: []),
            elite: .init(
                code: "code", label: "g0.c1", fitness: 2, interval: nil, components: [], curve: [],
                episodeLength: []))
        context.votes = question.votesValue { "score \(promptNumber($0.fitness?.mean ?? 0)) m/s" }
        let text =
            try Prompts(folder: Self.root.appending(path: "Prompts").path).improve(context).last?.text ?? ""
        #expect(text.contains("They like g0.c1 best, the function above: score 2 m/s."))
        #expect(text.contains("They said of it: \"runs low\""))
        #expect(text.contains("They like g0.c3 least: score 4 m/s."))
        #expect(text.contains("return x * 3") && !text.contains("return x * 1"))
        context.votes = Question(parents: [], failures: [], samples: 1).votesValue { _ in "" }
        #expect(
            try Prompts(folder: Self.root.appending(path: "Prompts").path).improve(context).last?.text
                .contains("People") == false)
    }

    @Test func withoutVotesParentsRankByFitness() {
        var question = Question(
            parents: [individual(1, fitness: 2), individual(2, fitness: 5)], failures: [], samples: 1)
        #expect(question.ranks == [2, 5])
        question.votes = .init(
            liked: individual(1, fitness: 2), likedRemarks: [], disliked: nil, dislikedRemarks: [])
        #expect(question.ranks == [0, -1])
    }
}
