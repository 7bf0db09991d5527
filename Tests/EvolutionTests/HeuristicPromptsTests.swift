import Archive
import Foundation
import LanguageModel
import Testing

@testable import Evolution

private let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

@Suite struct HeuristicPromptsTests {
    private let tasks: TaskSets
    private let prompts: HeuristicPrompts

    init() throws {
        tasks = try TaskSets.builtIn("blocksworld", in: root.appending(path: "Sandboxes").path)
        prompts = try HeuristicPrompts(home: root.path, promptsFolder: nil, tasks: tasks)
    }

    private static let code = """
        class BlocksworldHeuristic:
            def __init__(self, task):
                self.goals = task.goals

            def __call__(self, node):
                return sum(goal not in node.state for goal in self.goals)
        """

    private func searched(verdict: String = "ok") -> Individual {
        let results = [
            TaskResult(
                task: "train-16", size: 4, outcome: "solved", evaluations: 31, cpuSeconds: 0.02, planLength: 8
            ),
            TaskResult(
                task: "train-20", size: 5, outcome: "evaluations", evaluations: 2000, cpuSeconds: 0.31),
            TaskResult(task: "train-24", size: 7, outcome: "time", evaluations: 1234, cpuSeconds: 10),
            TaskResult(task: "train-28", size: 9, outcome: "not tried"),
        ]
        let diagnosis = SearchDiagnosis(
            stuck: .init(
                task: "train-20", state: ["(clear b1)", "(on b1 b2)"], value: 3, stepsFromStart: 2,
                successors: [
                    .init(action: "(unstack b1 b2)", value: 3), .init(action: "(pickup b3)", value: -1),
                ]),
            overestimates: [.init(task: "train-16", state: ["(holding b4)"], value: 12, remaining: 3)],
            speed: 1000)
        let evaluation = EvaluationRecord(
            candidate: "c", purpose: "search", seed: 1, steps: 2000, verdict: verdict,
            detail: verdict == "ok" ? "" : "line 6: KeyError: 'onn'",
            fitness: verdict == "ok" ? Coverage(results).fitness : nil, episodes: [1, 0, 0, 0], curve: [],
            components: [], shipped: nil, trainerCPUSeconds: 0, workerCPUSeconds: 10.3, workerPeakBytes: 0,
            wallSeconds: 5, policy: nil, tasks: results, diagnosis: diagnosis)
        let candidate = CandidateRecord(
            id: "c", code: Self.code, origin: "proposal", generation: 0, index: 2, parents: [], verdict: "ok",
            detail: "", signals: [], components: [], constantsJSON: "{}")
        return Individual(candidate: candidate, evaluations: [evaluation])
    }

    private func verify(_ messages: [Message], _ name: String) throws {
        let text = messages.map { "=== \($0.role.rawValue)\n\($0.text)\n" }.joined(separator: "\n")
        let file = root.appending(path: "Tests/Snapshots/prompts/heuristic-\(name).md")
        if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == text)
    }

    @Test func theFirstRequestReadsAsRecorded() throws {
        try verify(prompts.messages(for: Question(parents: [], failures: [], samples: 1)), "initial")
    }

    @Test func theRequestForABetterOneReadsAsRecorded() throws {
        let question = Question(parents: [searched()], failures: [searched(verdict: "error")], samples: 1)
        try verify(prompts.messages(for: question), "improve")
    }

    @Test func theRequestForARepairReadsAsRecorded() throws {
        try verify(prompts.repairMessages(for: searched(verdict: "error"), answer: ""), "repair")
    }

    @Test func noTimeIsToldForEqualRunsMustSayTheSame() throws {
        var slow = searched()
        slow.evaluations[0].wallSeconds = 77
        slow.evaluations[0].workerCPUSeconds = 7
        slow.evaluations[0].tasks?[0].cpuSeconds = 3
        // How far a search got before its time was up differs as well.
        slow.evaluations[0].tasks?[2].evaluations = 999
        #expect(prompts.feedback(on: slow) == prompts.feedback(on: searched()))
    }

    @Test func heldOutTasksAreNotToldAndWouldBeFound() throws {
        func audit(_ text: String) throws -> [String] {
            let record = ProposalRecord(
                generation: 0, index: 0, attempt: 0, parents: [],
                messagesJSON: try Evolver.json([Message(role: .user, text: text)]), completion: "",
                model: "m",
                inputTokens: 0, outputTokens: 0, costUSD: 0, latencySeconds: 0, candidate: nil, failure: nil)
            return try LeakAudit([record], secrets: .heuristics(tasks), given: nil).findings.map(\.what)
        }
        let question = Question(parents: [searched()], failures: [], samples: 1)
        let told = try prompts.messages(for: question).map(\.text).joined(separator: "\n")
        #expect(try audit(told) == [])
        for entry in [tasks.test[0], tasks.test[29], tasks.validation[0]] {
            #expect(try audit(told + "\n" + entry.text) == ["held-out tasks"])
            // A piece of one is enough: ten facts from its middle.
            let rows = entry.text.split(separator: "\n")
            let middle = rows[(rows.count / 2)..<(rows.count / 2 + 10)].joined(separator: "\n")
            #expect(try audit(told + "\n" + middle) == ["held-out tasks"])
        }
    }
}
