/// Turns a parsed task into a ground one: reachability, then state variables, then operators over them.
package enum Grounder {
    /// What grounding came to.
    package enum Outcome: Sendable {
        case ground(GroundTask)
        /// More operators than the limit: the task is to be searched without grounding.
        case tooManyOperators
        case outOfTime
    }

    /// Beyond this many operators the tables would outgrow the memory of a common machine.
    package static let defaultOperatorLimit = 4_000_000

    /// Grounds a task.
    ///
    /// - Throws: ``PDDLError/tooLarge(_:what:limit:)`` where a condition explodes.
    package static func ground(
        _ task: PlanningTask, operatorLimit: Int = defaultOperatorLimit, deadline: Deadline = .never
    ) throws(PDDLError) -> Outcome {
        let normal = try Normaliser.normalise(task)
        var reachable = Reachability(normal, operatorLimit: operatorLimit)
        reachable.run(deadline)
        if reachable.exceeded { return deadline.hasPassed() ? .outOfTime : .tooManyOperators }
        let raw = OperatorResolver.resolve(normal, reachable)
        let groups = MutexGroups(normal, reachable.facts, initialCount: reachable.initialCount, raw)
        var encoder = Encoder(normal, reachable, raw, groups)
        return .ground(encoder.encode())
    }
}

/// Numbers propositions and rewrites operators over them.
private struct Encoder {
    private let normal: NormalTask
    private let reachable: Reachability
    private let raw: RawOperators
    private let groups: MutexGroups

    private var propositionOf: [Int32] = []
    private var variableStart: [Int32] = [0]
    private var variableOf: [Int32] = []
    private var meaning: [StateVariables.Meaning] = []
    /// `noneOf[v]`: the proposition "none" of variable v, or -1.
    private var noneOf: [Int32] = []
    /// `negationOf[f]`: the proposition "fact f is false", or -1.
    private var negationOf: [Int32] = []
    private var initial: [Int32] = []
    private var operators = GroundOperators()

    init(_ normal: NormalTask, _ reachable: Reachability, _ raw: RawOperators, _ groups: MutexGroups) {
        self.normal = normal
        self.reachable = reachable
        self.raw = raw
        self.groups = groups
    }

    mutating func encode() -> GroundTask {
        numberFacts()
        numberNegations()
        encodeOperators()
        var goals: [Int32] = []
        var isUnreachable = normal.goalIsFalse
        for goal in normal.positiveGoals {
            switch proposition(goal) {
            case StateVariables.constantlyTrue: break
            case StateVariables.neverTrue: isUnreachable = true
            case let proposition: if !goals.contains(proposition) { goals.append(proposition) }
            }
        }
        for goal in normal.negativeGoals {
            switch proposition(goal) {
            case StateVariables.constantlyTrue: isUnreachable = true
            case StateVariables.neverTrue: break
            case _: goals.append(negationOf[Int(fact(goal))])
            }
        }
        let variables = StateVariables(
            task: normal.task, variableStart: variableStart, variableOf: variableOf, meaning: meaning,
            facts: reachable.facts, propositionOf: propositionOf, initial: initial, goals: goals,
            goalIsUnreachable: isUnreachable)
        return GroundTask(variables: variables, operators: operators)
    }

    private func fact(_ atom: GroundAtom) -> Int32 {
        reachable.facts.find(Int32(atom.predicate), atom.arguments, atom.arguments.count)
    }

    private func proposition(_ atom: GroundAtom) -> Int32 {
        let fact = fact(atom)
        return fact < 0 ? StateVariables.neverTrue : propositionOf[Int(fact)]
    }

    /// Chooses the state variables; facts that never change get none.
    private mutating func numberFacts() {
        let count = reachable.facts.count
        var isDeleted = Array(repeating: false, count: count)
        for fact in raw.deletes.values { isDeleted[Int(fact)] = true }
        for fact in raw.conditionalDeletes.values { isDeleted[Int(fact)] = true }
        let isConstant = (0..<count).map { $0 < reachable.initialCount && !isDeleted[$0] }
        propositionOf = Array(repeating: StateVariables.constantlyTrue, count: count)
        for (members, mayBeEmpty) in groups.cover(factCount: count, excluded: isConstant) {
            addVariable(members, mayBeEmpty: mayBeEmpty)
        }
        negationOf = Array(repeating: -1, count: count)
    }

