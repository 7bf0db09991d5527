internal import ArgumentParser
internal import Foundation
internal import Planning
internal import PlanningDomains

/// `evolve bench planning --validators`: our validator and VAL on the same mutated plans.
struct BenchPlanningValidators {
    let judge: ValPeer
    let mutations: Int
    let json: Bool

    /// Where the two differ.
    private struct Disagreement: Encodable {
        let domain: String
        let task: String
        let mutation: String
        let plan: [String]
        let ours: String
        let theirs: String
    }

    private struct Report: Encodable {
        var schema = 1
        var plans = 0
        var valid = 0
        var disagreements: [Disagreement] = []
    }

    /// Plans for small tasks of each domain, changed at random; every original is judged too.
    func run(_ tasks: BenchPlanningTasks) throws {
        let sources = try tasks.families.flatMap { try tasks.test($0, 4).map { [$0] } ?? [] }
        var report = Report()
        var random = SeededGenerator("validators", "mutations", index: 1)
        for (index, item) in sources.enumerated() {
            let task = try item.parsed()
            let solution = try PlanningFiles.parsing { () throws(PDDLError) in
                try Planner.solve(task, .automatic, SearchLimits(cpuSeconds: 60))
            }
            guard let plan = solution.plan else {
                throw PlanningFiles.refuse("no plan for \(item.domain) \(item.name) in a minute")
            }
            try compare(plan, task, item, "none", &report)
            let share = mutations * (index + 1) / sources.count - mutations * index / sources.count
            for _ in 0..<share {
                var mutant = PlanMutation(plan, task)
                let name = mutant.mutate(&random)
                try compare(mutant.plan, task, item, name, &report)
            }
        }
        if json {
            try PlanningFiles.printJSON(report)
        } else {
            for difference in report.disagreements {
                BenchTable.show(
                    "\(difference.domain) \(difference.task), \(difference.mutation): \(difference.ours)")
                BenchTable.show("  VAL: \(difference.theirs)")
            }
            let agreed = report.plans - report.disagreements.count
            BenchTable.show(
                "\(agreed) of \(report.plans) plans judged alike by VAL and evolve validate, \(report.valid) of them valid"
            )
        }
        if !report.disagreements.isEmpty { throw ExitCode.failedCheck }
    }

    private func compare(
        _ plan: Plan, _ task: PlanningTask, _ item: BenchPlanningTasks.Item, _ mutation: String,
        _ report: inout Report
    ) throws {
        let ours = Planner.validate(plan, for: task)
        let theirs = try judge.judge(domain: item.domainPath, task: item.taskPath, plan: plan)
        report.plans += 1
        if ours.isValid { report.valid += 1 }
        guard ours.isValid != theirs.accepts else { return }
        report.disagreements.append(
            Disagreement(
                domain: item.domain, task: item.name, mutation: mutation, plan: plan.steps.map(\.description),
                ours: ours.description, theirs: theirs.words))
    }
}

/// Changes a plan at random in the ways in which plans go wrong.
struct PlanMutation {
    private var steps: [PlanStep]
    private let objects: [String]
    private let actions: [String]

    /// Prepares to change a plan.
    init(_ plan: Plan, _ task: PlanningTask) {
        steps = plan.steps
        objects = task.objects.map(\.name)
        actions = task.domain.actions.map(\.name)
    }

    /// The plan as it is now.
    var plan: Plan { Plan(steps: steps) }

    /// Changes the plan once, or twice in one case of four.
    ///
    /// - Returns: what was done.
    mutating func mutate(_ random: inout SeededGenerator) -> String {
        let first = once(&random)
        return random.below(4) == 0 ? first + ", " + once(&random) : first
    }

    private mutating func once(_ random: inout SeededGenerator) -> String {
        guard !steps.isEmpty else { return "nothing" }
        let place = random.below(steps.count)
        let other = random.below(steps.count)
        switch random.below(10) {
        case 0:
            steps.remove(at: place)
            return "a step left out"
        case 1:
            steps.insert(steps[place], at: other)
            return "a step repeated"
        case 2:
            steps.swapAt(place, other)
            return "two steps exchanged"
        case 3:
            if place + 1 < steps.count { steps.swapAt(place, place + 1) }
            return "neighbours exchanged"
        case 4:
            steps.removeLast(random.below(min(4, steps.count)))
            return "the end cut off"
        case 5:
            steps[place] = PlanStep(
                action: steps[place].action, arguments: steps[place].arguments.reversed())
            return "arguments reversed"
        case 6:
            steps[place] = PlanStep(
                action: steps[place].action.uppercased(),
                arguments: steps[place].arguments.map { $0.uppercased() })
            return "capital letters"
        case 7:
            steps[place] = PlanStep(
                action: actions[random.below(actions.count)], arguments: steps[place].arguments)
            return "another action"
        default:
            var arguments = steps[place].arguments
            if !arguments.isEmpty {
                arguments[random.below(arguments.count)] = objects[random.below(objects.count)]
            }
            steps[place] = PlanStep(action: steps[place].action, arguments: arguments)
            return "another object"
        }
    }
}
