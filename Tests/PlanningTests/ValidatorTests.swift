import Planning
import PlanningDomains
import Testing

@Suite struct ValidatorTests {
    private func solved(_ family: DomainFamily, _ size: [String: Int]) throws -> (PlanningTask, Plan) {
        let task = try task(family, size)
        let ground = try ground(task)
        let options = SearchOptions(.lazy, [.relaxedPlan], preferred: true)
        guard case .plan(let numbers) = Planner.search(ground, options, SearchLimits()).outcome else {
            throw TestFailure("no plan")
        }
        return (task, ground.operators.plan(numbers, of: task))
    }

    @Test func theFailingStepAndFactAreNamed() throws {
        let task = try task(.gripper, ["balls": 1])
        let steps = ["(pick ball1 rooma left)", "(drop ball1 roomb left)"].joined()
        let plan = try Plan(parsing: SourceText(name: "plan", text: steps))
        let outcome = Planner.validate(plan, for: task)
        #expect(
            outcome
                == .failedStep(step: 2, text: "(drop ball1 roomb left)", reason: "(at-robby roomb) is false"))
        #expect(outcome.description == "step 2 (drop ball1 roomb left) fails: (at-robby roomb) is false")
    }

    @Test func unknownWordsAreNamedWithASuggestion() throws {
        let task = try task(.gripper, ["balls": 1])
        func judge(_ text: String) throws -> String {
            Planner.validate(try Plan(parsing: SourceText(name: "plan", text: text)), for: task).description
        }
        #expect(try judge("(pik ball1 rooma left)").contains("did you mean \"pick\"?"))
        #expect(try judge("(pick bal1 rooma left)").contains("did you mean \"ball1\"?"))
        #expect(try judge("(pick ball1 rooma)").contains("takes 3 arguments, found 2"))
        #expect(try judge("").contains("the goal does not hold at the end: (at ball1 roomb) is false"))
    }

    @Test func planFilesMayHaveCommentsTimesAndDurations() throws {
        let text = "; cost = 2\n0: (MOVE rooma roomb) [1]\n1.000: (move roomb rooma)\n"
        let plan = try Plan(parsing: SourceText(name: "plan", text: text))
        #expect(plan.description == "(move rooma roomb)\n(move roomb rooma)\n")
        #expect(throws: PDDLError.self) { _ = try Plan(parsing: SourceText(name: "plan", text: "move a b")) }
    }

    @Test(arguments: [
        (DomainFamily.blocksworld, ["blocks": 5]),
        (.transport, ["vehicles": 2, "packages": 3, "locations": 5]),
        (.floortile, ["rows": 2, "columns": 2]),
        (.satellite, ["satellites": 2, "modes": 2, "directions": 4]),
    ])
    func plansWithOneNecessaryStepLessAreRejected(family: DomainFamily, size: [String: Int]) throws {
        let (task, plan) = try solved(family, size)
        #expect(Planner.validate(plan, for: task).isValid)
        // Dropping the last step always leaves a goal open, since search stops at the first goal state.
        #expect(!Planner.validate(Plan(steps: Array(plan.steps.dropLast())), for: task).isValid)
        // Exchanged arguments are noticed wherever they change the step.
        var rejected = 0
        for index in plan.steps.indices {
            var steps = plan.steps
            steps[index] = PlanStep(action: steps[index].action, arguments: steps[index].arguments.reversed())
            if steps != plan.steps, !Planner.validate(Plan(steps: steps), for: task).isValid { rejected += 1 }
        }
        #expect(rejected > 0)
    }
}
