/// All states met by a search, packed, each once, numbered in the order of their discovery.
///
/// Rows lie in chunks, so that growing never copies them. A state costs its `words`, 8 bytes of hash and at most
/// 16 bytes of table.
/// - Invariant: `slots` is an open-addressing table, at most half full, of state numbers by hash.
package struct StatePool {
    package let layout: StateLayout
    private var chunks: [[UInt64]] = []
    private var slots: [Int32]
    private(set) var hashes: [UInt64] = []
    private let rowsPerChunk: Int
    private let chunkShift: Int
    private let words: Int

    /// Creates an empty pool.
    package init(_ layout: StateLayout) {
        self.layout = layout
        words = layout.words
        var shift = 16
        while shift > 4, words << shift > 1 << 14 { shift -= 1 }
        chunkShift = shift
        rowsPerChunk = 1 << shift
        slots = Array(repeating: -1, count: 1024)
    }

    package var count: Int { hashes.count }

    /// Bytes in use, for the memory limit.
    var bytes: Int { chunks.count * rowsPerChunk * words * 8 + slots.count * 4 + hashes.capacity * 8 }

    /// Finds or adds a packed state.
    ///
    /// - Returns: its number, and whether it is new.
    mutating func insert(_ row: [UInt64], hash: UInt64) -> (state: Int, isNew: Bool) {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] >= 0 {
            let state = Int(slots[slot])
            if hashes[state] == hash, matches(state, row) { return (state, false) }
            slot = (slot + 1) & mask
        }
        return (add(row, hash, slot), true)
    }

    /// Finds any state with this hash, or adds a packed state.
    ///
    /// - Returns: the number of the state found or added, whether it is new, and whether it is the given one.
    mutating func merge(_ row: [UInt64], hash: UInt64) -> (state: Int, isNew: Bool, isSame: Bool) {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] >= 0 {
            let state = Int(slots[slot])
            if hashes[state] == hash { return (state, false, matches(state, row)) }
            slot = (slot + 1) & mask
        }
        return (add(row, hash, slot), true, true)
    }

    private mutating func add(_ row: [UInt64], _ hash: UInt64, _ slot: Int) -> Int {
        let state = hashes.count
        slots[slot] = Int32(state)
        hashes.append(hash)
        if state & (rowsPerChunk - 1) == 0 {
            var chunk: [UInt64] = []
            chunk.reserveCapacity(rowsPerChunk * words)
            chunks.append(chunk)
        }
        chunks[chunks.count - 1].append(contentsOf: row)
        if hashes.count * 2 > slots.count { grow() }
        return state
    }

    private func matches(_ state: Int, _ row: [UInt64]) -> Bool {
        let rows = chunks[state >> chunkShift]
        let chunk = rows.span
        let start = (state & (rowsPerChunk - 1)) * words
        for word in 0..<words where chunk[start + word] != row[word] { return false }
        return true
    }

    private mutating func grow() {
        slots = Array(repeating: -1, count: slots.count * 2)
        let mask = slots.count - 1
        for state in hashes.indices {
            var slot = Int(truncatingIfNeeded: hashes[state]) & mask
            while slots[slot] >= 0 { slot = (slot + 1) & mask }
            slots[slot] = Int32(state)
        }
    }

    /// Copies a packed state into `row` and its propositions into `state`.
    func load(_ number: Int, row: inout [UInt64], state: inout [Int32]) {
        let rows = chunks[number >> chunkShift]
        let chunk = rows.span
        let start = (number & (rowsPerChunk - 1)) * words
        for word in 0..<words { row[word] = chunk[start + word] }
        let fields = layout.fields.span
        let starts = layout.starts.span
        var target = state.mutableSpan
        for variable in 0..<fields.count {
            let field = fields[variable]
            let value = (chunk[start + Int(field.word)] >> UInt64(field.shift)) & field.mask
            target[variable] = starts[variable] &+ Int32(truncatingIfNeeded: value)
        }
    }
}
