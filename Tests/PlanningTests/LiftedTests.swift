import Planning
import PlanningDomains
import Testing

@Suite struct LiftedTests {
    /// On random walks the joins must find the very steps that the decision tree finds, and lead to the same facts.
    @Test(arguments: DomainFamily.allCases)
    func joinsAgreeWithTheGroundOperators(family: DomainFamily) throws {
        var random = SystemIndependentRandom(seed: 11)
        var size: [String: Int] = [:]
        for (name, least) in family.parameters { size[name] = least + 1 }
        let task = try task(family, size)
        let ground = try ground(task)
        let lifted = try #require(try LiftedTask(task))
        var tree = SuccessorTree(ground)
        var joins = LiftedSuccessors(lifted)
        var first = StateStepper(ground.variables, StateLayout(ground.variables))
        var second = StateStepper(lifted.variables, StateLayout(lifted.variables))
        for _ in 0..<20 {
            var known: [Int32] = []
            var found: [Int32] = []
            _ = tree.collect(first.state, into: &known)
            #expect(joins.collect(second.state, limit: .max, into: &found))
            func words(_ numbers: [Int32], _ operators: GroundOperators) -> [String: Int32] {
                var result: [String: Int32] = [:]
                for number in numbers {
                    result[operators.step(Int(number), of: task)?.description ?? "?"] = number
                }
                return result
            }
            let left = words(known, ground.operators)
            let right = words(found, joins.operators)
            // Steps that change nothing are left out by the grounder.
            #expect(Set(left.keys).isSubset(of: right.keys))
            for extra in Set(right.keys).subtracting(left.keys) {
                let number = try #require(right[extra])
                let before = second.state
                second.apply(Int(number), of: joins.operators)
                #expect(second.state == before)
                second.undo()
            }
            guard !left.isEmpty else { break }
            let chosen = left.keys.sorted()[random.below(left.count)]
            first.apply(Int(try #require(left[chosen])), of: ground.operators)
            second.apply(Int(try #require(right[chosen])), of: joins.operators)
            #expect(facts(first.state, ground.variables) == facts(second.state, lifted.variables))
        }
    }

    private func facts(_ state: [Int32], _ variables: StateVariables) -> Set<String> {
        // A fact that holds in every state has no proposition in the ground task.
        var result: Set<String> = []
        for fact in 0..<variables.facts.count
        where variables.propositionOf[fact] == StateVariables.constantlyTrue {
            result.insert(variables.task.describe(variables.facts.atom(fact)))
        }
        for proposition in state {
            if case .fact(let fact) = variables.meaning[Int(proposition)] {
                result.insert(variables.task.describe(variables.facts.atom(Int(fact))))
            }
        }
        return result
    }

    @Test func aLongerListBeginsWithAShorterOne() throws {
        let lifted = try #require(
            try LiftedTask(task(.childsnack, ["children": 8, "trays": 2, "tables": 2])))
        var joins = LiftedSuccessors(lifted)
        var all: [Int32] = []
        #expect(joins.collect(lifted.variables.initial, limit: .max, into: &all))
        // The complete list stands schema by schema; portions alternate between schemas.
        var previous: [Int32] = []
        for limit in [10, 100, 300, 500] {
            var some: [Int32] = []
            #expect(!joins.collect(lifted.variables.initial, limit: limit, into: &some))
            #expect(some.count == limit)
            #expect(Array(some.prefix(previous.count)) == previous)
            previous = some
        }
        #expect(Set(previous).isSubset(of: all))
    }

    @Test(arguments: [
        (DomainFamily.childsnack, ["children": 4, "trays": 2, "tables": 2]),
        (.ferry, ["cars": 3, "locations": 4]), (.gripper, ["balls": 4]),
        (.satellite, ["satellites": 2, "instruments": 3, "modes": 2, "directions": 4]),
    ])
    func tasksAreSolvedWithoutGrounding(family: DomainFamily, size: [String: Int]) throws {
        let solution = try Planner.solve(task(family, size), operatorLimit: 5)
        #expect(solution.isLifted)
        #expect(solution.verdict?.isValid == true, "\(solution.outcome)")
        #expect(solution.exitCode == 0)
    }

    /// The largest tasks have 48 and 19 million ground operators.
    @Test(.enabled(if: runsEverything))
    func theLargestTasksAreSearchedWithoutGrounding() throws {
        let sizes: [(DomainFamily, [String: Int])] = [
            (.childsnack, ["children": 292, "trays": 10, "tables": 10]),
            (.transport, ["vehicles": 50, "packages": 194, "locations": 99]),
        ]
        for (family, size) in sizes {
            let limits = SearchLimits(cpuSeconds: 600, evaluations: 1000)
            let solution = try Planner.solve(task(family, size), .automatic, limits)
            #expect(solution.isLifted)
            #expect(solution.outcome == .outOfEvaluations)
        }
    }

    @Test func unsolvableTasksAreProvenWithoutGrounding() throws {
        let task = try parse(
            domain: """
                (:predicates (p ?x) (q ?x) (r))
                (:action a :parameters (?x) :precondition (r) :effect (and (p ?x) (not (r))))
                (:action b :parameters (?x) :precondition (r) :effect (and (q ?x) (not (r))))
                """, objects: "a b", facts: "(r)", goal: "(and (p a) (q b))")
        let solution = try Planner.solve(task, operatorLimit: 1)
        #expect(solution.isLifted)
        #expect(solution.outcome == .unsolvable)
    }

    @Test func conditionalEffectsWorkWithoutGrounding() throws {
        let task = try parse(
            domain: """
                (:predicates (at ?x) (next ?x ?y) (flag) (done ?x))
                (:action shift :effect (and
                    (forall (?x ?y) (when (and (at ?x) (next ?x ?y) (not (flag))) (and (at ?y) (not (at ?x)))))
                    (when (flag) (not (flag)))))
                (:action mark :parameters (?x) :precondition (at ?x) :effect (done ?x))
                """, objects: "a b c", facts: "(at a) (next a b) (next b c) (flag)",
            goal: "(and (at c) (done b))")
        let solution = try Planner.solve(task, operatorLimit: 1)
        #expect(solution.isLifted)
        #expect(solution.verdict == .valid(cost: 4))
    }
}
