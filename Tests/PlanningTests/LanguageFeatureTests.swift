import Planning
import Testing

/// Small tasks with known shortest or cheapest plans, one for each part of the language.
@Suite struct LanguageFeatureTests {
    @Test func namesAreCaseInsensitive() throws {
        let task = try parse(
            domain: "(:PREDICATES (Done ?X)) (:Action Go :PARAMETERS (?x) :Effect (DONE ?X))", objects: "A",
            facts: "", goal: "(done a)")
        #expect(try optimalPlan(task) == ["(go a)"])
    }

    @Test func typesFormHierarchiesAndUnions() throws {
        let task = try parse(
            domain: """
                (:types car bike - vehicle vehicle house)
                (:predicates (seen ?x - object) (big ?x - (either car house)))
                (:action look :parameters (?x - (either vehicle house)) :effect (seen ?x))
                (:action grow :parameters (?x - (either car house)) :precondition (seen ?x) :effect (big ?x))
                """, objects: "c - car b - bike h - house", facts: "", goal: "(and (big c) (big h) (seen b))")
        #expect(try optimalPlan(task)?.count == 5)
        #expect(
            Planner.validate(Plan(steps: [PlanStep(action: "grow", arguments: ["b"])]), for: task).isValid
                == false)
    }

    @Test func equalityAndItsNegationHold() throws {
        let task = try parse(
            domain: """
                (:predicates (pair ?x ?y) (same ?x))
                (:action couple :parameters (?x ?y) :precondition (not (= ?x ?y)) :effect (pair ?x ?y))
                (:action mark :parameters (?x ?y) :precondition (and (= ?x ?y) (= ?x a)) :effect (same ?x))
                """.replacing("(= ?x a)", with: ""), objects: "a b", facts: "",
            goal: "(and (pair a b) (same b))")
        #expect(try optimalPlan(task) == ["(couple a b)", "(mark b b)"] || optimalPlan(task)?.count == 2)
        let impossible = try parse(
            domain:
                "(:predicates (pair ?x ?y)) (:action c :parameters (?x ?y) :precondition (not (= ?x ?y)) :effect (pair ?x ?y))",
            objects: "a b", facts: "", goal: "(pair a a)")
        #expect(try optimalPlan(impossible) == nil)
    }

    @Test func negativePreconditionsAndGoalsHold() throws {
        let task = try parse(
            domain: """
                (:predicates (on) (broken) (lit))
                (:action press :precondition (not (on)) :effect (on))
                (:action release :precondition (on) :effect (and (not (on)) (lit)))
                (:action smash :effect (and (lit) (broken)))
                """, facts: "", goal: "(and (lit) (not (broken)) (not (on)))")
        #expect(try optimalPlan(task) == ["(press)", "(release)"])
    }

    @Test func staticNegativePreconditionsPrune() throws {
        let task = try parse(
            domain: """
                (:predicates (bad ?x) (done ?x))
                (:action do :parameters (?x) :precondition (not (bad ?x)) :effect (done ?x))
                """, objects: "a b", facts: "(bad a)", goal: "(done b)")
        #expect(try ground(task).operators.count == 1)
        #expect(try optimalPlan(task) == ["(do b)"])
    }

    @Test func disjunctionsImplicationsAndQuantifiersHold() throws {
        let task = try parse(
            domain: """
                (:types room)
                (:predicates (lit ?r - room) (dirty ?r - room) (left) (right) (home))
                (:action clean :parameters (?r - room) :precondition (or (left) (right)) :effect (not (dirty ?r)))
                (:action go-left :effect (and (left) (not (right))))
                (:action leave :precondition (and (forall (?r - room) (imply (lit ?r) (not (dirty ?r))))
                    (exists (?r - room) (lit ?r))) :effect (home))
                """, objects: "a b c - room", facts: "(dirty a) (dirty b) (lit a)", goal: "(home)")
        #expect(try optimalPlan(task) == ["(go-left)", "(clean a)", "(leave)"])
    }

    @Test func disjunctiveAndQuantifiedGoalsAreReached() throws {
        let domain = """
            (:predicates (p ?x) (q ?x))
            (:action mp :parameters (?x) :effect (p ?x))
            (:action mq :parameters (?x) :precondition (p ?x) :effect (q ?x))
            """
        let either = try parse(
            domain: domain, objects: "a b", facts: "", goal: "(or (and (p a) (p b)) (q a))")
        #expect(try optimalPlan(either)?.count == 2)
        let some = try parse(domain: domain, objects: "a b", facts: "(p b)", goal: "(exists (?x) (q ?x))")
        #expect(try optimalPlan(some) == ["(mq b)"])
        let all = try parse(domain: domain, objects: "a b", facts: "(p b)", goal: "(forall (?x) (p ?x))")
        #expect(try optimalPlan(all) == ["(mp a)"])
    }

    @Test func conditionalEffectsReadTheStateBeforeTheStep() throws {
        let task = try parse(
            domain: """
                (:predicates (at ?x) (next ?x ?y) (flag))
                (:action shift :effect (and
                    (forall (?x ?y) (when (and (at ?x) (next ?x ?y)) (and (at ?y) (not (at ?x)))))
                    (when (flag) (not (flag)))))
                """, objects: "a b c", facts: "(at a) (next a b) (next b c) (flag)",
            goal: "(and (at c) (not (flag)))")
        #expect(try optimalPlan(task) == ["(shift)", "(shift)"])
    }

    @Test func addingWinsOverDeleting() throws {
        let task = try parse(
            domain:
                "(:predicates (p) (q)) (:action a :precondition (p) :effect (and (q) (p) (not (p)) (not (q))))",
            facts: "(p)", goal: "(and (p) (q))")
        #expect(try optimalPlan(task) == ["(a)"])
    }

    @Test func costsDecideWithAMetricAndOnlyThen() throws {
        let domain = """
            (:predicates (at ?x) (road ?x ?y))
            (:functions (total-cost) (length ?x ?y))
            (:action go :parameters (?x ?y) :precondition (and (at ?x) (road ?x ?y))
              :effect (and (at ?y) (not (at ?x)) (increase (total-cost) (length ?x ?y))))
            """
        let facts = """
            (at a) (road a c) (road a b) (road b c) (= (length a c) 9) (= (length a b) 2) (= (length b c) 3)
            (= (total-cost) 0)
            """
        let cheap = try parse(
            domain: domain, objects: "a b c", facts: facts, goal: "(at c)",
            metric: "(:metric minimize (total-cost))")
        #expect(try optimalPlan(cheap)?.count == 2)
        let short = try parse(domain: domain, objects: "a b c", facts: facts, goal: "(at c)")
        #expect(try optimalPlan(short)?.count == 1)
    }

    @Test func constantsMayStandInActions() throws {
        let task = try parse(
            domain: "(:constants k) (:predicates (p ?x)) (:action a :precondition (not (p k)) :effect (p k))",
            facts: "", goal: "(p k)")
        #expect(try optimalPlan(task) == ["(a)"])
    }
}
