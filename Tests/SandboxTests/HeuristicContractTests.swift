import Glibc
import PlanningDomains
import Sandbox
import Testing

/// Holds what heuristics see against what they may expect, and runs those that do not keep to the rules.
@Suite(.serialized) struct HeuristicContractTests {
    private static let benign = """
        class H:
            def __init__(self, task):
                self.goals = task.goals
            def __call__(self, node):
                return len(self.goals - node.state)
        """
    private static let limits = PlanningLimits(cpuSeconds: 1, memoryBytes: 256 << 20, wallSeconds: 60)

    /// Checks a candidate, and lets it lead a search where it passes.
    private func run(_ code: String, _ worker: HeuristicWorker) -> (verdict: String, detail: String) {
        let outcome = worker.check(code: code).flatMap { _ in
            worker.solve(code: code, search: HeuristicSearch(maximumEvaluations: 2000))
        }
        switch outcome {
        case .success: return ("ok", "")
        case .failure(let failure):
            return (failure.verdict.rawValue, failure.detail + "\n" + (failure.traceback ?? ""))
        }
    }

    @Test(
        .timeLimit(.minutes(2)),
        arguments: CandidateFile.all(in: "heuristic-contract")
            + CandidateFile.all(in: "hostile-heuristics"))
    func candidate(_ item: CandidateFile) throws {
        let worker = try HeuristicFixture(family: .blocksworld).worker("train-30", limits: Self.limits)
        let (verdict, detail) = run(item.code, worker)
        #expect(item.verdicts.contains(verdict), "\(verdict): \(detail)")
        #expect(try detail.contains(Regex(item.pattern)), "\(verdict): \(detail)")
        #expect(detail.utf8.count < 12000)
        #expect(run(Self.benign, worker).verdict == "ok", "the next candidate is not right")
    }

    @Test func theCorpusIsThere() {
        #expect(CandidateFile.all(in: "heuristic-contract").count >= 6)
        #expect(CandidateFile.all(in: "hostile-heuristics").count >= 30)
    }

    @Test func tooLargeToGroundMeansViewsOnly() throws {
        let blocks = HeuristicFixture(family: .blocksworld)
        let worker = try blocks.worker("train-25")
        let lifted = HeuristicSearch(.eager, isLifted: true)
        let asking = """
            class H:
                def __init__(self, task):
                    self.count = len(task.operators)
                def __call__(self, node):
                    return self.count
            """
        let fault = try worker.solve(code: asking, search: lifted).fault()
        #expect(fault.verdict == .error)
        #expect(fault.detail.contains("task.operators needs grounding"))
        #expect(fault.line == 3)
        let ground = try worker.solve(code: blocks.code(fast: true)).get()
        let views = try worker.solve(code: blocks.code(fast: true), search: lifted).get()
        let strings = try worker.solve(code: blocks.code(fast: false), search: lifted).get()
        for run in [ground, views, strings] {
            guard case .plan = run.outcome else {
                Issue.record("no plan but \(run)")
                return
            }
            #expect(run.initialValue == ground.initialValue)
        }
        #expect(views.evaluations == strings.evaluations)
    }

    @Test func preferredStepsAreTakenFirst() throws {
        let code = """
            class H:
                def __init__(self, task):
                    self.goals = task.goals
                    self.below = dict(task.goal_view["on"])
                def __call__(self, node):
                    return len(self.goals - node.state)
                def preferred(self, node):
                    for upper, lower in node.view["on"]:
                        if self.below.get(upper) != lower:
                            yield ("unstack", upper, lower)
                    for (block,) in node.view["holding"]:
                        yield f"(putdown {block})"
                        if block in self.below:
                            yield ("stack", block, self.below[block])
            """
        let worker = try HeuristicFixture(family: .blocksworld).worker("train-45")
        #expect(try worker.check(code: code).get().hasPreferred)
        let search = HeuristicSearch(.lazy)
        let without = try worker.solve(code: code, search: search).get()
        let with = try worker.solve(code: code, search: HeuristicSearch(.lazy, usesPreferred: true)).get()
        for run in [without, with] {
            guard case .plan = run.outcome else {
                Issue.record("no plan but \(run)")
                return
            }
        }
        #expect(with.evaluations < without.evaluations)
    }

    @Test func aDiagnosisNamesTheStateWithoutABetterSuccessor() throws {
        let worker = try HeuristicFixture(family: .blocksworld).worker("train-25")
        let constant = """
            class H:
                def __init__(self, task):
                    pass
                def __call__(self, node):
                    return 5
            """
        let diagnosis = try worker.diagnose(code: constant).get()
        let stuck = try #require(diagnosis.stuck)
        #expect(stuck.stepsFromStart == 0)
        #expect(stuck.value == 5)
        #expect(stuck.state.contains("(arm-empty)"))
        #expect(!stuck.successors.isEmpty)
        #expect(stuck.successors.allSatisfy { $0.value == 5 && $0.action.hasPrefix("(") })
        #expect(!diagnosis.reachedGoal)
        let good = try HeuristicFixture.code("blocksworld_fast")
        guard case .plan(let plan) = try worker.solve(code: good).get().outcome else {
            Issue.record("no plan")
            return
        }
        let eager = good.replacing("return cost", with: "return 10 * cost")
        let over = try worker.diagnose(code: eager, plan: plan).get()
        let worst = try #require(over.worstOverestimates.first)
        #expect(worst.value > Double(worst.remaining))
        #expect(over.worstOverestimates.count <= 5)
        #expect(over.secondsInConstructor >= 0)
    }

    @Test func aTaskThatCannotBeReadIsSaidSo() throws {
        let worker = try HeuristicFixture.worker(domain: "(define (domain d))", task: "(define (problem")
        let fault = try worker.check(code: Self.benign).fault()
        #expect(fault.verdict == .error)
        #expect(fault.detail.contains("task.pddl:1:"))
    }
}
