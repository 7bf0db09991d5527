/// Facts as numbers: every (predicate, objects) tuple once, in the order in which it was first met.
///
/// - Invariant: fact f has the arguments `arguments[starts[f] ..< starts[f + 1]]`; `slots` is an open-addressing
///   table, at most half full, of fact numbers.
package struct FactStore: Sendable {
    private(set) var predicates: [Int32] = []
    private(set) var starts: [Int32] = [0]
    private(set) var arguments: [Int32] = []
    private var slots: [Int32] = Array(repeating: -1, count: 1024)

    package var count: Int { predicates.count }

    @inline(__always)
    static func mix(_ hash: UInt64, _ value: Int32) -> UInt64 {
        let mixed = (hash ^ UInt64(UInt32(bitPattern: value))) &* 0x9E37_79B9_7F4A_7C15
        return mixed ^ (mixed >> 29)
    }

    /// Finds the tuple `terms[0 ..< arity]` of a predicate.
    ///
    /// - Returns: its number, or -1.
    func find(_ predicate: Int32, _ terms: [Int32], _ arity: Int) -> Int32 {
        slots[slot(predicate, terms, arity)]
    }

    /// Finds or adds the tuple `terms[0 ..< arity]` of a predicate.
    ///
    /// - Complexity: O(arity) amortised.
    mutating func intern(_ predicate: Int32, _ terms: [Int32], _ arity: Int) -> Int32 {
        let slot = slot(predicate, terms, arity)
        if slots[slot] >= 0 { return slots[slot] }
        let fact = Int32(predicates.count)
        slots[slot] = fact
        predicates.append(predicate)
        for index in 0..<arity { arguments.append(terms[index]) }
        starts.append(Int32(arguments.count))
        if predicates.count * 2 > slots.count { grow() }
        return fact
    }

    private func slot(_ predicate: Int32, _ terms: [Int32], _ arity: Int) -> Int {
        var hash = Self.mix(0, predicate)
        for index in 0..<arity { hash = Self.mix(hash, terms[index]) }
        var slot = Int(truncatingIfNeeded: hash >> 20) & (slots.count - 1)
        while slots[slot] >= 0 {
            let fact = Int(slots[slot])
            if predicates[fact] == predicate {
                let start = Int(starts[fact])
                var index = 0
                while index < arity, arguments[start + index] == terms[index] { index += 1 }
                if index == arity { return slot }
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return slot
    }

    private mutating func grow() {
        slots = Array(repeating: -1, count: slots.count * 2)
        for fact in 0..<predicates.count {
            var hash = Self.mix(0, predicates[fact])
            for index in Int(starts[fact])..<Int(starts[fact + 1]) { hash = Self.mix(hash, arguments[index]) }
            var slot = Int(truncatingIfNeeded: hash >> 20) & (slots.count - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(fact)
        }
    }

    /// The fact as a value with names to be looked up in the task.
    package func atom(_ fact: Int) -> GroundAtom {
        GroundAtom(
            predicate: Int(predicates[fact]),
            arguments: Array(arguments[Int(starts[fact])..<Int(starts[fact + 1])]))
    }
}

/// The facts of one predicate, found by the values at some argument positions, in order of insertion.
///
/// - Invariant: `entryNext` links the entries of one key; all entries of a key agree at `positions`.
struct JoinIndex {
    let positions: [Int]
    private var slots: [Int32] = Array(repeating: -1, count: 64)
    private var groupFirst: [Int32] = []
    private var groupLast: [Int32] = []
    private(set) var entryFact: [Int32] = []
    private(set) var entryNext: [Int32] = []

    init(positions: [Int]) { self.positions = positions }

    /// Forgets all facts but keeps the memory.
    mutating func removeAll() {
        if groupFirst.isEmpty { return }
        for slot in slots.indices { slots[slot] = -1 }
        groupFirst.removeAll(keepingCapacity: true)
        groupLast.removeAll(keepingCapacity: true)
        entryFact.removeAll(keepingCapacity: true)
        entryNext.removeAll(keepingCapacity: true)
    }

    /// The first entry whose arguments at `positions` equal `key`, or -1.
    func first(_ key: [Int32], _ facts: borrowing FactStore) -> Int32 {
        let group = slots[slot(key, 0, facts)]
        return group < 0 ? -1 : groupFirst[Int(group)]
    }

    mutating func insert(_ fact: Int32, _ facts: borrowing FactStore, _ scratch: inout [Int32]) {
        let start = Int(facts.starts[Int(fact)])
        for (index, position) in positions.enumerated() { scratch[index] = facts.arguments[start + position] }
        let slot = slot(scratch, 0, facts)
        let entry = Int32(entryFact.count)
        entryFact.append(fact)
        entryNext.append(-1)
        if slots[slot] >= 0 {
            let group = Int(slots[slot])
            entryNext[Int(groupLast[group])] = entry
            groupLast[group] = entry
            return
        }
        slots[slot] = Int32(groupFirst.count)
        groupFirst.append(entry)
        groupLast.append(entry)
        if groupFirst.count * 2 > slots.count { grow(facts) }
    }

    private func slot(_ key: [Int32], _ offset: Int, _ facts: borrowing FactStore) -> Int {
        var hash: UInt64 = 1
        for index in 0..<positions.count { hash = FactStore.mix(hash, key[index]) }
        var slot = Int(truncatingIfNeeded: hash >> 20) & (slots.count - 1)
        while slots[slot] >= 0 {
            let start = Int(facts.starts[Int(entryFact[Int(groupFirst[Int(slots[slot])])])])
            var index = 0
            while index < positions.count, facts.arguments[start + positions[index]] == key[index] {
                index += 1
            }
            if index == positions.count { return slot }
            slot = (slot + 1) & (slots.count - 1)
        }
        return slot
    }

    private mutating func grow(_ facts: borrowing FactStore) {
        slots = Array(repeating: -1, count: slots.count * 2)
        for group in 0..<groupFirst.count {
            let start = Int(facts.starts[Int(entryFact[Int(groupFirst[group])])])
            var hash: UInt64 = 1
            for position in positions { hash = FactStore.mix(hash, facts.arguments[start + position]) }
            var slot = Int(truncatingIfNeeded: hash >> 20) & (slots.count - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(group)
        }
    }
}
