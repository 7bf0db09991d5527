import Planning
import PlanningDomains
import Testing

@Suite struct SearchTests {
    static let configurations: [SearchOptions] = [
        SearchOptions(.eager, [.blind]),
        SearchOptions(.eager, [.goalCount]),
        SearchOptions(.eager, [.relaxedPlan]),
        SearchOptions(.eager, [.relaxedPlan], preferred: true),
        SearchOptions(.eager, [.relaxedPlan], commits: true),
        SearchOptions(.eager, [.goalCount], novelty: true, commits: true),
        SearchOptions(.lazy, [.additive]),
        SearchOptions(.lazy, [.relaxedPlan], preferred: true),
        SearchOptions(.lazy, [.relaxedPlan, .goalCount], preferred: true, novelty: true),
        SearchOptions(.lazy, [.relaxedPlan, .landmarkCount], preferred: true),
        SearchOptions(.lazy, [.relaxedPlan, .landmarkCount], preferred: true, mergesAlike: true),
        SearchOptions(.eager, [.relaxedPlan], preferred: true, commits: true, mergesAlike: true),
        SearchOptions(.eager, [.landmarkCount]),
        SearchOptions(.astar, [.blind]),
    ]

    /// The shortest plans of these were also found by hand.
    @Test func shortestPlansHaveTheKnownLength() throws {
        // Sussman's anomaly.
        let text = """
            (define (problem s) (:domain blocksworld) (:objects a b c)
              (:init (arm-empty) (on-table a) (on-table b) (on c a) (clear b) (clear c))
              (:goal (and (on a b) (on b c))))
            """
        let sussman = try Planner.parse(
            domain: domainText(.blocksworld), task: SourceText(name: "s", text: text))
        #expect(try optimalPlan(sussman)?.count == 6)
        // n balls: n picks, n drops, and a way between two loads: 3 n - 1 for even n.
        for balls in [2, 4] {
            #expect(try optimalPlan(task(.gripper, ["balls": balls]))?.count == 3 * balls - 1)
        }
        // One spanner and one nut: 2 steps along the path, 1 pick, 1 turn.
        #expect(try optimalPlan(task(.spanner, ["spanners": 1, "nuts": 1, "locations": 1]))?.count == 4)
    }

    @Test func everyConfigurationFindsValidPlans() throws {
        for family in DomainFamily.allCases {
            var size: [String: Int] = [:]
            for (name, least) in family.parameters { size[name] = family == .sokoban ? least : least + 1 }
            let task = try task(family, size)
            let ground = try ground(task)
            for options in Self.configurations {
                let (outcome, _) = Planner.search(ground, options, SearchLimits(cpuSeconds: 20))
                guard case .plan(let numbers) = outcome else {
                    Issue.record("\(family) \(options): \(outcome)")
                    continue
                }
                let verdict = Planner.validate(ground.operators.plan(numbers, of: task), for: task)
                #expect(verdict.isValid, "\(family) \(options): \(verdict)")
            }
        }
    }

    @Test func aGoalAlreadyTrueNeedsNoStep() throws {
        let task = try parse(
            domain: "(:predicates (p)) (:action a :effect (not (p)))", facts: "(p)", goal: "(p)")
        #expect(try optimalPlan(task) == [])
        let empty = try parse(domain: "(:predicates (p))", facts: "", goal: "(and)")
        for options in Self.configurations {
            #expect(Planner.search(try ground(empty), options, SearchLimits()).outcome == .plan([]))
        }
    }

    @Test func aTaskWithoutObjectsWorks() throws {
        let task = try parse(
            domain: "(:predicates (p ?x)) (:action a :parameters (?x) :effect (p ?x))", facts: "",
            goal: "(forall (?x) (p ?x))")
        #expect(try optimalPlan(task) == [])
    }

    @Test func unsolvableTasksAreProvenSo() throws {
        // Unreachable even without deletes.
        let relaxed = try parse(
            domain: "(:predicates (p) (q)) (:action a :precondition (q) :effect (p))", facts: "", goal: "(p)")
        // Reachable only when nothing is deleted.
        let real = try parse(
            domain:
                "(:predicates (p) (q) (r)) (:action a :precondition (r) :effect (and (p) (not (r)))) (:action b :precondition (r) :effect (and (q) (not (r))))",
            facts: "(r)", goal: "(and (p) (q))")
        for task in [relaxed, real] {
            for options in Self.configurations {
                let outcome = Planner.search(try ground(task), options, SearchLimits()).outcome
                #expect(outcome == .unsolvable)
                #expect(outcome.exitCode == 11)
            }
        }
    }

    @Test func limitsEndTheSearch() throws {
        let ground = try ground(task(.blocksworld, ["blocks": 12]))
        let options = SearchOptions(.eager, [.blind])
        let few = Planner.search(ground, options, SearchLimits(evaluations: 1000))
        #expect(few.outcome == .outOfEvaluations)
        #expect(few.statistics.evaluations < 3000)
        #expect(Planner.search(ground, options, SearchLimits(memoryBytes: 1 << 20)).outcome == .outOfMemory)
        #expect(Planner.search(ground, options, SearchLimits(cpuSeconds: 0.05)).outcome == .outOfTime)
    }

