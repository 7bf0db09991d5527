/// One step of a plan, in the words of the domain.
package struct PlanStep: Sendable, Hashable, CustomStringConvertible {
    package let action: String
    package let arguments: [String]

    /// Creates a step from names, which are compared in lower case.
    package init(action: String, arguments: [String]) {
        self.action = action
        self.arguments = arguments
    }

    /// The step as it stands in a plan file: `(stack a b)`.
    package var description: String { "(\(([action] + arguments).joined(separator: " ")))" }
}

/// A sequence of steps.
package struct Plan: Sendable, Equatable, CustomStringConvertible {
    package let steps: [PlanStep]

    /// Creates a plan from its steps.
    package init(steps: [PlanStep]) { self.steps = steps }

    /// The plan file: one step a line, ended by a newline each.
    package var description: String { steps.map { "\($0)\n" }.joined() }

    /// Reads a plan file: one bracketed step after the other, comments after ";".
    ///
    /// A step may be preceded by a time such as `0:` or `12.000:`, as some planners write, and followed by a
    /// duration in square brackets; both are ignored.
    /// - Throws: ``PDDLError/syntax(_:expected:found:)`` with the place.
    package init(parsing source: SourceText) throws(PDDLError) {
        var symbols = SymbolTable()
        var bytes = source.bytes
        var isComment = false
        for index in bytes.indices {
            switch bytes[index] {
            case UInt8(ascii: ";"): isComment = true
            case UInt8(ascii: "\n"): isComment = false
            case UInt8(ascii: "["), UInt8(ascii: "]"): if !isComment { bytes[index] = UInt8(ascii: " ") }
            default: break
            }
        }
        let tree = try SyntaxTree(SourceText(name: source.name, bytes: bytes), symbols: &symbols)
        var steps: [PlanStep] = []
        var node = 0
        while node < tree.tokens.count {
            defer { node = tree.next(node) }
            guard tree.isList(node) else {
                if tree.word(node).utf8.allSatisfy({ $0 >= 46 && $0 <= 58 }) { continue }
                throw .syntax(tree.location(node), expected: "a step in brackets", found: tree.quote(node))
            }
            let parts = tree.children(node)
            guard !parts.isEmpty, !parts.contains(where: tree.isList) else {
                throw .syntax(
                    tree.location(node), expected: "a step such as \"(action object …)\"",
                    found: tree.quote(node))
            }
            steps.append(
                PlanStep(action: tree.keyword(parts[0]), arguments: parts.dropFirst().map(tree.keyword)))
        }
        self.init(steps: steps)
    }
}
