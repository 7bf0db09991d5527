import Foundation
import Planning

func load(_ path: String) throws -> SourceText {
    SourceText(name: path, bytes: Array(try Data(contentsOf: URL(fileURLWithPath: path))))
}
let arguments = CommandLine.arguments
let t0 = Deadline.now()
do {
    let domain = try Domain(parsing: load(arguments[1]))
    let task = try PlanningTask(parsing: load(arguments[2]), domain: domain)
    let t1 = Deadline.now()
    print("parse", (t1 - t0).inSeconds)
    guard case .ground(let ground) = try Planner.ground(task) else { print("too many"); exit(1) }
    let t2 = Deadline.now()
    print("ground", (t2 - t1).inSeconds, "operators", ground.operators.count, "variables", ground.variables.variableCount, "propositions", ground.variables.propositionCount, "bits", StateLayout(ground.variables).bits)
    let how = arguments.count > 3 ? arguments[3] : "lazy"
    let limits = SearchLimits(cpuSeconds: arguments.count > 4 ? Double(arguments[4])! : 30)
    let options: SearchOptions = switch how {
    case "lazy": SearchOptions(.lazy, [.relaxedPlan], preferred: true)
    case "lazyn": SearchOptions(.lazy, [.relaxedPlan], preferred: true, novelty: true)
    case "lazyg": SearchOptions(.lazy, [.relaxedPlan, .goalCount], preferred: true)
    case "lazygn": SearchOptions(.lazy, [.relaxedPlan, .goalCount], preferred: true, novelty: true)
    case "eager": SearchOptions(.eager, [.relaxedPlan])
    case "climb": SearchOptions(.eager, [.relaxedPlan], commits: true)
    case "climbp": SearchOptions(.eager, [.relaxedPlan], preferred: true, commits: true)
    case "gc": SearchOptions(.eager, [.goalCount])
    case "climbgc": SearchOptions(.eager, [.goalCount], commits: true)
    case "hadd": SearchOptions(.lazy, [.additive])
    case "astar": SearchOptions(.astar, [.blind])
    default: SearchOptions(.eager, [.blind])
    }
    let (outcome, statistics) = Planner.search(ground, options, limits)
    print("search+tree", (Deadline.now() - t2).inSeconds)
    if case .plan(let numbers) = outcome {
        let plan = ground.operators.plan(numbers, of: task)
        print("plan", plan.steps.count, Planner.validate(plan, for: task).description)
    } else { print(outcome) }
    print(statistics, "evals/s", Double(statistics.evaluations) / statistics.cpuSeconds, "bytes/state", Double(statistics.stateBytes) / Double(max(1, statistics.states)))
} catch { print(error) }
