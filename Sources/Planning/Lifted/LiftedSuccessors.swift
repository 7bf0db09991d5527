/// Applicable operators found by joins over the facts of one state (Corrêa et al., ICAPS 2020).
///
/// Static facts are indexed once; the facts of the state are indexed anew for each state. Operators get numbers when
/// they are first met.
package struct LiftedSuccessors: SuccessorGenerator {
    package private(set) var operators = GroundOperators()
    private let variables: StateVariables
    private let normal: NormalTask
    private var plan: JoinPlan
    private var seen = FactStore()
    private var effects: [SchemaEffects]

    private var binding: [Int32]
    private var key: [Int32]
    private let allowed: [[[Bool]]]
    private let candidates: [[[Int32]]]
    /// Indexes of fluent predicates, which are emptied for each state.
    private let fluentIndexes: [Int]
    private var found: [Int32] = []
    private var limit = 0
    /// Where each schema's operators end in `found`.
    private var ends: [Int] = []

    /// A schema's literals in encoded terms.
    private struct Literal {
        var predicate: Int32
        var terms: [Int32]

        init(_ atom: Atom) {
            predicate = Int32(atom.predicate)
            terms = atom.arguments.map(JoinPlan.encode)
        }
    }

    private struct SchemaEffects {
        var negative: [Literal]
        var adds: [Literal]
        var deletes: [Literal]
    }

    /// Prepares the joins.
    package init(_ task: LiftedTask) {
        let normal = task.normal
        variables = task.variables
        self.normal = normal
        var sizes = Array(repeating: 0, count: normal.predicateCount)
        for fact in normal.task.initial { sizes[fact.predicate] += 1 }
        plan = JoinPlanner.plan(normal, sizes: sizes, for: .state)
        let arity = normal.task.domain.predicates.map(\.arity).max() ?? 0
        let widest = normal.schemas.map(\.candidates.count).max() ?? 0
        key = Array(repeating: 0, count: max(arity, widest) + 1)
        binding = Array(repeating: -1, count: widest + 1)
        let objectCount = normal.task.objects.count
        allowed = normal.schemas.map { schema in
            schema.candidates.map { objects in
                if objects.count == objectCount { return [] }
                var row = Array(repeating: false, count: objectCount)
                for object in objects { row[object] = true }
                return row
            }
        }
        candidates = normal.schemas.map { $0.candidates.map { $0.map(Int32.init) } }
        effects = normal.schemas.map { schema in
            SchemaEffects(
                negative: schema.negative.filter { normal.isFluent[$0.predicate] }.map(Literal.init),
                adds: schema.adds.map(Literal.init), deletes: schema.deletes.map(Literal.init))
        }
        let indexesOf = plan.indexesOf
        fluentIndexes = indexesOf.indices.filter { normal.isFluent[$0] }.flatMap { indexesOf[$0] }
        operators.actionOfSchema = normal.schemas.map { $0.action ?? -1 }
        operators.parametersOfSchema = normal.schemas.map(\.parameterCount)
        for fact in 0..<variables.facts.count
        where variables.propositionOf[fact] == StateVariables.constantlyTrue {
            for index in plan.indexesOf[Int(variables.facts.predicates[fact])] {
                plan.indexes[index].insert(Int32(fact), variables.facts, &key)
            }
        }
    }

    package mutating func collect(_ state: [Int32], limit: Int, into applicable: inout [Int32]) -> Bool {
        for index in fluentIndexes { plan.indexes[index].removeAll() }
        for proposition in state {
            guard case .fact(let fact) = variables.meaning[Int(proposition)] else { continue }
            for index in plan.indexesOf[Int(variables.facts.predicates[Int(fact)])] {
                plan.indexes[index].insert(fact, variables.facts, &key)
            }
        }
        found.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        var isComplete = true
        for trigger in plan.initial {
            let start = plan.triggers[trigger]
            let before = found.count
            self.limit = limit == .max ? .max : before + limit
            if satisfied(start.constraints, start.constraintsEnd) {
                join(start.steps, start.stepsEnd, start.schema, state)
            }
            if found.count >= self.limit { isComplete = false }
            ends.append(found.count)
        }
        if isComplete, found.count <= limit { applicable = found } else { interleave(limit, &applicable) }
        return isComplete && found.count <= limit
    }

    /// Takes the schemas in turns, so that none is crowded out by another with millions of operators.
    ///
    /// Each turn's
    /// portion depends on nothing but the full lists, so that a longer list begins with a shorter one.
    private func interleave(_ limit: Int, _ applicable: inout [Int32]) {
        applicable.removeAll(keepingCapacity: true)
        let portion = 64
        var offset = 0
        while applicable.count < limit {
            var taken = false
            for (index, end) in ends.enumerated() {
                let begin = (index == 0 ? 0 : ends[index - 1]) + offset
                guard begin < end else { continue }
                taken = true
                for position in begin..<min(end, begin + portion) where applicable.count < limit {
                    applicable.append(found[position])
                }
            }
            if !taken { return }
            offset += portion
        }
    }

    private mutating func join(_ number: Int, _ end: Int, _ schema: Int, _ state: [Int32]) {
        if number == end {
            emit(schema, state)
            return
        }
        let step = plan.steps[number]
        if step.index < 0 {
            let variable = Int(step.variable)
            for position in 0..<candidates[schema][variable].count {
                binding[variable] = candidates[schema][variable][position]
                if satisfied(step.constraints, step.constraintsEnd) { join(number + 1, end, schema, state) }
                if found.count >= limit { return }
            }
            return
        }
        for offset in 0..<Int(step.keyCount) { key[offset] = value(plan.terms[Int(step.key) + offset]) }
        let index = Int(step.index)
        var entry = plan.indexes[index].first(key, variables.facts)
        while entry >= 0 {
            let fact = Int(plan.indexes[index].entryFact[Int(entry)])
            entry = plan.indexes[index].entryNext[Int(entry)]
            guard bind(fact, step.bindings, step.bindingsEnd, schema),
                satisfied(step.constraints, step.constraintsEnd)
            else { continue }
            join(number + 1, end, schema, state)
            if found.count >= limit { return }
        }
    }

    @inline(__always)
    private func value(_ term: Int32) -> Int32 { term >= 0 ? term : binding[Int(~term)] }

    private mutating func bind(_ fact: Int, _ from: Int32, _ end: Int32, _ schema: Int) -> Bool {
        let start = Int(variables.facts.starts[fact])
        var index = Int(from)
        while index < Int(end) {
            let object = variables.facts.arguments[start + Int(plan.bindings[index])]
            let variable = Int(plan.bindings[index + 1])
            if plan.bindings[index + 2] == 0 {
                if binding[variable] != object { return false }
            } else {
                if !allowed[schema][variable].isEmpty, !allowed[schema][variable][Int(object)] {
                    return false
                }
                binding[variable] = object
            }
            index += 3
        }
        return true
    }

    private mutating func satisfied(_ from: Int32, _ end: Int32) -> Bool {
        for index in Int(from)..<Int(end) {
            let constraint = plan.constraints[index]
            switch constraint.kind {
            case .equal: if value(constraint.first) != value(constraint.second) { return false }
            case .unequal: if value(constraint.first) == value(constraint.second) { return false }
            case .absent:
                for offset in 0..<Int(constraint.arity) {
                    key[offset] = value(plan.terms[Int(constraint.terms) + offset])
                }
                if variables.facts.find(constraint.predicate, key, Int(constraint.arity)) >= 0 {
                    return false
                }
            }
        }
        return true
    }

    /// The fact of a literal under the binding, or -1 where it can never be true.
    private mutating func fact(_ literal: Literal) -> Int32 {
        for (index, term) in literal.terms.enumerated() { key[index] = value(term) }
        return variables.facts.find(literal.predicate, key, literal.terms.count)
    }

    private mutating func emit(_ schema: Int, _ state: [Int32]) {
        for index in 0..<effects[schema].negative.count {
            let fact = fact(effects[schema].negative[index])
            guard fact >= 0 else { continue }
            let proposition = variables.propositionOf[Int(fact)]
            if proposition == StateVariables.constantlyTrue || state[Int(proposition) / 2] == proposition {
                return
            }
        }
        for index in 0..<candidates[schema].count { key[index] = binding[index] }
        let operatorNumber = seen.intern(Int32(schema), key, candidates[schema].count)
        if Int(operatorNumber) == operators.count { describe(schema) }
        found.append(operatorNumber)
    }

    /// Writes down the effects of an operator met for the first time.
    private mutating func describe(_ schema: Int) {
        var assigns: [Int32] = []
        for index in 0..<effects[schema].deletes.count {
            let fact = fact(effects[schema].deletes[index])
            if fact >= 0, variables.propositionOf[Int(fact)] >= 0 {
                assigns.append(variables.propositionOf[Int(fact)] + 1)
            }
        }
        var adds: [Int32] = []
        for index in 0..<effects[schema].adds.count {
            let fact = fact(effects[schema].adds[index])
            if fact >= 0, variables.propositionOf[Int(fact)] >= 0 {
                adds.append(variables.propositionOf[Int(fact)])
            }
        }
        // What is both deleted and added is true afterwards, and is not to flicker.
        assigns.removeAll { adds.contains($0 - 1) }
        operators.assigns.addRow(assigns + adds)
        operators.guardedDeletes.closeRow()
        for effect in normal.schemas[schema].conditional { addConditional(effect) }
        operators.conditionalOf.closeRow()
        operators.schema.append(Int32(schema))
        operators.objects.addRow(binding.prefix(candidates[schema].count))
        operators.costs.append(Int32(cost(schema)))
    }

    private mutating func addConditional(_ effect: Schema.ConditionalEffect) {
        guard effect.equal.allSatisfy({ value(JoinPlan.encode($0.0)) == value(JoinPlan.encode($0.1)) }),
            effect.unequal.allSatisfy({ value(JoinPlan.encode($0.0)) != value(JoinPlan.encode($0.1)) })
        else { return }
        var conditions: [Int32] = []
        for atom in effect.positive {
            let fact = fact(Literal(atom))
            guard fact >= 0 else { return }
            let proposition = variables.propositionOf[Int(fact)]
            if proposition >= 0 { conditions.append(proposition) }
        }
        for atom in effect.negative {
            let fact = fact(Literal(atom))
            guard fact >= 0 else { continue }
            let proposition = variables.propositionOf[Int(fact)]
            guard proposition >= 0 else { return }
            conditions.append(proposition + 1)
        }
        operators.conditionalOf.add(Int32(operators.conditions.count))
        operators.conditions.addRow(conditions)
        var rows: [[Int32]] = []
        for atoms in [effect.adds, effect.deletes] {
            var row: [Int32] = []
            for atom in atoms {
                let fact = fact(Literal(atom))
                if fact >= 0, variables.propositionOf[Int(fact)] >= 0 {
                    row.append(variables.propositionOf[Int(fact)])
                }
            }
            rows.append(row)
        }
        operators.conditionalAssigns.addRow(rows[0])
        operators.conditionalDeletes.addRow(rows[1].map { $0 + 1 })
    }

    private func cost(_ schema: Int) -> Int {
        var cost = 0
        for part in normal.schemas[schema].costs {
            switch part {
            case .constant(let amount): cost += amount
            case .function(let function, let terms):
                let atom = GroundAtom(
                    predicate: function, arguments: terms.map { value(JoinPlan.encode($0)) })
                cost += normal.task.functionValues[atom] ?? 0
            }
        }
        return min(cost, Int(Int32.max))
    }
}
