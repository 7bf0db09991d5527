import Foundation
import Planning
import PlanningDomains
import Testing

/// The folder of domain files in the repository.
let domainsFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Sandboxes/domains")

/// Whether the long matrices run too.
let runsEverything = ProcessInfo.processInfo.environment["EVOLVE_CHECK_ALL"] == "1"

func domainText(_ family: DomainFamily) throws -> SourceText {
    let file = domainsFolder.appendingPathComponent("\(family.rawValue)/domain.pddl")
    return SourceText(name: "\(family.rawValue).pddl", bytes: Array(try Data(contentsOf: file)))
}

func ladder(_ family: DomainFamily) throws -> Ladder {
    let file = domainsFolder.appendingPathComponent("\(family.rawValue)/ladder.txt")
    return try Ladder(family, table: String(contentsOf: file, encoding: .utf8))
}

func task(_ family: DomainFamily, _ size: [String: Int], seed: UInt64 = 1) throws -> PlanningTask {
    let text = family.task(size: size, seed: seed, name: "t")
    return try Planner.parse(domain: domainText(family), task: SourceText(name: "t.pddl", text: text))
}

func ground(_ task: PlanningTask) throws -> GroundTask {
    guard case .ground(let ground) = try Planner.ground(task) else {
        throw TestFailure("the task did not ground")
    }
    return ground
}

struct TestFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// Writes a small domain: what stands between the brackets of actions, and of a task.
func parse(
    domain: String, objects: String = "", facts: String, goal: String, metric: String = ""
) throws -> PlanningTask {
    let text = """
        (define (problem p) (:domain d) (:objects \(objects))
          (:init \(facts)) (:goal \(goal)) \(metric))
        """
    return try Planner.parse(
        domain: SourceText(name: "d.pddl", text: "(define (domain d) \(domain))"),
        task: SourceText(name: "p.pddl", text: text))
}

/// Finds a shortest or cheapest plan, checks it, and returns its steps.
func optimalPlan(_ task: PlanningTask) throws -> [String]? {
    let ground = try ground(task)
    let (outcome, _) = Planner.search(ground, SearchOptions(.astar, [.blind]), SearchLimits(cpuSeconds: 30))
    guard case .plan(let numbers) = outcome else { return nil }
    let plan = ground.operators.plan(numbers, of: task)
    #expect(Planner.validate(plan, for: task).isValid)
    return plan.steps.map(\.description)
}
