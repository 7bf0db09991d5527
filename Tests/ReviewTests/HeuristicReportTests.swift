import Archive
import Foundation
import Testing

@testable import Review

/// A report about a heuristic, from records made up by arithmetic.
@Suite struct HeuristicReportTests {
    private static func tasks(solved: Int, of count: Int, tried: Int? = nil, name: String) -> [TaskResult] {
        (0..<count).map { index in
            let outcome = index < solved ? "solved" : index < tried ?? count ? "time" : "not tried"
            return TaskResult(
                task: "\(name)-\(index < 9 ? "0" : "")\(index + 1)", size: 10 + 3 * index, outcome: outcome,
                evaluations: outcome == "not tried" ? 0 : 100 * (index + 1),
                cpuSeconds: outcome == "solved" ? 0.2 * Double(index + 1) : outcome == "time" ? 10 : 0,
                planLength: outcome == "solved" ? 4 * (index + 1) : nil)
        }
    }

    private func report() -> Report {
        let run = RunRecord(
            name: "blocksworld-1", problem: "heuristic", subject: "blocksworld",
            task: "find a heuristic with which greedy search solves large tasks of blocksworld",
            settingsJSON: #"{"samples":2}"#, seed: 7, createdAt: "2026-11-23T06:40:00Z", state: "done",
            summaryJSON: """
                {"best":{"id":"winner","label":"g0.c0","fitness":{"mean":20,"count":30,"over":"tasks"}},
                "comparisons":[{"against":"goal-count","ours":{"mean":20,"count":30,"over":"tasks"},
                "theirs":{"mean":2,"count":30,"over":"tasks"},
                "difference":{"mean":18,"low":12.1,"high":22.3,"count":30,"over":"tasks"},
                "probabilityOfImprovement":0.8,"seeds":[],"gained":18,"lost":0}],
                "candidates":2,"failed":1,"envSteps":123456,"wallSeconds":300,"tokens":0,"costUSD":0,"weakSandbox":[]}
                """)
        func candidate(_ id: String, _ origin: String, _ index: Int, verdict: String = "ok")
            -> CandidateRecord
        {
            CandidateRecord(
                id: id, code: "class \(id.capitalized)Heuristic:\n    pass\n", origin: origin,
                generation: origin == "proposal" ? 0 : -1, index: index, parents: [], verdict: verdict,
                detail: verdict == "ok" ? "" : "line 2: KeyError", signals: [], components: [],
                constantsJSON: "{}")
        }
        func evaluation(_ id: String, _ purpose: String, _ tasks: [TaskResult]) -> EvaluationRecord {
            EvaluationRecord(
                candidate: id, purpose: purpose, seed: purpose == "confirm" ? 2 : 1, steps: 2000,
                verdict: "ok",
                detail: "", fitness: Double(tasks.count(where: \.isSolved)) + 0.5,
                episodes: tasks.map { $0.isSolved ? 1 : 0 }, curve: [], components: [], shipped: nil,
                trainerCPUSeconds: 0, workerCPUSeconds: 12, workerPeakBytes: 0, wallSeconds: 9,
                environmentSteps: 4000, policy: nil, tasks: tasks)
        }
        let native = """
            {"cpuSeconds":1,"heuristics":["native hFF"],"tasks":[{"heuristic":"native hFF","result":{"task":"validation-01",
            "size":10,"outcome":"solved","evaluations":777,"cpuSeconds":0.1}}]}
            """
        return Report(
            run: run,
            candidates: [
                candidate("goal", "goal-count", -1), candidate("constant", "constant", -1),
                candidate("winner", "proposal", 0), candidate("broken", "proposal", 1, verdict: "error"),
            ], proposals: [],
            evaluations: [
                evaluation("goal", "baseline", Self.tasks(solved: 5, of: 8, name: "train")),
                evaluation("winner", "search", Self.tasks(solved: 8, of: 8, name: "train")),
                evaluation("winner", "finalist", Self.tasks(solved: 3, of: 4, name: "validation")),
                evaluation("winner", "confirm", Self.tasks(solved: 20, of: 30, name: "test")),
                evaluation("goal", "confirm", Self.tasks(solved: 2, of: 30, tried: 12, name: "test")),
                evaluation("constant", "confirm", Self.tasks(solved: 0, of: 30, tried: 10, name: "test")),
            ], feedback: [FeedbackRecord(candidate: "broken", text: "This heuristic cannot be used.")],
            measure: .init(name: "number of tasks solved", unit: "tasks"), nativeJSON: native)
    }

    @Test func aReportCountsTasks() throws {
        let html = report().html()
        #expect(html.contains("better than goal-count"))
        #expect(html.contains("20 of 30 held-out tasks"))
        // Search and finalist: 8 of 8 and 3 of 4.
        #expect(html.contains("11 of 12"))
        #expect(html.contains("goal-count 18, constant 20"))
        // The reference's row is about the training tasks.
        #expect(html.contains("5 of 8"))
        for id in ["coverage", "cactus", "native", "code", "candidates", "others", "reproduce"] {
            #expect(html.contains("<section id=\"\(id)\">"), "\(id)")
        }
        #expect(!html.contains("<section id=\"curves\">"))
        #expect(html.contains("777"))
        #expect(!html.contains("NaN") && !html.contains("the human reward"))
        try expectSnapshot(html, "heuristic-report.html")
    }

    @Test func coverageAddsUpToAllTasks() throws {
        let section = report().coverageSection()
        let rows = section.matches(of: /<tr><th>([^<]*)<\/th>((?:<td class="n">\d+<\/td>)+)<\/tr>/)
        let cells = rows.map { row in row.output.2.matches(of: /\d+/).compactMap { Int($0.output) } }
        #expect(rows.last?.output.1 == "all")
        #expect(cells.last == [30, 20, 2, 0])
        for column in 0..<4 {
            #expect(cells.dropLast().reduce(0) { $0 + $1[column] } == cells.last?[column])
        }
    }
}
