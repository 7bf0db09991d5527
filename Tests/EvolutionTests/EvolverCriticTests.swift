import Archive
import Foundation
import LanguageModel
import Testing

@testable import Evolution

/// Lets a critic that dislikes odd numbers look at the scripted problem's candidates.
private struct CriticisedProblem: Problem, CriticProblem {
    var inner: ScriptedProblem
    let read: Counter
    var fitnessUnit: String { inner.fitnessUnit }
    var references: [String] { inner.references }
    var referenceStage: Stage { inner.referenceStage }
    var missingLayers: [String] { inner.missingLayers }

    func prepare() async throws {}
    func shutDown() async {}
    func extract(_ completion: String) -> Extraction { inner.extract(completion) }
    func check(_ code: String) async throws -> CheckOutcome { try await inner.check(code) }
    func feedback(on individual: Individual) -> String {
        inner.feedback(on: individual) + (individual.critique?.rules.map(\.words).joined() ?? "")
    }
    func reference(_ name: String) throws -> String? { try inner.reference(name) }

    func evaluate(
        _ candidate: CandidateRecord, job: EvaluationJob,
        progress: @escaping @Sendable (Double, Double?) -> Void
    ) async throws -> EvaluationRecord { try await inner.evaluate(candidate, job: job, progress: progress) }

    func meet(_ references: [Individual]) async throws {}

    func criticise(_ candidate: CandidateRecord) async throws -> Critique? {
        read.add()
        let isOdd = Int(number(candidate.code) ?? 0) % 2 == 1
        let finding = Finding(kind: "dead", words: "it is odd", advice: "add one")
        return Critique(candidate: candidate.id, rules: isOdd ? [finding] : [], workerCPUSeconds: 0.5)
    }
}

/// Proposes three numbers, once; mends an odd one by adding one.
private struct MendingProposer: Proposer {
    let name = "mending"
    let revisions: Counter
    var criticises = false

    func answer(_ text: String) -> Answer {
        Answer(
            messages: [Message(role: .user, text: "question")],
            completion: Completion(text: text, model: name, inputTokens: 3, outputTokens: 4))
    }

    func answers(to question: Question, generation: Int, known: KnownCode, seed: UInt64) async throws
        -> [Answer]
    {
        ["11", "20", "31"].prefix(question.samples).map { answer("```\n\($0)\n```") }
    }

    func repair(_ failed: Individual, answer: String, generation: Int, seed: UInt64) async throws -> Answer? {
        nil
    }

    func criticise(
        _ individual: Individual, rules: [Finding], generation: Int, seed: UInt64
    ) async throws -> Answer? { criticises ? answer("scale: it is small\n```\n99\n```") : nil }

    func revise(
        _ individual: Individual, findings: [Finding], generation: Int, seed: UInt64
    ) async throws -> Answer? {
        revisions.add()
        let value = Int(number(individual.candidate.code) ?? 0)
        return answer("```\n\(value % 2 == 1 ? value + 1 : value)\n```")
    }
}

@Suite struct EvolverCriticTests {
    private func run(
        rounds: Int?, model: Bool? = nil, in folder: String, _ read: Counter, _ revisions: Counter
    ) async throws -> RunArchive {
        var settings = RunSettings(
            problem: "reward", subject: "numbers", task: "find it", model: "scripted", strategy: "eureka",
            samples: 3, generations: 1, seeds: 1, steps: 10, finalists: 0, finalistSeeds: 0, confirmSeeds: 0,
            jobs: 1, seed: 7, initial: nil, promptsFolder: nil, timeLimitSeconds: nil, allowWeakSandbox: false
        )
        (settings.criticRounds, settings.criticModel) = (rounds, model)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let archive = try RunArchive(path: folder + "/run.sqlite")
        try await archive.save(
            RunRecord(
                name: "test", problem: "reward", subject: "numbers", task: "",
                settingsJSON: try settings.json(),
                seed: 7, createdAt: "", state: "running"))
        let evolver = Evolver(
            settings: settings, archive: archive,
            problem: CriticisedProblem(inner: ScriptedProblem(paid: Counter()), read: read),
            proposer: MendingProposer(revisions: revisions, criticises: model == true),
            strategy: EurekaStrategy(samples: 3), emit: { _ in })
        _ = try await evolver.run()
        return archive
    }

    private func folder() -> String { NSTemporaryDirectory() + "evolver-critic-" + UUID().uuidString }

    private func measured(_ archive: RunArchive) async throws -> Set<String> {
        let codes = Dictionary(uniqueKeysWithValues: try await archive.candidates().map { ($0.id, $0.code) })
        return Set(
            try await archive.evaluations().compactMap {
                codes[$0.candidate]?.trimmingCharacters(in: .newlines)
            })
    }

    @Test func withoutRoundsTheCriticOnlySpeaks() async throws {
        let (read, revisions) = (Counter(), Counter())
        let archive = try await run(rounds: nil, in: folder(), read, revisions)
        #expect(try await measured(archive) == ["11", "20", "31"])
        #expect(read.value == 3 && revisions.value == 0)
        #expect(try await archive.feedback().count { $0.text.contains("it is odd") } == 2)
        let tally = try #require(try await CriticTally(archive))
        #expect(tally.read == 3 && tally.faulty == 2 && tally.revised == 0 && tally.tokens == 0)
        #expect(tally.line == "critic: 2 of 3 candidates with something to say (dead 2); 1.5 s CPU")
    }

    @Test func whatTheDesignerMendedIsMeasuredInItsPlace() async throws {
        let (read, revisions) = (Counter(), Counter())
        let folder = folder()
        let archive = try await run(rounds: 2, in: folder, read, revisions)
        #expect(try await measured(archive) == ["12", "20", "32"])
        #expect(read.value == 5 && revisions.value == 2)
        let tally = try #require(try await CriticTally(archive))
        #expect(tally.read == 5 && tally.faulty == 2 && tally.revised == 2 && tally.mended == 2)
        #expect(tally.tokens == 14)
        // A run that starts over finds everything written down.
        _ = try await run(rounds: 2, in: folder, read, revisions)
        #expect(read.value == 5 && revisions.value == 2)
    }

    @Test func aModelsWordsAreRecordedAndNeverTakenForCode() async throws {
        let (read, revisions) = (Counter(), Counter())
        let archive = try await run(rounds: 1, model: true, in: folder(), read, revisions)
        let words = try await archive.proposals().filter { $0.attempt == 2 }
        #expect(words.count == 3 && words.allSatisfy { $0.candidate == nil && $0.note == "critic's words" })
        let critiques = try await archive.critiques()
        #expect(critiques.values.count { $0.model?.map(\.kind) == ["scale"] } == 3)
        // 20 was said to be small; the designer left it as it is, and it is measured as it was.
        #expect(try await measured(archive) == ["12", "20", "32"])
        #expect(revisions.value == 3)
    }
}
