internal import Foundation

/// Sets rows in columns that are as wide as their widest cell.
package enum TextTable {
    /// Draws the rows.
    /// - Parameters:
    ///   - rows: cells, as many in each row.
    ///   - width: columns of the terminal, where the last cell is to be cut to fit.
    /// - Returns: lines without blanks at their ends and without a newline at the end.
    package static func text(_ rows: [[String]], width: Int? = nil) -> String {
        guard let first = rows.first else { return "" }
        let widths = first.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let room = width.map { max(12, $0 - widths.dropLast().map { $0 + 2 }.reduce(0, +)) } ?? .max
        return rows.map { row in
            var cells = zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }
            if let last = row.last, last.count > room { cells[cells.count - 1] = last.prefix(room - 1) + "…" }
            var line = cells.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }
}
