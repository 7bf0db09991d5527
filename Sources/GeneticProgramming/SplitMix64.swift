/// Draws reproducible random numbers: Steele, Lea and Flood's SplitMix64 (OOPSLA 2014).
///
/// The draws below are written out rather than taken from the standard library, whose algorithms may change
/// between versions: a recorded run must replay years later.
package struct SplitMix64: Sendable {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    /// Starts an independent stream for one purpose of one seed.
    package init(seed: UInt64, stream: UInt64) {
        var first = SplitMix64(seed: seed)
        var second = SplitMix64(seed: stream &+ 0x632B_E59B_D9B4_E019)
        state = first.next() ^ (second.next() &* 0x9FB2_1C65_1E98_DF25)
    }

    /// Draws 64 random bits.
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Draws a number in 0 ..< 1.
    package mutating func unit() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// Draws an index in 0 ..< count; `count` must be positive.
    package mutating func index(_ count: Int) -> Int {
        precondition(count > 0, "an index needs something to point at")
        return min(count - 1, Int(unit() * Double(count)))
    }

    /// Draws uniformly between two ends.
    package mutating func uniform(_ low: Double, _ high: Double) -> Double {
        low + (high - low) * unit()
    }

    /// Tosses a coin.
    package mutating func chance(_ probability: Double) -> Bool {
        unit() < probability
    }

    /// Draws from a bell of mean 0 and deviation 1: twelve uniforms (never beyond 6), no library function.
    package mutating func bell() -> Double {
        var sum = -6.0
        for _ in 0..<12 { sum += unit() }
        return sum
    }

    /// Picks an index with probability proportional to its weight.
    package mutating func pick(_ weights: [Double]) -> Int {
        SplitMix64.pick(weights, at: unit())
    }

    /// Finds the index into which a position in 0 ..< 1 falls when the weights are laid end to end.
    package static func pick(_ weights: [Double], at position: Double) -> Int {
        let total = weights.reduce(0, +)
        var rest = position * total
        var last = 0
        for (index, weight) in weights.enumerated() where weight > 0 {
            last = index
            rest -= weight
            if rest < 0 { return index }
        }
        return last
    }

    /// Spreads `count` positions evenly over 0 ..< 1 from one random start, in random order.
    ///
    /// Choices made at such positions cover the options better than independent draws, with the same odds for each.
    package mutating func spread(_ count: Int) -> [Double] {
        guard count > 0 else { return [] }
        let start = unit()
        var positions = (0..<count).map { (Double($0) + start) / Double(count) }
        for index in stride(from: count - 1, to: 0, by: -1) {
            positions.swapAt(index, self.index(index + 1))
        }
        return positions
    }
}
