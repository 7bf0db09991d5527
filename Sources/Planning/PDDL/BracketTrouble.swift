/// Finds where a text with too many or too few brackets goes wrong.
///
/// The outermost bracket is what stays open at the end, wherever one was forgotten. What gives the place away is the first
/// keyword that stands at a depth where it never stands: a section such as `(:action` belongs right inside `(define`, and
/// `:effect` right inside an action.
struct BracketTrouble {
    private static let sections: Set<String> = [
        ":requirements", ":types", ":constants", ":predicates", ":functions", ":action", ":durative-action",
        ":derived",
        ":domain", ":objects", ":init", ":goal", ":metric",
    ]
    private static let actionParts: Set<String> = [":parameters", ":precondition", ":effect"]

    let tree: SyntaxTree

    /// The error to show in place of `plain`, which is said where no keyword stands at a wrong depth.
    func explained(_ plain: PDDLError) -> PDDLError {
        var open: [Int] = []
        for (index, token) in tree.tokens.enumerated() {
            switch token.symbol {
            case -1: open.append(index)
            case -2: if open.popLast() == nil { return plain }
            default:
                let word = tree.word(index).lowercased()
                guard word.first == ":" else { continue }
                let isSection = index > 0 && tree.isList(index - 1) && Self.sections.contains(word)
                guard isSection || Self.actionParts.contains(word) else { continue }
                // The brackets around a section's own "(", or around an action's part.
                let around = isSection ? open.dropLast() : open[...]
                let expected = isSection ? 1 : 2
                if around.count > expected, let innermost = around.last {
                    return .syntax(
                        tree.location(innermost), expected: "\")\" for this \"(\"",
                        found: "\"\(word)\" in line \(tree.location(index).line) before it")
                }
                let before = isSection ? index - 2 : index - 1
                if around.count < expected, before >= 0, tree.tokens[before].symbol == -2 {
                    return .syntax(
                        tree.location(before), expected: "\"\(word)\" in line \(tree.location(index).line)",
                        found: "a \")\" too many")
                }
            }
        }
        return plain
    }
}
