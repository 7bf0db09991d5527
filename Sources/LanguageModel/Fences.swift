/// Holds one fenced block of an answer.
struct FencedBlock: Equatable {
    /// First word after the fence, in lower case; empty where none is given.
    var language: String
    /// Lines between the fences, without their common indentation.
    var text: String
    /// False where the answer ended before the closing fence.
    var isClosed: Bool

    /// Python by name, or without any name.
    var mayBePython: Bool { isPython || language.isEmpty }
    var isPython: Bool { ["python", "py", "python3", "ipython", "numpy"].contains(language) }
}

/// Finds the fenced blocks of an answer, innermost first where they are nested.
///
/// Markdown has no nesting, models do nest: a block of prose (` ```markdown `) may hold blocks of code, and a docstring may show
/// a fence. So inside prose a fence with a language opens an inner block, inside a Python string fences are text, and inside
/// code a fence with a language means that the closing fence was forgotten.
func fencedBlocks(in answer: String) -> [FencedBlock] {
    var blocks: [FencedBlock] = []
    var open: [OpenFence] = []
    for line in answer.split(separator: "\n", omittingEmptySubsequences: false) {
        guard let fence = Fence(line: line) else {
            if !open.isEmpty { open[open.count - 1].append(line) }
            continue
        }
        guard var last = open.last else {
            open.append(OpenFence(fence))
            continue
        }
        if last.isInsideString {
            last.append(line)
            open[open.count - 1] = last
        } else if fence.closes(last.fence) {
            open.removeLast()
            blocks.append(last.block(isClosed: true))
        } else if fence.info.isEmpty || fence.mark != last.fence.mark {
            last.append(line)
            open[open.count - 1] = last
        } else {
            if !last.isProse {
                open.removeLast()
                blocks.append(last.block(isClosed: false))
            }
            open.append(OpenFence(fence))
        }
    }
    for last in open.reversed() { blocks.append(last.block(isClosed: false)) }
    return blocks
}

/// Holds one line that opens or closes a block.
private struct Fence {
    var mark: Character
    var length: Int
    var info: String

    init?(line: Substring) {
        let text = line.drop { $0 == " " || $0 == "\t" || $0 == ">" }
        guard let mark = text.first, mark == "`" || mark == "~" else { return nil }
        let length = text.prefix { $0 == mark }.count
        guard length >= 3 else { return nil }
        let info = text.dropFirst(length).filter { $0 != "\r" }
        // A closing run of marks later in the line makes it code within a sentence.
        guard !info.contains(mark) else { return nil }
        self.mark = mark
        self.length = length
        self.info = info.split(whereSeparator: \.isWhitespace).first.map { $0.lowercased() } ?? ""
    }

    func closes(_ other: Fence) -> Bool {
        info.isEmpty && mark == other.mark && length >= other.length
    }
}

/// Collects the lines of a block that is still open.
private struct OpenFence {
    var fence: Fence
    private var lines: [Substring] = []
    private var quote: Character?

    init(_ fence: Fence) {
        self.fence = fence
    }

    var isProse: Bool { ["markdown", "md", "text", "txt", "plaintext", "xml", "html"].contains(fence.info) }
    /// A triple-quoted Python string is open.
    var isInsideString: Bool { quote != nil && !isProse }

    mutating func append(_ line: Substring) {
        lines.append(line)
        var rest = line
        while let mark = rest.firstIndex(where: { $0 == "\"" || $0 == "'" || ($0 == "#" && quote == nil) }) {
            let character = rest[mark]
            if character == "#" { return }
            if rest[mark...].hasPrefix(String(repeating: character, count: 3)) {
                if quote == nil { quote = character } else if quote == character { quote = nil }
                rest = rest[mark...].dropFirst(3)
            } else {
                rest = rest[rest.index(after: mark)...]
            }
        }
    }

    func block(isClosed: Bool) -> FencedBlock {
        let language = fence.info.split { $0 == "{" || $0 == "}" || $0 == "," || $0 == ":" || $0 == "." }
            .first
        return FencedBlock(
            language: language.map(String.init) ?? "", text: dedented(lines), isClosed: isClosed)
    }
}

/// Removes the indentation that all lines share, as of code inside a list.
func dedented(_ lines: [Substring]) -> String {
    var common: Substring?
    for line in lines where !line.allSatisfy(\.isWhitespace) {
        let indentation = line.prefix { $0 == " " || $0 == "\t" }
        let shared = common.map { zip($0, indentation).prefix { $0 == $1 }.count } ?? indentation.count
        common = indentation.prefix(shared)
    }
    let drop = common?.count ?? 0
    return lines.map { $0.allSatisfy(\.isWhitespace) ? "" : String($0.dropFirst(drop)) }.joined(
        separator: "\n")
}
