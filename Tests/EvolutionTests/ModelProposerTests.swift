import Archive
import Foundation
import LanguageModel
import Synchronization
import Testing
import Training

@testable import Evolution

/// What becomes of answers and refusals between a model and the loop.
@Suite struct ModelProposerTests {
    private static let environment = """
        {"name": "numbers", "title": "Numbers", "task": "Find it.", "horizon": 10, "interval_seconds": 0.1,
         "fitness": {"name": "score", "unit": "points", "text": "The score."}, "termination": "Never.",
         "signals": [{"name": "x", "shape": [], "unit": "m", "text": "place", "low": -1, "high": 1}],
         "defaults": {"steps": 1, "samples": 1, "generations": 1, "seeds": 1, "finalists": 0,
                      "finalist_seeds": 0, "confirm_seeds": 0},
         "batch_steps": 1, "memory_bytes": 1, "rewards": {}}
        """

    /// A model that takes at most so many characters, and remembers what it was sent.
    private final class NarrowModel: LanguageModel {
        let name = "narrow"
        let limit: Int
        let sent = Mutex<[Int]>([])

        init(limit: Int) { self.limit = limit }

        func complete(_ request: ModelRequest) async throws -> [Completion] {
            let length = request.messages.reduce(0) { $0 + $1.text.count }
            sent.withLock { $0.append(length) }
            guard length <= limit else {
                throw ModelError.promptTooLong(endpoint: "here", message: "too long")
            }
            return [Completion(text: "ok", model: name)]
        }
    }

    private struct Blank: LanguageModel {
        let name = "blank"
        func complete(_ request: ModelRequest) async throws -> [Completion] {
            throw ModelError.refusedAnswer(endpoint: "here", text: "no")
        }
    }

    private func proposer(_ model: any LanguageModel) throws -> ModelProposer {
        let environment = try JSONDecoder().decode(
            EnvironmentInfo.self, from: Data(Self.environment.utf8))
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Prompts").path
        let settings = RunSettings(
            problem: "reward", subject: "numbers", task: "Find it.", model: "narrow", strategy: "eureka",
            samples: 1, generations: 1, seeds: 1, steps: 1, finalists: 0, finalistSeeds: 0, confirmSeeds: 0,
            jobs: 1, seed: 0, initial: nil, promptsFolder: nil, timeLimitSeconds: nil,
            allowWeakSandbox: false)
        return ModelProposer(
            model: model,
            prompts: try RewardPrompts(folder: folder, settings: settings, environment: environment))
    }

    private func individual(_ index: Int, verdict: String = "ok", filler: Int) -> Individual {
        let candidate = CandidateRecord(
            id: "c\(index)", code: String(repeating: "# word\n", count: filler), origin: "proposal",
            generation: 0, index: index, parents: [], verdict: verdict,
            detail: verdict == "ok" ? "" : "wrong", signals: [], components: ["term\(index)"],
            constantsJSON: "{}", normalised: "", fingerprint: "")
        let point = CurvePoint(steps: 1, fitness: 1, ownReward: 1, episodeLength: 1)
        let evaluation = EvaluationRecord(
            candidate: candidate.id, purpose: "search", seed: 1, steps: 1, verdict: "ok", detail: "",
            fitness: 1, episodes: [1], curve: [point], components: [], shipped: 0, trainerCPUSeconds: 0,
            workerCPUSeconds: 0, workerPeakBytes: 0, wallSeconds: 0, policy: nil)
        return Individual(candidate: candidate, evaluations: verdict == "ok" ? [evaluation] : [])
    }

    private func question() -> Question {
        Question(
            parents: [individual(0, filler: 200), individual(1, filler: 1)],
            failures: [individual(2, verdict: "error", filler: 1)], samples: 1)
    }

    @Test func aPromptThatIsTooLongLosesOldWordsFirst() async throws {
        let wide = NarrowModel(limit: .max)
        _ = try await proposer(wide).answers(to: question(), generation: 1, known: { [] }, seed: 1)
        let whole = try #require(wide.sent.withLock { $0.first })

        let narrower = NarrowModel(limit: whole - 1)
        let second = try await proposer(narrower).answers(
            to: question(), generation: 1, known: { [] }, seed: 1)
        #expect(narrower.sent.withLock { $0.count } == 2)
        #expect(second[0].messages.map(\.text).joined().contains("# word"))
        #expect(!second[0].messages.map(\.text).joined().contains("term1"))
        #expect(second[0].note.contains("shortened"))

        let narrowest = NarrowModel(limit: whole - 1000)
        let third = try await proposer(narrowest).answers(
            to: question(), generation: 1, known: { [] }, seed: 1)
        #expect(narrowest.sent.withLock { $0.count } == 3)
        #expect(third[0].messages.count == 2)

        let none = NarrowModel(limit: 10)
        await #expect(throws: ModelError.self) {
            try await proposer(none).answers(to: question(), generation: 1, known: { [] }, seed: 1)
        }
    }

    @Test func aRepairThatIsRefusedIsNone() async throws {
        let failed = individual(0, verdict: "error", filler: 1)
        #expect(try await proposer(Blank()).repair(failed, answer: "", generation: 0, seed: 1) == nil)
        #expect(
            try await proposer(NarrowModel(limit: 10)).repair(failed, answer: "", generation: 0, seed: 1)
                == nil)
    }
}
