import Archive
import Evolution
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

    private static let summary = """
        {"best":{"id":"winner","label":"g0.c0","fitness":{"mean":20,"count":30,"over":"tasks"}},
        "comparisons":[{"against":"goal-count","ours":{"mean":20,"count":30,"over":"tasks"},
        "theirs":{"mean":2,"count":30,"over":"tasks"},
        "difference":{"mean":18,"low":12.1,"high":22.3,"count":30,"over":"tasks"},
        "probabilityOfImprovement":0.8,"seeds":[],"gained":18,"lost":0}],
        "candidates":2,"failed":1,"envSteps":123456,"wallSeconds":300,"tokens":0,"costUSD":0,"weakSandbox":[]}
        """

    private func report(summary: String? = Self.summary, compared: Bool = true, threeParents: Bool = false)
        -> Report
    {
        let run = RunRecord(
            name: "blocksworld-1", problem: "heuristic", subject: "blocksworld",
            task: "find a heuristic with which greedy search solves large tasks of blocksworld",
            settingsJSON: #"{"samples":2}"#, seed: 7, createdAt: "2026-11-23T06:40:00Z", state: "done",
            summaryJSON: summary)
        func candidate(
            _ id: String, _ origin: String, _ index: Int, verdict: String = "ok", generation: Int = 0,
            parents: [String] = []
        ) -> CandidateRecord {
            CandidateRecord(
                id: id, code: "class \(id.capitalized)Heuristic:\n    pass\n", origin: origin,
                generation: origin == "proposal" ? generation : -1, index: index, parents: parents,
                verdict: verdict, detail: verdict == "ok" ? "" : "line 2: KeyError", signals: [],
                components: [],
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
            ]
                + (threeParents
                    ? [
                        candidate("third", "proposal", 2),
                        candidate(
                            "child", "proposal", 0, generation: 1, parents: ["winner", "broken", "third"]),
                    ] : []),
            proposals: [],
            evaluations: [
                evaluation("goal", "baseline", Self.tasks(solved: 5, of: 8, name: "train")),
                evaluation("winner", "search", Self.tasks(solved: 8, of: 8, name: "train")),
                evaluation("winner", "finalist", Self.tasks(solved: 3, of: 4, name: "validation")),
            ]
                + (compared
                    ? [
                        evaluation("winner", "confirm", Self.tasks(solved: 20, of: 30, name: "test")),
                        evaluation("goal", "confirm", Self.tasks(solved: 2, of: 30, tried: 12, name: "test")),
                        evaluation(
                            "constant", "confirm", Self.tasks(solved: 0, of: 30, tried: 10, name: "test")),
                    ] : []),
            feedback: [FeedbackRecord(candidate: "broken", text: "This heuristic cannot be used.")],
            measure: .init(name: "number of tasks solved", unit: "tasks"), nativeJSON: native)
    }

    @Test func aReportCountsTasks() throws {
        let html = report().html()
        #expect(html.contains("better than goal-count"))
        #expect(html.contains("20 of 30 held-out tasks"))
        // Set by set, and never their sum.
        #expect(html.contains("20 of 30 held-out tasks, 3 of 4 validation tasks, 8 of 8 training tasks"))
        #expect(!html.contains("11 of 12"))
        #expect(
            html.contains(
                "<td class=\"n\">8 of 8</td><td class=\"n\">3 of 4</td><td class=\"n\">20 of 30</td>"))
        #expect(
            html.contains(
                "after 4 or more unsolved in a row in training and validation, after 10 or more of the"))
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

    // MARK: The review page

    private func page(_ report: Report, settings: RunSettings? = nil) -> ReviewPage {
        var facts = ReviewPage.Facts()
        facts.settings = settings
        return ReviewPage(report: report, facts: facts, base: "/t", author: "me")
    }

    @Test func onlyWhatMetTheSameTasksStandsSideBySide() {
        let whole = page(report()).overview(version: "1").main
        #expect(whole.contains("<dt>best, g0.c0, held-out tasks</dt><dd>20 of 30</dd>"))
        #expect(whole.contains("<dt>goal-count, held-out tasks</dt><dd>2 of 30</dd>"))
        #expect(
            whole.contains(
                "<th class=\"n\">training</th><th class=\"n\">validation</th><th class=\"n\">held-out</th>"))
        // Before there is a comparison, the training tasks are what both have met.
        let open = page(report(summary: nil, compared: false)).overview(version: "1").main
        #expect(open.contains("<dt>best, g0.c0, training tasks</dt><dd>8 of 8</dd>"))
        #expect(open.contains("<dt>goal-count, training tasks</dt><dd>5 of 8</dd>"))
    }

    @Test func twoHeuristicsAreComparedByWhatTheyDid() throws {
        let report = report()
        let (left, right) = (report.candidates[2], report.candidates[0])
        let main = page(report).compare(left, right).main
        #expect(main.contains("What they did") && !main.contains("play again"))
        #expect(main.contains("<th>solved</th><td class=\"n\">8 of 8</td><td class=\"n\">5 of 8</td>"))
        #expect(main.contains("<th>solved</th><td class=\"n\">20 of 30</td><td class=\"n\">2 of 30</td>"))
        // 4 + 8 + 12 + 16 + 20 steps in the five tasks of training that both solved.
        #expect(
            main.contains(
                "<th>plan steps, of 5 tasks that both solved</th><td class=\"n\">60</td><td class=\"n\">60</td>"
            ))
        #expect(!main.contains("validation tasks"))
    }

    @Test func codeThatFailedAloneIsCountedAndNamed() throws {
        let settings = RunSettings(
            problem: "heuristic", subject: "ferry", task: "solve", model: "none", strategy: "score",
            samples: 0, generations: 0, seeds: 1, steps: 10, finalists: 0, finalistSeeds: 0, confirmSeeds: 1,
            jobs: 1, seed: 3, initial: "class A:\n    pass\n", promptsFolder: nil, timeLimitSeconds: nil,
            allowWeakSandbox: false)
        let run = RunRecord(
            name: "own", problem: "heuristic", subject: "ferry", task: "solve",
            settingsJSON: try settings.json(), seed: 3, createdAt: "", state: "done")
        let report = Report(
            run: run,
            candidates: [
                CandidateRecord(
                    id: "abcdef0123", code: "class A:\n    pass\n", origin: "file", generation: -1, index: 0,
                    parents: [], verdict: "time", detail: "took too long", signals: [], components: [],
                    constantsJSON: "{}")
            ], proposals: [], evaluations: [], feedback: [], measure: .init(name: "solved", unit: "tasks"))
        let page = page(report, settings: settings)
        let main = page.overview(version: "1").main
        #expect(main.contains("<dt>candidates</dt><dd>1, 1 failed</dd>"))
        #expect(main.contains("own code is scored, seed 3") && !main.contains("the none"))
        var entry = RunList.Entry(name: "own")
        page.fill(&entry)
        let card = RunList([entry], base: "/t", author: "me").page(version: "1").main
        #expect(card.contains("abcdef01 failed: time") && card.contains("1 candidate ·"))
        let html = report.html()
        #expect(html.contains("<h2>Code of the candidates</h2>"))
        #expect(html.contains("<th>allow weak sandbox</th><td>no</td>"))
        #expect(html.contains("<th>initial</th><td>code of 2 lines; it is abcdef01</td>"))
        #expect(html.components(separatedBy: "<th>seed</th>").count == 2)
    }

    @Test func theLongestNameFitsBesideItsCurve() throws {
        let chart = LineChart(
            title: "t", xTitle: "x", yTitle: "y",
            curves: [.init(label: "goal-count", role: .human, points: [(0, 0), (1, 2)], marked: nil)])
        let narrow = try #require(chart.html().components(separatedBy: "class=\"narrow\"").last)
        let found = try #require(
            narrow.firstMatch(of: /class="label human" x="([\d.]+)"[^>]*>([^<]*)<\/text>/))
        let place = try #require(Double(found.output.1))
        #expect(found.output.2 == "goal-count")
        // Bold letters of this size are at most so wide on average.
        #expect(place + 10 * 7 <= 380)
    }

    @Test func allParentsAreDrawn() {
        let tree = report(threeParents: true).lineageSection()
        #expect(tree.components(separatedBy: "<line").count == 4)
        #expect(tree.components(separatedBy: "class=\"second\"").count == 3)
        #expect(tree.contains(">solved<") && tree.contains(">what<") && !tree.contains(">components<"))
    }
}
