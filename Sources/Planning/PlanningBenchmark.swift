/// The native planner's figures for one task, in CPU seconds, to be set beside another planner's in the same run.
package struct PlanningBenchmark: Sendable {
    /// Evaluations per CPU second of eager greedy search with one heuristic.
    package struct Rate: Sendable {
        package let heuristic: HeuristicKind
        package let evaluations: Int
        package let cpuSeconds: Double
        /// Bytes a stored state costs beyond its own bits; nil where there were too few states to tell.
        package let overheadPerState: Double?

        package var evaluationsPerSecond: Double { Double(evaluations) / max(cpuSeconds, 1e-9) }
    }

    /// Below this many states the tables' first size is all that would be seen.
    private static let fewStates = 10_000

    package let groundingSeconds: Double
    package let operators: Int
    package let variables: Int
    package let bitsPerState: Int
    package let rates: [Rate]

    /// Measures one task; nil where it does not ground within the limit of operators and time.
    ///
    /// - Parameters:
    ///   - task: the parsed task.
    ///   - heuristics: what to measure.
    ///   - cpuSeconds: for each heuristic.
    ///   - limit: seconds for grounding.
    /// - Throws: ``PDDLError/tooLarge(_:what:limit:)`` where a condition explodes.
    package init?(
        _ task: PlanningTask, heuristics: [HeuristicKind] = [.relaxedPlan, .goalCount], cpuSeconds: Double,
        groundingSeconds limit: Double = 300
    ) throws(PDDLError) {
        let start = Deadline.now()
        guard case .ground(let ground) = try Planner.ground(task, deadline: Deadline(cpuSeconds: limit))
        else {
            return nil
        }
        groundingSeconds = (Deadline.now() - start).inSeconds
        operators = ground.operators.count
        variables = ground.variables.variableCount
        let bits = StateLayout(ground.variables).bits
        bitsPerState = bits
        rates = heuristics.map { kind in
            let (_, statistics) = Planner.search(
                ground, SearchOptions(.eager, [kind]), SearchLimits(cpuSeconds: cpuSeconds))
            let bytes = Double(statistics.stateBytes) / Double(max(1, statistics.states))
            return Rate(
                heuristic: kind, evaluations: statistics.evaluations, cpuSeconds: statistics.cpuSeconds,
                overheadPerState: statistics.states < Self.fewStates ? nil : bytes - Double(bits) / 8)
        }
    }
}
