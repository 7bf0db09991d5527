/// What a search may use up.
package struct SearchLimits: Sendable {
    /// Seconds of CPU time of the searching thread.
    package var cpuSeconds: Double
    /// Bytes of states and queues.
    package var memoryBytes: Int
    /// Calls of heuristics.
    package var evaluations: Int

    /// Creates limits; by default there are none but 8 GiB of memory.
    package init(cpuSeconds: Double = 1e9, memoryBytes: Int = 8 << 30, evaluations: Int = .max) {
        self.cpuSeconds = cpuSeconds
        self.memoryBytes = memoryBytes
        self.evaluations = evaluations
    }
}

/// The native estimates.
package enum HeuristicKind: String, Sendable, CaseIterable {
    case blind
    case goalCount = "goal-count"
    case additive = "hadd"
    case relaxedPlan = "hff"
    case landmarkCount = "landmarks"
}

/// How to search.
package struct SearchOptions: Sendable {
    package enum Algorithm: String, Sendable, CaseIterable {
        /// Evaluates a state when it is generated.
        case eager
        /// Evaluates a state when it is taken from the queue, under its parent's value.
        case lazy
        /// Finds cheapest plans, given an estimate that never exceeds the true cost.
        case astar
    }

    package var algorithm: Algorithm
    package var heuristics: [HeuristicKind]
    /// Whether preferred operators get queues of their own.
    package var usesPreferred: Bool
    /// How much a queue of preferred operators is favoured after each progress.
    package var boost: Int
    /// Whether states with facts unseen at their value get a queue of their own.
    package var usesNovelty: Bool
    /// Eager search only: stop generating at the first successor that is strictly better, and go on from there.
    package var commitsToImprovement: Bool
    /// Whether states that differ only in the names of interchangeable objects count as one; not for A*, nor where
    /// there are too many operators to list.
    package var mergesAlike: Bool

    /// Creates options.
    package init(
        _ algorithm: Algorithm, _ heuristics: [HeuristicKind], preferred: Bool = false, boost: Int = 1000,
        novelty: Bool = false, commits: Bool = false, mergesAlike: Bool = false
    ) {
        self.algorithm = algorithm
        self.heuristics = heuristics
        usesPreferred = preferred
        self.boost = boost
        usesNovelty = novelty
        commitsToImprovement = commits
        self.mergesAlike = mergesAlike
    }
}

/// How a search ended.
package enum SearchOutcome: Sendable, Equatable {
    /// Operator numbers from the initial state to a goal.
    case plan([Int32])
    /// No plan exists.
    case unsolvable
    /// Everything the heuristic left was searched; a plan may still exist.
    case noPlanFound
    case outOfTime
    case outOfMemory
    case outOfEvaluations

    /// The exit code of `evolve plan`, as in Fast Downward.
    package var exitCode: Int32 {
        switch self {
        case .plan: 0
        case .unsolvable: 11
        case .noPlanFound, .outOfEvaluations: 12
        case .outOfMemory: 22
        case .outOfTime: 23
        }
    }
}

/// What a search did.
package struct SearchStatistics: Sendable, Equatable {
    package var expansions = 0
    package var evaluations = 0
    package var generated = 0
    package var states = 0
    /// Bytes of all stored states with everything the search keeps for each, without queues.
    package var stateBytes = 0
    package var queueBytes = 0
    package var cpuSeconds = 0.0
    /// The least estimate of the first heuristic.
    package var bestValue = Double.infinity
}
