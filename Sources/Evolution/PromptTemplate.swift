internal import Foundation
internal import Mustache

/// Says what is wrong with a template, a name in it, or the folder.
package enum PromptError: Error, Sendable, Equatable, CustomStringConvertible {
    case missingFile(path: String)
    case unreadable(path: String, why: String)
    case unknownName(file: String, line: Int, name: String, known: [String])
    case noValue(file: String, line: Int, name: String)
    case unbalanced(file: String, line: Int, tag: String)

    package var description: String {
        switch self {
        case .missingFile(let path):
            "\(path): no such prompt; give a folder that holds it with --prompts, or restore the Prompts folder"
        case .unreadable(let path, let why):
            "\(path): \(why)"
        case .unknownName(let file, let line, let name, let known):
            "\(file):\(line): unknown name \"\(name)\"; known here: \(known.joined(separator: ", "))"
        case .noValue(let file, let line, let name):
            "\(file):\(line): \"\(name)\" has no value here; put it into a section, {{#\(name)}}…{{/\(name)}}"
        case .unbalanced(let file, let line, let tag):
            "\(file):\(line): the tag \"\(tag)\" is not opened and closed in order"
        }
    }
}

/// Renders one template and refuses names without a value: Mustache itself would leave a hole in silence.
struct PromptTemplate: Sendable {
    let file: String
    private let template: MustacheTemplate
    private let nodes: [PromptTag]

    /// Reads a template and checks every name in it against a context in which nothing is missing.
    init(file: String, text: String, complete: [String: PromptValue]) throws(PromptError) {
        self.file = file
        nodes = try promptTags(in: text, file: file)
        do {
            // Prompts are plain text: nothing is escaped.
            template = try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}" + text)
        } catch {
            throw .unreadable(path: file, why: "not a Mustache template: \(error)")
        }
        try check(nodes, [.object(complete)])
    }

    func render(_ values: [String: PromptValue]) throws(PromptError) -> String {
        try check(nodes, [.object(values)])
        let text = template.render(PromptValue.object(values).plain ?? [:])
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func check(_ nodes: [PromptTag], _ stack: [PromptValue]) throws(PromptError) {
        for node in nodes {
            guard let value = Self.resolve(node.name, stack) else {
                throw .unknownName(file: file, line: node.line, name: node.name, known: Self.known(stack))
            }
            switch (node.kind, value) {
            case (.variable, .text): break
            case (.variable, _): throw .noValue(file: file, line: node.line, name: node.name)
            case (.section, .list(let items)):
                for item in items { try check(node.children, stack + [item]) }
            case (.section, .absent), (.section, .flag(false)): break
            case (.section, _): try check(node.children, stack + [value])
            case (.inverted, .absent), (.inverted, .flag(false)), (.inverted, .list([])):
                try check(node.children, stack)
            case (.inverted, _): break
            }
        }
    }

    private static func resolve(_ name: String, _ stack: [PromptValue]) -> PromptValue? {
        if name == "." { return stack.last }
        let parts = name.split(separator: ".").map(String.init)
        for case .object(let members) in stack.reversed() {
            guard var value = parts.first.flatMap({ members[$0] }) else { continue }
            for part in parts.dropFirst() {
                if value == .absent { return .absent }
                guard case .object(let inner) = value, let next = inner[part] else { return nil }
                value = next
            }
            return value
        }
        return nil
    }

    private static func known(_ stack: [PromptValue]) -> [String] {
        var names: [String] = []
        for case .object(let members) in stack.reversed() {
            for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                guard case .object(let inner) = value else {
                    names.append(name)
                    continue
                }
                names += inner.keys.sorted().map { "\(name).\($0)" }
            }
        }
        return names
    }
}

extension PromptValue {
    /// The value as Mustache takes it; nil where there is none.
    fileprivate var plain: Any? {
        switch self {
        case .text(let text): text
        case .flag(let flag): flag
        case .list(let items): items.compactMap(\.plain)
        case .object(let members): members.compactMapValues(\.plain)
        case .absent: nil
        }
    }
}

/// Holds one tag of a template, with what a section encloses.
struct PromptTag: Sendable, Equatable {
    enum Kind: Sendable {
        case variable, section, inverted
    }

    var kind: Kind
    var name: String
    var line: Int
    var children: [PromptTag] = []
}

/// Lists the tags of a template as a tree.
func promptTags(in text: String, file: String) throws(PromptError) -> [PromptTag] {
    var open: [PromptTag] = [PromptTag(kind: .section, name: "", line: 0)]
    var rest = text[...]
    var line = 1
    while let start = rest.range(of: "{{") {
        line += rest[..<start.lowerBound].count { $0 == "\n" }
        guard let end = rest.range(of: "}}", range: start.upperBound..<rest.endIndex) else {
            throw .unbalanced(file: file, line: line, tag: "{{")
        }
        let tag = rest[start.upperBound..<end.lowerBound].trimmingCharacters(
            in: CharacterSet(charactersIn: " {}&"))
        let name = tag.dropFirst().trimmingCharacters(in: .whitespaces)
        switch tag.first {
        case "#": open.append(PromptTag(kind: .section, name: name, line: line))
        case "^": open.append(PromptTag(kind: .inverted, name: name, line: line))
        case "/":
            guard open.count > 1, let closed = open.popLast(), closed.name == name else {
                throw .unbalanced(file: file, line: line, tag: tag)
            }
            open[open.count - 1].children.append(closed)
        case "!", "%": break
        default: open[open.count - 1].children.append(PromptTag(kind: .variable, name: tag, line: line))
        }
        line += rest[start.lowerBound..<end.upperBound].count { $0 == "\n" }
        rest = rest[end.upperBound...]
    }
    guard open.count == 1 else {
        throw .unbalanced(file: file, line: open[open.count - 1].line, tag: "#" + open[open.count - 1].name)
    }
    return open[0].children
}