    private mutating func addVariable(_ members: [Int32], mayBeEmpty: Bool) {
        let variable = Int32(noneOf.count)
        var value: Int32 = -1
        for fact in members {
            propositionOf[Int(fact)] = Int32(meaning.count)
            if Int(fact) < reachable.initialCount { value = Int32(meaning.count) }
            meaning.append(.fact(fact))
            variableOf.append(variable)
        }
        noneOf.append(mayBeEmpty ? Int32(meaning.count) : -1)
        if mayBeEmpty {
            if value < 0 { value = Int32(meaning.count) }
            // The only alternative to a single fact is its negation, which conditions may name.
            meaning.append(.none)
            variableOf.append(variable)
        }
        initial.append(value)
        variableStart.append(Int32(meaning.count))
    }

    /// Gives a proposition to "not f" where a condition needs it and no mutex implies it.
    private mutating func numberNegations() {
        var needed = Array(repeating: false, count: reachable.facts.count)
        for number in 0..<raw.count {
            for index in raw.negatives.range(number) {
                let fact = raw.negatives.values[index]
                if propositionOf[Int(fact)] >= 0, !isExcluded(fact, by: raw.preconditions, number) {
                    needed[Int(fact)] = true
                }
            }
        }
        for fact in raw.negativeConditions.values where propositionOf[Int(fact)] >= 0 {
            needed[Int(fact)] = true
        }
        for goal in normal.negativeGoals where proposition(goal) >= 0 { needed[Int(fact(goal))] = true }
        for fact in needed.indices where needed[fact] {
            let variable = Int(variableOf[Int(propositionOf[fact])])
            if variableStart[variable + 1] - variableStart[variable] == 2, noneOf[variable] >= 0 {
                negationOf[fact] = noneOf[variable]
                meaning[Int(noneOf[variable])] = .negation(Int32(fact))
                continue
            }
            negationOf[fact] = Int32(meaning.count)
            meaning.append(.negation(Int32(fact)))
            meaning.append(.none)
            variableOf.append(contentsOf: [Int32(noneOf.count), Int32(noneOf.count)])
            initial.append(fact < reachable.initialCount ? negationOf[fact] + 1 : negationOf[fact])
            noneOf.append(negationOf[fact] + 1)
            variableStart.append(Int32(meaning.count))
        }
    }

    /// Whether a required fact of the same variable already makes `fact` false.
    private func isExcluded(_ fact: Int32, by rows: Rows, _ row: Int) -> Bool {
        let proposition = propositionOf[Int(fact)]
        for index in rows.range(row) {
            let other = propositionOf[Int(rows.values[index])]
            if other >= 0, other != proposition, variableOf[Int(other)] == variableOf[Int(proposition)] {
                return true
            }
        }
        return false
    }

    private mutating func encodeOperators() {
        operators.actionOfSchema = normal.schemas.map { $0.action ?? -1 }
        operators.parametersOfSchema = normal.schemas.map(\.parameterCount)
        var list: [Int32] = []
        for number in 0..<raw.count {
            guard conditions(raw.preconditions, raw.negatives, number, into: &list) else { continue }
            let preconditions = list
            var assigns: [Int32] = []
            var deletes: [Int32] = []
            effects(raw.adds[number], raw.deletes[number], preconditions, &list, &assigns, &deletes)
            let hasConditional = !raw.conditionalOf.range(number).isEmpty
            if assigns.isEmpty, deletes.isEmpty, !hasConditional { continue }
            operators.preconditions.addRow(preconditions)
            operators.adds.addRow(list)
            operators.assigns.addRow(assigns)
            operators.guardedDeletes.addRow(deletes)
            for index in raw.conditionalOf.range(number) {
                addConditional(Int(raw.conditionalOf.values[index]), preconditions)
            }
            operators.conditionalOf.closeRow()
            addName(number)
        }
    }

