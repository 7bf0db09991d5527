/// What it costs to reach each proposition when nothing is ever deleted, the costs of an operator's preconditions added.
///
/// Dijkstra's algorithm over propositions: those whose cost is known but not yet passed on lie in one list for each cost,
/// linked through their nodes, the latest first; costs beyond the lists go to a heap.
struct Propagation: Sendable {
    /// What is known of a proposition.
    struct Node: Sendable {
        /// The cheapest way found, or ``Propagation/unreached``.
        var cost: Int32
        /// The relaxed operator of that way; -1 for facts of the state.
        var supporter: Int32
        /// Its neighbours in the list of its cost, or -1.
        var next: Int32
        var previous: Int32
    }

    /// What is known of a relaxed operator: how many preconditions are missing, and the cost so far.
    private struct Progress {
        var missing: Int32
        var cost: Int32
    }

    private(set) var nodes: [Node]
    private let fresh: [Progress]
    private var progress: [Progress]
    private var lists: [Int32]
    private var overflow = CostHeap()

    static let unreached = Int32.max
    /// Costs are cut off here so that sums cannot overflow.
    private static let highest: Int32 = 1 << 29
    private static let listCount = 1 << 15

    /// Prepares a task.
    init(_ relaxed: RelaxedTask) {
        fresh = relaxed.costs.indices.map {
            Progress(missing: relaxed.preconditionCount[$0], cost: min(relaxed.costs[$0], Self.highest))
        }
        progress = fresh
        nodes = Array(
            repeating: Node(cost: Self.unreached, supporter: -1, next: -1, previous: -1),
            count: relaxed.propositionCount + 1)
        lists = Array(repeating: -1, count: Self.listCount)
    }

    /// Computes costs from a state up to the dearest goal.
    ///
    /// - Returns: false where a goal is unreachable.
    mutating func run(from state: [Int32], _ relaxed: RelaxedTask, _ isGoal: [Bool]) -> Bool {
        if relaxed.goals.isEmpty { return true }
        Self.reset(&progress, fresh, &nodes)
        overflow.removeAll()
        return Self.run(state, relaxed, isGoal, &nodes, &progress, &lists, &overflow)
    }

    private static func reset(_ progress: inout [Progress], _ fresh: [Progress], _ nodes: inout [Node]) {
        let fresh = fresh.span
        var progress = progress.mutableSpan
        for index in 0..<fresh.count { progress[index] = fresh[index] }
        var nodes = nodes.mutableSpan
        let unknown = Node(cost: unreached, supporter: -1, next: -1, previous: -1)
        for index in 0..<nodes.count { nodes[index] = unknown }
    }

    /// The loop that nearly all of hFF's time goes to.
    ///
    /// - Invariant: `lists[c]` is the first node of cost c that is not passed on, or -1; outside of calls all are -1.
    ///   No list below `lowest` or above `last` has an entry. A node is in a list exactly if its cost is known, below
    ///   `listCount`, and not passed on.
    private static func run(
        _ state: [Int32], _ relaxed: RelaxedTask, _ isGoal: [Bool], _ nodes: inout [Node],
        _ progress: inout [Progress], _ lists: inout [Int32], _ overflow: inout CostHeap
    ) -> Bool {
        let state = state.span
        let isGoal = isGoal.span
        let consumerStarts = relaxed.consumers.starts.span
        let consumers = relaxed.consumers.values.span
        let addStarts = relaxed.adds.starts.span
        let adds = relaxed.adds.values.span
        var nodes = nodes.mutableSpan
        var progress = progress.mutableSpan
        var lists = lists.mutableSpan
        var first: Int32 = -1
        for index in 0...state.count {
            let proposition = index < state.count ? Int(state[index]) : relaxed.truth
            nodes[proposition] = Node(cost: 0, supporter: -1, next: first, previous: -1)
            if first >= 0 { nodes[Int(first)].previous = Int32(proposition) }
            first = Int32(proposition)
        }
        lists[0] = first
        var lowest = 0
        var last = 0
        var goalsLeft = relaxed.goals.count
        while true {
            let proposition: Int
            let key: Int32
            if lowest <= last {
                let first = Int(lists[lowest])
                if first < 0 {
                    lowest += 1
                    continue
                }
                let next = nodes[first].next
                lists[lowest] = next
                if next >= 0 { nodes[Int(next)].previous = -1 }
                proposition = first
                key = Int32(truncatingIfNeeded: lowest)
            } else {
                guard let top = overflow.pop() else { return false }
                proposition = Int(top.value)
                key = top.key
                if key > nodes[proposition].cost { continue }
            }
            if isGoal[proposition] {
                goalsLeft -= 1
                if goalsLeft == 0 { break }
            }
            var position = Int(consumerStarts[proposition])
            let end = Int(consumerStarts[proposition + 1])
            while position < end {
                let number = Int(consumers[position])
                position += 1
                let missing = progress[number].missing &- 1
                let sum = min(progress[number].cost &+ key, highest)
                progress[number] = Progress(missing: missing, cost: sum)
                if missing != 0 { continue }
                var index = Int(addStarts[number])
                let addEnd = Int(addStarts[number + 1])
                while index < addEnd {
                    let added = Int(adds[index])
                    index += 1
                    let old = nodes[added]
                    if sum >= old.cost { continue }
                    if old.cost < listCount {
                        // Known, dearer, and not passed on: it leaves its list.
                        if old.previous >= 0 {
                            nodes[Int(old.previous)].next = old.next
                        } else {
                            lists[Int(old.cost)] = old.next
                        }
                        if old.next >= 0 { nodes[Int(old.next)].previous = old.previous }
                    }
                    guard sum < listCount else {
                        nodes[added] = Node(cost: sum, supporter: Int32(number), next: -1, previous: -1)
                        overflow.push(Int32(added), key: sum)
                        continue
                    }
                    let list = Int(sum)
                    let next = lists[list]
                    nodes[added] = Node(cost: sum, supporter: Int32(number), next: next, previous: -1)
                    if next >= 0 { nodes[Int(next)].previous = Int32(added) }
                    lists[list] = Int32(added)
                    if list > last { last = list }
                }
            }
        }
        while lowest <= last {
            lists[lowest] = -1
            lowest += 1
        }
        return true
    }
}

/// A priority queue for costs beyond all lists, which few tasks have.
struct CostHeap: Sendable {
    private var heap: [(key: Int32, value: Int32)] = []

    mutating func removeAll() { heap.removeAll(keepingCapacity: true) }

    @inline(never)
    mutating func push(_ value: Int32, key: Int32) {
        heap.append((key, value))
        var child = heap.count - 1
        while child > 0, heap[child].key < heap[(child - 1) / 2].key {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    @inline(never)
    mutating func pop() -> (value: Int32, key: Int32)? {
        guard let top = heap.first, let last = heap.popLast() else { return nil }
        if !heap.isEmpty {
            heap[0] = last
            var parent = 0
            while 2 * parent + 1 < heap.count {
                var child = 2 * parent + 1
                if child + 1 < heap.count, heap[child + 1].key < heap[child].key { child += 1 }
                guard heap[child].key < heap[parent].key else { break }
                heap.swapAt(child, parent)
                parent = child
            }
        }
        return (top.value, top.key)
    }
}
