import Planning
import PlanningDomains
import Testing

/// Each text has a marker "¶" where the error must be reported.
@Suite struct PDDLErrorTests {
    private func error(domain marked: String, task: String = "") -> (PDDLError?, Planning.SourceLocation) {
        let (text, place) = Self.unmark(marked, "d.pddl")
        do throws(PDDLError) {
            _ = try Domain(parsing: SourceText(name: "d.pddl", text: text))
            return (nil, place)
        } catch {
            return (error, place)
        }
    }

    private static func unmark(_ marked: String, _ file: String) -> (String, Planning.SourceLocation) {
        var line = 1
        var column = 1
        for character in marked {
            if character == "¶" { break }
            if character == "\n" { (line, column) = (line + 1, 1) } else { column += 1 }
        }
        return (marked.filter { $0 != "¶" }, Planning.SourceLocation(file: file, line: line, column: column))
    }

    @Test func aWordOfMegabytesIsNotRepeated() {
        let (error, _) = error(domain: String(repeating: "x", count: 3_000_000))
        #expect((error?.description.utf8.count ?? 0) < 1000)
        #expect(error?.description.contains("expected \"(define (domain name)") == true)
    }

    @Test(
        arguments: [
            ("¶", "a domain in an empty file is missing"),
            ("¶hello", "expected \"(define (domain name) …\""),
            ("(define (domain d))¶) ", "end of file"),
            ("¶(define (domain d)", "expected \")\" for this"),
            ("(define (domain d))\n¶(define (domain e))", "expected end of file"),
            (
                "(define (domain d)\n¶(:predicates (a) (b ?x)\n(:action go :effect (a)))",
                "expected \")\" for this \"(\", found \":action\" in line 3 before it"
            ),
            (
                "(define (domain d) (:predicates (a))\n(:action go :precondition ¶(and (a)\n:effect (a)))",
                "found \":effect\" in line 3 before it"
            ),
            (
                "(define (domain d) (:predicates (a))\n(:action go :precondition (a)¶)\n:effect (a)))",
                "expected \":effect\" in line 3, found a \")\" too many"
            ),
            ("(define ¶(problem d))", "expected \"(domain name)\""),
            ("(define (domain d) ¶foo)", "expected a section"),
            (
                "(define (domain d) (¶:typs a))",
                "unknown section \":typs\" in the domain; did you mean \":types\"?"
            ),
            ("(define (domain d) (:requirements ¶:typin))", "did you mean \":typing\"?"),
            ("(define (domain d) (:types a ¶a))", "type \"a\" is declared twice"),
            ("(define (domain d) (:types a - ¶))", "expected a type after \"-\""),
            (
                "(define (domain d) (:types block) (:constants x - ¶blok))",
                "unknown type \"blok\" in \"(:constants …)\"; did you mean \"block\"?"
            ),
            ("(define (domain d) (:constants x ¶x))", "constant \"x\" is declared twice"),
            ("(define (domain d) (:predicates (p) (¶P)))", "predicate \"p\" is declared twice"),
            ("(define (domain d) (:predicates (p ¶x)))", "expected a variable such as \"?x\""),
            ("(define (domain d) (:predicates (p ?x ¶?x)))", "variable \"?x\" is declared twice"),
            ("(define (domain d) (:action ¶(a)))", nil),
            ("(define (domain d) (:action a) (:action ¶A))", "action \"A\" is declared twice"),
            ("(define (domain d) (:action a ¶:params ()))", "expected \":parameters\""),
            (
                "(define (domain d) (:predicates (clear ?x)) (:action a :precondition (¶cleer b)))",
                "unknown predicate \"cleer\" in action \"a\"; did you mean \"clear\"?"
            ),
            (
                "(define (domain d) (:predicates (p ?x)) (:action a :precondition (p ¶?y)))",
                "unknown variable \"?y\""
            ),
            (
                "(define (domain d) (:predicates (p ?x)) (:action a :precondition (p ¶y)))",
                "unknown object \"y\""
            ),
            (
                "(define (domain d) (:predicates (p ?x)) (:action a :precondition (¶p)))",
                "\"p\" takes 1 argument, found 0"
            ),
            (
                "(define (domain d) (:types a b) (:predicates (p ?x - a)) (:action s :parameters (?y - b) :precondition (p ¶?y)))",
                "\"?y\" has type \"b\", but \"p\" takes \"a\" here"
            ),
            (
                "(define (domain d) (:predicates (p)) (:action a :precondition ¶(not)))",
                "expected one condition after \"not\""
            ),
            (
                "(define (domain d) (:predicates (p)) (:action a :effect (¶increase2 (p))))",
                "unknown predicate"
            ),
            (
                "(define (domain d) (:functions (f)) (:action a :effect (increase ¶(f) 1)))",
                "numeric effects on \"(f …)\" are not supported"
            ),
            (
                "(define (domain d) (:functions (total-cost)) (:action a :effect (increase (total-cost) ¶1.5)))",
                "the number \"1.5\" is not supported"
            ),
            (
                "(define (domain d) (:functions (total-cost)) (:action a :effect (increase (total-cost) ¶(far))))",
                "unknown function \"far\""
            ),
            (
                "(define (domain d) (:functions (f)) (:action a :precondition (¶> (f) 1)))",
                "numeric planning (\">\") is not supported"
            ),
            (
                "(define (domain d) (¶:durative-action a))",
                "durative actions (\":durative-action\") are not supported"
            ),
            (
                "(define (domain d) (:action a ¶:duration (= ?duration 1)))",
                "durative actions (\":duration\") are not supported"
            ),
            (
                "(define (domain d) (¶:derived (p) (q)))",
                "derived predicates (\":derived\") are not supported"
            ),
            ("(define (domain d) ¶\u{1})", nil),
        ] as [(String, String?)])
    func mistakesInDomainsAreNamedAtTheirPlace(text: String, message: String?) throws {
        let (found, place) = error(domain: text)
        guard let message else { return }
        let error = try #require(found)
        #expect(error.location == place)
        #expect(error.description.hasPrefix("\(place): "))
        #expect(error.description.contains(message), "\(error)")
    }

