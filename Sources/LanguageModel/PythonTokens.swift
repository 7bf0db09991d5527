/// Holds one word or sign of Python text; strings and comments are left out.
struct PythonToken: Equatable {
    enum Kind: Equatable {
        case name, operation, newline
    }

    var kind: Kind
    var text: String
    var line: Int
    /// Brackets open before this token.
    var depth: Int

    /// Tells whether this is the sign or keyword `text`.
    func `is`(_ text: String) -> Bool { kind != .newline && self.text == text }
}

/// Splits Python text into names and signs, far enough to see what it defines and uses.
///
/// It never fails: text that is not Python gives tokens that mean nothing. Whether code parses is the worker's question.
struct PythonTokens {
    private(set) var tokens: [PythonToken] = []
    /// For each line whether it begins inside brackets, a string, or after a backslash.
    private(set) var continues: [Bool] = [false]

    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
        while position < bytes.count { step() }
        tokens.append(PythonToken(kind: .newline, text: "", line: line, depth: depth))
    }

    /// The text ends inside brackets or a string.
    var isOpen: Bool { depth > 0 || endsInString }
    private var endsInString = false
    private var line: Int { continues.count - 1 }

    private func byte(_ offset: Int = 0) -> UInt8 {
        position + offset < bytes.count ? bytes[position + offset] : 0
    }

    private mutating func step() {
        let current = byte()
        switch current {
        case UInt8(ascii: "\n"):
            if depth == 0 { tokens.append(PythonToken(kind: .newline, text: "", line: line, depth: 0)) }
            continues.append(depth > 0)
            position += 1
        case UInt8(ascii: "\\") where byte(1) == UInt8(ascii: "\n"):
            continues.append(true)
            position += 2
        case UInt8(ascii: "#"):
            while position < bytes.count, byte() != UInt8(ascii: "\n") { position += 1 }
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            skipString()
        case _ where Self.isNamePart(current):
            takeName()
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
            position += 1
        default:
            takeOperation()
        }
    }

    private mutating func takeName() {
        let start = position
        while Self.isNamePart(byte()) { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        let isPrefix = byte() == UInt8(ascii: "\"") || byte() == UInt8(ascii: "'")
        if isPrefix, text.count <= 2, text.lowercased().allSatisfy({ "rbfu".contains($0) }) { return }
        guard !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[start]) else { return }
        tokens.append(PythonToken(kind: .name, text: text, line: line, depth: depth))
    }

    private mutating func takeOperation() {
        let current = byte()
        var text = String(UnicodeScalar(current))
        if byte(1) == UInt8(ascii: "="), "=<>!+-*/%@&|^:".utf8.contains(current) { text += "=" }
        let opens = "([{".utf8.contains(current)
        let closes = ")]}".utf8.contains(current)
        if closes { depth = max(0, depth - 1) }
        tokens.append(PythonToken(kind: .operation, text: text, line: line, depth: depth))
        if opens { depth += 1 }
        position += text.utf8.count
    }

    private mutating func skipString() {
        let quote = byte()
        let isLong = byte(1) == quote && byte(2) == quote
        position += isLong ? 3 : 1
        while position < bytes.count {
            let current = byte()
            if current == UInt8(ascii: "\\") {
                if byte(1) == UInt8(ascii: "\n") { continues.append(true) }
                position += 2
            } else if current == quote, !isLong || (byte(1) == quote && byte(2) == quote) {
                position += isLong ? 3 : 1
                return
            } else if current == UInt8(ascii: "\n") {
                // A short string that is not closed ends with its line, as in prose with apostrophes.
                guard isLong else { return }
                continues.append(true)
                position += 1
            } else {
                position += 1
            }
        }
        endsInString = isLong
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...0xff:
            true
        default: false
        }
    }
}
