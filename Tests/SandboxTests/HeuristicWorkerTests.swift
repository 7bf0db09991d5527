import Glibc
import PlanningDomains
import Sandbox
import Testing

/// Runs the ten fixed heuristics as they are published, and their versions on the views.
@Suite struct HeuristicWorkerTests {
    private let blocks = HeuristicFixture(family: .blocksworld)

    @Test(.timeLimit(.minutes(10))) func cancellingEndsWhatIsUnderWay() async throws {
        let limits = PlanningLimits(cpuSeconds: 1000, memoryBytes: 256 << 20, wallSeconds: 1000)
        let worker = try HeuristicFixture(family: .blocksworld).worker("train-30", limits: limits)
        let endless = """
            class H:
                def __init__(self, task):
                    while True:
                        pass
                def __call__(self, node):
                    return 0
            """
        let request = Task.detached { worker.solve(code: endless) }
        // Not a task's sleep: where other tests hold every thread, that one ends minutes later.
        poll(nil, 0, 500)
        worker.cancel()
        guard case .failure(let failure) = await request.value else {
            Issue.record("an endless constructor gave a result")
            return
        }
        #expect(failure.verdict == .killed)
        #expect(throws: (any Error).self) { try worker.solve(code: endless).get() }
    }

    @Test(.timeLimit(.minutes(10)), arguments: HeuristicFixture.all)
    func publishedStyleAndFastViewAgreeOnEveryState(_ fixture: HeuristicFixture) throws {
        let worker = try fixture.worker("train-20")
        let published = try worker.values(code: fixture.code(fast: false), states: 400, seed: 7, facts: true)
            .get()
        let fast = try worker.values(code: fixture.code(fast: true), states: 400, seed: 7).get()
        #expect(published.description.values == fast.description.values)
        #expect(!published.description.usesFastView)
        #expect(fast.description.usesFastView)
        #expect(published.states.count == published.description.values.count)
        #expect(Set(published.description.values).count > 3, "the states are too much alike to tell")
    }

    @Test(.timeLimit(.minutes(10)), arguments: HeuristicFixture.all)
    func publishedStyleSolvesATrainingTask(_ fixture: HeuristicFixture) throws {
        let run = try fixture.worker("train-15").solve(code: fixture.code(fast: false)).get()
        guard case .plan(let steps) = run.outcome else {
            Issue.record("no plan but \(run)")
            return
        }
        #expect(run.cost == steps.count)
        #expect(run.evaluations > 0)
        #expect(run.usage.exitStatus == 0)
        #expect(run.usage.cpuSeconds > 0)
    }

    @Test func checkDescribesTheCandidate() throws {
        let code = """
            class MyHeuristic:
                def __init__(self, task, *, weight=2, bias=0.5):
                    self.weight = weight
                    self.goals = task.goals

                def __call__(self, node):
                    return self.weight * len(self.goals - node.state)
            """
        let worker = try blocks.worker("train-12")
        let description = try worker.check(code: code, states: 30).get()
        #expect(description.constants == ["weight": 2, "bias": 0.5])
        #expect(!description.hasPreferred)
        #expect(!description.usesFastView)
        #expect(description.lines == 7)
        let heavier = try worker.check(code: code, states: 30, constants: ["weight": 3]).get()
        #expect(zip(heavier.values, description.values).allSatisfy { $0 * 2 == $1 * 3 })
        #expect(heavier.fingerprint != description.fingerprint)
        #expect(heavier.normalised == description.normalised)
        let again = try worker.check(code: "# the same\n" + code, states: 30).get()
        #expect(again.fingerprint == description.fingerprint)
        #expect(again.normalised == description.normalised)
    }

    @Test(arguments: HeuristicSearch.Algorithm.allCases)
    func everyAlgorithmFindsAPlan(_ algorithm: HeuristicSearch.Algorithm) throws {
        let worker = try blocks.worker("train-25")
        for queue in [nil, "hff", "goal-count", "landmarks"] as [String?] {
            let run = try worker.solve(
                code: blocks.code(fast: true), search: HeuristicSearch(algorithm, nativeQueue: queue)
            ).get()
            guard case .plan = run.outcome else {
                Issue.record("no plan but \(run)")
                continue
            }
        }
    }

    @Test func infinityPrunesAndIsNeverAProof() throws {
        let worker = try blocks.worker("train-12")
        let code = """
            import math
            class H:
                def __init__(self, task):
                    self.initial = task.initial_state
                def __call__(self, node):
                    return 3 if node.state == self.initial else math.inf
            """
        let run = try worker.solve(code: code).get()
        #expect(run.outcome == .noPlan)
        #expect(run.initialValue == 3)
    }

    @Test func limitsOnEvaluationsAndTimeEndASearch() throws {
        let constant = """
            class H:
                def __init__(self, task):
                    pass
                def __call__(self, node):
                    return 1
            """
        let large = HeuristicFixture(family: .floortile)
        let worker = try large.worker("train-30", limits: PlanningLimits(cpuSeconds: 1))
        let few = try worker.solve(code: constant, search: HeuristicSearch(maximumEvaluations: 1000)).get()
        #expect(few.outcome == .outOfEvaluations)
        #expect((1000..<3000).contains(few.evaluations))
        let late = try worker.solve(code: constant).get()
        #expect(late.outcome == .outOfTime)
        #expect((0.8..<2).contains(late.usage.cpuSeconds))
    }
}
