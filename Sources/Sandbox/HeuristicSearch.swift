/// Bounds one worker's work on one planning task.
package struct PlanningLimits: Codable, Sendable, Equatable {
    /// Bounds the worker's whole life, seconds of CPU time: grounding, constructor, search.
    package var cpuSeconds: Double
    /// Bounds memory beyond what Python and numpy occupy themselves, bytes.
    package var memoryBytes: Int
    /// Bounds wall time, against workers that sleep; by default far above the CPU time, for machines that are busy.
    package var wallSeconds: Double

    /// Creates limits.
    package init(cpuSeconds: Double = 10, memoryBytes: Int = 1 << 30, wallSeconds: Double? = nil) {
        self.cpuSeconds = cpuSeconds
        self.memoryBytes = memoryBytes
        self.wallSeconds = wallSeconds ?? 60 + 20 * cpuSeconds
    }

    /// Gives the same limits for the process; the kernel's limit on CPU time comes a little after the polite one.
    var process: Limits {
        Limits(
            requestSeconds: wallSeconds, cpuSeconds: Int(cpuSeconds.rounded(.up)) + 2,
            memoryBytes: memoryBytes)
    }
}

/// Says how a task is searched under a candidate's estimates.
package struct HeuristicSearch: Codable, Sendable, Equatable {
    /// Lists the ways to search.
    package enum Algorithm: String, Codable, Sendable, CaseIterable {
        /// Evaluates each state when it is generated: greedy best-first search, as in the published experiments.
        case eager
        /// Evaluates a state when it is taken from the queue.
        case lazy
        /// Follows the first strictly better successor at once; otherwise like ``eager``.
        case climb
        /// Does what measurement shows to be best.
        case auto
    }

    /// Says how to search.
    package var algorithm: Algorithm
    /// Names a native heuristic (`hff`, `hadd`, `goal-count`, `landmarks`) that takes turns with the candidate.
    package var nativeQueue: String?
    /// Asks the candidate for preferred operators, where it has any.
    package var usesPreferred: Bool
    /// Replaces defaults of tunable constants.
    package var constants: [String: Double]
    /// Bounds the calls of the candidate.
    package var maximumEvaluations: Int?
    /// Searches without grounding, which also happens by itself where a task is too large to be grounded.
    package var isLifted: Bool

    /// Creates a choice; by default the search of the published experiments.
    package init(
        _ algorithm: Algorithm = .eager, nativeQueue: String? = nil, usesPreferred: Bool = false,
        constants: [String: Double] = [:], maximumEvaluations: Int? = nil, isLifted: Bool = false
    ) {
        self.algorithm = algorithm
        self.nativeQueue = nativeQueue
        self.usesPreferred = usesPreferred
        self.constants = constants
        self.maximumEvaluations = maximumEvaluations
        self.isLifted = isLifted
    }
}

/// Describes a heuristic that passed its checks.
package struct HeuristicDescription: Codable, Sendable, Equatable {
    /// Gives its tunable constants.
    package let constants: [String: Double]
    /// Says whether it has a method `preferred`.
    package let hasPreferred: Bool
    /// Says whether its code uses the views instead of strings.
    package let usesFastView: Bool
    /// Hashes its syntax: equal for texts that differ in comments, docstrings and layout only.
    package let normalised: String
    /// Hashes its estimates of the sampled states.
    package let fingerprint: String
    /// Gives the estimates of the sampled states; infinity for dead ends.
    package let values: [Double]
    /// Counts its lines.
    package let lines: Int

    private enum CodingKeys: String, CodingKey {
        case constants, normalised, fingerprint, values, lines
        case hasPreferred = "has_preferred"
        case usesFastView = "uses_fast_view"
    }

    /// Creates a description.
    package init(
        constants: [String: Double], hasPreferred: Bool, usesFastView: Bool, normalised: String,
        fingerprint: String, values: [Double], lines: Int
    ) {
        self.constants = constants
        self.hasPreferred = hasPreferred
        self.usesFastView = usesFastView
        self.normalised = normalised
        self.fingerprint = fingerprint
        self.values = values
        self.lines = lines
    }

    /// Puts infinity back, which the worker writes as -1.
    var unbounded: HeuristicDescription {
        HeuristicDescription(
            constants: constants, hasPreferred: hasPreferred, usesFastView: usesFastView,
            normalised: normalised,
            fingerprint: fingerprint, values: values.map { $0 < 0 ? .infinity : $0 }, lines: lines)
    }

    /// Says what in this description no honest harness would say, or nil.
    func complaint(states: Int) -> String? {
        guard constants.count <= 256, constants.keys.allSatisfy(ForeignText.isName),
            constants.values.allSatisfy(\.isFinite)
        else { return "claimed constants that cannot be" }
        let isHash = { (text: String) in
            text.utf8.count == 64 && text.allSatisfy { "0123456789abcdef".contains($0) }
        }
        guard isHash(normalised), isHash(fingerprint) else { return "claimed hashes that are none" }
        guard values.count <= states, lines >= 0 else { return "claimed estimates that nobody asked for" }
        return nil
    }
}

