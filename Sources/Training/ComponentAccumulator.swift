/// Follows reward components over a training: mean per step in each tenth, and extremes.
///
/// Only what the learner trains on is counted. It can be stored with a saved training and continued.
package struct ComponentAccumulator: Codable, Sendable, Equatable {
    /// Sums up one component.
    package struct Statistics: Codable, Sendable, Equatable {
        /// Names the component.
        package let name: String
        /// Gives the mean per step in each tenth of the training that has been reached.
        package let points: [Double]
        /// Gives the mean per step over everything counted.
        package let mean: Double
        /// Gives the smallest value.
        package let min: Double
        /// Gives the largest value.
        package let max: Double
    }

    private struct Series: Codable, Sendable, Equatable {
        let name: String
        var sums: [Double]
        var counts: [Int]
        var min = Double.infinity
        var max = -Double.infinity
    }

    /// Counts the steps of the whole training.
    package let totalSteps: Int
    /// Counts the parts that the training is cut into.
    package let parts: Int
    private var series: [Series] = []

    /// Begins without anything counted.
    /// - Parameters:
    ///   - totalSteps: environment steps of the whole training, at least 1.
    ///   - parts: pieces to average over.
    package init(totalSteps: Int, parts: Int = 10) {
        precondition(totalSteps > 0 && parts > 0, "an accumulator needs steps and parts")
        self.totalSteps = totalSteps
        self.parts = parts
    }

    /// Counts in one component's values of one chunk.
    /// - Parameters:
    ///   - values: one finite value a row, in order of time.
    ///   - name: the component.
    ///   - step: environment steps trained before this chunk, so that row r is step `step + r`.
    /// - Complexity: O(values).
    package mutating func add(_ values: [Float], of name: String, atStep step: Int) {
        var index = series.firstIndex { $0.name == name } ?? series.endIndex
        if index == series.endIndex {
            series.append(
                Series(
                    name: name, sums: Array(repeating: 0, count: parts),
                    counts: Array(repeating: 0, count: parts)))
            index = series.endIndex - 1
        }
        var row = 0
        while row < values.count {
            let part = Swift.min((step + row) * parts / totalSteps, parts - 1)
            let next = part == parts - 1 ? values.count : ((part + 1) * totalSteps + parts - 1) / parts - step
            let end = Swift.min(values.count, Swift.max(next, row + 1))
            var sum = 0.0
            var low = series[index].min
            var high = series[index].max
            for value in values[row..<end] {
                let wide = Double(value)
                sum += wide
                low = Swift.min(low, wide)
                high = Swift.max(high, wide)
            }
            series[index].sums[part] += sum
            series[index].counts[part] += end - row
            series[index].min = low
            series[index].max = high
            row = end
        }
    }

    /// Gives the statistics of every component, in order of first appearance.
    package var statistics: [Statistics] {
        series.map { item in
            let reached = (0..<parts).filter { item.counts[$0] > 0 }
            let count = item.counts.reduce(0, +)
            return Statistics(
                name: item.name, points: reached.map { item.sums[$0] / Double(item.counts[$0]) },
                mean: item.sums.reduce(0, +) / Double(Swift.max(count, 1)), min: item.min, max: item.max)
        }
    }
}
