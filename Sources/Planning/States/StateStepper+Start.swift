extension StateStepper {
    /// Creates a stepper that stands at any state.
    package init(_ variables: StateVariables, _ layout: StateLayout, at state: [Int32]) {
        let there = StateVariables(
            task: variables.task, variableStart: variables.variableStart, variableOf: variables.variableOf,
            meaning: variables.meaning, facts: variables.facts, propositionOf: variables.propositionOf,
            initial: state, goals: variables.goals, goalIsUnreachable: variables.goalIsUnreachable)
        self.init(there, layout)
    }
}