    /// Translates a conjunction; false where it can never hold.
    private func conditions(_ positive: Rows, _ negative: Rows, _ row: Int, into list: inout [Int32]) -> Bool
    {
        list.removeAll(keepingCapacity: true)
        for index in positive.range(row) {
            let proposition = propositionOf[Int(positive.values[index])]
            if proposition >= 0 { list.append(proposition) }
        }
        for index in negative.range(row) {
            let fact = negative.values[index]
            if propositionOf[Int(fact)] == StateVariables.constantlyTrue { return false }
            if isExcluded(fact, by: positive, row) { continue }
            if !list.contains(negationOf[Int(fact)]) { list.append(negationOf[Int(fact)]) }
        }
        list.sort()
        for index in list.indices.dropFirst()
        where variableOf[Int(list[index])] == variableOf[Int(list[index - 1])] { return false }
        return true
    }

    /// Translates effects: `added` gets what becomes true, `assigns` new values, `guarded` uncertain deletes.
    private func effects(
        _ adds: ArraySlice<Int32>, _ deletes: ArraySlice<Int32>, _ preconditions: [Int32],
        _ added: inout [Int32], _ assigns: inout [Int32], _ guarded: inout [Int32]
    ) {
        added.removeAll(keepingCapacity: true)
        for fact in adds {
            let proposition = propositionOf[Int(fact)]
            if proposition >= 0, !preconditions.contains(proposition) { added.append(proposition) }
            if negationOf[Int(fact)] >= 0, proposition >= 0,
                variableOf[Int(negationOf[Int(fact)])] != variableOf[Int(proposition)]
            {
                assigns.append(negationOf[Int(fact)] + 1)
            }
        }
        assigns.append(contentsOf: added)
        for fact in deletes {
            let proposition = propositionOf[Int(fact)]
            guard proposition >= 0 else { continue }
            let variable = variableOf[Int(proposition)]
            let negation = negationOf[Int(fact)]
            if negation >= 0 {
                // "not f" holds afterwards for certain, whichever value f had.
                if !preconditions.contains(negation) { added.append(negation) }
                if variableOf[Int(negation)] == variable {
                    assigns.append(negation)
                    continue
                }
                assigns.append(negation)
            }
            if assigns.contains(where: { variableOf[Int($0)] == variable }) { continue }
            if preconditions.contains(proposition) {
                assigns.append(noneOf[Int(variable)])
            } else if !preconditions.contains(where: { variableOf[Int($0)] == variable }) {
                guarded.append(proposition)
            }
        }
    }

    private mutating func addConditional(_ effect: Int, _ preconditions: [Int32]) {
        var list: [Int32] = []
        guard conditions(raw.conditions, raw.negativeConditions, effect, into: &list) else { return }
        var added: [Int32] = []
        var assigns: [Int32] = []
        var guarded: [Int32] = []
        effects(raw.conditionalAdds[effect], [], list, &added, &assigns, &guarded)
        var removed: [Int32] = []
        effects([], raw.conditionalDeletes[effect], list, &added, &removed, &guarded)
        operators.conditionalOf.add(Int32(operators.conditions.count))
        operators.conditions.addRow(list)
        operators.conditionalAssigns.addRow(assigns)
        operators.conditionalDeletes.addRow(removed + guarded)
    }

    private mutating func addName(_ number: Int) {
        let origin = Int(raw.origin[number])
        let schema = Int(reachable.operatorSchema[origin])
        let objects = Int(reachable.operatorStart[origin])..<Int(reachable.operatorStart[origin + 1])
        operators.schema.append(Int32(schema))
        operators.objects.addRow(reachable.operatorObjects[objects])
        var cost = 0
        for part in normal.schemas[schema].costs {
            switch part {
            case .constant(let amount): cost += amount
            case .function(let function, let terms):
                let arguments = terms.map { term in
                    switch term {
                    case .object(let object): Int32(object)
                    case .variable(let variable): reachable.operatorObjects[objects.lowerBound + variable]
                    }
                }
                cost += normal.task.functionValues[GroundAtom(predicate: function, arguments: arguments)] ?? 0
            }
        }
        operators.costs.append(Int32(min(cost, Int(Int32.max))))
    }
}
