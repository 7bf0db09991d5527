/// The additive heuristic hadd (Bonet and Geffner, 2001) and the FF heuristic (Hoffmann and Nebel, 2001) with the
/// relaxed plan read off hadd's best supporters (Keyder and Geffner, 2008), and helpful actions.
package struct RelaxedPlanHeuristic: Heuristic {
    package enum Kind: Sendable { case additive, relaxedPlan }

    private let relaxed: RelaxedTask
    private let kind: Kind
    /// `progress[o]`: how many preconditions are still missing, and the cost so far.
    private var progress: [Progress]
    private let fresh: [Progress]
    /// `cost[p]`: the cheapest way found to make p true, or `unreached`.
    private var cost: [Int32]
    private var supporter: [Int32]
    private var isGoal: [Bool]
    private var queue = PropagationQueue()
    private var mark: [Int32]
    private var operatorMark: [Int32]
    private var generation: Int32 = 0
    private var stack: [Int32] = []

    private static let unreached = Int32.max
    /// Costs are cut off here so that sums cannot overflow.
    private static let highest: Int32 = 1 << 29

    private struct Progress {
        var missing: Int32
        var cost: Int32
    }

    /// Creates the heuristic for a task; without `usesCosts` every operator counts 1.
    package init(_ ground: GroundTask, _ kind: Kind, usesCosts: Bool = false) {
        let relaxed = RelaxedTask(ground, usesCosts: usesCosts)
        self.relaxed = relaxed
        self.kind = kind
        fresh = relaxed.costs.indices.map {
            Progress(missing: relaxed.preconditionCount[$0], cost: min(relaxed.costs[$0], Self.highest))
        }
        progress = fresh
        cost = Array(repeating: Self.unreached, count: relaxed.propositionCount)
        supporter = Array(repeating: -1, count: relaxed.propositionCount)
        mark = Array(repeating: 0, count: relaxed.propositionCount)
        operatorMark = Array(repeating: 0, count: ground.operators.count)
        isGoal = Array(repeating: false, count: relaxed.propositionCount)
        for goal in relaxed.goals { isGoal[Int(goal)] = true }
    }

    package let isSafe = true

    package mutating func evaluate(_ state: [Int32], _ node: SearchNode, preferred: inout [Int32]) -> Double {
        guard propagate(state) else { return .infinity }
        if kind == .additive {
            var sum = 0
            for goal in relaxed.goals { sum += Int(cost[Int(goal)]) }
            return Double(sum)
        }
        return Double(extract(&preferred))
    }

    /// Computes hadd for all propositions up to the goals; false where a goal is unreachable.
    private mutating func propagate(_ state: [Int32]) -> Bool {
        Self.copy(fresh, to: &progress)
        Self.fill(&cost, with: Self.unreached)
        queue.removeAll()
        for proposition in state {
            cost[Int(proposition)] = 0
            supporter[Int(proposition)] = -1
            queue.push(proposition, key: 0)
        }
        for number in relaxed.free { fire(Int(number), fresh[Int(number)].cost) }
        var goalsLeft = relaxed.goals.count
        if goalsLeft == 0 { return true }
        while let (proposition, key) = queue.pop() {
            let index = Int(proposition)
            if key > cost[index] { continue }
            if isGoal[index] {
                goalsLeft -= 1
                if goalsLeft == 0 { return true }
            }
            expand(index, key)
        }
        return false
    }

    private static func copy(_ source: [Progress], to target: inout [Progress]) {
        let source = source.span
        var target = target.mutableSpan
        for index in 0..<source.count { target[index] = source[index] }
    }

    private static func fill(_ target: inout [Int32], with value: Int32) {
        var target = target.mutableSpan
        for index in 0..<target.count { target[index] = value }
    }

    @inline(__always)
    private mutating func expand(_ proposition: Int, _ key: Int32) {
        let range = relaxed.consumers.range(proposition)
        var index = range.lowerBound
        while index < range.upperBound {
            let number = Int(relaxed.consumers.values[index])
            let missing = progress[number].missing &- 1
            let sum = min(progress[number].cost &+ key, Self.highest)
            progress[number] = Progress(missing: missing, cost: sum)
            if missing == 0 { fire(number, sum) }
            index += 1
        }
    }

    @inline(__always)
    private mutating func fire(_ number: Int, _ sum: Int32) {
        let range = relaxed.adds.range(number)
        var index = range.lowerBound
        while index < range.upperBound {
            let proposition = Int(relaxed.adds.values[index])
            if sum < cost[proposition] {
                cost[proposition] = sum
                supporter[proposition] = Int32(number)
                queue.push(Int32(proposition), key: sum)
            }
            index += 1
        }
    }

    /// Collects the relaxed plan backwards from the goals.
    ///
    /// - Returns: its cost; its operators applicable now go to `preferred`.
    private mutating func extract(_ preferred: inout [Int32]) -> Int {
        generation += 1
        var total = 0
        stack.removeAll(keepingCapacity: true)
        for goal in relaxed.goals { stack.append(goal) }
        while let proposition = stack.popLast() {
            let index = Int(proposition)
            if mark[index] == generation { continue }
            mark[index] = generation
            // Facts of the state have no supporter; with operators of cost 0 the cost alone does not tell.
            let number = Int(supporter[index])
            if number < 0 { continue }
            let source = Int(relaxed.source[number])
            for position in relaxed.preconditions.range(number) {
                stack.append(relaxed.preconditions.values[position])
            }
            if operatorMark[source] != generation {
                operatorMark[source] = generation
                total += Int(relaxed.costs[number])
                if isApplicable(number) { preferred.append(Int32(source)) }
            }
        }
        return total
    }

    private func isApplicable(_ number: Int) -> Bool {
        for position in relaxed.preconditions.range(number)
        where supporter[Int(relaxed.preconditions.values[position])] >= 0 { return false }
        return true
    }
}
