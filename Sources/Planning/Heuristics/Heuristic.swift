/// What a search knows of the state it asks about.
package struct SearchNode: Sendable {
    /// The state's number, or -1 before it is stored.
    package var state: Int
    /// The number of the state it was reached from, or -1 for the initial state.
    package var parent: Int
    /// The operator that led here, or -1 for the initial state.
    package var operatorNumber: Int
    /// The cost of the path that led here.
    package var g: Int

    /// Describes a state; by default one that was not reached from another.
    package init(state: Int, parent: Int = -1, operatorNumber: Int = -1, g: Int = 0) {
        self.state = state
        self.parent = parent
        self.operatorNumber = operatorNumber
        self.g = g
    }
}

/// Estimates how far a state is from the goal.
package protocol Heuristic {
    /// Estimates the distance from a state to the goal.
    ///
    /// - Parameters:
    ///   - state: one proposition for each state variable.
    ///   - node: how the state was reached.
    ///   - preferred: operators applicable in the state that promise progress are appended, where the heuristic has
    ///     an opinion.
    /// - Returns: a number >= 0, or infinity for a state that need not be searched; not a number ends the search.
    mutating func evaluate(_ state: [Int32], _ node: SearchNode, preferred: inout [Int32]) -> Double

    /// Whether infinity proves that the goal is out of reach.
    var isSafe: Bool { get }
}

/// 0 at goals and 1 elsewhere: search without an estimate.
package struct BlindHeuristic: Heuristic {
    private var count: GoalCountHeuristic

    /// Creates the heuristic for a task.
    package init(_ variables: StateVariables) { count = GoalCountHeuristic(variables) }

    package let isSafe = true

    package mutating func evaluate(_ state: [Int32], _ node: SearchNode, preferred: inout [Int32]) -> Double {
        min(1, count.evaluate(state, node, preferred: &preferred))
    }
}

/// The number of goals that do not hold.
package struct GoalCountHeuristic: Heuristic {
    private let goals: [Int32]
    private let goalVariables: [Int32]

    /// Creates the heuristic for a task.
    package init(_ variables: StateVariables) {
        goals = variables.goals
        goalVariables = variables.goals.map { variables.variableOf[Int($0)] }
    }

    package let isSafe = true

    package mutating func evaluate(_ state: [Int32], _ node: SearchNode, preferred: inout [Int32]) -> Double {
        let values = state.span
        let goals = goals.span
        let variables = goalVariables.span
        var count = 0
        for index in 0..<goals.count where values[Int(variables[index])] != goals[index] { count += 1 }
        return Double(count)
    }
}
