import PlanningDomains
import Testing

@testable import Planning

@Suite struct SymmetryTests {
    private func classes(_ task: PlanningTask) -> [[String]] {
        InterchangeableObjects(task).classes.map { $0.map { task.objects[$0].name } }
    }

    private let domain = """
        (:types ball box) (:constants c - ball)
        (:predicates (in ?x - ball ?y - box) (red ?x - ball) (near ?x ?y - ball) (done))
        (:action take :parameters (?x - ball ?y - box) :precondition (in ?x ?y) :effect (and (done) (not (in ?x ?y))))
        """

    @Test func whatIsSaidOfObjectsTellsThemApart() throws {
        // b is red, e is in another box, c is a constant of the domain, h stands in the goal; the rest is alike.
        let task = try parse(
            domain: domain, objects: "a b d e f h - ball p q - box",
            facts: "(in a p) (in b p) (in c p) (in d p) (in e q) (in f p) (in h p) (red b)",
            goal: "(and (done) (not (in h p)))")
        #expect(classes(task) == [["a", "d", "f"]])
    }

    @Test func objectsWithSomethingToDoWithEachOtherStayApart() throws {
        let task = try parse(
            domain: domain, objects: "a b d e - ball p - box",
            facts: "(near a b) (in d p) (in e p) (in a p) (in b p)", goal: "(done)")
        #expect(classes(task) == [["d", "e"]])
    }

    @Test func objectsInADisjunctiveGoalStayApart() throws {
        let task = try parse(
            domain: domain, objects: "a b d e - ball p - box",
            facts: "(in a p) (in b p) (in d p) (in e p)", goal: "(or (red a) (and (done) (not (in b p))))")
        #expect(classes(task) == [["d", "e"]])
    }

    /// A state's number survives every exchange of alike objects, and tells real differences.
    @Test func statesThatDifferInNamesHaveOneNumber() throws {
        let task = try parse(
            domain: """
                (:types ball box)
                (:predicates (in ?x - ball ?y - box) (free ?x - ball) (red ?x - ball) (done))
                (:action put :parameters (?x - ball ?y - box) :precondition (free ?x)
                  :effect (and (in ?x ?y) (not (free ?x))))
                (:action paint :parameters (?x - ball) :precondition (free ?x) :effect (red ?x))
                (:action end :parameters (?x - ball ?y - box) :precondition (and (red ?x) (in ?x ?y)) :effect (done))
                """, objects: "a b d - ball p q - box", facts: "(free a) (free b) (free d)", goal: "(done)")
        let ground = try ground(task)
        var hasher = try #require(OrbitHasher(ground.variables))
        func number(_ steps: [String]) throws -> UInt64 {
            var stepper = StateStepper(ground.variables, StateLayout(ground.variables))
            for step in steps {
                let index = (0..<ground.operators.count).first {
                    ground.operators.step($0, of: task)?.description == step
                }
                stepper.apply(try #require(index), of: ground.operators)
            }
            return hasher.colour(stepper.state)
        }
        let one = try number(["(paint a)", "(put a p)", "(put b p)"])
        #expect(try number(["(put d q)", "(paint b)", "(put b q)"]) == one)
        #expect(try number(["(paint a)", "(put a p)", "(put b q)"]) != one)
        #expect(try number(["(put a p)", "(put b p)"]) != one)
        #expect(try number(["(paint d)", "(put a p)", "(put b p)"]) != one)
    }

    /// Six sandwiches, loaves and fillings of a kind: all orders of taking them are one.
    @Test func alikeStatesAreSearchedOnce() throws {
        let task = try task(.childsnack, ["children": 6, "trays": 2, "tables": 3])
        let ground = try ground(task)
        func search(_ merges: Bool) -> (outcome: SearchOutcome, statistics: SearchStatistics) {
            Planner.search(
                ground, SearchOptions(.eager, [.relaxedPlan], mergesAlike: merges),
                SearchLimits(evaluations: 100_000))
        }
        let apart = search(false)
        let merged = search(true)
        guard case .plan(let numbers) = merged.outcome else {
            Issue.record("no plan: \(merged.outcome)")
            return
        }
        #expect(Planner.validate(ground.operators.plan(numbers, of: task), for: task).isValid)
        #expect(merged.statistics.evaluations * 5 < apart.statistics.evaluations)
    }

    /// Chains of alike objects may get one number wrongly, so merging proves nothing; `auto` does.
    @Test func anExhaustedMergedSearchIsNoProof() throws {
        // (s) costs (r), so the goal is out of reach, which only the deletes tell.
        let task = try parse(
            domain: """
                (:predicates (p ?x) (q ?x) (r) (s))
                (:action a :parameters (?x) :precondition (p ?x) :effect (and (q ?x) (not (p ?x))))
                (:action e :parameters (?x) :precondition (and (q ?x) (r)) :effect (and (s) (not (r))))
                """, objects: "a b d", facts: "(p a) (p b) (p d) (r)", goal: "(and (r) (s))")
        let ground = try ground(task)
        for algorithm in [SearchOptions.Algorithm.eager, .lazy] {
            func search(_ merges: Bool) -> (outcome: SearchOutcome, statistics: SearchStatistics) {
                Planner.search(
                    ground, SearchOptions(algorithm, [.relaxedPlan], mergesAlike: merges), SearchLimits())
            }
            #expect(search(false).outcome == .unsolvable)
            #expect(search(true).outcome == .noPlanFound)
            #expect(search(true).statistics.states < search(false).statistics.states)
        }
        #expect(try Planner.solve(task).outcome == .unsolvable)
    }
}
