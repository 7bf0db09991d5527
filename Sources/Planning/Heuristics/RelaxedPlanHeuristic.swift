/// The additive heuristic hadd (Bonet and Geffner, 2001) and the FF heuristic (Hoffmann and Nebel, 2001) with the
/// relaxed plan read off hadd's best supporters (Keyder and Geffner, 2008), and helpful actions.
package struct RelaxedPlanHeuristic: Heuristic {
    package enum Kind: Sendable { case additive, relaxedPlan }

    private let relaxed: RelaxedTask
    private let kind: Kind
    private let isGoal: [Bool]
    private var propagation: Propagation
    private var mark: [Int32]
    private var operatorMark: [Int32]
    private var generation: Int32 = 0
    private var stack: [Int32] = []

    /// Creates the heuristic for a task; without `usesCosts` every operator counts 1.
    package init(_ ground: GroundTask, _ kind: Kind, usesCosts: Bool = false) {
        self.init(RelaxedTask(ground, usesCosts: usesCosts), kind)
    }

    /// Creates the heuristic for a relaxed task.
    init(_ relaxed: RelaxedTask, _ kind: Kind) {
        self.relaxed = relaxed
        self.kind = kind
        propagation = Propagation(relaxed)
        mark = Array(repeating: 0, count: relaxed.propositionCount)
        operatorMark = Array(repeating: 0, count: relaxed.isRelevant.count)
        var isGoal = Array(repeating: false, count: relaxed.propositionCount + 1)
        for goal in relaxed.goals { isGoal[Int(goal)] = true }
        self.isGoal = isGoal
    }

    package let isSafe = true

    package mutating func evaluate(_ state: [Int32], _ node: SearchNode, preferred: inout [Int32]) -> Double {
        guard propagation.run(from: state, relaxed, isGoal) else { return .infinity }
        if kind == .additive {
            var sum = 0
            for goal in relaxed.goals { sum += Int(propagation.nodes[Int(goal)].cost) }
            return Double(sum)
        }
        generation += 1
        stack.removeAll(keepingCapacity: true)
        for goal in relaxed.goals { stack.append(goal) }
        return Double(
            Self.extract(
                relaxed, propagation.nodes, generation, &mark, &operatorMark, &stack, &preferred))
    }

    /// Collects the relaxed plan backwards from the goals on the stack.
    ///
    /// - Returns: its cost; its operators applicable now go to `preferred`.
    private static func extract(
        _ relaxed: RelaxedTask, _ nodes: [Propagation.Node], _ generation: Int32, _ mark: inout [Int32],
        _ operatorMark: inout [Int32], _ stack: inout [Int32], _ preferred: inout [Int32]
    ) -> Int {
        let nodes = nodes.span
        let starts = relaxed.preconditions.starts.span
        let preconditions = relaxed.preconditions.values.span
        let sources = relaxed.source.span
        var mark = mark.mutableSpan
        var operatorMark = operatorMark.mutableSpan
        var total = 0
        while let proposition = stack.popLast() {
            let index = Int(proposition)
            if mark[index] == generation { continue }
            mark[index] = generation
            // Facts of the state have no supporter; with operators of cost 0 the cost alone does not tell.
            let number = Int(nodes[index].supporter)
            if number < 0 { continue }
            let source = Int(sources[number])
            var isApplicable = true
            var position = Int(starts[number])
            let end = Int(starts[number + 1])
            while position < end {
                let needed = preconditions[position]
                if nodes[Int(needed)].supporter >= 0 {
                    isApplicable = false
                    stack.append(needed)
                }
                position += 1
            }
            if operatorMark[source] != generation {
                operatorMark[source] = generation
                total += Int(relaxed.costs[number])
                if isApplicable { preferred.append(Int32(source)) }
            }
        }
        return total
    }
}
