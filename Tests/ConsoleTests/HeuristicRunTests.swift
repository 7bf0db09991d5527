import Archive
import Console
import Evolution
import Foundation
import Synchronization
import Testing

/// Plays a search for a heuristic, whose fitness is a number of tasks.
@Suite struct HeuristicRunTests {
    private static let plan = RunPlan(
        generations: 2, samples: 2, seeds: 1, steps: 2000, confirmSeeds: 1, jobs: 2, model: "offline",
        fitnessUnit: "tasks", finalists: 2, finalistSeeds: 1, reference: "goal-count")
    private static let run = RunRecord(
        name: "blocksworld-1", problem: "heuristic", subject: "blocksworld", task: "solve large tasks",
        settingsJSON: "{}", seed: 7, createdAt: "2026-11-23T06:40:00Z", state: "running")

    private static func searched(
        _ label: String, _ purpose: String, solved: Double, of count: Int, evaluations: Int,
        cpuSeconds: Double
    ) -> RunEvent {
        .evaluated(
            ScriptedRun.activity(label, purpose), verdict: "ok", detail: "",
            fitness: Estimate(mean: solved, low: nil, high: nil, count: count, over: "tasks"), wallSeconds: 3,
            effort: Effort(evaluations: evaluations, cpuSeconds: cpuSeconds))
    }

    private static let searching: [(Double, RunEvent)] = [
        (0, .started(run: run, plan: plan, resumed: false)), (0, .stage("baseline")),
        (3, searched("goal-count", "baseline", solved: 9.4, of: 20, evaluations: 22000, cpuSeconds: 1.31)),
        (4, searched("constant", "baseline", solved: 2.5, of: 20, evaluations: 9000, cpuSeconds: 0.41)),
        (4, .stage("search")), (4, .generationStarted(0)),
        (4, .asking(generation: 0, count: 2, model: "offline")),
        (4, .proposed(generation: 0, index: 0, candidate: "hash-g0.c0", note: "drew a fresh program")),
        (4, .proposed(generation: 0, index: 1, candidate: "hash-g0.c1", note: "drew a fresh program")),
        (5, .checked(generation: 0, index: 0, candidate: "hash-g0.c0", verdict: "ok", detail: "")),
        (
            5,
            .checked(
                generation: 0, index: 1, candidate: "hash-g0.c1", verdict: "error",
                detail: "line 9: KeyError: 'onn', on the state (clear b1) (on b1 b2)")
        ),
        (6, .training(ScriptedRun.activity("g0.c0"), fraction: 0.4, fitness: 7.9)),
    ]

    private static var whole: [(Double, RunEvent)] {
        let ours = Estimate(mean: 24, low: nil, high: nil, count: 30, over: "tasks")
        let theirs = Estimate(mean: 0, low: nil, high: nil, count: 30, over: "tasks")
        let difference = Estimate(mean: 24, low: 18.2, high: 27.1, count: 30, over: "tasks")
        let best = RunSummary.Best(id: "hash-g0.c0", label: "g0.c0", fitness: ours, humanNormalised: nil)
        return searching + [
            (8, searched("g0.c0", "search", solved: 17.6, of: 20, evaluations: 16000, cpuSeconds: 1.1)),
            (8, .generationEnded(0, best: "g0.c0", fitness: ours)),
            (9, .stage("finalists")),
            (12, searched("g0.c0", "finalist", solved: 10.6, of: 12, evaluations: 76000, cpuSeconds: 6.5)),
            (12, .stage("confirm")),
            (80, searched("g0.c0", "confirm", solved: 24.6, of: 30, evaluations: 1_260_000, cpuSeconds: 140)),
            (
                80,
                searched("goal-count", "confirm", solved: 0.3, of: 30, evaluations: 930_000, cpuSeconds: 101)
            ),
            (
                80,
                .finished(
                    RunSummary(
                        run: "blocksworld-1", problem: "heuristic", subject: "blocksworld", best: best,
                        comparisons: [
                            Comparison(
                                against: "goal-count", ours: ours, theirs: theirs, difference: difference,
                                probabilityOfImprovement: 0.9, seeds: [], gained: 24, lost: 0)
                        ], candidates: 2, failed: 1, costUSD: 0, tokens: 0, envSteps: 2_300_000,
                        wallSeconds: 80, stopped: nil, weakSandbox: []))
            ),
        ]
    }

    @Test func plainLinesCountTasks() throws {
        let paper = Mutex("")
        var console = RunConsole(mode: .plain, write: { text in paper.withLock { $0 += text } })
        for (time, event) in Self.whole { console.handle(event, elapsed: time) }
        console.end(elapsed: 81)
        try expectSnapshot(paper.withLock { $0 }, "heuristic-plain.txt")
    }

    @Test(arguments: [(false, "heuristic-middle-100.txt"), (true, "heuristic-finished-100.txt")])
    func theTableCountsTasks(isFinished: Bool, file: String) throws {
        var board = RunBoard()
        for (time, event) in isFinished ? Self.whole : Self.searching { board.apply(event, at: time) }
        let lines = LiveTable(width: 100, height: 30).lines(board, elapsed: isFinished ? 80 : 6)
        #expect(lines.allSatisfy { $0.width <= 100 })
        try expectSnapshot(lines.map { $0.rendered(colour: false) + "\n" }.joined(), file)
    }

    @Test func jsonSaysHowManyWereSolved() throws {
        guard case .finished(let summary)? = Self.whole.last?.1 else {
            Issue.record("a run ends with its summary")
            return
        }
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(SummaryJSON.line(summary).utf8)) as? [String: Any])
        let best = try #require(object["best"] as? [String: Any])
        #expect(best["solved"] as? Int == 24)
        #expect(best["count"] as? Int == 30)
        let comparison = try #require((object["comparisons"] as? [[String: Any]])?.first)
        #expect(comparison["gained"] as? Int == 24)
        #expect(comparison["tasks"] as? Int == 30)
        let event = EventJSON.line(
            Self.searched("g0.c0", "search", solved: 3.5, of: 4, evaluations: 70, cpuSeconds: 0.5), elapsed: 1
        )
        #expect(event.contains("\"evaluations\":70") && event.contains("\"cpu_s\":0.5"))
    }
}
