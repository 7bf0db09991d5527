/// Interns lower-cased words as small integers, so that the parser compares and looks up no strings.
///
/// PDDL is case-insensitive; the table stores one lower-case form of each word.
struct SymbolTable: Sendable {
    private var storage: [UInt8] = []
    private var starts: [Int] = [0]
    private var slots: [Int32] = Array(repeating: -1, count: 256)

    /// Words with a meaning of their own, interned first so that their numbers are known.
    static let reserved = [
        "and", "or", "not", "imply", "forall", "exists", "when", "=", "-", "either", "object", "increase",
        "total-cost",
    ]
    static let and: Int32 = 0
    static let or: Int32 = 1
    static let not: Int32 = 2
    static let imply: Int32 = 3
    static let forall: Int32 = 4
    static let exists: Int32 = 5
    static let when: Int32 = 6
    static let equals: Int32 = 7
    static let dash: Int32 = 8
    static let either: Int32 = 9
    static let object: Int32 = 10
    static let increase: Int32 = 11
    static let totalCost: Int32 = 12

    init() {
        for word in Self.reserved {
            let bytes = Array(word.utf8)
            _ = intern(bytes, 0, bytes.count)
        }
    }

    var count: Int { starts.count - 1 }

    /// The lower-case word of a symbol.
    subscript(symbol: Int32) -> String {
        String(decoding: storage[starts[Int(symbol)]..<starts[Int(symbol) + 1]], as: UTF8.self)
    }

    /// Finds or adds the word at `bytes[offset ..< offset + length]`.
    mutating func intern(_ bytes: [UInt8], _ offset: Int, _ length: Int) -> Int32 {
        var hash: UInt64 = 14_695_981_039_346_656_037
        for index in offset..<offset + length {
            hash = (hash ^ UInt64(Self.lowered(bytes[index]))) &* 1_099_511_628_211
        }
        var slot = Int(truncatingIfNeeded: hash ^ hash >> 32) & (slots.count - 1)
        while slots[slot] >= 0 {
            if matches(slots[slot], bytes, offset, length) { return slots[slot] }
            slot = (slot + 1) & (slots.count - 1)
        }
        let symbol = Int32(count)
        for index in offset..<offset + length { storage.append(Self.lowered(bytes[index])) }
        starts.append(storage.count)
        slots[slot] = symbol
        if count * 2 > slots.count { grow() }
        return symbol
    }

    private func matches(_ symbol: Int32, _ bytes: [UInt8], _ offset: Int, _ length: Int) -> Bool {
        let start = starts[Int(symbol)]
        guard starts[Int(symbol) + 1] - start == length else { return false }
        for index in 0..<length where storage[start + index] != Self.lowered(bytes[offset + index]) {
            return false
        }
        return true
    }

    private mutating func grow() {
        slots = Array(repeating: -1, count: slots.count * 4)
        for symbol in 0..<count {
            var hash: UInt64 = 14_695_981_039_346_656_037
            for index in starts[symbol]..<starts[symbol + 1] {
                hash = (hash ^ UInt64(storage[index])) &* 1_099_511_628_211
            }
            var slot = Int(truncatingIfNeeded: hash ^ hash >> 32) & (slots.count - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(symbol)
        }
    }

    private static func lowered(_ byte: UInt8) -> UInt8 {
        byte >= 65 && byte <= 90 ? byte | 32 : byte
    }
}