    /// The limits hold within one expansion, too: here the first state has 300 successors.
    @Test(arguments: [
        SearchOptions(.eager, [.relaxedPlan]), SearchOptions(.eager, [.goalCount], commits: true),
        SearchOptions(.astar, [.blind]), SearchOptions(.lazy, [.relaxedPlan], preferred: true),
    ])
    func theLimitOfEvaluationsIsKeptExactly(options: SearchOptions) throws {
        let facts = (0..<300).map { "(p o\($0))" }.joined()
        let task = try parse(
            domain: """
                (:predicates (p ?x) (q ?x))
                (:action a :parameters (?x) :precondition (p ?x) :effect (and (q ?x) (not (p ?x))))
                """, objects: (0..<300).map { "o\($0)" }.joined(separator: " "), facts: facts,
            goal: "(forall (?x) (q ?x))")
        let (outcome, statistics) = Planner.search(
            try ground(task), options, SearchLimits(evaluations: 100))
        #expect(outcome == .outOfEvaluations)
        #expect(statistics.evaluations == 100)
    }

    @Test func searchesAreDeterministic() throws {
        let task = try task(.rovers, ["rovers": 2, "waypoints": 5, "cameras": 2, "objectives": 2])
        for options in Self.configurations where options.algorithm != .astar && options.heuristics != [.blind]
        {
            let first = Planner.search(try ground(task), options, SearchLimits())
            let second = Planner.search(try ground(task), options, SearchLimits())
            #expect(first.outcome == second.outcome)
            #expect(first.statistics.evaluations == second.statistics.evaluations)
        }
    }

    /// A search that pauses goes on exactly where it was.
    @Test func pausesChangeNothing() throws {
        let task = try task(.rovers, ["rovers": 2, "waypoints": 5, "cameras": 2, "objectives": 3])
        let ground = try ground(task)
        for options in Self.configurations where options.algorithm != .astar {
            let limits = SearchLimits(evaluations: 3000)
            func search() -> Search<SuccessorTree> {
                Search(
                    ground.variables, SuccessorTree(ground),
                    heuristics: options.heuristics.map { Planner.heuristic($0, ground) }, options: options,
                    limits: limits)
            }
            var whole = search()
            let outcome = whole.run()
            var parts = search()
            var count = 0
            var end: SearchOutcome?
            while end == nil {
                end = parts.advance(by: 7)
                count += 1
            }
            #expect(end == outcome)
            #expect(parts.statistics.evaluations == whole.statistics.evaluations)
            #expect(parts.statistics.states == whole.statistics.states)
            #expect(count > 1, "\(options) never paused")
        }
    }

    @Test func theAutomaticSearchIsDeterministicAndKeepsItsLimits() throws {
        let task = try task(.childsnack, ["children": 9, "trays": 2, "tables": 3])
        let first = try Planner.solve(task)
        let second = try Planner.solve(task)
        #expect(first.plan != nil)
        #expect(first.plan?.description == second.plan?.description)
        #expect(first.statistics.evaluations == second.statistics.evaluations)
        // The climb has its first turn, the others a part of theirs.
        #expect(first.statistics.evaluations > 20_500)
        let limits = SearchLimits(evaluations: 20_300)
        let ended = try Planner.solve(task, .automatic, limits)
        #expect(ended.outcome == .outOfEvaluations)
        #expect(ended.statistics.evaluations == 20_300)
        #expect(try Planner.solve(task, .automatic, SearchLimits(memoryBytes: 1 << 16)).exitCode == 22)
    }

    @Test func theAutomaticSearchSolvesEveryDomain() throws {
        for family in DomainFamily.allCases {
            var size: [String: Int] = [:]
            for (name, least) in family.parameters { size[name] = family == .sokoban ? least : least + 1 }
            let solution = try Planner.solve(task(family, size))
            #expect(solution.verdict?.isValid == true, "\(family): \(solution.outcome)")
            #expect(!solution.isLifted)
        }
        let impossible = try parse(
            domain: "(:predicates (p) (q)) (:action a :precondition (q) :effect (p))", facts: "", goal: "(p)")
        #expect(try Planner.solve(impossible).exitCode == 11)
    }

    /// To stack b on a, with c on b at first, b must be made clear and held.
    @Test func landmarksAreCounted() throws {
        let text = """
            (define (problem s) (:domain blocksworld) (:objects a b c)
              (:init (arm-empty) (on-table a) (on-table b) (on c b) (clear a) (clear c))
              (:goal (and (on b a))))
            """
        let task = try Planner.parse(
            domain: domainText(.blocksworld), task: SourceText(name: "s", text: text))
        let ground = try ground(task)
        var heuristic = try #require(LandmarkCountHeuristic(ground))
        // (holding b), (clear b) and the goal; (holding c) comes with (clear b), but no step asks for it.
        #expect(heuristic.count == 3)
        var preferred: [Int32] = []
        let root = SearchNode(state: 0, parent: -1, operatorNumber: -1, g: 0)
        #expect(heuristic.evaluate(ground.variables.initial, root, preferred: &preferred) == 3)
    }

    /// A candidate's pruning is no proof.
    private struct Pruning: Heuristic {
        let isSafe = false
        mutating func evaluate(_ state: [Int32], _ node: SearchNode, preferred: inout [Int32]) -> Double {
            node.parent < 0 ? 1 : .infinity
        }
    }

    @Test func pruningByAnUnsafeHeuristicIsNotCalledUnsolvable() throws {
        let ground = try ground(task(.gripper, ["balls": 2]))
        var search = Search(
            ground.variables, SuccessorTree(ground), heuristics: [Pruning()],
            options: SearchOptions(.eager, []), limits: SearchLimits())
        #expect(search.run() == .noPlanFound)
    }
}
