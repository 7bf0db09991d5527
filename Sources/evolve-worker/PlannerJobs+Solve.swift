internal import CWorker
internal import Planning

extension PlannerJobs {
    /// Searches the open task under the candidate's estimates.
    ///
    /// Arguments: `algorithm` (eager, lazy, climb or auto), `queue` (a native heuristic in turns with the candidate, or
    /// empty), `preferred`, `cpu_seconds`, `evaluations`, `memory_bytes`. Answers: `ending`, `plan`, figures.
    func solve() {
        switch opened {
        case .ground(let ground):
            var native: [any Heuristic] = []
            let queue = Argument.text("queue")
            if let kind = HeuristicKind(rawValue: queue) { native = [Planner.heuristic(kind, ground)] }
            search(ground.variables, SuccessorTree(ground), native, ground.operators)
        case .lifted(let lifted):
            let native: [any Heuristic] =
                Argument.text("queue").isEmpty ? [] : [GoalCountHeuristic(lifted.variables)]
            search(lifted.variables, LiftedSuccessors(lifted), native, nil)
        case nil: evolve_answer_text("error", "no task is open")
        }
    }

    private func search(
        _ variables: StateVariables, _ generator: some SuccessorGenerator, _ native: [any Heuristic],
        _ operators: GroundOperators?
    ) {
        let memory = Argument.whole("memory_bytes", 1 << 30)
        let usesPreferred = Argument.whole("preferred", 0) == 1 && operators != nil
        let candidate = PythonHeuristic(
            operatorOf: usesPreferred ? operators.map { Self.steps($0, variables.task) } ?? [:] : [:],
            headroom: memory / 8)
        let algorithm = Argument.text("algorithm")
        let options = SearchOptions(
            algorithm == "lazy" ? .lazy : .eager, [], preferred: usesPreferred,
            commits: algorithm == "climb" || algorithm == "auto")
        let limits = SearchLimits(
            cpuSeconds: Argument.number("cpu_seconds", 1e9), memoryBytes: memory / 2,
            evaluations: Argument.whole("evaluations", .max))
        var search = Search(
            variables, generator, heuristics: [candidate] + native, options: options, limits: limits)
        let outcome = search.run()
        if case .plan(let numbers) = outcome {
            evolve_answer_text("plan", search.numberedOperators.plan(numbers, of: variables.task).description)
        }
        evolve_answer_text("ending", candidate.isShortOfMemory ? "memory" : Self.word(outcome))
        let figures = search.statistics
        evolve_answer_number("evaluations", Double(candidate.evaluations))
        evolve_answer_number("expansions", Double(figures.expansions))
        evolve_answer_number("states", Double(figures.states))
        evolve_answer_number("cpu_seconds", figures.cpuSeconds)
        evolve_answer_number("initial_value", candidate.initialValue)
    }

    private static func word(_ outcome: SearchOutcome) -> String {
        switch outcome {
        case .plan: "plan"
        case .unsolvable, .noPlanFound: "no_plan"
        case .outOfTime: "time"
        case .outOfMemory: "memory"
        case .outOfEvaluations: "evaluations"
        }
    }

    private static func steps(_ operators: GroundOperators, _ task: PlanningTask) -> [String: Int32] {
        var result: [String: Int32] = [:]
        result.reserveCapacity(operators.count)
        for number in 0..<operators.count {
            if let step = operators.step(number, of: task) { result[step.description] = Int32(number) }
        }
        return result
    }
}
