/// Holds one statement at the top level of Python text, with the comments above it.
struct PythonStatement: Equatable {
    enum Kind: Equatable {
        case function, type, `import`, assignment, other
    }

    var text: String
    var kind: Kind
    /// Names that the statement gives to its module.
    var defines: Set<String>
    /// Names that it takes from elsewhere: neither its own parameters nor its local variables.
    var uses: Set<String>
    /// It holds a `return`.
    var returns: Bool
    /// It defines a method `__call__`.
    var hasCall: Bool

    /// Tells whether the statement only gives names to things.
    var isDefinition: Bool { kind != .other }
}

/// Splits Python text into its top-level statements.
func pythonStatements(in text: String) -> [PythonStatement] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let scanned = PythonTokens(text)
    var starts: [Int] = []
    var firstTrivia: Int?
    var isDecorated = false
    for (index, line) in lines.enumerated() where index < scanned.continues.count {
        if scanned.continues[index] { continue }
        guard let first = line.first(where: { !$0.isWhitespace }) else {
            if firstTrivia == nil { firstTrivia = index }
            continue
        }
        let isIndented = line.first == " " || line.first == "\t"
        if first == "#", !isIndented {
            if firstTrivia == nil { firstTrivia = index }
            continue
        }
        let word = line.prefix { $0.isLetter }
        let goesOn = isIndented || ["else", "elif", "except", "finally"].contains(word) || isDecorated
        if starts.isEmpty || !goesOn {
            starts.append(firstTrivia ?? index)
        }
        isDecorated = first == "@" && !isIndented
        firstTrivia = nil
    }
    guard !starts.isEmpty else { return [] }
    starts[0] = 0
    let ends = starts.dropFirst() + [lines.count]
    var rest = scanned.tokens[...]
    return zip(starts, ends).map { start, end in
        let tokens = rest.prefix { $0.line < end }
        rest = rest[tokens.endIndex...]
        return statement(lines[start..<end].joined(separator: "\n"), tokens: Array(tokens))
    }
}

private let keywords: Set<String> = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def",
    "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda",
    "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
]

private func statement(_ text: String, tokens: [PythonToken]) -> PythonStatement {
    let lines = tokens.split { $0.kind == .newline }.map(Array.init)
    let undecorated = lines.drop { $0.first?.is("@") == true }
    let head = (undecorated.first ?? []).drop { $0.is("async") }
    var names = NameCollector()
    for line in lines { names.read(line) }
    var kind = PythonStatement.Kind.other
    var defines: Set<String> = []
    switch head.first?.text {
    case "def", "class":
        kind = head.first?.text == "def" ? .function : .type
        if let name = head.dropFirst().first { defines = [name.text] }
    case "import", "from":
        kind = .import
        defines = names.bound
    default:
        defines = names.bound
        let isAssignment =
            lines.count == 1 && head.contains { $0.depth == 0 && ($0.is("=") || $0.is(":")) }
            && !keywords.contains(head.first?.text ?? "")
        kind = isAssignment && !defines.isEmpty ? .assignment : .other
    }
    let isCall = zip(tokens, tokens.dropFirst()).contains { $0.is("def") && $1.is("__call__") }
    return PythonStatement(
        text: text, kind: kind, defines: defines, uses: names.used.subtracting(names.bound),
        returns: tokens.contains { $0.is("return") || $0.is("yield") }, hasCall: isCall)
}

/// Collects which names logical lines bind and which they read.
private struct NameCollector {
    var bound: Set<String> = []
    var used: Set<String> = []

    mutating func read(_ line: [PythonToken]) {
        if line.first?.is("import") == true || line.first?.is("from") == true {
            readImport(line)
            return
        }
        // Everything left of the last plain assignment is bound: `a, b = c = f(x)`.
        let assignment = line.lastIndex { $0.depth == line[0].depth && $0.is("=") }
        var inTarget = false
        for (index, token) in line.enumerated() {
            let previous = index > 0 ? line[index - 1] : nil
            let next = index + 1 < line.count ? line[index + 1] : nil
            if token.is("for") || token.is("lambda") { inTarget = true }
            if token.is("in") || token.is(":") { inTarget = false }
            guard token.kind == .name, !keywords.contains(token.text), previous?.is(".") != true else {
                continue
            }
            let isKeywordArgument = token.depth > 0 && next?.is("=") == true
            let isBoundByWord = ["as", "def", "class", "global", "nonlocal"].contains {
                previous?.is($0) == true
            }
            if isBoundByWord || next?.is(":=") == true
                || (inTarget && Self.beginsParameter(previous, ["for", "lambda", ",", "*", "("]))
                || isParameter(line, index)
                || (assignment.map { index < $0 } ?? false && !isAnnotation(line, index))
            {
                bound.insert(token.text)
            } else if !isKeywordArgument {
                used.insert(token.text)
                if next?.is(":") == true, index == 0, token.depth == 0, line.count > 2 {
                    bound.insert(token.text)
                }
            }
        }
    }

    private mutating func readImport(_ line: [PythonToken]) {
        let isFrom = line[0].is("from")
        let list = isFrom ? Array(line.drop { !$0.is("import") }.dropFirst()) : Array(line.dropFirst())
        for (index, token) in list.enumerated() where token.kind == .name && !token.is("as") {
            let next = index + 1 < list.count ? list[index + 1] : nil
            let isFollowing = index > 0 && list[index - 1].is(".")
            if next?.is("as") != true, !isFollowing { bound.insert(token.text) }
        }
    }

    private static func beginsParameter(_ previous: PythonToken?, _ signs: [String]) -> Bool {
        signs.contains { previous?.is($0) == true }
    }

    /// A parameter in the brackets of a `def` on this line.
    private func isParameter(_ line: [PythonToken], _ index: Int) -> Bool {
        guard let def = line.firstIndex(where: { $0.is("def") }), index > def + 2 else { return false }
        guard line[index].depth == line[def].depth + 1 else { return false }
        return Self.beginsParameter(line[index - 1], ["(", ",", "*"])
    }

    /// A name between `:` and `=`, as in `weight: Scalar = 1`.
    private func isAnnotation(_ line: [PythonToken], _ index: Int) -> Bool {
        line[..<index].contains { $0.is(":") && $0.depth == line[0].depth }
    }
}
