import Planning
import Testing

/// Files of the size that the largest tasks of competitions have.
@Suite struct LargeInputTests {
    /// A one-way street of 600 places, with 59 shortcuts from each place; the names make it 4 MB.
    @Test func fourMegabytesAnd36000InitialFactsAreReadGroundedAndSolved() throws {
        let tail = String(repeating: "-of-a-long-street", count: 3)
        let names = (0..<600).map { "place-\($0)\(tail)" }
        var facts = "(at \(names[0]))\n"
        for place in names.indices {
            for step in 1...60 { facts += "(link \(names[place]) \(names[(place + step) % 600]))\n" }
        }
        let task = try parse(
            domain: """
                (:predicates (at ?x) (link ?x ?y))
                (:action go :parameters (?x ?y) :precondition (and (at ?x) (link ?x ?y))
                  :effect (and (not (at ?x)) (at ?y)))
                """,
            objects: names.joined(separator: "\n"), facts: facts, goal: "(at \(names[599]))")
        #expect(facts.utf8.count > 4_000_000)
        #expect(task.initial.count == 36_001)
        let ground = try ground(task)
        #expect(ground.operators.count == 36_000)
        #expect(ground.variables.variableCount == 1)
        let outcome = Planner.search(ground, SearchOptions(.astar, [.blind]), SearchLimits()).outcome
        guard case .plan(let steps) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        // From place 0 to 599, at most 60 at a step; the way back around is not shorter, for it is one-way.
        #expect(steps.count == 10)
        #expect(Planner.validate(ground.operators.plan(steps, of: task), for: task).isValid)
    }
}
