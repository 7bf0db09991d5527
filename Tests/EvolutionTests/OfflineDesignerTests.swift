import Archive
import Foundation
import GeneticProgramming
import LanguageModel
import Testing

@testable import Evolution
@testable import Sandbox
@testable import Training

/// The offline designer of Auto MC-Reward, and what stands beside the fitness.
@Suite struct OfflineDesignerTests {
    private let signals = [
        SignalInfo(name: "success", unit: "1", low: 0, high: 1),
        SignalInfo(name: "died", unit: "1", low: 0, high: 1),
        SignalInfo(name: "tree_distance", unit: "cells", low: 0, high: 12),
        SignalInfo(name: "previous_tree_distance", unit: "cells", low: 0, high: 12),
        SignalInfo(name: "moved", unit: "1", low: 0, high: 1),
    ]

    private func individual(_ code: String) -> Individual {
        Individual(
            candidate: CandidateRecord(
                id: ContentHash.hex(code), code: code, origin: "proposal", generation: 0, index: 2,
                parents: [],
                verdict: "ok", detail: "", signals: [], components: ["sparse", "dense"], constantsJSON: "{}",
                normalised: "", fingerprint: ""),
            evaluations: [])
    }

    private func evaluation(_ outcomes: [String: Double]?) -> EvaluationRecord {
        let digest = EpisodeDigest(
            horizon: 100, count: 12, terminated: 3, meanLength: 80, agreement: nil, episodes: [],
            outcomes: outcomes)
        return EvaluationRecord(
            candidate: "c", purpose: "confirm", seed: 1, steps: 10, verdict: "ok", detail: "", fitness: 1,
            episodes: [], curve: [], components: [], shipped: nil, trainerCPUSeconds: 0, workerCPUSeconds: 0,
            workerPeakBytes: 0, wallSeconds: 0, policy: nil, digest: digest)
    }

    @Test func itsProgramsAreTwoSignsAndItMendsWhatTheCriticNames() async throws {
        let designer = OfflineRewards(signals: signals, task: "find a tree", isSignLimited: true)
        let reader = SignLimitedProposer(
            signals: signals.map {
                TypedSignal(
                    name: $0.name, shape: $0.shape, unit: $0.unit, text: $0.text, low: $0.low ?? -1,
                    high: $0.high ?? 1)
            }, task: "find a tree")
        let answers = try await designer.answers(
            to: Question(parents: [], failures: [], samples: 6), generation: 0, known: { [] }, seed: 4)
        #expect(answers.count == 6)
        for answer in answers {
            let text = answer.completion.text
            #expect(text.contains("sparse = 1.0 * np.sign(") && text.contains("dense = 0.1 * np.sign("))
        }
        let text = answers[0].completion.text
        let code = text.replacing("```python\n", with: "").replacing("\n```\n", with: "")
        let finding = Finding(kind: "wrong-sign", part: "dense", words: "it pays less", advice: "turn it")
        let mended = try #require(
            try await designer.revise(individual(code), findings: [finding], generation: 0, seed: 1))
        let (before, after) = (try #require(reader.genome(of: code)), mended.completion.text)
        #expect(after != text && mended.note.contains("g0.c2, because of wrong-sign"))
        #expect(mended.parents == [ContentHash.hex(code)])
        let genome = try #require(
            reader.genome(
                of: after.replacing("```python\n", with: "").replacing("\n```\n", with: "")))
        #expect(genome.sparse == before.sparse && genome.dense != before.dense)
        let plain = OfflineRewards(signals: signals, task: "find a tree")
        #expect(
            try await plain.revise(individual(code), findings: [finding], generation: 0, seed: 1) == nil)
    }

    @Test func outcomesAreAveragedOverSeedsAndPaired() throws {
        let ours = [evaluation(["death": 0.25, "steps_to_success": 20]), evaluation(["death": 0.75])]
        let pairs = try #require(OutcomePair.all(ours, [evaluation(["death": 0.5])]))
        #expect(
            pairs == [
                OutcomePair(name: "death", ours: 0.5, theirs: 0.5),
                OutcomePair(name: "steps_to_success", ours: 20, theirs: nil),
            ])
        #expect(OutcomePair.all([evaluation(nil)], [evaluation(nil)]) == nil)
    }

    @Test func whatHasNoHumanRewardIsHeldAgainstTheSparseOne() throws {
        func baseline(_ rewards: [String: String], own: Bool) throws -> String {
            var object =
                try JSONSerialization.jsonObject(
                    with: Data(contentsOf: Fixtures.environment("inverted-pendulum"))) as? [String: Any]
                ?? [:]
            object["rewards"] = rewards
            object["own_reward"] = own
            for name in ["batch_steps", "memory_bytes"] { object[name] = 1 }
            object["defaults"] = Dictionary(
                uniqueKeysWithValues: [
                    "steps", "samples", "generations", "seeds", "finalists", "finalist_seeds",
                    "confirm_seeds",
                ].map { ($0, 1) })
            let data = try JSONSerialization.data(withJSONObject: object)
            return try JSONDecoder().decode(EnvironmentInfo.self, from: data).baseline
        }
        #expect(try baseline(["human": "a.py", "sparse": "b.py"], own: false) == "human")
        #expect(try baseline(["sparse": "b.py"], own: true) == "human")
        #expect(try baseline(["sparse": "b.py"], own: false) == "sparse")
        #expect(EnvironmentInfo.isForeign("craftax:find-tree") && !EnvironmentInfo.isForeign("ant"))
    }
}

private enum Fixtures {
    static func environment(_ name: String) -> URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Fixtures/environments/\(name).json")
    }
}
