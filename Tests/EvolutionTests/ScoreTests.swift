import Archive
import Foundation
import Testing

@testable import Evolution

/// What people read of a candidate's fitness: figures of different tasks or seeds are kept apart.
@Suite struct ScoreTests {
    private static func tasks(_ solved: Int, of count: Int, cpuSeconds: Double = 1) -> [TaskResult] {
        (0..<count).map {
            TaskResult(
                task: "t\($0)", size: $0, outcome: $0 < solved ? "solved" : "evaluations",
                cpuSeconds: cpuSeconds)
        }
    }

    private static func evaluation(_ id: String, _ purpose: String, _ tasks: [TaskResult]) -> EvaluationRecord
    {
        EvaluationRecord(
            candidate: id, purpose: purpose, seed: UInt64(purpose.count), steps: 1, verdict: "ok", detail: "",
            fitness: Coverage(tasks).fitness, episodes: [], curve: [], components: [], shipped: nil,
            trainerCPUSeconds: 0, workerCPUSeconds: Coverage(tasks).cpuSeconds, workerPeakBytes: 0,
            wallSeconds: 0, policy: nil, tasks: tasks)
    }

    private static func candidate(_ id: String, _ origin: String, _ index: Int = -1, _ verdict: String = "ok")
        -> CandidateRecord
    {
        CandidateRecord(
            id: id, code: "code of \(id)", origin: origin, generation: origin == "proposal" ? 0 : -1,
            index: index, parents: index == 1 ? ["a"] : [], verdict: verdict,
            detail: verdict == "ok" ? "" : "line 3", signals: [], components: [], constantsJSON: "{}")
    }

    /// A run like a real one: the reference is better on the held-out tasks, and worse in the sums over all tasks.
    private static func view() async throws -> RunView {
        let folder = NSTemporaryDirectory() + "score-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let archive = try RunArchive(path: folder + "/run.sqlite")
        var run = RunRecord(
            name: "ferries", problem: "heuristic", subject: "ferry", task: "", settingsJSON: "{}", seed: 1,
            createdAt: "2026-11-23T06:40:00Z", state: "done")
        let held = Statistics.compare(tasks(22, of: 30), with: tasks(26, of: 30), against: "goal-count")
        let ours = Estimate(mean: 22, low: nil, high: nil, count: 30, over: "tasks")
        run.summaryJSON = try Evolver.json(
            RunSummary(
                run: "ferries", problem: "heuristic", subject: "ferry",
                best: .init(id: "b", label: "g0.c1", fitness: ours, humanNormalised: nil),
                comparisons: [held].compactMap { $0 }, candidates: 4, failed: 1, costUSD: 0, tokens: 0,
                envSteps: 0, wallSeconds: 1, stopped: nil, weakSandbox: []))
        try await archive.save(run)
        for record in [
            candidate("a", "proposal", 0), candidate("b", "proposal", 1), candidate("c", "proposal", 2),
            candidate("d", "proposal", 3, "error"), candidate("goal", "goal-count"),
        ] { try await archive.save(record) }
        for record in [
            evaluation("a", "search", tasks(18, of: 20, cpuSeconds: 0.5)),
            evaluation("a", "finalist", tasks(3, of: 12)),
            evaluation("b", "search", tasks(17, of: 20)), evaluation("b", "finalist", tasks(7, of: 12)),
            evaluation("b", "confirm", tasks(22, of: 30)), evaluation("c", "search", tasks(17, of: 20)),
            evaluation("goal", "baseline", tasks(10, of: 20)),
            evaluation("goal", "confirm", tasks(26, of: 30)),
        ] { try await archive.save(record) }
        return try await RunView(archive)
    }

    @Test func aRunIsShownSetBySetInTheOrderOfTheChoice() async throws {
        let lines = try await Self.view().table(verdict: ["  against goal-count: worse"])
            .components(separatedBy: "\n")
        #expect(lines[0] == "ferries  ferry  done  4 candidates  best g0.c1 22 of 30 held-out tasks")
        #expect(lines[1] == "  against goal-count: worse")
        let cells = lines.dropFirst(3).prefix(6).map { line in
            line.components(separatedBy: "  ").map { $0.trimmingCharacters(in: .whitespaces) }
                .filter { !$0.isEmpty }
        }
        #expect(cells[0] == ["candidate", "hash", "train", "validation", "held-out", "CPU s", "what"])
        #expect(cells[1] == ["g0.c1 *", "b", "17 of 20", "7 of 12", "22 of 30", "20.0", "code of b"])
        #expect(cells[2] == ["g0.c0", "a", "18 of 20", "3 of 12", "-", "10.0", "code of a"])
        #expect(cells[3] == ["g0.c2", "c", "17 of 20", "-", "-", "20.0", "code of c"])
        #expect(cells[4] == ["goal-count", "goal", "10 of 20", "-", "26 of 30", "20.0", "code of goal"])
        #expect(cells[5] == ["g0.c3", "d", "-", "-", "-", "-", "error: line 3"])
    }

