/// A ground task without deletes, laid out for propagation.
///
/// One relaxed operator stands for one operator, or for one conditional effect of it. Only what can contribute to the
/// goal is kept: facts that some chain of operators leads from to a goal, and the operators that add such facts. What
/// is left out is in no relaxed plan and in no shortest plan, so estimates stay the same and searches may do without it.
struct RelaxedTask: Sendable {
    /// `consumers[p]`: relaxed operators with precondition p; those without any consume ``truth``.
    let consumers: Rows
    let adds: Rows
    let preconditions: Rows
    /// How many propositions each waits for, at least 1.
    let preconditionCount: [Int32]
    let costs: [Int32]
    /// The operator each relaxed operator comes from.
    let source: [Int32]
    /// Relaxed operators without preconditions.
    let free: [Int32]
    /// The goals without repetition.
    let goals: [Int32]
    let propositionCount: Int
    /// `isRelevant[o]`: operator o of the task can contribute to the goal.
    let isRelevant: [Bool]

    /// A proposition beyond the task's own that always holds.
    var truth: Int { propositionCount }

    /// Lays a task out; without `usesCosts` every operator costs 1.
    init(_ ground: GroundTask, usesCosts: Bool) {
        let all = Parts(ground)
        let kept = all.relevant(
            to: ground.variables.goals, propositionCount: ground.variables.propositionCount)
        preconditions = kept.preconditions
        adds = kept.adds
        source = kept.source
        propositionCount = ground.variables.propositionCount
        var seen: Set<Int32> = []
        goals = ground.variables.goals.filter { seen.insert($0).inserted }
        let rows = kept.preconditions
        let empty = (0..<Int32(rows.count)).filter { rows.range(Int($0)).isEmpty }
        free = empty
        preconditionCount = (0..<rows.count).map { max(1, Int32(rows.range($0).count)) }
        var consumers = rows.inverted(valueCount: propositionCount)
        consumers.addRow(empty)
        self.consumers = consumers
        costs = kept.source.map { usesCosts ? ground.operators.costs[Int($0)] : 1 }
        var isRelevant = Array(repeating: false, count: ground.operators.count)
        for number in kept.source { isRelevant[Int(number)] = true }
        self.isRelevant = isRelevant
    }

    /// Relaxed operators, column by column.
    private struct Parts {
        var preconditions = Rows()
        var adds = Rows()
        var source: [Int32] = []

        init() {}

        init(_ ground: GroundTask) {
            let operators = ground.operators
            preconditions.reserve(rows: operators.count, values: operators.preconditions.values.count)
            adds.reserve(rows: operators.count, values: operators.adds.values.count)
            for number in 0..<operators.count {
                if !operators.adds.range(number).isEmpty {
                    add(operators.preconditions[number], operators.adds[number], number)
                }
                for index in operators.conditionalOf.range(number) {
                    let effect = Int(operators.conditionalOf.values[index])
                    let all = Set(operators.preconditions[number]).union(operators.conditions[effect])
                    let negations = operators.conditionalDeletes[effect].filter {
                        if case .negation = ground.variables.meaning[Int($0)] { true } else { false }
                    }
                    add(all.sorted(), operators.conditionalAssigns[effect] + negations, number)
                }
            }
        }

        private mutating func add(_ needs: some Sequence<Int32>, _ adds: some Sequence<Int32>, _ number: Int)
        {
            preconditions.addRow(needs)
            self.adds.addRow(adds)
            source.append(Int32(number))
        }

        /// Keeps what can contribute to the goals, going backwards from them.
        func relevant(to goals: [Int32], propositionCount: Int) -> Parts {
            let adders = adds.inverted(valueCount: propositionCount)
            var isWanted = Array(repeating: false, count: propositionCount)
            var isKept = Array(repeating: false, count: source.count)
            var open: [Int32] = []
            for goal in goals where !isWanted[Int(goal)] {
                isWanted[Int(goal)] = true
                open.append(goal)
            }
            while let proposition = open.popLast() {
                for index in adders.range(Int(proposition)) {
                    let number = Int(adders.values[index])
                    if isKept[number] { continue }
                    isKept[number] = true
                    for position in preconditions.range(number) {
                        let needed = preconditions.values[position]
                        if isWanted[Int(needed)] { continue }
                        isWanted[Int(needed)] = true
                        open.append(needed)
                    }
                }
            }
            var kept = Parts()
            kept.preconditions.reserve(rows: source.count, values: preconditions.values.count)
            kept.adds.reserve(rows: source.count, values: adds.values.count)
            for number in source.indices where isKept[number] {
                kept.add(
                    preconditions[number], adds[number].lazy.filter { isWanted[Int($0)] },
                    Int(source[number]))
            }
            return kept
        }
    }
}