    private static let domain = """
        (define (domain d) (:types a b - c)
          (:constants k - a)
          (:predicates (p ?x - a) (q ?x - c))
          (:functions (total-cost) (f ?x - a))
          (:action s :parameters (?x - a) :precondition (p ?x) :effect (and (q ?x) (increase (total-cost) (f ?x)))))
        """

    @Test(arguments: [
        ("¶(define (problem t) (:objects x - a) (:init) (:goal (and)))", "\"(:domain …)\" is missing"),
        (
            "(define (problem t) (:domain ¶other) (:init) (:goal (and)))",
            "this task is of domain \"other\", but the domain file defines \"d\""
        ),
        ("¶(define (problem t) (:domain D) (:goal (and)))", "\"(:init …)\" is missing"),
        ("¶(define (problem t) (:domain D) (:init))", "\"(:goal …)\" is missing"),
        (
            "(define (problem t) (:domain d) (:init (p ¶x)) (:goal (and)))",
            "unknown object \"x\" in (:init …)"
        ),
        (
            "(define (problem t) (:domain d) (:objects x - b) (:init (p ¶x)) (:goal (and)))",
            "\"x\" has type \"b\", but \"p\" takes \"a\" here"
        ),
        (
            "(define (problem t) (:domain d) (:objects x ¶x - a) (:init) (:goal (and)))",
            "object \"x\" is declared twice"
        ),
        (
            "(define (problem t) (:domain d) (:init) (¶:init) (:goal (and)))",
            "section \":init\" is declared twice"
        ),
        (
            "(define (problem t) (:domain d) (:init) (:goal (and (¶r))))",
            "unknown predicate \"r\" in the goal"
        ),
        (
            "(define (problem t) (:domain d) (:init (= (¶f) 3)) (:goal (and)))",
            "\"f\" takes 1 argument, found 0"
        ),
        (
            "(define (problem t) (:domain d) (:init (= (f k) ¶x)) (:goal (and)))",
            "the number \"x\" is not supported"
        ),
        (
            "(define (problem t) (:domain d) (:init (¶at 5 (p k))) (:goal (and)))",
            "timed initial facts are not supported"
        ),
        (
            "(define (problem t) (:domain d) (:init) (:goal (and)) (:metric minimize ¶(f k)))",
            "the metric \"(f …)\" is not supported"
        ),
        (
            "(define (problem t) (:domain d) (:init) (:goal (and)) (¶:constraints (and)))",
            "trajectory constraints are not supported"
        ),
        ("(define (problem t) (:domain d) (:init) (¶:gaol (and)))", "did you mean \":goal\"?"),
    ])
    func mistakesInTasksAreNamedAtTheirPlace(text: String, message: String) throws {
        let (clean, place) = Self.unmark(text, "t.pddl")
        let domain = try Domain(parsing: SourceText(name: "d.pddl", text: Self.domain))
        let error = try #require(throws: PDDLError.self) {
            _ = try PlanningTask(parsing: SourceText(name: "t.pddl", text: clean), domain: domain)
        }
        #expect(error.location == place)
        #expect(error.description.contains(message), "\(error)")
    }

    @Test func deepNestingIsRefusedInsteadOfExhaustingTheStack() throws {
        let deep = String(repeating: "(not ", count: 5000) + "(p)" + String(repeating: ")", count: 5000)
        let error = try #require(throws: PDDLError.self) {
            _ = try Domain(
                parsing: SourceText(
                    name: "d.pddl",
                    text: "(define (domain d) (:predicates (p)) (:action a :precondition \(deep)))"))
        }
        #expect(error.description.contains("nesting"))
    }

    @Test func explodingConditionsAreRefused() throws {
        let clauses = (0..<40).map { _ in "(or (p) (q))" }.joined()
        let task = try parse(
            domain: "(:predicates (p) (q)) (:action a :precondition (and \(clauses)) :effect (p))",
            facts: "", goal: "(p)")
        #expect(throws: PDDLError.self) { _ = try Planner.ground(task) }
    }

    @Test func mutatedTextsNeverCrash() throws {
        var random = SystemIndependentRandom(seed: 7)
        let domain = Array(try domainText(.transport).bytes)
        let task = Array(DomainText.transportTask.utf8)
        var accepted = 0
        for _ in 0..<(runsEverything ? 100_000 : 1_000) {
            var first = domain
            var second = task
            for _ in 0...random.below(3) {
                if random.below(2) == 0 { mutate(&first, &random) } else { mutate(&second, &random) }
            }
            do throws(PDDLError) {
                let parsed = try Planner.parse(
                    domain: SourceText(name: "d", bytes: first), task: SourceText(name: "t", bytes: second))
                if case .ground(let ground) = try Planner.ground(parsed, operatorLimit: 20_000) {
                    _ = Planner.search(
                        ground, SearchOptions(.lazy, [.relaxedPlan]), SearchLimits(evaluations: 30))
                }
                accepted += 1
            } catch {
                #expect(error.location.line >= 1)
            }
        }
        #expect(accepted > 0)
    }

    private func mutate(_ text: inout [UInt8], _ random: inout SystemIndependentRandom) {
        guard !text.isEmpty else { return }
        let place = random.below(text.count)
        switch random.below(5) {
        case 0: text.remove(at: place)
        case 1: text[place] = UInt8(random.below(256))
        case 2: text.insert(Array("()?-: \nax".utf8)[random.below(9)], at: place)
        case 3: text.removeSubrange(place..<min(text.count, place + random.below(30)))
        default:
            let end = min(text.count, place + random.below(60))
            text.insert(contentsOf: text[place..<end], at: random.below(text.count))
        }
    }
}
