/// The bracket structure of a PDDL text: one flat array of tokens in which every "(" knows its ")".
///
/// No recursion and no node objects: a file of 4 MB becomes one array, and no depth of nesting can exhaust the
/// stack here.
struct SyntaxTree {
    struct Token {
        var offset: Int32
        var length: Int32
        /// The symbol of a word; -1 for "(" and -2 for ")".
        var symbol: Int32
        /// For "(" the index of the matching ")".
        var close: Int32
    }

    let source: SourceText
    private(set) var tokens: [Token] = []

    /// Splits a text into tokens and matches its brackets.
    init(_ source: SourceText, symbols: inout SymbolTable) throws(PDDLError) {
        self.source = source
        guard source.bytes.count < Int(Int32.max) else {
            throw .tooLarge(
                SourceLocation(file: source.name, line: 1, column: 1), what: "the file", limit: 1 << 31)
        }
        var open: [Int] = []
        let bytes = source.bytes
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: ";") {
                while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
            } else if byte <= 32 {
                index += 1
            } else if byte == UInt8(ascii: "(") {
                open.append(tokens.count)
                tokens.append(Token(offset: Int32(index), length: 1, symbol: -1, close: -1))
                index += 1
            } else if byte == UInt8(ascii: ")") {
                guard let start = open.popLast() else {
                    throw BracketTrouble(tree: self).explained(
                        .syntax(
                            source.location(at: index), expected: "end of file", found: "\")\" without \"(\"")
                    )
                }
                tokens[start].close = Int32(tokens.count)
                tokens.append(Token(offset: Int32(index), length: 1, symbol: -2, close: -1))
                index += 1
            } else {
                let start = index
                while index < bytes.count, Self.isWordByte(bytes[index]) { index += 1 }
                guard index > start else {
                    throw .syntax(
                        source.location(at: start), expected: "a name or a bracket",
                        found: Self.quoted(bytes[start]))
                }
                let symbol = symbols.intern(bytes, start, index - start)
                tokens.append(
                    Token(offset: Int32(start), length: Int32(index - start), symbol: symbol, close: -1))
            }
        }
        if let start = open.last {
            throw BracketTrouble(tree: self).explained(
                .syntax(
                    source.location(at: Int(tokens[start].offset)), expected: "\")\" for this \"(\"",
                    found: "end of file"))
        }
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "?"),
            UInt8(ascii: ":"), UInt8(ascii: "="), UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "*"),
            UInt8(ascii: "/"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "@"), UInt8(ascii: "#"),
            UInt8(ascii: "!"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "&"), UInt8(ascii: "^"),
            UInt8(ascii: "~"), UInt8(ascii: "|"), UInt8(ascii: "'"), UInt8(ascii: ","):
            true
        default: byte >= 128
        }
    }

    private static func quoted(_ byte: UInt8) -> String {
        "\"\(String(UnicodeScalar(byte)))\""
    }

    /// Whether the node is a bracketed list.
    func isList(_ node: Int) -> Bool { tokens[node].symbol == -1 }

    /// The symbol of a word, or -1 for a list.
    func symbol(_ node: Int) -> Int32 { tokens[node].symbol }

    /// The index of the next sibling.
    func next(_ node: Int) -> Int { isList(node) ? Int(tokens[node].close) + 1 : node + 1 }

    /// The index one behind the last child of a list.
    func end(_ list: Int) -> Int { Int(tokens[list].close) }

    /// The nodes directly inside a list.
    func children(_ list: Int) -> [Int] {
        var result: [Int] = []
        var node = list + 1
        while node < end(list) {
            result.append(node)
            node = next(node)
        }
        return result
    }

    /// The word of a node as the user wrote it; "(" for a list.
    func word(_ node: Int) -> String {
        let token = tokens[node]
        return String(
            decoding: source.bytes[Int(token.offset)..<Int(token.offset) + Int(token.length)], as: UTF8.self)
    }

    /// The word in lower case, for comparison with keywords.
    func keyword(_ node: Int) -> String { isList(node) ? "" : word(node).lowercased() }

    /// How an error message calls this node.
    func quote(_ node: Int) -> String {
        guard isList(node) else { return tokens[node].symbol == -2 ? "\")\"" : "\"\(word(node))\"" }
        let inner = node + 1 < end(node) && !isList(node + 1) ? word(node + 1) + " …" : "…"
        return "\"(\(inner))\""
    }

    /// Whether a word begins with a question mark.
    func isVariable(_ node: Int) -> Bool {
        !isList(node) && source.bytes[Int(tokens[node].offset)] == UInt8(ascii: "?")
    }

    /// The place of a node in its file.
    func location(_ node: Int) -> SourceLocation {
        guard node < tokens.count else { return source.location(at: source.bytes.count) }
        return source.location(at: Int(tokens[node].offset))
    }
}
