/// Counts landmarks not yet reached on the way, and goals reached but lost again (Richter and Westphal, JAIR 39, 2010).
///
/// The landmarks reached so far belong to the path by which a state was first met; they are kept for each state.
package struct LandmarkCountHeuristic: Heuristic {
    private let landmarks: [Int32]
    private let variables: [Int32]
    private let isGoal: [Bool]
    private let orderedBefore: Rows
    private let words: Int
    /// `reached[s * words ..<]`: the landmarks reached on the way to state s.
    private var reached: [UInt64] = []

    /// Creates the heuristic; nil where a task is too large for it.
    package init?(_ ground: GroundTask) {
        self.init(ground, RelaxedTask(ground, usesCosts: false))
    }

    /// Creates the heuristic from a task and its relaxation; nil where it is too large.
    init?(_ ground: GroundTask, _ relaxed: RelaxedTask) {
        guard let graph = LandmarkGraph(relaxed, initial: ground.variables.initial) else { return nil }
        // Goals that hold at the start are landmarks too: they may be lost.
        let goalsHeld = ground.variables.goals.filter { !graph.landmarks.contains($0) }
        landmarks = graph.landmarks + goalsHeld
        var before = graph.orderedBefore
        for _ in goalsHeld { before.closeRow() }
        orderedBefore = before
        variables = landmarks.map { ground.variables.variableOf[Int($0)] }
        isGoal = landmarks.map { ground.variables.goals.contains($0) }
        words = max(1, (landmarks.count + 63) / 64)
    }

    package let isSafe = true

    /// How many landmarks there are.
    package var count: Int { landmarks.count }

    package mutating func evaluate(_ state: [Int32], _ node: SearchNode, preferred: inout [Int32]) -> Double {
        let start = max(0, node.state) * words
        if reached.count < start + words {
            reached.append(contentsOf: repeatElement(0, count: start + words - reached.count))
        }
        if node.parent >= 0 {
            for word in 0..<words { reached[start + word] = reached[node.parent * words + word] }
        }
        var open = 0
        for index in landmarks.indices {
            let holds = state[Int(variables[index])] == landmarks[index]
            let bit: UInt64 = 1 << UInt64(index % 64)
            var isReached = reached[start + index / 64] & bit != 0
            if holds, !isReached, isReady(index, start) {
                reached[start + index / 64] |= bit
                isReached = true
            }
            if !isReached || (isGoal[index] && !holds) { open += 1 }
        }
        return Double(open)
    }

    /// Whether all landmarks that come before have been reached.
    private func isReady(_ index: Int, _ start: Int) -> Bool {
        for position in orderedBefore.range(index) {
            let other = Int(orderedBefore.values[position])
            if reached[start + other / 64] >> UInt64(other % 64) & 1 == 0 { return false }
        }
        return true
    }
}
