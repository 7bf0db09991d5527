import Planning
import PlanningDomains
import Testing

@Suite struct GroundingTests {
    @Test func onlyReachableOperatorsAreMade() throws {
        // One man on a one-way path: no operator of another man, no walk backwards.
        let ground = try ground(task(.spanner, ["spanners": 2, "nuts": 1, "locations": 3]))
        // 4 walks, 2 picks, 2 turns.
        #expect(ground.operators.count == 8)
    }

    @Test func factsThatExcludeEachOtherShareAVariable() throws {
        let ground = try ground(task(.blocksworld, ["blocks": 6]))
        // The arm, and for each block where it is and whether it is clear.
        #expect(ground.variables.variableCount == 13)
        let layout = StateLayout(ground.variables)
        #expect(layout.bits <= 64)
    }

    @Test func tooManyOperatorsAreReportedInsteadOfStored() throws {
        let task = try task(.blocksworld, ["blocks": 20])
        guard case .tooManyOperators = try Planner.ground(task, operatorLimit: 100) else {
            Issue.record("the limit was not kept")
            return
        }
    }

    /// Random walks: the tree must list exactly the operators whose preconditions hold, stepping and undoing must
    /// agree, and the validator, which knows nothing of all this, must accept every walk as far as its steps go.
    @Test(arguments: DomainFamily.allCases)
    func randomWalksAgreeWithTheValidator(family: DomainFamily) throws {
        var random = SystemIndependentRandom(seed: 5)
        var size: [String: Int] = [:]
        for (name, least) in family.parameters { size[name] = least + 2 }
        let task = try task(family, size)
        let ground = try ground(task)
        var tree = SuccessorTree(ground)
        let layout = StateLayout(ground.variables)
        for _ in 0..<5 {
            var stepper = StateStepper(ground.variables, layout)
            var walk: [Int32] = []
            for _ in 0..<15 {
                var applicable: [Int32] = []
                _ = tree.collect(stepper.state, into: &applicable)
                let expected = (0..<ground.operators.count).filter { number in
                    ground.operators.preconditions[number].allSatisfy {
                        stepper.state[Int(ground.variables.variableOf[Int($0)])] == $0
                    }
                }
                #expect(applicable.map(Int.init).sorted() == expected)
                guard !applicable.isEmpty else { break }
                let before = stepper.state
                stepper.apply(Int(applicable[0]), of: ground.operators)
                stepper.undo()
                #expect(stepper.state == before)
                let number = applicable[random.below(applicable.count)]
                stepper.apply(Int(number), of: ground.operators)
                walk.append(number)
            }
            let outcome = Planner.validate(ground.operators.plan(walk, of: task), for: task)
            if case .failedStep = outcome { Issue.record("\(family): \(outcome)") }
        }
    }
}
