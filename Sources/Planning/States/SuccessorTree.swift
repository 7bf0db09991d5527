/// A source of applicable operators.
///
/// Two exist: the decision tree over ground operators, and joins over schemas.
package protocol SuccessorGenerator {
    /// The operators it has numbered so far; all of them for a ground task.
    var operators: GroundOperators { get }

    /// Lists the numbers of the operators applicable in a state, always in the same order for the same state.
    ///
    /// - Parameters:
    ///   - state: one proposition for each state variable.
    ///   - limit: where operators are found one by one, how many to look for; a longer list begins with the shorter.
    ///   - applicable: receives the list.
    /// - Returns: whether the list is complete.
    mutating func collect(_ state: [Int32], limit: Int, into applicable: inout [Int32]) -> Bool
}

/// A decision tree over the preconditions: each inner node asks for the value of one variable.
///
/// Operators are sorted by their ascending preconditions. A node holds the operators that have no further condition,
/// one child for each value of its variable that occurs, and one for the operators that do not ask this variable.
/// The idea is that of Fast Downward (Helmert, JAIR 26, 2006).
/// - Invariant: `nodes` holds records of 6 numbers: operators from, to; variable or -1; table; table size or -count of
///   sorted pairs; child that does not care or -1.
package struct SuccessorTree: SuccessorGenerator {
    package let operators: GroundOperators
    private var nodes: [Int32] = []
    private var leaves: [Int32] = []
    private var tables: [Int32] = []
    private let starts: [Int32]
    private let variableOf: [Int32]
    private var stack: [Int32] = []

    /// Builds the tree of all operators.
    ///
    /// - Complexity: O(n log n) in the number of preconditions.
    package init(_ ground: GroundTask) { self.init(ground, only: nil) }

    /// Builds the tree of the operators o with `isWanted[o]`; they keep their numbers.
    init(_ ground: GroundTask, only isWanted: [Bool]?) {
        operators = ground.operators
        starts = ground.variables.variableStart
        variableOf = ground.variables.variableOf
        let rows = operators.preconditions
        let wanted = (0..<Int32(operators.count)).filter { isWanted?[Int($0)] ?? true }
        let order = wanted.sorted { left, right in
            let first = rows.range(Int(left))
            let second = rows.range(Int(right))
            var index = 0
            while index < first.count, index < second.count {
                let a = rows.values[first.lowerBound + index]
                let b = rows.values[second.lowerBound + index]
                if a != b { return a < b }
                index += 1
            }
            return first.count != second.count ? first.count < second.count : left < right
        }
        build(order)
    }

    /// A range of sorted operators that agree on their first `depth` preconditions.
    private struct Job {
        var from: Int
        var to: Int
        var depth: Int
        /// Where to write the number of the node.
        var isTable: Bool
        var target: Int
    }

    private mutating func build(_ order: [Int32]) {
        let rows = operators.preconditions
        func condition(_ position: Int, _ depth: Int) -> Int32 {
            rows.values[Int(rows.starts[Int(order[position])]) + depth]
        }
        var jobs = [Job(from: 0, to: order.count, depth: 0, isTable: false, target: -1)]
        while let job = jobs.popLast() {
            let node = nodes.count
            if job.target >= 0 {
                if job.isTable { tables[job.target] = Int32(node) } else { nodes[job.target] = Int32(node) }
            }
            nodes.append(contentsOf: [Int32(leaves.count), 0, -1, 0, 0, -1])
            var position = job.from
            while position < job.to, rows[Int(order[position])].count == job.depth {
                leaves.append(order[position])
                position += 1
            }
            nodes[node + 1] = Int32(leaves.count)
            guard position < job.to else { continue }
            let variable = variableOf[Int(condition(position, job.depth))]
            nodes[node + 2] = variable
            // Runs of operators with the same next precondition on this variable.
            var runs: [(proposition: Int32, from: Int, to: Int)] = []
            while position < job.to, variableOf[Int(condition(position, job.depth))] == variable {
                let proposition = condition(position, job.depth)
                let from = position
                while position < job.to, condition(position, job.depth) == proposition { position += 1 }
                runs.append((proposition, from, position))
            }
            if position < job.to {
                jobs.append(
                    Job(from: position, to: job.to, depth: job.depth, isTable: false, target: node + 5))
            }
            addTable(runs, node, Int(variable), job.depth, &jobs)
        }
    }

    private mutating func addTable(
        _ runs: [(proposition: Int32, from: Int, to: Int)], _ node: Int, _ variable: Int, _ depth: Int,
        _ jobs: inout [Job]
    ) {
        let size = Int(starts[variable + 1] - starts[variable])
        nodes[node + 3] = Int32(tables.count)
        if runs.count * 4 >= size {
            nodes[node + 4] = Int32(size)
            let base = tables.count
            tables.append(contentsOf: repeatElement(-1, count: size))
            for run in runs.reversed() {
                let slot = base + Int(run.proposition - starts[variable])
                jobs.append(Job(from: run.from, to: run.to, depth: depth + 1, isTable: true, target: slot))
            }
        } else {
            nodes[node + 4] = -Int32(runs.count)
            let base = tables.count
            for run in runs { tables.append(contentsOf: [run.proposition, -1]) }
            for (index, run) in runs.enumerated().reversed() {
                jobs.append(
                    Job(
                        from: run.from, to: run.to, depth: depth + 1, isTable: true,
                        target: base + 2 * index + 1))
            }
        }
    }

    package mutating func collect(_ state: [Int32], limit: Int = .max, into applicable: inout [Int32]) -> Bool
    {
        applicable.removeAll(keepingCapacity: true)
        var open: [Int32] = []
        swap(&open, &stack)
        open.append(0)
        walk(state, &open, &applicable)
        swap(&open, &stack)
        return true
    }

    private func walk(_ state: [Int32], _ stack: inout [Int32], _ applicable: inout [Int32]) {
        let nodes = nodes.span
        let tables = tables.span
        let leaves = leaves.span
        let values = state.span
        let starts = starts.span
        while let next = stack.popLast() {
            var node = Int(next)
            while node >= 0 {
                var leaf = Int(nodes[node])
                let end = Int(nodes[node + 1])
                while leaf < end {
                    applicable.append(leaves[leaf])
                    leaf += 1
                }
                let variable = Int(nodes[node + 2])
                guard variable >= 0 else { break }
                let table = Int(nodes[node + 3])
                let size = Int(nodes[node + 4])
                let value = values[variable]
                var child: Int32 = -1
                if size >= 0 {
                    child = tables[table + Int(value &- starts[variable])]
                } else {
                    // A few sorted pairs: halve.
                    var low = 0
                    var high = -size
                    while low < high {
                        let middle = (low + high) >> 1
                        if tables[table + 2 * middle] < value { low = middle + 1 } else { high = middle }
                    }
                    if low < -size, tables[table + 2 * low] == value { child = tables[table + 2 * low + 1] }
                }
                let rest = Int(nodes[node + 5])
                if child >= 0 {
                    if rest >= 0 { stack.append(Int32(rest)) }
                    node = Int(child)
                } else {
                    node = rest
                }
            }
        }
    }
}