/// Tells what came of a search under a candidate's estimates.
package struct HeuristicRun: Sendable, Equatable {
    /// Says how it ended.
    package enum Outcome: Sendable, Equatable {
        /// Found a plan, a step each, that the validator accepted in this process.
        case plan([String])
        /// Searched all that the candidate left; a plan may exist.
        case noPlan
        case outOfTime
        case outOfMemory
        case outOfEvaluations
    }

    /// Says how it ended.
    package let outcome: Outcome
    /// Gives the plan's cost, its length where the domain has no costs.
    package let cost: Int?
    /// Counts calls of the candidate; told by the worker, shown but never ranked on.
    package let evaluations: Int
    /// Counts expanded states; told by the worker.
    package let expansions: Int
    /// Counts stored states; told by the worker.
    package let states: Int
    /// Counts CPU seconds of grounding; told by the worker.
    package let groundingSeconds: Double
    /// Counts CPU seconds of the constructor; told by the worker.
    package let constructorSeconds: Double
    /// Counts CPU seconds inside the candidate's calls; told by the worker.
    package let heuristicSeconds: Double
    /// Counts CPU seconds of the search, calls included; told by the worker.
    package let searchSeconds: Double
    /// Gives the estimate of the initial state; infinity for a dead end, nan where there was none.
    package let initialValue: Double
    /// Tells what the process used, measured from outside.
    package let usage: Usage
}

/// Tells where a candidate stumbles, for feedback; all of it is told by the worker and only shown.
package struct HeuristicDiagnosis: Codable, Sendable, Equatable {
    /// Is a state on the way downhill from which no successor is strictly better.
    package struct Stuck: Codable, Sendable, Equatable {
        /// Is one successor.
        package struct Successor: Codable, Sendable, Equatable {
            /// Gives the step that leads to it.
            package let action: String
            /// Gives its estimate; -1 stands for infinity.
            package let value: Double
        }

        /// Lists the facts, cut to a readable number.
        package let state: [String]
        /// Gives its estimate; -1 stands for infinity.
        package let value: Double
        /// Counts the steps from the initial state.
        package let stepsFromStart: Int
        /// Lists the best successors, the best first.
        package let successors: [Successor]

        private enum CodingKeys: String, CodingKey {
            case state, value, successors
            case stepsFromStart = "steps_from_start"
        }
    }

    /// Is a state of a plan whose estimate is far above the steps that were left.
    package struct Overestimate: Codable, Sendable, Equatable {
        /// Lists the facts, cut to a readable number.
        package let state: [String]
        /// Gives its estimate; -1 stands for infinity.
        package let value: Double
        /// Counts the plan's steps from here on.
        package let remaining: Int
    }

    /// Is the first state without a strictly better successor, or nil.
    package let stuck: Stuck?
    /// Says whether going downhill reached the goal.
    package let reachedGoal: Bool
    /// Counts the steps downhill.
    package let steps: Int
    /// Lists the worst over-estimates along the given plan.
    package let worstOverestimates: [Overestimate]
    /// Gives the estimates along the given plan, from its first state on; -1 stands for infinity.
    package let planValues: [Double]
    /// Counts CPU seconds of the constructor.
    package let secondsInConstructor: Double
    /// Counts CPU microseconds of one call.
    package let microsecondsPerEvaluation: Double
    /// Counts calls in a CPU second of going downhill.
    package let evaluationsPerSecond: Double
    /// Gives the share of the calls in that time, 0 to 1.
    package let shareInHeuristic: Double

    private enum CodingKeys: String, CodingKey {
        case stuck, steps
        case reachedGoal = "reached_goal"
        case worstOverestimates = "worst_overestimates"
        case planValues = "plan_values"
        case secondsInConstructor = "seconds_in_constructor"
        case microsecondsPerEvaluation = "microseconds_per_evaluation"
        case evaluationsPerSecond = "evaluations_per_second"
        case shareInHeuristic = "share_in_heuristic"
    }
}
