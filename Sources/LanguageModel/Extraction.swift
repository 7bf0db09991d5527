/// Names what the code of an answer has to define.
package enum EntryPoint: Sendable, Equatable {
    /// A function of this name at the top level.
    case function(String)
    /// Any class with a method `__call__`.
    case callableClass

    /// Tells whether a statement defines the entry point.
    func isDefined(by statement: PythonStatement) -> Bool {
        switch self {
        case .function(let name): statement.kind == .function && statement.defines.contains(name)
        case .callableClass: statement.kind == .type && statement.hasCall
        }
    }

    var words: String {
        switch self {
        case .function(let name): "the function \(name)"
        case .callableClass: "a class with __call__"
        }
    }
}

/// Holds the code found in an answer.
package struct ExtractedCode: Sendable, Equatable {
    package var code: String
    /// Other versions in the answer, best first, for the case that the first does not parse.
    package var alternatives: [String]
    /// What was joined or left out, in words.
    package var notes: [String]
}

/// Says why an answer gives no code.
package struct ExtractionFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// Lower case, no full stop; fit for people and for the model that answered.
    package var reason: String
    package var description: String { reason }
}

/// Finds the code in a model's answer.
///
/// Thinking is removed, fenced blocks are looked through before plain text, and of several versions the last complete one
/// wins. Helpers, constants and imports around the entry point stay; names that only another block defines are fetched from
/// there; lines after the entry point that merely try it out are left out. Whether the code parses is decided later, by the
/// syntax tree in the worker.
/// - Returns: code ending in one newline, or the reason in words why there is none.
package func extractCode(
    from answer: String, entryPoint: EntryPoint = .function("compute_reward")
) -> Result<ExtractedCode, ExtractionFailure> {
    let (text, endsInThought) = withoutThinking(normalised(answer))
    if text.allSatisfy(\.isWhitespace) {
        let reason =
            endsInThought ? "the answer ends inside its thinking, before any code" : "the answer is empty"
        return .failure(ExtractionFailure(reason: reason))
    }
    let fenced = fencedBlocks(in: text)
    var sections = fenced.map(CodeSection.init(block:))
    var found = versions(in: sections, entryPoint)
    if found.isEmpty {
        sections += unfencedSections(in: text, entryPoint)
        found = versions(in: sections, entryPoint)
    }
    guard let best = found.first else {
        return .failure(ExtractionFailure(reason: failureReason(text, fenced, entryPoint)))
    }
    var others: [String] = []
    for other in found.dropFirst() where other.code != best.code && !others.contains(other.code) {
        others.append(other.code)
    }
    return .success(ExtractedCode(code: best.code, alternatives: others, notes: best.notes))
}

/// Holds code that stood together, as statements.
struct CodeSection {
    var statements: [PythonStatement]
    var isPython: Bool
    var isClosed: Bool

    init(block: FencedBlock) {
        var text = block.text
        // Some models write the language on a line of its own.
        if block.language.isEmpty, text.hasPrefix("python\n") { text.removeFirst("python\n".count) }
        statements = pythonStatements(in: text)
        isPython = block.isPython
        isClosed = block.isClosed
    }

    init(lines: [Substring]) {
        statements = pythonStatements(in: lines.joined(separator: "\n"))
        isPython = false
        isClosed = true
    }
}

private struct Version {
    var code: String
    var notes: [String]
}

/// Makes a version of every section that defines the entry point, best first.
private func versions(in sections: [CodeSection], _ entryPoint: EntryPoint) -> [Version] {
    var ranked: [(rank: [Int], version: Version)] = []
    for (index, section) in sections.enumerated() {
        guard let entry = section.statements.lastIndex(where: entryPoint.isDefined(by:)) else { continue }
        let rank =
            [section.statements[entry].returns, section.isClosed, section.isPython].map { $0 ? 1 : 0 } + [
                index
            ]
        ranked.append((rank, assemble(sections, index, entry: entry, entryPoint)))
        // Without what stands above and is not needed, such as a line of prose: only for want of anything better.
        ranked.append(([-1] + rank, assemble(sections, index, entry: entry, entryPoint, bare: true)))
    }
    return ranked.sorted { $1.rank.lexicographicallyPrecedes($0.rank) }.map(\.version)
}

/// Puts one version together: its section up to the entry point, what that needs, and nothing else.
private func assemble(
    _ sections: [CodeSection], _ index: Int, entry: Int, _ entryPoint: EntryPoint, bare: Bool = false
) -> Version {
    var notes: [String] = []
    let own = sections[index].statements
    if !sections[index].isClosed { notes.append("the answer breaks off before its block of code ends") }
    var kept = bare ? [entry] : Set(0...entry)
    // The harness reads this name, so no code needs to mention it.
    var needed = kept.reduce(into: Set(["MEMORY"])) { $0.formUnion(own[$1].uses) }
    var grew = true
    while grew {
        grew = false
        for (position, statement) in own.enumerated()
        where !kept.contains(position) && statement.isDefinition
            && !statement.defines.isDisjoint(with: needed)
        {
            kept.insert(position)
            needed.formUnion(statement.uses)
            grew = true
        }
    }
    let dropped = (entry + 1..<own.count).count { !kept.contains($0) }
    if dropped > 0 {
        notes.append("left out \(dropped) statements after the entry point that it does not need")
    }

    var defined = kept.reduce(into: Set(["np"])) { $0.formUnion(own[$1].defines) }
    // The nearest other section first, earlier ones before later ones.
    let others = Array(sections[..<index].reversed()) + Array(sections[(index + 1)...])
    var fetched: [PythonStatement] = []
    var missing = needed.subtracting(defined)
    while let statement = firstDefinition(of: missing, in: others, besides: entryPoint) {
        fetched.insert(statement, at: 0)
        defined.formUnion(statement.defines)
        needed.formUnion(statement.uses)
        missing = needed.subtracting(defined)
    }
    if !fetched.isEmpty {
        let names = fetched.flatMap { $0.defines.sorted() }.joined(separator: ", ")
        notes.append("took \(names) from another block")
    }
    let imports = fetched.filter { $0.kind == .import }
    let rest = fetched.filter { $0.kind != .import }
    let ownText = own.indices.filter(kept.contains).map { own[$0].text }.joined(separator: "\n")
    let parts = (imports + rest).map { trimmed($0.text) } + [trimmed(ownText)]
    return Version(code: parts.joined(separator: "\n\n") + "\n", notes: notes)
}

private func firstDefinition(
    of missing: Set<String>, in sections: [CodeSection], besides entryPoint: EntryPoint
) -> PythonStatement? {
    for section in sections {
        for statement in section.statements.reversed()
        where statement.isDefinition && !statement.defines.isDisjoint(with: missing)
            && !entryPoint.isDefined(by: statement)
        {
            return statement
        }
    }
    return nil
}

/// Removes blank lines at both ends; comments stay.
private func trimmed(_ text: String) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    while lines.first?.allSatisfy(\.isWhitespace) == true { lines.removeFirst() }
    while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
    return lines.joined(separator: "\n")
}
