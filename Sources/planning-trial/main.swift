import Foundation
import Planning
import PlanningDomains

func load(_ path: String) throws -> SourceText {
    SourceText(name: path, bytes: Array(try Data(contentsOf: URL(fileURLWithPath: path))))
}
let arguments = CommandLine.arguments
if arguments[1] == "generate" {
    let family = DomainFamily(rawValue: arguments[2])!
    var size: [String: Int] = [:]
    for word in arguments[4...] { let p = word.split(separator: "="); size[String(p[0])] = Int(p[1])! }
    print(family.task(size: size, seed: UInt64(arguments[3])!, name: "t"))
    exit(0)
}
let t0 = Deadline.now()
do {
    let domain = try Domain(parsing: load(arguments[1]))
    let task = try PlanningTask(parsing: load(arguments[2]), domain: domain)
    let t1 = Deadline.now()
    print("parse", (t1 - t0).inSeconds)
    let how = arguments.count > 3 ? arguments[3] : "lazy"
    var limits = SearchLimits(cpuSeconds: arguments.count > 4 ? Double(arguments[4])! : 30)
    if arguments.count > 5 { limits.evaluations = Int(arguments[5])! }
    let extra: [String: SearchOptions] = [
    "lazy": SearchOptions(.lazy, [.relaxedPlan], preferred: true),
    "lazyn": SearchOptions(.lazy, [.relaxedPlan], preferred: true, novelty: true),
    "lazyg": SearchOptions(.lazy, [.relaxedPlan, .goalCount], preferred: true),
    "lazygn": SearchOptions(.lazy, [.relaxedPlan, .goalCount], preferred: true, novelty: true),
    "climb": SearchOptions(.eager, [.relaxedPlan], commits: true),
    "climbp": SearchOptions(.eager, [.relaxedPlan], preferred: true, commits: true),
    "climbgc": SearchOptions(.eager, [.goalCount], commits: true),
    "climbgcn": SearchOptions(.eager, [.goalCount], novelty: true, commits: true),
    "hadd": SearchOptions(.lazy, [.additive])]
    let choice: SearchChoice = SearchChoice(named: how) ?? .options(extra[how]!)
    let s = try Planner.solve(task, choice, limits)
    print("ground", s.groundingSeconds, "operators", s.operators, "variables", s.variables, "bits", s.bitsPerState, "lifted", s.isLifted, "total", (Deadline.now() - t0).inSeconds)
    if let plan = s.plan { print("plan", plan.steps.count, s.verdict!.description) } else { print(s.outcome) }
    let statistics = s.statistics
    print(statistics, "evals/s", Double(statistics.evaluations) / statistics.cpuSeconds, "bytes/state", Double(statistics.stateBytes) / Double(max(1, statistics.states)))
} catch { print(error) }
