/// A task whose facts are numbered but whose operators are not: there may be tens of millions of them.
///
/// Every fact that can become true or false is a state variable of its own with two values.
package struct LiftedTask: Sendable {
    package let variables: StateVariables
    let normal: NormalTask

    /// Finds the reachable facts of a task.
    ///
    /// - Returns: nil when the deadline passed.
    /// - Throws: ``PDDLError/tooLarge(_:what:limit:)`` where a condition explodes.
    package init?(_ task: PlanningTask, deadline: Deadline = .never) throws(PDDLError) {
        let normal = try Normaliser.normalise(task)
        var reachable = Reachability(normal, operatorLimit: nil)
        reachable.run(deadline)
        if reachable.exceeded { return nil }
        self.normal = normal
        let facts = reachable.facts
        var propositionOf = Array(repeating: StateVariables.constantlyTrue, count: facts.count)
        var meaning: [StateVariables.Meaning] = []
        var initial: [Int32] = []
        for fact in 0..<facts.count where normal.isFluent[Int(facts.predicates[fact])] {
            propositionOf[fact] = Int32(meaning.count)
            initial.append(Int32(fact < reachable.initialCount ? meaning.count : meaning.count + 1))
            meaning.append(.fact(Int32(fact)))
            meaning.append(.negation(Int32(fact)))
        }
        func proposition(_ atom: GroundAtom) -> Int32 {
            let fact = facts.find(Int32(atom.predicate), atom.arguments, atom.arguments.count)
            return fact < 0 ? StateVariables.neverTrue : propositionOf[Int(fact)]
        }
        var goals: [Int32] = []
        var isUnreachable = normal.goalIsFalse
        for goal in normal.positiveGoals {
            let found = proposition(goal)
            if found == StateVariables.neverTrue { isUnreachable = true }
            if found >= 0 { goals.append(found) }
        }
        for goal in normal.negativeGoals {
            let found = proposition(goal)
            if found == StateVariables.constantlyTrue { isUnreachable = true }
            if found >= 0 { goals.append(found + 1) }
        }
        variables = StateVariables(
            task: task, variableStart: (0...meaning.count / 2).map { Int32(2 * $0) },
            variableOf: meaning.indices.map { Int32($0 / 2) }, meaning: meaning, facts: facts,
            propositionOf: propositionOf, initial: initial, goals: goals, goalIsUnreachable: isUnreachable)
    }
}
