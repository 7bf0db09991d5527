import Archive
import Testing

@testable import Evolution

@Suite struct CoverageTests {
    private func tasks(_ solved: [Bool], cpuSeconds: Double = 1) -> [TaskResult] {
        solved.enumerated().map { index, solved in
            TaskResult(
                task: "t\(index)", size: index, outcome: solved ? "solved" : "evaluations",
                cpuSeconds: cpuSeconds)
        }
    }

    private func estimate(_ solved: Int, of count: Int = 4, cpuSeconds: Double) -> Estimate {
        Coverage(tasks((0..<count).map { $0 < solved }, cpuSeconds: cpuSeconds)).estimate
    }

    @Test func solvedTasksCountBeforeAnyTime() {
        #expect(estimate(3, cpuSeconds: 9).beats(estimate(2, cpuSeconds: 0.001)))
        #expect(!estimate(2, cpuSeconds: 0.001).beats(estimate(3, cpuSeconds: 9)))
        #expect(estimate(4, cpuSeconds: 0.000001).mean < 5)
        #expect(estimate(4, cpuSeconds: 1e9).mean == 4)
    }

    @Test func timeCountsBetweenEqualsOnlyWhereItIsClearlyLess() {
        #expect(estimate(3, cpuSeconds: 1).beats(estimate(3, cpuSeconds: 2.1)))
        #expect(!estimate(3, cpuSeconds: 1).beats(estimate(3, cpuSeconds: 1.9)))
        #expect(!estimate(3, cpuSeconds: 1.9).beats(estimate(3, cpuSeconds: 1)))
    }

    @Test func trainingsAreNoCoverage() {
        let training = EvaluationRecord(
            candidate: "c", purpose: "search", seed: 1, steps: 1, verdict: "ok", detail: "", fitness: 1,
            episodes: [], curve: [], components: [], shipped: nil, trainerCPUSeconds: 0, workerCPUSeconds: 0,
            workerPeakBytes: 0, wallSeconds: 0, policy: nil)
        #expect(Coverage([training]) == nil)
        var searches = training
        searches.tasks = tasks([true, false])
        #expect(Coverage([searches, searches])?.solved == 2)
        #expect(Coverage([searches, searches])?.count == 4)
        #expect(Coverage([searches, training]) == nil)
    }

    @Test func tasksAreComparedOneByOne() throws {
        let ours = tasks([true, true, true, false, true])
        let theirs = tasks([true, false, false, true, false])
        let found = try #require(Statistics.compare(ours, with: theirs, against: "goal-count"))
        #expect(found.gained == 3)
        #expect(found.lost == 1)
        #expect(found.ours.mean == 4)
        #expect(found.theirs.mean == 2)
        #expect(found.difference.mean == 2)
        #expect(found.difference.low ?? 1 < 0)
        #expect(found.probabilityOfImprovement == 0.7)
        #expect(Statistics.compare(ours, with: [], against: "nobody") == nil)
    }

    /// Solving everything where the other solves nothing is certain enough, but five tasks are not thirty.
    @Test func theIntervalNarrowsWithTasksAndNeverToAPoint() throws {
        func interval(_ count: Int) throws -> (low: Double, high: Double) {
            let all = tasks(Array(repeating: true, count: count))
            let none = tasks(Array(repeating: false, count: count))
            let difference = try #require(Statistics.compare(all, with: none, against: "constant")).difference
            return (
                try #require(difference.low) / Double(count), try #require(difference.high) / Double(count)
            )
        }
        let (few, many) = (try interval(5), try interval(30))
        #expect(few.low > 0 && few.low < many.low && many.low < 1)
        #expect(few.high == 1 && many.high == 1)
        let same = tasks(Array(repeating: true, count: 20))
        let none = try #require(Statistics.compare(same, with: same, against: "itself")).difference
        #expect(none.low ?? 0 < 0 && none.high ?? 0 > 0)
    }
}
