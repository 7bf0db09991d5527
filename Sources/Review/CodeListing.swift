/// Shows Python with line numbers and quiet highlighting; the text is never trusted.
struct CodeListing {
    var code: String

    func html() -> String {
        var lines = code.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        while lines.count > 1, lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
        var delimiter: String?
        let rows = lines.map { "<span class=\"line\">" + line($0, &delimiter) + "</span>" }
        return "<pre class=\"code\"><code>" + rows.joined(separator: "\n") + "</code></pre>"
    }

    private static let keywords: Set<String> = [
        "and", "as", "assert", "break", "class", "continue", "def", "del", "elif", "else", "except", "False",
        "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "None", "nonlocal", "not",
        "or",
        "pass", "raise", "return", "True", "try", "while", "with", "yield",
    ]

    /// Colours one line; `delimiter` carries an open triple-quoted text over to the next line.
    private func line(_ text: String, _ delimiter: inout String?) -> String {
        let letters = Array(text)
        var (result, position) = ("", 0)
        func take(to end: Int, _ style: String?) {
            let part = HTML.escaped(String(letters[position..<end]))
            result += style.map { "<i class=\"\($0)\">\(part)</i>" } ?? part
            position = end
        }
        while position < letters.count {
            let letter = letters[position]
            if let open = delimiter {
                let end = find(Array(open), letters, from: position)
                take(to: end ?? letters.count, "s")
                if end != nil { delimiter = nil }
            } else if letter == "#" {
                take(to: letters.count, "c")
            } else if letter == "\"" || letter == "'" {
                let triple = String(repeating: letter, count: 3)
                if letters[position...].starts(with: triple) {
                    let end = find(Array(triple), letters, from: position + 3)
                    if end == nil { delimiter = triple }
                    take(to: end ?? letters.count, "s")
                } else {
                    take(to: closing(letter, letters, from: position + 1), "s")
                }
            } else if letter.isLetter || letter == "_" {
                let end = run(letters) { $0.isLetter || $0.isNumber || $0 == "_" }
                let word = String(letters[position..<end])
                take(to: end, Self.keywords.contains(word) ? "k" : nil)
            } else if letter.isNumber {
                take(to: run(letters) { $0.isNumber || $0.isLetter || $0 == "." || $0 == "_" }, "n")
            } else {
                take(to: position + 1, nil)
            }
        }
        return result

        func run(_ letters: [Character], _ belongs: (Character) -> Bool) -> Int {
            letters[position...].firstIndex { !belongs($0) } ?? letters.count
        }
    }

    /// Gives the position just after the next `mark`, or nil.
    private func find(_ mark: [Character], _ letters: [Character], from start: Int) -> Int? {
        guard letters.count >= mark.count, start <= letters.count - mark.count else { return nil }
        return (start...(letters.count - mark.count)).first { letters[$0...].starts(with: mark) }
            .map { $0 + mark.count }
    }

    private func closing(_ mark: Character, _ letters: [Character], from start: Int) -> Int {
        var position = start
        while position < letters.count, letters[position] != mark {
            position += letters[position] == "\\" ? 2 : 1
        }
        return min(position + 1, letters.count)
    }
}
