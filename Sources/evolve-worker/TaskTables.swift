internal import CWorker
internal import Planning

/// Hands a task's numbers and names to the views that heuristics see.
enum TaskTables {
    static func send(_ variables: StateVariables) {
        let task = variables.task
        let domain = task.domain
        let facts = variables.facts.columns
        send(EVOLVE_VARIABLE_START, variables.variableStart)
        send(EVOLVE_FACT_OF, variables.meaning.map { if case .fact(let fact) = $0 { fact } else { -1 } })
        send(EVOLVE_PROPOSITION_OF, variables.propositionOf)
        send(EVOLVE_FACT_PREDICATE, facts.predicates)
        send(EVOLVE_FACT_START, facts.starts)
        send(EVOLVE_FACT_ARGUMENTS, facts.arguments)
        let isFluent = domain.isFluent
        send(EVOLVE_IS_FLUENT, isFluent.map { $0 ? 1 : 0 })
        send(EVOLVE_INITIAL, variables.initial)
        send(EVOLVE_GOALS, task.positiveGoals.compactMap(variables.facts.number(of:)))
        send(
            EVOLVE_STATIC,
            task.initial.filter { !isFluent[$0.predicate] }.compactMap(variables.facts.number(of:)))
        send(EVOLVE_OBJECT_TYPE, task.objects.map { Int32($0.types.first ?? 0) })
        let byType = task.objectsByType()
        send(EVOLVE_TYPE_START, byType.reduce(into: [0]) { $0.append(($0.last ?? 0) + Int32($1.count)) })
        send(EVOLVE_TYPE_OBJECTS, byType.flatMap { $0.map(Int32.init) })
        evolve_table_names(CInt(EVOLVE_PREDICATE_NAMES), lines(domain.predicates.map(\.name)))
        evolve_table_names(CInt(EVOLVE_OBJECT_NAMES), lines(task.objects.map(\.name)))
        evolve_table_names(CInt(EVOLVE_TYPE_NAMES), lines(domain.types.map(\.name)))
        evolve_tables_ready()
    }

    private static func send(_ table: some RawRepresentable<UInt32>, _ values: [Int32]) {
        evolve_table(CInt(table.rawValue), values, values.count)
    }

    private static func send(_ table: Int, _ values: [Int32]) {
        evolve_table(CInt(table), values, values.count)
    }

    private static func lines(_ names: [String]) -> String { names.joined(separator: "\n") }
}
