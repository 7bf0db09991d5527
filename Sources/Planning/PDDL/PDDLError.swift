/// Everything that can be wrong with a PDDL text, each with the place and the remedy.
///
/// Names are quoted as the user wrote them; `suggestion` is the nearest name that would have been legal.
package enum PDDLError: Error, Sendable, Equatable {
    /// Something else stands where `expected` should be.
    case syntax(SourceLocation, expected: String, found: String)
    /// A name that was never declared; `kind` says what it should have been.
    case unknown(SourceLocation, kind: NameKind, name: String, where: String, suggestion: String?)
    /// The same name declared twice.
    case duplicate(SourceLocation, kind: NameKind, name: String)
    /// A predicate or function with too few or too many arguments.
    case wrongArity(SourceLocation, name: String, expected: Int, found: Int)
    /// An argument whose type does not fit the declaration.
    case wrongType(SourceLocation, argument: String, type: String, expected: String, of: String)
    /// A part that must be there and is not.
    case missing(SourceLocation, what: String, remedy: String)
    /// Legal PDDL that this planner does not handle.
    case unsupported(SourceLocation, feature: String, remedy: String)
    /// A task file that belongs to another domain.
    case wrongDomain(SourceLocation, found: String, expected: String)
    /// A condition that would grow beyond all bounds when written out.
    case tooLarge(SourceLocation, what: String, limit: Int)

    /// What a name was supposed to denote.
    package enum NameKind: String, Sendable {
        case type, predicate, object, constant, variable, function, action, section, requirement, connective
    }

    /// The place of the error.
    package var location: SourceLocation {
        switch self {
        case .syntax(let place, _, _), .unknown(let place, _, _, _, _), .duplicate(let place, _, _),
            .wrongArity(let place, _, _, _), .wrongType(let place, _, _, _, _), .missing(let place, _, _),
            .unsupported(let place, _, _), .wrongDomain(let place, _, _), .tooLarge(let place, _, _):
            place
        }
    }
}

extension PDDLError: CustomStringConvertible {
    /// One line: `file:line:column: what is wrong; what to do`.
    package var description: String { "\(location): \(Self.clipped(message))" }

    /// Keeps a message to a line: a file that is no PDDL may be one word of megabytes.
    private static func clipped(_ text: String) -> String {
        text.utf8.count <= 1000 ? text : "\(text.prefix(500)) … \(text.suffix(100))"
    }

    private var message: String {
        switch self {
        case .syntax(_, let expected, let found):
            return "expected \(expected), found \(found)"
        case .unknown(_, let kind, let name, let place, let suggestion):
            let known = suggestion.map { "; did you mean \"\($0)\"?" } ?? ""
            return "unknown \(kind.rawValue) \"\(name)\" in \(place)\(known)"
        case .duplicate(_, let kind, let name):
            return "\(kind.rawValue) \"\(name)\" is declared twice; remove or rename one of the two"
        case .wrongArity(_, let name, let expected, let found):
            return "\"\(name)\" takes \(expected) argument\(expected == 1 ? "" : "s"), found \(found)"
        case .wrongType(_, let argument, let type, let expected, let owner):
            return "\"\(argument)\" has type \(type), but \"\(owner)\" takes \(expected) here"
        case .missing(_, let what, let remedy):
            return "\(what) is missing; \(remedy)"
        case .unsupported(_, let feature, let remedy):
            return "\(feature) not supported; \(remedy)"
        case .wrongDomain(_, let found, let expected):
            return "this task is of domain \"\(found)\", but the domain file defines \"\(expected)\""
        case .tooLarge(_, let what, let limit):
            return "\(what) grows beyond \(limit) when written out; simplify the condition"
        }
    }
}

/// Finds the candidate nearest to a misspelt name, by edit distance.
///
/// - Returns: the nearest candidate, or nil where none is near enough to be a likely slip.
package func nearestName(to name: String, among candidates: [String]) -> String? {
    let word = Array(name.lowercased().utf8)
    guard word.count <= 64 else { return nil }
    var best: (name: String, distance: Int)?
    let tolerance = max(1, word.count / 3)
    for candidate in candidates {
        let other = Array(candidate.lowercased().utf8)
        guard abs(other.count - word.count) <= tolerance else { continue }
        let distance = editDistance(word, other)
        if distance <= tolerance, distance < best?.distance ?? Int.max { best = (candidate, distance) }
    }
    return best?.name
}

/// Counts insertions, deletions, substitutions and swaps of neighbours between two words.
private func editDistance(_ first: [UInt8], _ second: [UInt8]) -> Int {
    var beforePrevious = [Int]()
    var previous = Array(0...second.count)
    for row in 0..<first.count {
        var current = [row + 1]
        for column in 0..<second.count {
            let change = previous[column] + (first[row] == second[column] ? 0 : 1)
            var least = min(change, previous[column + 1] + 1, current[column] + 1)
            if row > 0, column > 0, first[row] == second[column - 1], first[row - 1] == second[column] {
                least = min(least, beforePrevious[column - 1] + 1)
            }
            current.append(least)
        }
        beforePrevious = previous
        previous = current
    }
    return previous[second.count]
}
