extension Search {
    /// Greedy best-first search that evaluates states as they are generated.
    ///
    /// With `commitsToImprovement` it climbs: the first strictly better successor is expanded at once, and its parent
    /// goes back to the queue with the operators it has left (partial expansion). So does a state whose operators are
    /// found one by one, when a portion of them is done.
    /// - Returns: nil at a pause.
    mutating func runEager() -> SearchOutcome? {
        let count = heuristics.count
        let firstPreferred = count
        let noveltyQueue = options.usesPreferred ? 2 * count : count
        if queues.isEmpty {
            queues = Array(repeating: OpenList(), count: noveltyQueue + (options.usesNovelty ? 1 : 0))
            let (root, _) = store(parent: -1, operatorNumber: -1)
            guard evaluate(root) else { return .unsolvable }
            if isGoal() { return path(to: root) }
            _ = notesProgress()
            isPreferred = Array(repeating: false, count: generator.operators.count)
            progress = [0]
            estimates = [Float(values[0])]
            queues[0].push(UInt64(root), key: values[0])
        }
        while true {
            if let outcome = limitReached() { return outcome }
            if isPauseDue { return nil }
            let state: Int
            let value: Double
            if let next = climb {
                (state, value) = next
                climb = nil
            } else {
                guard let (entry, _) = popNext() else { return .unsolvable }
                state = Int(entry)
                value = Double(estimates[state])
            }
            if isClosed[state] {
                countDuplicate()
                continue
            }
            stepper.load(state, from: pool)
            if options.usesPreferred { _ = evaluate(state) }
            countExpansion()
            let first = Int(progress[state])
            // What is found one by one is looked for in portions, each as large as all before.
            let isComplete = generator.collect(stepper.state, limit: max(1024, 2 * first), into: &applicable)
            let isCommitting = options.commitsToImprovement
            if options.usesPreferred { markPreferred(true) }
            dropAlikeOperators()
            let marked = preferred
            var index = first
            while index < applicable.count {
                let number = applicable[index]
                index += 1
                stepper.apply(Int(number), of: generator.operators)
                countGenerated(1)
                let (next, isNew) = store(parent: state, operatorNumber: number)
                if isNew {
                    // A state may have 100,000 successors, each of them a millisecond's evaluation.
                    if let outcome = limitReached() { return outcome }
                    progress.append(0)
                    let isKept = evaluate(next)
                    estimates.append(Float(values[0]))
                    if isKept {
                        if isGoal() { return path(to: next) }
                        if notesProgress(), options.usesPreferred {
                            for queue in firstPreferred..<2 * count {
                                queues[queue].priority -= options.boost
                            }
                        }
                        push(
                            next, isPreferred: options.usesPreferred && isPreferred[Int(number)], noveltyQueue
                        )
                        if isCommitting, values[0] < value {
                            climb = (next, values[0])
                            stepper.undo()
                            break
                        }
                    } else {
                        isClosed[next] = true
                    }
                }
                stepper.undo()
            }
            if options.usesPreferred {
                preferred = marked
                markPreferred(false)
            }
            if index == applicable.count, isComplete {
                isClosed[state] = true
            } else {
                progress[state] = Int32(index)
                queues[0].push(UInt64(state), key: value)
            }
        }
    }

    private mutating func markPreferred(_ value: Bool) {
        if isPreferred.count < generator.operators.count {
            isPreferred.append(
                contentsOf: repeatElement(false, count: generator.operators.count - isPreferred.count))
        }
        for number in preferred { isPreferred[Int(number)] = value }
    }

    private mutating func push(_ state: Int, isPreferred: Bool, _ noveltyQueue: Int) {
        for index in heuristics.indices {
            queues[index].push(UInt64(state), key: values[index])
            if isPreferred { queues[heuristics.count + index].push(UInt64(state), key: values[index]) }
        }
        if options.usesNovelty {
            let key = novelty?.key(stepper.state, value: values[0]) ?? 0
            queues[noveltyQueue].push(UInt64(state), key: key)
        }
    }
}
