/// A ground task without deletes, laid out for propagation.
///
/// One relaxed operator stands for one operator, or for one conditional effect of it.
struct RelaxedTask: Sendable {
    /// `consumers[p]`: relaxed operators with precondition p.
    let consumers: Rows
    let adds: Rows
    let preconditions: Rows
    let preconditionCount: [Int32]
    let costs: [Int32]
    /// The operator each relaxed operator comes from.
    let source: [Int32]
    /// Relaxed operators without preconditions.
    let free: [Int32]
    let goals: [Int32]
    let propositionCount: Int

    /// Lays a task out; without `usesCosts` every operator costs 1.
    init(_ ground: GroundTask, usesCosts: Bool) {
        let operators = ground.operators
        var preconditions = Rows()
        var adds = Rows()
        var source: [Int32] = []
        preconditions.reserve(rows: operators.count, values: operators.preconditions.values.count)
        adds.reserve(rows: operators.count, values: operators.adds.values.count)
        for number in 0..<operators.count {
            if !operators.adds.range(number).isEmpty {
                preconditions.addRow(operators.preconditions[number])
                adds.addRow(operators.adds[number])
                source.append(Int32(number))
            }
            for index in operators.conditionalOf.range(number) {
                let effect = Int(operators.conditionalOf.values[index])
                let all = Set(operators.preconditions[number]).union(operators.conditions[effect])
                preconditions.addRow(all.sorted())
                let negations = operators.conditionalDeletes[effect].filter {
                    if case .negation = ground.variables.meaning[Int($0)] { true } else { false }
                }
                adds.addRow(operators.conditionalAssigns[effect] + negations)
                source.append(Int32(number))
            }
        }
        self.preconditions = preconditions
        self.adds = adds
        self.source = source
        propositionCount = ground.variables.propositionCount
        consumers = preconditions.inverted(valueCount: propositionCount)
        let counts = (0..<preconditions.count).map { Int32(preconditions.range($0).count) }
        preconditionCount = counts
        free = counts.indices.filter { counts[$0] == 0 }.map(Int32.init)
        costs = source.map { usesCosts ? operators.costs[Int($0)] : 1 }
        goals = ground.variables.goals
    }
}

/// A priority queue for propagation: buckets for small keys, a heap for the rest.
struct PropagationQueue {
    private var buckets: [[Int32]] = Array(repeating: [], count: 64)
    private var lowest = 0
    private var highest = -1
    private var heap: [(key: Int32, value: Int32)] = []
    private static let bucketLimit = 1 << 15

    mutating func removeAll() {
        if highest >= lowest {
            for index in lowest...highest { buckets[index].removeAll(keepingCapacity: true) }
        }
        lowest = 0
        highest = -1
        heap.removeAll(keepingCapacity: true)
    }

    @inline(__always)
    mutating func push(_ value: Int32, key: Int32) {
        let index = Int(key)
        if index >= buckets.count {
            guard index < Self.bucketLimit else {
                heapPush(value, key)
                return
            }
            buckets.append(
                contentsOf: repeatElement([], count: max(buckets.count, index + 1 - buckets.count)))
        }
        buckets[index].append(value)
        if index > highest { highest = index }
    }

    /// Removes an element with the least key.
    ///
    /// Keys never fall below the last one popped.
    @inline(__always)
    mutating func pop() -> (value: Int32, key: Int32)? {
        while lowest <= highest {
            if let value = buckets[lowest].popLast() { return (value, Int32(lowest)) }
            lowest += 1
        }
        return heap.isEmpty ? nil : heapPop()
    }

    private mutating func heapPush(_ value: Int32, _ key: Int32) {
        heap.append((key, value))
        var child = heap.count - 1
        while child > 0, heap[child].key < heap[(child - 1) / 2].key {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    private mutating func heapPop() -> (value: Int32, key: Int32) {
        let top = heap[0]
        let last = heap.removeLast()
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
