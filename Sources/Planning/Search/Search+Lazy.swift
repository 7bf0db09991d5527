extension Search {
    /// Greedy best-first search with deferred evaluation (Richter and Helmert, ICAPS 2009): successors are queued
    /// under their parent's value, as a parent and an operator, and become states only when their turn comes.
    ///
    /// Queues: one for each heuristic, one more for each where preferred operators are used, and one by novelty.
    mutating func runLazy() -> SearchOutcome {
        let count = heuristics.count
        let firstPreferred = count
        let noveltyQueue = options.usesPreferred ? 2 * count : count
        queues = Array(repeating: OpenList(), count: noveltyQueue + (options.usesNovelty ? 1 : 0))
        var (state, _) = store(parent: -1, operatorNumber: -1)
        isPreferred = Array(repeating: false, count: generator.operators.count)
        while true {
            if evaluate(state) {
                if isGoal() { return path(to: state) }
                let boosts = notesProgress() && options.usesPreferred
                if boosts {
                    for index in firstPreferred..<2 * count { queues[index].priority -= options.boost }
                }
                countExpansion()
                if !generator.collect(stepper.state, limit: 20_000, into: &applicable) { hasPruned = true }
                countGenerated(applicable.count)
                if isPreferred.count < generator.operators.count {
                    isPreferred.append(
                        contentsOf: repeatElement(false, count: generator.operators.count - isPreferred.count)
                    )
                }
                let key = novelty?.key(stepper.state, value: values[0]) ?? 0
                if options.usesPreferred { for number in preferred { isPreferred[Int(number)] = true } }
                for number in applicable {
                    let entry = UInt64(UInt32(state)) << 32 | UInt64(UInt32(bitPattern: number))
                    for index in 0..<count {
                        queues[index].push(entry, key: values[index])
                        if options.usesPreferred, isPreferred[Int(number)] {
                            queues[firstPreferred + index].push(entry, key: values[index])
                        }
                    }
                    if options.usesNovelty { queues[noveltyQueue].push(entry, key: key) }
                }
                if options.usesPreferred { for number in preferred { isPreferred[Int(number)] = false } }
            }
            // The next entry that leads to a new state.
            while true {
                if let outcome = limitReached() { return outcome }
                guard let (entry, _) = popNext() else { return .unsolvable }
                let parent = Int(entry >> 32)
                let number = Int32(truncatingIfNeeded: entry)
                stepper.load(parent, from: pool)
                stepper.apply(Int(number), of: generator.operators)
                let (next, isNew) = store(parent: parent, operatorNumber: number)
                if isNew {
                    state = next
                    break
                }
                countDuplicate()
            }
        }
    }
}
