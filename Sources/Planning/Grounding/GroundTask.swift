/// A task without variables: facts and operators as numbers.
///
/// Facts that exclude each other share one *state variable*, of which exactly one *proposition* holds at any time.
/// Propositions of a variable are numbered consecutively: those of variable v are
/// `variableStart[v] ..< variableStart[v + 1]`. A proposition is a fact, or "none of the facts of this variable",
/// or the negation of a fact (where some condition asks for it). A state is one proposition for each variable.
package struct GroundTask: Sendable {
    package let variables: StateVariables
    package let operators: GroundOperators
}

/// The facts of a task as values of state variables, with the initial state and the goal.
package struct StateVariables: Sendable {
    package let task: PlanningTask
    package let variableStart: [Int32]
    /// `variableOf[p]`: the variable that proposition p is a value of.
    package let variableOf: [Int32]
    /// What each proposition says.
    package let meaning: [Meaning]
    /// The store in which facts' numbers are looked up.
    package let facts: FactStore
    /// `propositionOf[f]`: the proposition of fact f, or ``constantlyTrue`` or ``neverTrue``.
    package let propositionOf: [Int32]
    package let initial: [Int32]
    package let goals: [Int32]
    /// Whether a goal is out of reach even when nothing is ever deleted.
    package let goalIsUnreachable: Bool

    /// Marks a fact that holds in every state.
    package static let constantlyTrue: Int32 = -1
    /// Marks a fact that holds in no reachable state.
    package static let neverTrue: Int32 = -2

    /// What a proposition says.
    package enum Meaning: Sendable, Hashable {
        case fact(Int32)
        case negation(Int32)
        case none
    }

    /// The number of state variables.
    package var variableCount: Int { variableStart.count - 1 }
    /// The number of propositions of all variables.
    package var propositionCount: Int { variableOf.count }

    /// Writes a proposition in the style of PDDL.
    package func describe(_ proposition: Int) -> String {
        switch meaning[proposition] {
        case .fact(let fact): task.describe(facts.atom(Int(fact)))
        case .negation(let fact): "(not \(task.describe(facts.atom(Int(fact)))))"
        case .none: "none"
        }
    }
}

/// The operators of a ground task, column by column.
package struct GroundOperators: Sendable {
    /// Propositions that must hold, ascending.
    package var preconditions = Rows()
    /// Propositions that become true, whatever else happens: what a relaxed plan works with.
    package var adds = Rows()
    /// The new values of variables: adds, and "none" for what is deleted for certain.
    package var assigns = Rows()
    /// Facts deleted only where they hold: their variable becomes "none" then.
    package var guardedDeletes = Rows()
    /// Conditional effects: `conditions[e]` and `conditionalAssigns[e]` belong to operator `owner[e]`, ascending.
    package var conditionalOf = Rows()
    package var conditions = Rows()
    package var conditionalAssigns = Rows()
    /// Facts to be deleted where they hold, and propositions "not f" or "none" to be made true.
    package var conditionalDeletes = Rows()
    package var costs: [Int32] = []
    var schema: [Int32] = []
    var objects = Rows()
    var actionOfSchema: [Int] = []
    var parametersOfSchema: [Int] = []

    package var count: Int { costs.count }

    /// Writes an operator as a step of a plan; nil for the artificial step that reaches a disjunctive goal.
    package func step(_ number: Int, of task: PlanningTask) -> PlanStep? {
        let schema = Int(schema[number])
        guard actionOfSchema[schema] >= 0 else { return nil }
        return PlanStep(
            action: task.domain.actions[actionOfSchema[schema]].name,
            arguments: objects[number].prefix(parametersOfSchema[schema]).map { task.objects[Int($0)].name })
    }
}
