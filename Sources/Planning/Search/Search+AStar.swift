extension Search {
    /// A* (Hart, Nilsson and Raphael, 1968) with reopening, so that the first heuristic needs only be admissible.
    mutating func runAStar() -> SearchOutcome {
        queues = [OpenList()]
        let (root, _) = store(parent: -1, operatorNumber: -1)
        guard evaluate(root) else { return .unsolvable }
        var estimates = [values[0]]
        queues[0].push(UInt64(root), key: values[0])
        while let (entry, key) = popNext() {
            if let outcome = limitReached() { return outcome }
            let state = Int(entry)
            // An entry from before a cheaper path was found has too high a key.
            if isClosed[state] || key > Double(costs[state]) + estimates[state] { continue }
            isClosed[state] = true
            stepper.load(state, from: pool)
            if isGoal() { return path(to: state) }
            countExpansion()
            _ = generator.collect(stepper.state, limit: .max, into: &applicable)
            for number in applicable {
                stepper.apply(Int(number), of: generator.operators)
                countGenerated(1)
                let cost = Self.sum(costs[state], generator.operators.costs[Int(number)])
                let (next, isNew) = store(parent: state, operatorNumber: number)
                if isNew {
                    if let outcome = limitReached() { return outcome }
                    if evaluate(next) {
                        _ = notesProgress()
                        estimates.append(values[0])
                        queues[0].push(UInt64(next), key: Double(cost) + values[0])
                    } else {
                        estimates.append(.infinity)
                        isClosed[next] = true
                    }
                } else if cost < costs[next], estimates[next] < .infinity {
                    costs[next] = cost
                    parents[next] = Int32(state)
                    creators[next] = number
                    isClosed[next] = false
                    queues[0].push(UInt64(next), key: Double(cost) + estimates[next])
                }
                stepper.undo()
            }
        }
        return .unsolvable
    }
}
