internal import Foundation

/// Makes line ends plain and removes invisible characters that Python would refuse.
func normalised(_ answer: String) -> String {
    var text = answer
    for (from, to) in [("\r\n", "\n"), ("\r", "\n"), ("\u{a0}", " "), ("\u{feff}", ""), ("\u{200b}", "")] {
        text = text.replacingOccurrences(of: from, with: to)
    }
    return text
}

/// Removes thinking that stands in tags, also where only the closing or only the opening tag is left.
///
/// - Returns: the rest, and whether the answer ended inside its thinking.
func withoutThinking(_ answer: String) -> (text: String, endsInThought: Bool) {
    var text = answer[...]
    for tag in ["think", "thinking", "reasoning", "thought"] {
        let (open, close) = ("<\(tag)>", "</\(tag)>")
        // Some chat templates swallow the opening tag.
        if let end = text.range(of: close), text[..<end.lowerBound].range(of: open) == nil {
            text = text[end.upperBound...]
        }
        while let start = text.range(of: open), beginsLine(start.lowerBound, in: text) {
            guard let end = text.range(of: close, range: start.upperBound..<text.endIndex) else {
                return (String(text[..<start.lowerBound]), true)
            }
            text = (text[..<start.lowerBound] + text[end.upperBound...])[...]
        }
    }
    return (String(text), false)
}

private func beginsLine(_ index: String.Index, in text: Substring) -> Bool {
    text[..<index].reversed().prefix { $0 != "\n" }.allSatisfy(\.isWhitespace)
}

/// Finds runs of lines that look like Python in an answer without useful fences.
func unfencedSections(in text: String, _ entryPoint: EntryPoint) -> [CodeSection] {
    let lines = withoutEntryIndentation(
        text.split(separator: "\n", omittingEmptySubsequences: false), entryPoint)
    var sections: [CodeSection] = []
    var run: [Substring] = []
    func end() {
        // A heading below the code looks like a comment.
        while let last = run.last, last.hasPrefix("#") || last.allSatisfy(\.isWhitespace) { run.removeLast() }
        if run.contains(where: { looksLikeStatement($0) && !$0.hasPrefix("#") }) {
            sections.append(CodeSection(lines: run))
        }
        run = []
    }
    for (position, line) in lines.enumerated() {
        let isBlank = line.allSatisfy(\.isWhitespace)
        if !run.isEmpty, endsForeignString(line, before: lines[(position + 1)...], in: run) {
            end()
        } else if run.isEmpty {
            if looksLikeStatement(line) { run = [line] }
        } else if isBlank || line.first == " " || line.first == "\t" || looksLikeStatement(line)
            || ")]}".contains(line.first ?? " ") || PythonTokens(run.joined(separator: "\n")).isOpen
        {
            run.append(line)
        } else {
            end()
        }
    }
    end()
    return sections
}

/// Tells whether a line of three quotes closes a string that was opened before the code, as around code in JSON.
private func endsForeignString(_ line: Substring, before rest: ArraySlice<Substring>, in run: [Substring])
    -> Bool
{
    let mark = line.filter { !$0.isWhitespace && $0 != "," }
    guard mark == "\"\"\"" || mark == "'''" else { return false }
    return !PythonTokens(run.joined(separator: "\n")).isOpen && !rest.contains { $0.contains(mark) }
}

/// Shifts a whole answer left where its entry point is indented, as in Markdown's indented code.
private func withoutEntryIndentation(_ lines: [Substring], _ entryPoint: EntryPoint) -> [Substring] {
    let head: String
    switch entryPoint {
    case .function(let name): head = "def \(name)("
    case .callableClass: head = "class "
    }
    guard let entry = lines.first(where: { $0.drop { $0 == " " || $0 == "\t" }.hasPrefix(head) }),
        !entry.contains("(self")
    else { return lines }
    let indentation = entry.prefix { $0 == " " || $0 == "\t" }
    return lines.map { $0.hasPrefix(indentation) ? $0.dropFirst(indentation.count) : $0 }
}

/// Tells whether a line can begin a statement at the top level, judged by its look alone.
private func looksLikeStatement(_ line: Substring) -> Bool {
    guard let first = line.first else { return false }
    if first == "#" || first == "@" || line.hasPrefix("\"\"\"") || line.hasPrefix("\'\'\'") { return true }
    guard first.isLetter || first == "_" else { return false }
    let code = line.prefix { $0 != "#" }
    let words = code.split(maxSplits: 3) { $0 == " " || $0 == "\t" }
    let ends = code.last { !$0.isWhitespace }
    switch words[0] {
    case "def", "async": return code.contains("(")
    case "class": return code.contains(":") && words.count > 1 && ends == ":"
    case "from": return words.count == 4 && words[2] == "import"
    case "import":
        // "import numpy as np, math", but not "import is a word".
        return code.dropFirst("import".count).split(separator: ",").allSatisfy { module in
            let parts = module.split(separator: " ")
            return parts.count == 1 || (parts.count == 3 && parts[1] == "as")
        }
    case "if", "for", "while", "with", "try:", "try", "else:", "elif", "except", "except:", "finally:":
        return ends == ":"
    default: return looksLikeAssignment(code)
    }
}

/// Finds `name = …`, `a, b = …` and `name: Type = …`.
private func looksLikeAssignment(_ code: Substring) -> Bool {
    guard let sign = code.firstIndex(of: "="), !code[code.index(after: sign)...].hasPrefix("=") else {
        return false
    }
    let target = code[..<sign].prefix { $0 != ":" }
    return target.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { name in
        let name = name.drop { $0 == " " }
        let end = name.firstIndex(of: " ") ?? name.endIndex
        return !name.isEmpty && name[..<end].allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
            && name[end...].allSatisfy { $0 == " " }
    }
}

/// Says in words why no version was found.
func failureReason(_ text: String, _ fenced: [FencedBlock], _ entryPoint: EntryPoint) -> String {
    let wanted = entryPoint.words
    let sections = fenced.map(CodeSection.init(block:)) + unfencedSections(in: text, entryPoint)
    let statements = sections.flatMap(\.statements)
    if case .function(let name) = entryPoint, text.contains("def \(name)(") {
        return "\(name) stands inside a class or another function; it has to be a function at the top level"
    }
    let kinds: [PythonStatement.Kind] = [.function, .type]
    var names: [String] = []
    for statement in statements where kinds.contains(statement.kind) {
        for name in statement.defines.sorted() where !names.contains(name) { names.append(name) }
    }
    if !names.isEmpty { return "the code defines \(names.joined(separator: ", ")), but not \(wanted)" }
    let languages = fenced.map(\.language).filter { !$0.isEmpty && $0 != "python" }
    if !languages.isEmpty, languages.count == fenced.count {
        return
            "the answer holds code in \(languages.joined(separator: ", ")) and none in Python that defines \(wanted)"
    }
    if !fenced.isEmpty { return "the answer holds code, but none of it defines \(wanted)" }
    let beginning = text.split(whereSeparator: \.isWhitespace).prefix(12).joined(separator: " ")
    return "the answer holds no code: it begins \"\(beginning)\""
}
