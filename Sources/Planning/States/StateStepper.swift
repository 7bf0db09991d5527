/// One working state that steps forward through an operator and back again.
///
/// It keeps the propositions, the packed row and the hash in step with each other, so that a successor costs only
/// what the operator changes.
package struct StateStepper {
    package private(set) var state: [Int32]
    private(set) var row: [UInt64]
    private(set) var hash: UInt64 = 0
    private let layout: StateLayout
    private let variableOf: [Int32]
    private var undoVariable: [Int32] = []
    private var undoValue: [Int32] = []
    private var isFact: [Bool]
    private var fired: [Int32] = []

    /// Creates a stepper that stands at the initial state.
    package init(_ variables: StateVariables, _ layout: StateLayout) {
        self.layout = layout
        state = variables.initial
        row = Array(repeating: 0, count: layout.words)
        variableOf = variables.variableOf
        isFact = variables.meaning.map { if case .fact = $0 { true } else { false } }
        layout.pack(state, into: &row)
        hash = layout.hash(state)
    }

    /// Moves to a stored state.
    mutating func load(_ number: Int, from pool: borrowing StatePool) {
        pool.load(number, row: &row, state: &state)
        hash = pool.hashes[number]
    }

    /// Takes an operator whose preconditions hold.
    package mutating func apply(_ number: Int, of operators: borrowing GroundOperators) {
        undoVariable.removeAll(keepingCapacity: true)
        undoValue.removeAll(keepingCapacity: true)
        for index in operators.guardedDeletes.range(number) { remove(operators.guardedDeletes.values[index]) }
        let conditional = operators.conditionalOf.range(number)
        guard !conditional.isEmpty else {
            for index in operators.assigns.range(number) { assign(operators.assigns.values[index]) }
            return
        }
        fired.removeAll(keepingCapacity: true)
        // Conditions are read in the state before the step: guarded deletes above may have changed it.
        let deleted = undoVariable.count
        for index in conditional {
            let effect = Int(operators.conditionalOf.values[index])
            if holds(operators.conditions, effect, undoneTo: deleted) { fired.append(Int32(effect)) }
        }
        for effect in fired {
            for index in operators.conditionalDeletes.range(Int(effect)) {
                let proposition = operators.conditionalDeletes.values[index]
                if isFact[Int(proposition)] { remove(proposition) } else { assign(proposition) }
            }
        }
        for index in operators.assigns.range(number) { assign(operators.assigns.values[index]) }
        for effect in fired {
            for index in operators.conditionalAssigns.range(Int(effect)) {
                assign(operators.conditionalAssigns.values[index])
            }
        }
    }

    /// Whether a conjunction held before the changes on the undo list.
    private func holds(_ rows: Rows, _ row: Int, undoneTo count: Int) -> Bool {
        for index in rows.range(row) {
            let proposition = rows.values[index]
            let variable = variableOf[Int(proposition)]
            var value = state[Int(variable)]
            for position in 0..<count where undoVariable[position] == variable {
                value = undoValue[position]
                break
            }
            if value != proposition { return false }
        }
        return true
    }

    /// Returns to the state before the last ``apply(_:of:)``.
    package mutating func undo() {
        while let variable = undoVariable.popLast(), let value = undoValue.popLast() { set(variable, value) }
    }

    @inline(__always)
    private mutating func remove(_ proposition: Int32) {
        let variable = variableOf[Int(proposition)]
        if state[Int(variable)] == proposition { assign(layout.starts[Int(variable) + 1] &- 1) }
    }

    @inline(__always)
    private mutating func assign(_ proposition: Int32) {
        let variable = variableOf[Int(proposition)]
        let old = state[Int(variable)]
        guard old != proposition else { return }
        undoVariable.append(variable)
        undoValue.append(old)
        set(variable, proposition)
    }

    @inline(__always)
    private mutating func set(_ variable: Int32, _ proposition: Int32) {
        let index = Int(variable)
        hash ^= StateLayout.key(state[index]) ^ StateLayout.key(proposition)
        state[index] = proposition
        let field = layout.fields[index]
        let value = UInt64(UInt32(bitPattern: proposition &- layout.starts[index]))
        row[Int(field.word)] =
            (row[Int(field.word)] & ~(field.mask << UInt64(field.shift))) | value << UInt64(field.shift)
    }
}