    @Test func oneFigureIsUsedEverywhere() async throws {
        let view = try await Self.view()
        let winner = try #require(view.winner)
        #expect(winner.score?.words == "17 of 20 training tasks")
        // The credit for CPU time ranks and is never shown.
        #expect(winner.fitness.map { $0.mean > 46 && $0.mean < 47 } == true)
        #expect(view.lineage(of: winner).text() == "g0.c1  b  17 of 20\n└─ g0.c0  a  18 of 20")
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(view.json(winner).utf8)) as? [String: Any])
        let fitness = try #require(json["fitness"] as? [String: Any])
        #expect(fitness["mean"] as? Double == 17 && fitness["count"] as? Int == 20)
        let scores = try #require(json["scores"] as? [String: [String: Any]])
        #expect(scores.mapValues { $0["mean"] as? Double } == ["search": 17, "finalist": 7, "confirm": 22])
    }

    @Test func bothRulesForUntriedTasksAreSaid() async throws {
        let view = try await Self.view()
        var winner = try #require(view.winner)
        #expect(view.text(winner).contains("out of evaluations"))
        #expect(!view.text(winner).contains("not tried"))
        for index in winner.evaluations.indices {
            var tasks = winner.evaluations[index].tasks ?? []
            tasks[tasks.count - 1].outcome = "not tried"
            winner.evaluations[index].tasks = tasks
        }
        let words = view.text(winner)
        #expect(words.contains("after 4 or more training tasks unsolved in a row"))
        #expect(words.contains("after 10 or more held-out tasks unsolved in a row"))
    }

    @Test func aCandidateOnItsOwnIsKnownByTheComparison() {
        let file = Individual(
            candidate: Self.candidate("file", "file"),
            evaluations: [Self.evaluation("file", "confirm", Self.tasks(4, of: 4))])
        #expect(file.score?.words == "4 of 4 held-out tasks")
        let failed = Individual(candidate: Self.candidate("x", "proposal", 0, "error"), evaluations: [])
        #expect(failed.score == nil)
    }

    @Test func ofRewardsTheSearchAndFreshSeedsAreKeptApart() {
        var individual = SearchFixture.individual(0, [2, 4])
        for (seed, value) in [(91, 6.0), (92, 8.0)] {
            var fresh = individual.evaluations[0]
            (fresh.purpose, fresh.seed, fresh.fitness) = ("confirm", UInt64(seed), value)
            individual.evaluations.append(fresh)
        }
        #expect(individual.score?.estimate.mean == 3)
        #expect(individual.score?.words == "3.000")
        #expect(individual.score(in: .confirm)?.words == "7.000 on fresh seeds")
    }

    @Test func equalValuesOnBothSidesAreATie() {
        let (one, other) = ([1.0, 1, 1], [1.0, 1, 0.5])
        func tied(_ ours: [Double], _ theirs: [Double]) -> Bool {
            let found = Statistics.compare(ours, with: theirs, against: "human", seeds: [1, 2, 3])
            return Statistics.isTied(found.ours, found.theirs)
        }
        #expect(tied(one, one))
        #expect(!tied(one, other))
        // Paired values are equal, but not all pairs: one has its good seed where the other has a bad one.
        #expect(!tied(other, other))
    }

    @Test func aControlThatSolvesEverythingIsAWarning() {
        let all = Estimate(mean: 30, low: nil, high: nil, count: 30, over: "tasks")
        let most = Estimate(mean: 29, low: nil, high: nil, count: 30, over: "tasks")
        #expect(Statistics.warning(against: "constant", theirs: all)?.contains("too easy") == true)
        #expect(Statistics.warning(against: "constant", theirs: most) == nil)
        #expect(Statistics.warning(against: "goal-count", theirs: all) == nil)
    }
}
