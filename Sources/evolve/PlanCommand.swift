internal import ArgumentParser
internal import Foundation
internal import Planning
internal import Sandbox

/// `evolve plan`: a plan for one task.
struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Find a plan for a PDDL task.",
        discussion: """
            The plan goes to stdout, one step a line, after the validator accepted it. Exit codes: 0 plan found, \
            11 unsolvable, 12 search ended without a plan, 22 out of memory, 23 out of time, 65 mistake in a file.

            Searches:
            \(SearchChoice.named.map { "  \($0.name): \($0.meaning)" }.joined(separator: "\n"))
            """)

    @Argument(help: "Domain file, or the name of a domain that comes with evolve.")
    var domain: String

    @Argument(help: "Task file, or a name from evolve domains NAME, such as train-07.")
    var task: String

    @Option(help: "How to search.")
    var search = "auto"

    @Option(help: "Limit in CPU time, such as 30s or 5m.")
    var timeLimit = "30m"

    @Option(help: "Limit of memory for states and queues, such as 512M or 4G.")
    var memoryLimit = "4G"

    @Option(help: "Ground operators from which on the task is searched without grounding.")
    var operatorLimit = Grounder.defaultOperatorLimit

    @Option(
        help: ArgumentHelp(
            "Search under this heuristic, Python code, in the sandbox; --search then is eager, lazy, climb or auto.",
            valueName: "file.py"))
    var heuristic: String?

    @Option(
        help: ArgumentHelp(
            "With --heuristic: take turns with a native one (hff, hadd, goal-count, landmarks).",
            valueName: "native"))
    var beside: String?

    @Flag(help: "With --heuristic: use the steps that its method preferred names.")
    var preferred = false

    @Flag(help: "With --heuristic: run it although a required layer of the sandbox is missing.")
    var allowWeakSandbox = false

    @Flag(help: "Print one JSON object instead of the plan.")
    var json = false

    @Flag(help: "Say nothing on stderr.")
    var quiet = false

    func validate() throws {
        if heuristic != nil {
            _ = try PlanByHeuristic.algorithm(search)
            if let beside { _ = try PlanByHeuristic.queue(beside) }
        } else {
            try validateNative()
        }
        guard PlanningFiles.seconds(timeLimit) != nil else {
            throw ValidationError("--time-limit \"\(timeLimit)\" is not a time such as 30s or 5m")
        }
        guard PlanningFiles.bytes(memoryLimit) != nil else {
            throw ValidationError("--memory-limit \"\(memoryLimit)\" is not a size such as 512M or 4G")
        }
        guard operatorLimit >= 0 else { throw ValidationError("--operator-limit must not be negative") }
    }

    /// Finds a search by its name.
    /// - Throws: a usage error that names the nearest.
    static func choice(_ name: String) throws -> SearchChoice {
        if let choice = SearchChoice(named: name) { return choice }
        let known = SearchChoice.named.map(\.name)
        let near = nearestName(to: name, among: known).map { "; did you mean \"\($0)\"?" } ?? ""
        throw ValidationError("no search \"\(name)\"\(near) (known: \(known.joined(separator: ", ")))")
    }

    private func validateNative() throws {
        _ = try Self.choice(search)
        guard beside == nil, !preferred, !allowWeakSandbox else {
            throw ValidationError("--beside, --preferred and --allow-weak-sandbox need --heuristic FILE.py")
        }
    }

    private func byHeuristic(_ file: String) throws -> PlanByHeuristic {
        try PlanByHeuristic(
            file: file, domain: domain, task: task,
            search: HeuristicSearch(
                PlanByHeuristic.algorithm(search), nativeQueue: beside, usesPreferred: preferred,
                isLifted: operatorLimit == 0),
            limits: PlanningLimits(
                cpuSeconds: PlanningFiles.seconds(timeLimit) ?? 1800,
                memoryBytes: PlanningFiles.bytes(memoryLimit) ?? 4 << 30),
            allowsWeakSandbox: allowWeakSandbox, json: json, quiet: quiet)
    }

    mutating func run() throws {
        if let heuristic { return try byHeuristic(heuristic).run() }
        let task = try PlanningFiles.task(task, PlanningFiles.domain(domain))
        let limits = SearchLimits(
            cpuSeconds: PlanningFiles.seconds(timeLimit) ?? 1800,
            memoryBytes: PlanningFiles.bytes(memoryLimit) ?? 4 << 30)
        let choice = try Self.choice(search)
        let limit = operatorLimit
        let solution = try PlanningFiles.parsing { () throws(PDDLError) in
            try Planner.solve(task, choice, limits, operatorLimit: limit)
        }
        if json { try PlanningFiles.printJSON(Report(solution, search: search)) }
        if let plan = solution.plan, solution.exitCode == 0, !json {
            print(plan.description, terminator: "")
        }
        if !quiet { PlanningFiles.say(Self.summary(solution, search: search)) }
        if solution.exitCode != 0 { throw ExitCode(solution.exitCode) }
    }

    private static func summary(_ solution: Solution, search: String) -> String {
        let head: String
        switch solution.outcome {
        case .plan(let steps):
            // A goal that is no conjunction is reached by a step of its own inside the search.
            let count = solution.plan?.steps.count ?? steps.count
            head = "plan of \(count) step\(count == 1 ? "" : "s"); \(solution.verdict?.description ?? "")"
        case .unsolvable:
            head =
                solution.statistics.evaluations == 0
                ? "unsolvable: the goal cannot be reached, even when nothing is ever undone"
                : "unsolvable: every reachable state was ruled out"
        case .noPlanFound: head = "no plan found: the search space left by the estimate is exhausted"
        case .outOfTime: head = "out of time; try --time-limit or another --search"
        case .outOfMemory: head = "out of memory; try --memory-limit or another --search"
        case .outOfEvaluations: head = "out of evaluations"
        }
        let figures = solution.statistics
        let operators =
            solution.isLifted
            ? "not grounded: more than \(solution.operatorLimit) operators"
            : "\(solution.operators) operators"
        let instead =
            solution.replacement.map { "\(search) needs all operators; searched instead: \($0)\n" } ?? ""
        return """
            \(head)
            \(instead)\(operators), \(solution.variables) variables, \
            \(figures.evaluations) evaluations, \(figures.expansions) expansions, \
            \(String(format: "%.2f", solution.groundingSeconds)) s grounding, \
            \(String(format: "%.2f", figures.cpuSeconds)) s search (CPU)
            """
    }

    /// What `--json` prints.
    private struct Report: Encodable {
        var schema = 1
        let outcome: String
        let exit_code: Int32
        let plan: [String]?
        let cost: Int?
        let search: String
        /// What was searched with where `search` cannot do without grounding.
        let replaced_by: String?
        let grounded: Bool
        let operators: Int
        let variables: Int
        let bits_per_state: Int
        let evaluations: Int
        let expansions: Int
        let states: Int
        let grounding_cpu_s: Double
        let search_cpu_s: Double

        init(_ solution: Solution, search: String) {
            switch solution.outcome {
            case .plan: outcome = "plan"
            case .unsolvable: outcome = "unsolvable"
            case .noPlanFound: outcome = "no_plan_found"
            case .outOfTime: outcome = "time"
            case .outOfMemory: outcome = "memory"
            case .outOfEvaluations: outcome = "evaluations"
            }
            exit_code = solution.exitCode
            plan = solution.plan?.steps.map(\.description)
            if case .valid(let cost)? = solution.verdict { self.cost = cost } else { cost = nil }
            self.search = search
            replaced_by = solution.replacement
            grounded = !solution.isLifted
            operators = solution.operators
            variables = solution.variables
            bits_per_state = solution.bitsPerState
            evaluations = solution.statistics.evaluations
            expansions = solution.statistics.expansions
            states = solution.statistics.states
            grounding_cpu_s = solution.groundingSeconds
            search_cpu_s = solution.statistics.cpuSeconds
        }
    }
}
