extension Search {
    /// Greedy best-first search with deferred evaluation (Richter and Helmert, ICAPS 2009): successors are queued
    /// under their parent's value, as a parent and an operator, and become states only when their turn comes.
    ///
    /// Queues: one for each heuristic, one more for each where preferred operators are used, and one by novelty.
    /// - Returns: nil at a pause.
    mutating func runLazy() -> SearchOutcome? {
        if queues.isEmpty {
            let count = heuristics.count * (options.usesPreferred ? 2 : 1) + (options.usesNovelty ? 1 : 0)
            queues = Array(repeating: OpenList(), count: count)
            isPreferred = Array(repeating: false, count: generator.operators.count)
            let (root, _) = store(parent: -1, operatorNumber: -1)
            if expandLazily(root) { return path(to: root) }
        }
        while true {
            if let outcome = limitReached() { return outcome }
            if isPauseDue { return nil }
            guard let (entry, _) = popNext() else { return .unsolvable }
            let parent = Int(entry >> 32)
            let number = Int32(truncatingIfNeeded: entry)
            stepper.load(parent, from: pool)
            stepper.apply(Int(number), of: generator.operators)
            let (next, isNew) = store(parent: parent, operatorNumber: number)
            if !isNew {
                countDuplicate()
            } else if expandLazily(next) {
                return path(to: next)
            }
        }
    }

    /// Evaluates the stepper's state and queues its successors; true where it is a goal.
    private mutating func expandLazily(_ state: Int) -> Bool {
        let count = heuristics.count
        guard evaluate(state) else { return false }
        if isGoal() { return true }
        if notesProgress(), options.usesPreferred {
            for index in count..<2 * count { queues[index].priority -= options.boost }
        }
        countExpansion()
        if !generator.collect(stepper.state, limit: 20_000, into: &applicable) { hasPruned = true }
        countGenerated(applicable.count)
        if isPreferred.count < generator.operators.count {
            isPreferred.append(
                contentsOf: repeatElement(false, count: generator.operators.count - isPreferred.count))
        }
        let key = novelty?.key(stepper.state, value: values[0]) ?? 0
        if options.usesPreferred { for number in preferred { isPreferred[Int(number)] = true } }
        dropAlikeOperators()
        for number in applicable {
            let entry = UInt64(UInt32(state)) << 32 | UInt64(UInt32(bitPattern: number))
            for index in 0..<count {
                queues[index].push(entry, key: values[index])
                if options.usesPreferred, isPreferred[Int(number)] {
                    queues[count + index].push(entry, key: values[index])
                }
            }
            if options.usesNovelty { queues[queues.count - 1].push(entry, key: key) }
        }
        if options.usesPreferred { for number in preferred { isPreferred[Int(number)] = false } }
        return false
    }
}
