internal import Archive
internal import GeneticProgramming

/// A problem with a known answer: designs are lists of whole numbers, their quality is a formula, what is measured is noisy.
package struct Landscape: Sendable {
    /// Says what a design is worth in truth.
    package enum Quality: Sendable, Equatable {
        /// Steps from a hidden optimum, negative; the optimum is worth 0.
        case hill
        /// A number for each design, drawn from a bell of deviation 1.
        case drawn
    }

    package var dimensions: Int
    /// Values of a coordinate: 0 ..< levels.
    package var levels: Int
    package var quality: Quality
    /// Deviation of what a training adds for itself.
    package var noise: Double
    /// Deviation of what a seed adds to every training with it.
    package var seedNoise: Double
    /// Decides where the optimum lies, or what the designs are worth.
    package var seed: UInt64

    package init(
        dimensions: Int, levels: Int, quality: Quality = .hill, noise: Double, seedNoise: Double, seed: UInt64
    ) {
        (self.dimensions, self.levels, self.quality) = (dimensions, levels, quality)
        (self.noise, self.seedNoise, self.seed) = (noise, seedNoise, seed)
    }

    /// Number of designs.
    package var size: Double { (0..<dimensions).reduce(1.0) { product, _ in product * Double(levels) } }

    /// Gives the true worth of a design.
    package func truth(_ design: [Int]) -> Double {
        switch quality {
        case .hill:
            var random = SplitMix64(seed: seed, stream: 1)
            return -design.reduce(0.0) { sum, value in
                sum + Double(abs(value - random.index(levels)))
            }
        case .drawn:
            var random = SplitMix64(seed: seed, stream: 2 &+ Self.key(design))
            return random.bell()
        }
    }

    /// Gives what a training with a seed measures at half of its steps, when it pauses.
    ///
    /// A design is worth half as much by then, and its order among the others is not yet what it will be: one learns a little sooner
    /// than another, and one in fifty is slow. That is drawn so that curves cross about as often as recorded ones did, where of two
    /// candidates that ended a deviation apart 1 % had the other order at half of the steps.
    package func measuredAtHalf(_ design: [Int], seed: UInt64) -> Double {
        var shared = SplitMix64(seed: self.seed &+ 77, stream: seed)
        var own = SplitMix64(seed: seed &+ 991, stream: Self.key(design) &+ self.seed)
        var early = SplitMix64(seed: seed &+ 1993, stream: Self.key(design) &+ self.seed)
        var pace = SplitMix64(seed: self.seed &+ 2999, stream: Self.key(design))
        let isSlow = pace.chance(0.02)
        let lead = 0.2 * pace.bell() - (isSlow ? 1.5 : 0)
        // Noise of the beginning is in part that of the end.
        let luck = 0.4 * own.bell() + 0.9 * early.bell()
        return 0.5 * (truth(design) + lead + seedNoise * shared.bell()) + 0.6 * noise * luck
    }

    /// Gives what a training with a seed measures.
    package func measured(_ design: [Int], seed: UInt64) -> Double {
        var shared = SplitMix64(seed: self.seed &+ 77, stream: seed)
        var own = SplitMix64(seed: seed &+ 991, stream: Self.key(design) &+ self.seed)
        return truth(design) + seedNoise * shared.bell() + noise * own.bell()
    }

    private static func key(_ design: [Int]) -> UInt64 {
        design.reduce(1469) { $0 &* 1_000_003 &+ UInt64(bitPattern: Int64($1)) }
    }
}

/// Writes designs as code and reads them again.
enum DesignCode {
    /// A few hundred characters, as a reward has.
    static func text(_ design: [Int]) -> String {
        let numbers = design.map(String.init).joined(separator: " ")
        return "design \(numbers)\n" + body
    }

    /// Nil for code that is broken.
    static func design(_ code: String) -> [Int]? {
        guard code.hasPrefix("design ") else { return nil }
        return code.prefix { $0 != "\n" }.dropFirst(7).split(separator: " ").compactMap { Int($0) }
    }

    private static let body = (0..<8).map { line in
        "term_\(line) = 0.\(line) * np.sum(np.square(action), axis=-1)  # weighs what is spent\n"
    }.joined()
}
