internal import Archive

/// Stops candidates that are clearly worse than another, seed by seed (racing: Maron and Moore, 1994; F-Race: Birattari, 2002).
///
/// All candidates are trained with the same seeds, so what a seed does to everybody cancels in the difference. A candidate is
/// stopped once the two-sided 98 % interval of its difference to the leader lies below zero. With two or three seeds a
/// difference knows little of its own spread, so that is moderated by what the better half of the field shows (Smyth, 2004):
/// the worse half often fails in one and the same way, and knows nothing of noise.
package enum Racing {
    /// Seeds that everybody gets: fewer leave nothing to test.
    package static let firstRung = 2
    /// Degrees of freedom that the field's spread counts for, at most.
    private static let fieldDegrees = 10

    /// Holds what is known of one candidate: its fitness by seed, in the order of the seeds.
    package struct Runner: Sendable, Equatable {
        package var id: String
        package var values: [Double]
        /// False for one that is there to be compared with: the incumbent, or one that was stopped.
        package var isRacing: Bool

        package init(id: String, values: [Double], isRacing: Bool) {
            self.id = id
            self.values = values
            self.isRacing = isRacing
        }
    }

    /// Chooses who goes on.
    /// - Parameter field: everybody, in a fixed order; those who race have values for the same seeds.
    /// - Returns: those who race and are not clearly worse than the leader.
    package static func survivors(of field: [Runner]) -> Set<String> {
        let racing = field.filter(\.isRacing)
        let rung = racing.map(\.values.count).min() ?? 0
        guard rung >= firstRung else { return Set(racing.map(\.id)) }
        let rivals = field.filter { $0.values.count >= rung }
        func mean(_ runner: Runner) -> Double { runner.values.prefix(rung).reduce(0, +) / Double(rung) }
        guard var leader = rivals.first else { return Set(racing.map(\.id)) }
        for next in rivals where mean(next) > mean(leader) { leader = next }
        let spread = fieldSpread(field.map(\.values).filter { $0.count >= firstRung })
        let going = racing.filter { runner in
            runner.id == leader.id
                || !isWorse(zip(leader.values, runner.values).map { $0 - $1 }, spread)
        }
        return Set(going.map(\.id))
    }

    /// Tells whether a leader's differences to another lie clearly above zero.
    private static func isWorse(_ differences: [Double], _ field: (variance: Double, degrees: Int)) -> Bool {
        let count = Double(differences.count)
        let mean = differences.reduce(0, +) / count
        let own = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let degrees = field.degrees + differences.count - 1
        // A difference of two values spreads twice as wide as one.
        let variance = (Double(field.degrees) * 2 * field.variance + own) / Double(degrees)
        let half = StudentT.quantile99(degreesOfFreedom: degrees) * (variance / count).squareRoot()
        return mean - half > 0
    }

    /// Estimates how far a value lies from what candidate and seed say, in the better half of a field.
    ///
    /// - Returns: the residual variance of a table of candidates and their first seeds, and what it counts for; nothing where
    ///   fewer than three candidates tell.
    private static func fieldSpread(_ rows: [[Double]]) -> (variance: Double, degrees: Int) {
        let seeds = firstRung
        let table = rows.map { Array($0.prefix(seeds)) }
        let sums = table.map { $0.reduce(0, +) }.sorted(by: >)
        guard sums.count > 2 else { return (0, 0) }
        let kept = min(sums.count, max((sums.count + 1) / 2, 4))
        let better = table.filter { $0.reduce(0, +) >= sums[kept - 1] }
        let rowMeans = better.map { $0.reduce(0, +) / Double(seeds) }
        let columnMeans = (0..<seeds).map { seed in
            better.reduce(0) { $0 + $1[seed] } / Double(better.count)
        }
        let grand = rowMeans.reduce(0, +) / Double(better.count)
        var squares = 0.0
        for (row, rowMean) in zip(better, rowMeans) {
            for (value, columnMean) in zip(row, columnMeans) {
                let rest = value - rowMean - columnMean + grand
                squares += rest * rest
            }
        }
        let degrees = (better.count - 1) * (seeds - 1)
        return (squares / Double(degrees), min(degrees - 1, fieldDegrees))
    }
}
