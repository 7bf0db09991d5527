/// A place in a text, as people and editors write it: `file:line:column`, both counted from 1.
package struct SourceLocation: Sendable, Hashable, CustomStringConvertible {
    package let file: String
    package let line: Int
    package let column: Int

    /// Creates a location from its three parts.
    package init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }

    /// The location as `file:line:column`.
    package var description: String { "\(file):\(line):\(column)" }
}

/// A PDDL text together with the name under which errors quote it.
package struct SourceText: Sendable {
    package let name: String
    package let bytes: [UInt8]

    /// Creates a text from the raw bytes of a file.
    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    /// Creates a text from a string, mainly for tests and examples.
    package init(name: String, text: String) {
        self.init(name: name, bytes: Array(text.utf8))
    }

    /// Finds the line and column of a byte.
    ///
    /// - Complexity: O(offset); it runs only when an error is reported.
    package func location(at offset: Int) -> SourceLocation {
        var line = 1
        var column = 1
        for index in 0..<min(offset, bytes.count) {
            if bytes[index] == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if bytes[index] & 0xC0 != 0x80 {
                column += 1
            }
        }
        return SourceLocation(file: name, line: line, column: column)
    }
}
