import Archive
import Foundation
import GeneticProgramming
import LanguageModel
import Testing

@testable import Evolution

private let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

/// What the strategy wants of the parents reaches every proposer.
@Suite struct BreedingTests {
    private func searched(_ index: Int, solved: Int) -> Individual {
        let results = (0..<4).map {
            TaskResult(task: "train-\($0)", size: $0 + 3, outcome: $0 < solved ? "solved" : "time")
        }
        let code = "class H\(index):\n    def __call__(self, node):\n        return \(index)\n"
        let candidate = CandidateRecord(
            id: "c\(index)", code: code, origin: "proposal", generation: 0, index: index, parents: [],
            verdict: "ok",
            detail: "", signals: [], components: [], constantsJSON: "{}")
        let evaluation = EvaluationRecord(
            candidate: candidate.id, purpose: "search", seed: 1, steps: 10, verdict: "ok", detail: "",
            fitness: Coverage(results).fitness, episodes: [], curve: [], components: [], shipped: nil,
            trainerCPUSeconds: 0, workerCPUSeconds: 0, workerPeakBytes: 0, wallSeconds: 0, policy: nil,
            tasks: results)
        return Individual(candidate: candidate, evaluations: [evaluation])
    }

    private func words(_ breeding: Breeding) throws -> String {
        let tasks = try TaskSets.builtIn("blocksworld", in: root.appending(path: "Sandboxes").path)
        let prompts = try HeuristicPrompts(home: root.path, promptsFolder: nil, tasks: tasks)
        let question = Question(
            parents: [searched(0, solved: 3), searched(1, solved: 2)], failures: [], samples: 1,
            breeding: breeding)
        return try prompts.messages(for: question).last?.text ?? ""
    }

    @Test func aModelIsToldToChangeOnePart() throws {
        let text = try words(.mutation)
        #expect(text.contains("This time change exactly one part") && !text.contains("class H1"))
    }

    @Test func aModelIsShownBothThatItShallJoin() throws {
        let text = try words(.crossover)
        #expect(text.contains("Another heuristic (g0.c1) solved 2 of 4 tasks:\n\n```python\nclass H1:"))
        #expect(text.contains("This time join the two") && !text.contains("exactly one part"))
    }

    @Test func withoutAWishNothingIsSaidOfOne() throws {
        #expect(try !words(.free).contains("This time"))
    }

    private static let signals = [
        TypedSignal(name: "x_velocity", shape: [], unit: "m/s", text: "forward speed", low: -5, high: 5),
        TypedSignal(name: "height", shape: [], unit: "m", text: "height of the torso", low: 0, high: 2),
        TypedSignal(name: "action", shape: [6], unit: "1", text: "torque", low: -1, high: 1),
        TypedSignal(name: "pitch", shape: [], unit: "rad", text: "pitch of the torso", low: -3, high: 3),
    ]

    @Test func theOfflineProposerChangesOnePartOrCrosses() throws {
        let proposer = OfflineProposer(signals: Self.signals, task: "run forward")
        let first = proposer.propose(parents: [], known: [], count: 6, seed: 1, generation: 0)
        let parents = first.enumerated().map {
            ParentProgram(id: "p\($0)", name: "g0.c\($0)", code: $1.code, fitness: Double($0))
        }
        func children(_ breeding: Breeding) -> [Proposal] {
            proposer.propose(
                parents: parents, known: [], count: 6, seed: 2, generation: 1, breeding: breeding
            ).filter { !$0.parents.isEmpty }
        }
        let (changed, crossed) = (children(.mutation), children(.crossover))
        #expect(changed.count >= 4)
        #expect(changed.allSatisfy { $0.parents.count == 1 && !$0.operation.contains(", then ") })
        // Where all ways of crossing are used up, a change takes the place of one.
        #expect(crossed.count == 6 && crossed.count { $0.parents.count == 2 } >= 4)
    }
}
