/// Many short lists of numbers in one array: list i is `values[starts[i] ..< starts[i + 1]]`.
package struct Rows: Sendable {
    package private(set) var starts: [Int32] = [0]
    package private(set) var values: [Int32] = []

    package init() {}

    package var count: Int { starts.count - 1 }

    /// The index range of a list in `values`.
    @inline(__always)
    package func range(_ row: Int) -> Range<Int> { Int(starts[row])..<Int(starts[row + 1]) }

    /// One list, for use outside hot loops.
    package subscript(row: Int) -> ArraySlice<Int32> { values[range(row)] }

    @inline(__always)
    mutating func add(_ value: Int32) { values.append(value) }

    @inline(__always)
    mutating func closeRow() { starts.append(Int32(values.count)) }

    mutating func addRow(_ row: some Sequence<Int32>) {
        values.append(contentsOf: row)
        closeRow()
    }

    mutating func reserve(rows: Int, values count: Int) {
        starts.reserveCapacity(rows + 1)
        values.reserveCapacity(count)
    }

    /// Turns "row → values" around into "value → rows", rows in ascending order.
    ///
    /// - Parameter valueCount: every value is below it.
    /// - Returns: one list for each value.
    func inverted(valueCount: Int) -> Rows {
        var result = Rows()
        var starts = Array(repeating: Int32(0), count: valueCount + 1)
        for value in values { starts[Int(value) + 1] += 1 }
        for index in 0..<valueCount { starts[index + 1] += starts[index] }
        var next = starts
        var inverse = Array(repeating: Int32(0), count: values.count)
        for row in 0..<count {
            for index in range(row) {
                let value = Int(values[index])
                inverse[Int(next[value])] = Int32(row)
                next[value] += 1
            }
        }
        result.starts = starts
        result.values = inverse
        return result
    }
}
