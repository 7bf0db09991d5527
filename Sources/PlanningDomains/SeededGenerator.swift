/// A small random generator (SplitMix64, Steele, Lea and Flood, 2014) whose numbers never change between versions.
///
/// The standard library promises no such thing for `shuffled` and `random(in:)`, and a seed here names a task.
package struct SeededGenerator: Sendable {
    private var state: UInt64

    /// Creates a generator; equal seeds give equal numbers.
    package init(seed: UInt64) { state = seed }

    /// Creates a generator for one purpose, from words and a number.
    package init(_ words: String..., index: Int) {
        var hash: UInt64 = 14_695_981_039_346_656_037
        for byte in words.joined(separator: "/").utf8 { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
        state = hash &+ UInt64(truncatingIfNeeded: index) &* 0x9E37_79B9_7F4A_7C15
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// Draws a whole number from 0 to `bound - 1`.
    package mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }

    /// Says yes with a probability in percent.
    package mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

    /// Draws one element.
    package mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

    /// Puts elements in random order.
    package mutating func shuffle<Element>(_ elements: [Element]) -> [Element] {
        var result = elements
        for index in stride(from: result.count - 1, to: 0, by: -1) { result.swapAt(index, below(index + 1)) }
        return result
    }
}
