/// How a task is searched.
package enum SearchChoice: Sendable {
    /// What measurement shows to be best.
    case automatic
    case options(SearchOptions)

    /// The names the command line knows, with what they stand for.
    package static let named: [(name: String, meaning: String, choice: SearchChoice)] = [
        ("auto", "the best known searches in turns", .automatic),
        (
            "lazy-hff", "lazy greedy search, hFF, preferred operators",
            .options(SearchOptions(.lazy, [.relaxedPlan], preferred: true))
        ),
        (
            "lazy-hff-alike", "the same, states that differ in interchangeable objects counted as one",
            .options(SearchOptions(.lazy, [.relaxedPlan], preferred: true, mergesAlike: true))
        ),
        ("eager-hff", "eager greedy search with hFF", .options(SearchOptions(.eager, [.relaxedPlan]))),
        ("eager-hadd", "eager greedy search with hadd", .options(SearchOptions(.eager, [.additive]))),
        (
            "climb-hff", "greedy search that follows each improvement at once, hFF",
            .options(SearchOptions(.eager, [.relaxedPlan], commits: true))
        ),
        (
            "lazy-hff-landmarks", "lazy greedy search, hFF and landmark count in turns, preferred operators",
            .options(SearchOptions(.lazy, [.relaxedPlan, .landmarkCount], preferred: true))
        ),
        ("eager-goals", "eager greedy search by goal count", .options(SearchOptions(.eager, [.goalCount]))),
        (
            "climb-goals", "greedy search that follows each improvement at once, goal count and novelty",
            .options(SearchOptions(.eager, [.goalCount], novelty: true, commits: true))
        ),
        ("astar-blind", "A* without an estimate: cheapest plans", .options(SearchOptions(.astar, [.blind]))),
    ]

    /// Finds a choice by its name.
    package init?(named name: String) {
        guard let found = Self.named.first(where: { $0.name == name }) else { return nil }
        self = found.choice
    }
}

/// Everything that came of an attempt to solve a task.
package struct Solution: Sendable {
    package let outcome: SearchOutcome
    /// The plan in words, and what the validator says of it.
    package let plan: Plan?
    package let verdict: Validator.Outcome?
    package let statistics: SearchStatistics
    /// Whether the task was searched without listing its operators.
    package let isLifted: Bool
    /// Seconds of CPU time for reachability, state variables and operators.
    package let groundingSeconds: Double
    /// Ground operators; in lifted mode those met so far.
    package let operators: Int
    package let variables: Int
    package let bitsPerState: Int
    /// The limit of operators beyond which a task is not grounded.
    package var operatorLimit = Grounder.defaultOperatorLimit
    /// What was searched with where the chosen search cannot do without ground operators.
    package var replacement: String?

    /// The exit code of `evolve plan`; 70 where our own plan fails our own validation.
    package var exitCode: Int32 {
        if let verdict, !verdict.isValid { return 70 }
        return outcome.exitCode
    }
}

extension Planner {
    /// Grounds, searches and validates; searches without grounding where there would be too many operators.
    ///
    /// - Parameters:
    ///   - task: the parsed task.
    ///   - choice: how to search.
    ///   - limits: for everything together.
    ///   - operatorLimit: from how many ground operators on the task is not grounded.
    /// - Returns: the plan with the validator's verdict, or why there is none.
    /// - Throws: ``PDDLError/tooLarge(_:what:limit:)`` where a condition explodes.
    package static func solve(
        _ task: PlanningTask, _ choice: SearchChoice = .automatic, _ limits: SearchLimits = SearchLimits(),
        operatorLimit: Int = Grounder.defaultOperatorLimit
    ) throws(PDDLError) -> Solution {
        let start = Deadline.now()
        let deadline = Deadline(cpuSeconds: limits.cpuSeconds)
        let outcome = try ground(task, operatorLimit: operatorLimit, deadline: deadline)
        var rest = limits
        switch outcome {
        case .outOfTime:
            return ended(.outOfTime, task, isLifted: false, since: start)
        case .tooManyOperators:
            guard let lifted = try LiftedTask(task, deadline: deadline) else {
                return ended(.outOfTime, task, isLifted: true, since: start)
            }
            let grounding = (Deadline.now() - start).inSeconds
            rest.cpuSeconds -= grounding
            var options = SearchOptions(.eager, [.goalCount], novelty: true, commits: true)
            var replacement: String?
            if case .options(let chosen) = choice {
                if chosen.needsGrounding { replacement = "climb-goals" } else { options = chosen }
            }
            let heuristics = options.heuristics.map { liftedHeuristic($0, lifted.variables) }
            var search = Search(
                lifted.variables, LiftedSuccessors(lifted), heuristics: heuristics, options: options,
                limits: rest)
            let outcome = search.run()
            var solution = finish(
                outcome, search.statistics, lifted.variables, search.generator.operators, isLifted: true,
                grounding)
            solution.operatorLimit = operatorLimit
            solution.replacement = replacement
            return solution
        case .ground(let ground):
            let grounding = (Deadline.now() - start).inSeconds
            rest.cpuSeconds -= grounding
            let (outcome, statistics) = search(ground, choice, rest)
            return finish(outcome, statistics, ground.variables, ground.operators, isLifted: false, grounding)
        }
    }

    /// Looks for a plan of a ground task in the chosen way.
    package static func search(
        _ ground: GroundTask, _ choice: SearchChoice, _ limits: SearchLimits
    ) -> (outcome: SearchOutcome, statistics: SearchStatistics) {
        switch choice {
        case .options(let options): search(ground, options, limits)
        case .automatic: AutomaticSearch.run(ground, limits)
        }
    }

    private static func liftedHeuristic(_ kind: HeuristicKind, _ variables: StateVariables) -> any Heuristic {
        kind == .blind ? BlindHeuristic(variables) : GoalCountHeuristic(variables)
    }

    private static func ended(
        _ outcome: SearchOutcome, _ task: PlanningTask, isLifted: Bool, since start: Duration
    ) -> Solution {
        Solution(
            outcome: outcome, plan: nil, verdict: nil, statistics: SearchStatistics(), isLifted: isLifted,
            groundingSeconds: (Deadline.now() - start).inSeconds, operators: 0, variables: 0, bitsPerState: 0)
    }

    private static func finish(
        _ outcome: SearchOutcome, _ statistics: SearchStatistics, _ variables: StateVariables,
        _ operators: GroundOperators, isLifted: Bool, _ grounding: Double
    ) -> Solution {
        var plan: Plan?
        if case .plan(let numbers) = outcome { plan = operators.plan(numbers, of: variables.task) }
        return Solution(
            outcome: outcome, plan: plan, verdict: plan.map { validate($0, for: variables.task) },
            statistics: statistics, isLifted: isLifted, groundingSeconds: grounding,
            operators: operators.count,
            variables: variables.variableCount, bitsPerState: StateLayout(variables).bits)
    }
}

extension SearchOptions {
    /// Whether some estimate needs all ground operators.
    package var needsGrounding: Bool {
        heuristics.contains { $0 != .blind && $0 != .goalCount }
    }
}
