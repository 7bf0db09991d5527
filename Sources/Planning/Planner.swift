// How planning works here, from a text to a plan that is known to be right.
//
// `Planner` below is the architecture: four verbs, each of which can be used alone.
//
//   parse     Domain(parsing:), PlanningTask(parsing:domain:)   PDDL/     text → formulas over numbers
//   ground    Grounder.ground                                   Grounding/ formulas → facts and operators
//   search    Search.run                                        Search/   facts and operators → operator sequence
//   validate  Validator.judge                                   Validation/ step by step on the parsed formulas
//
// Grounding: `Normaliser` compiles quantifiers and disjunctions away, `Reachability` finds all facts and operators
// that can occur, `MutexGroups` finds facts that exclude each other, and the encoder makes them `StateVariables` with
// numbered propositions. States: `StateLayout` packs one proposition for each variable into words, `StatePool` keeps
// every state once, `StateStepper` steps one working state forward and back, `SuccessorTree` lists applicable
// operators. Heuristics see the working state as propositions; `RelaxedTask` leaves out what no goal needs, and
// `OrbitHasher` gives states one number that differ only in the names of `InterchangeableObjects`. Everything is a
// number; names come back only in `GroundOperators.step` and `StateVariables.describe`.

/// The four verbs of planning.
package enum Planner {
    /// Reads a domain and a task.
    ///
    /// - Throws: a ``PDDLError`` with the place of the first mistake.
    package static func parse(domain: SourceText, task: SourceText) throws(PDDLError) -> PlanningTask {
        try PlanningTask(parsing: task, domain: Domain(parsing: domain))
    }

    /// Turns a task into facts and operators.
    ///
    /// - Throws: ``PDDLError/tooLarge(_:what:limit:)`` where a condition explodes.
    package static func ground(
        _ task: PlanningTask, operatorLimit: Int = Grounder.defaultOperatorLimit, deadline: Deadline = .never
    ) throws(PDDLError) -> Grounder.Outcome {
        try Grounder.ground(task, operatorLimit: operatorLimit, deadline: deadline)
    }

    /// Looks for a plan of a ground task.
    package static func search(
        _ ground: GroundTask, _ options: SearchOptions, _ limits: SearchLimits
    ) -> (outcome: SearchOutcome, statistics: SearchStatistics) {
        var search: Search<SuccessorTree>
        if options.needsGrounding {
            let relaxed = RelaxedTask(ground, usesCosts: options.algorithm == .astar)
            let tree = SuccessorTree(ground, only: relaxed.isRelevant)
            search = Self.search(ground, relaxed, tree, options, limits)
        } else {
            let heuristics = options.heuristics.map { heuristic($0, ground) }
            search = Search(
                ground.variables, SuccessorTree(ground), heuristics: heuristics, options: options,
                limits: limits)
        }
        let outcome = search.run()
        return (outcome, search.statistics)
    }

    /// Prepares a search that shares a relaxation and a successor generator with others.
    static func search(
        _ ground: GroundTask, _ relaxed: RelaxedTask, _ tree: SuccessorTree, _ options: SearchOptions,
        _ limits: SearchLimits
    ) -> Search<SuccessorTree> {
        let heuristics = options.heuristics.map { heuristic($0, ground, relaxed) }
        return Search(ground.variables, tree, heuristics: heuristics, options: options, limits: limits)
    }

    /// Judges a plan.
    package static func validate(_ plan: Plan, for task: PlanningTask) -> Validator.Outcome {
        Validator(task).judge(plan)
    }

    /// Creates a native heuristic; for landmarks, goal count where a task is too large for them.
    package static func heuristic(
        _ kind: HeuristicKind, _ ground: GroundTask, usesCosts: Bool = false
    ) -> any Heuristic {
        switch kind {
        case .blind: BlindHeuristic(ground.variables)
        case .goalCount: GoalCountHeuristic(ground.variables)
        case .additive, .relaxedPlan, .landmarkCount:
            heuristic(kind, ground, RelaxedTask(ground, usesCosts: usesCosts))
        }
    }

    /// Creates a native heuristic for a task and its relaxation.
    static func heuristic(_ kind: HeuristicKind, _ ground: GroundTask, _ relaxed: RelaxedTask)
        -> any Heuristic
    {
        switch kind {
        case .blind: BlindHeuristic(ground.variables)
        case .goalCount: GoalCountHeuristic(ground.variables)
        case .additive: RelaxedPlanHeuristic(relaxed, .additive)
        case .relaxedPlan: RelaxedPlanHeuristic(relaxed, .relaxedPlan)
        case .landmarkCount:
            LandmarkCountHeuristic(ground, relaxed) ?? GoalCountHeuristic(ground.variables)
        }
    }
}

extension GroundOperators {
    /// Writes a sequence of operators as a plan.
    package func plan(_ numbers: [Int32], of task: PlanningTask) -> Plan {
        Plan(steps: numbers.compactMap { step(Int($0), of: task) })
    }
}
