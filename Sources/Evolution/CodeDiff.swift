/// Shows how one text came from another, line by line.
package enum CodeDiff {
    /// Says what became of a line.
    package enum Change: Sendable, Equatable {
        case kept, removed, added
    }

    /// Holds a line and what became of it.
    package struct Line: Sendable, Equatable {
        package var change: Change
        package var text: String
    }

    /// Compares two texts with a shortest edit script (Myers 1986, as the standard library has it).
    /// - Returns: every line of both texts once, removed lines before those that take their place.
    package static func lines(from old: String, to new: String) -> [Line] {
        let before = split(old)
        let after = split(new)
        var removed: Set<Int> = []
        var added: Set<Int> = []
        for change in after.difference(from: before) {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): added.insert(offset)
            }
        }
        var lines: [Line] = []
        var (left, right) = (0, 0)
        while left < before.count || right < after.count {
            if left < before.count, removed.contains(left) {
                lines.append(Line(change: .removed, text: before[left]))
                left += 1
            } else if right < after.count, added.contains(right) {
                lines.append(Line(change: .added, text: after[right]))
                right += 1
            } else {
                lines.append(Line(change: .kept, text: after[right]))
                left += 1
                right += 1
            }
        }
        return lines
    }

    /// Writes a comparison as a unified diff with three lines of context; empty for equal texts.
    package static func unified(from old: String, to new: String, names: (String, String)) -> String {
        let lines = lines(from: old, to: new)
        guard lines.contains(where: { $0.change != .kept }) else { return "" }
        var output = ["--- \(names.0)", "+++ \(names.1)"]
        for range in hunks(lines, context: 3) {
            func count(_ change: Change, before end: Int) -> Int {
                lines[..<end].count { $0.change == .kept || $0.change == change }
            }
            let (oldStart, newStart) = (
                count(.removed, before: range.lowerBound), count(.added, before: range.lowerBound)
            )
            let (oldCount, newCount) = (
                count(.removed, before: range.upperBound) - oldStart,
                count(.added, before: range.upperBound) - newStart
            )
            // An empty side is named by the line before it.
            output.append(
                "@@ -\(oldCount == 0 ? oldStart : oldStart + 1),\(oldCount) "
                    + "+\(newCount == 0 ? newStart : newStart + 1),\(newCount) @@")
            output += lines[range].map { line in
                switch line.change {
                case .kept: " " + line.text
                case .removed: "-" + line.text
                case .added: "+" + line.text
                }
            }
        }
        return output.joined(separator: "\n")
    }

    private static func hunks(_ lines: [Line], context: Int) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        for (number, line) in lines.enumerated() where line.change != .kept {
            let range = max(0, number - context)..<min(lines.count, number + context + 1)
            if let last = ranges.last, last.upperBound >= range.lowerBound {
                ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
            } else {
                ranges.append(range)
            }
        }
        return ranges
    }

    private static func split(_ text: String) -> [String] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        return lines
    }
}
