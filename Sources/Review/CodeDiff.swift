/// Compares two texts line by line and shows what was added and what was cut.
struct CodeDiff {
    enum Line: Equatable {
        case same(String)
        case added(String)
        case cut(String)
    }

    let lines: [Line]

    /// Finds a longest common subsequence of lines (Hunt and McIlroy, 1976, by plain dynamic programming).
    /// - Complexity: O(lines of one times lines of the other); code is at most some hundred lines.
    init(from old: String, to new: String) {
        let old = Self.split(old)
        let new = Self.split(new)
        var lengths = Array(repeating: Array(repeating: 0, count: new.count + 1), count: old.count + 1)
        for i in old.indices.reversed() {
            for j in new.indices.reversed() {
                lengths[i][j] =
                    old[i] == new[j] ? lengths[i + 1][j + 1] + 1 : max(lengths[i + 1][j], lengths[i][j + 1])
            }
        }
        var found: [Line] = []
        var (i, j) = (0, 0)
        while i < old.count || j < new.count {
            if i < old.count, j < new.count, old[i] == new[j] {
                found.append(.same(old[i]))
                (i, j) = (i + 1, j + 1)
            } else if j == new.count || (i < old.count && lengths[i + 1][j] >= lengths[i][j + 1]) {
                found.append(.cut(old[i]))
                i += 1
            } else {
                found.append(.added(new[j]))
                j += 1
            }
        }
        lines = found
    }

    var added: Int { lines.count { if case .added = $0 { true } else { false } } }
    var cut: Int { lines.count { if case .cut = $0 { true } else { false } } }

    /// Shows changed lines with up to `context` unchanged ones around them.
    func html(context: Int = 2) -> String {
        let changed = lines.indices.filter { if case .same = lines[$0] { false } else { true } }
        guard !changed.isEmpty else { return "" }
        var rows: [String] = []
        var last = -1
        for index in lines.indices where changed.contains(where: { abs($0 - index) <= context }) {
            if index > last + 1 { rows.append("<span><b>…</b></span>") }
            last = index
            switch lines[index] {
            case .same(let text): rows.append("<span>  \(HTML.escaped(text))</span>")
            case .added(let text): rows.append("<span class=\"add\">+ \(HTML.escaped(text))</span>")
            case .cut(let text): rows.append("<span class=\"cut\">− \(HTML.escaped(text))</span>")
            }
        }
        return "<pre class=\"diff\">\(rows.joined())</pre>"
    }

    private static func split(_ text: String) -> [String] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
        return lines
    }
}
