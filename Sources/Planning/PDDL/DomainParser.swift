extension Domain {
    /// Reads a domain file.
    ///
    /// - Throws: a ``PDDLError`` with the place of the first mistake.
    package init(parsing source: SourceText) throws(PDDLError) {
        var parser = DomainParser()
        self = try parser.parse(source)
    }
}

/// Reads the sections of a domain, in any order that declares names before their use.
private struct DomainParser {
    private var symbols = SymbolTable()
    private var vocabulary = Vocabulary()
    private var actions: [Action] = []
    private static let sections = [
        ":requirements", ":types", ":constants", ":predicates", ":functions", ":action", ":durative-action",
        ":derived", ":constraints", ":process", ":event",
    ]

    mutating func parse(_ source: SourceText) throws(PDDLError) -> Domain {
        let tree = try SyntaxTree(source, symbols: &symbols)
        let (name, sections) = try header(tree, kind: "domain")
        // Names may be used before the section that declares them: read the declarations first.
        for wanted in [":requirements", ":types", ":constants", ":predicates", ":functions", ":action"] {
            for section in sections where tree.keyword(section + 1) == wanted {
                try read(tree, section, wanted)
            }
            if wanted == ":types" { vocabulary.closeTypes() }
        }
        for section in sections where !Self.supported.contains(tree.keyword(section + 1)) {
            try refuse(tree, section)
        }
        return Domain(
            name: name, types: vocabulary.types, constants: vocabulary.objects,
            predicates: vocabulary.predicates, functions: vocabulary.functions, actions: actions,
            symbols: symbols, ancestors: vocabulary.ancestors)
    }

    private static let supported = Set(sections.prefix(6))

    private mutating func read(_ tree: SyntaxTree, _ section: Int, _ keyword: String) throws(PDDLError) {
        switch keyword {
        case ":requirements": try readRequirements(tree, section)
        case ":types": try readTypes(tree, section)
        case ":constants": try vocabulary.declareObjects(tree, section: section, kind: .constant)
        case ":predicates": try readPredicates(tree, section)
        case ":functions": try readFunctions(tree, section)
        default: try readAction(tree, section)
        }
    }

    private func refuse(_ tree: SyntaxTree, _ section: Int) throws(PDDLError) {
        let place = tree.location(section + 1)
        let quoted = tree.quote(section + 1)
        switch tree.keyword(section + 1) {
        case ":durative-action":
            throw .unsupported(place, feature: "durative actions (\(quoted)) are", remedy: "use \":action\"")
        case ":derived":
            throw .unsupported(
                place, feature: "derived predicates (\(quoted)) are",
                remedy: "keep the predicate up to date in the effects of the actions")
        case ":constraints":
            throw .unsupported(
                place, feature: "trajectory constraints (\(quoted)) are",
                remedy: "state what must hold at the end as a goal")
        case ":process", ":event":
            throw .unsupported(place, feature: "PDDL+ (\(quoted)) is", remedy: "use \":action\"")
        default:
            throw .unknown(
                place, kind: .section, name: tree.word(section + 1), where: "the domain",
                suggestion: nearestName(to: tree.word(section + 1), among: Self.sections))
        }
    }

    private static let requirements = [
        ":strips", ":typing", ":negative-preconditions", ":disjunctive-preconditions", ":equality",
        ":existential-preconditions", ":universal-preconditions", ":quantified-preconditions",
        ":conditional-effects", ":adl", ":action-costs",
    ]
    private static let refused = [
        ":fluents": "numeric planning", ":numeric-fluents": "numeric planning",
        ":durative-actions": "durative actions", ":duration-inequalities": "durative actions",
        ":continuous-effects": "durative actions", ":timed-initial-literals": "timed initial facts",
        ":derived-predicates": "derived predicates", ":domain-axioms": "derived predicates",
        ":preferences": "preferences", ":constraints": "trajectory constraints",
        ":object-fluents": "object fluents", ":time": "PDDL+",
    ]

    private func readRequirements(_ tree: SyntaxTree, _ section: Int) throws(PDDLError) {
        for node in tree.children(section).dropFirst() {
            let name = tree.keyword(node)
            // Domains often announce more than they use: what is used is refused where it stands.
            if Self.requirements.contains(name) || Self.refused[name] != nil { continue }
            throw .unknown(
                tree.location(node), kind: .requirement, name: tree.word(node), where: "(:requirements …)",
                suggestion: nearestName(
                    to: name, among: Self.requirements + Self.refused.keys.sorted()))
        }
    }

    private mutating func readTypes(_ tree: SyntaxTree, _ section: Int) throws(PDDLError) {
        var declared: Set<Int32> = []
        // First all names, then the hierarchy, so that a type may be used before its own line.
        var node = section + 2
        var afterDash = false
        while node < tree.end(section) {
            if tree.symbol(node) == SymbolTable.dash {
                afterDash = true
            } else if !afterDash, !tree.isList(node) {
                guard declared.insert(tree.symbol(node)).inserted else {
                    throw .duplicate(tree.location(node), kind: .type, name: tree.word(node))
                }
                declareType(tree, node)
            } else {
                // PDDL lets a supertype appear only on the right of a dash: it is declared by that.
                for part in tree.isList(node) ? Array(tree.children(node).dropFirst()) : [node]
                where !tree.isList(part) {
                    declareType(tree, part)
                }
                afterDash = false
            }
            node = tree.next(node)
        }
        let list = try vocabulary.typedList(tree, from: section + 2, to: tree.end(section), in: "(:types …)")
        for (node, parents) in list {
            guard let type = vocabulary.typeOf[tree.symbol(node)], type != 0 else { continue }
            vocabulary.types[type].parents = parents
        }
    }

    private mutating func declareType(_ tree: SyntaxTree, _ node: Int) {
        guard vocabulary.typeOf[tree.symbol(node)] == nil else { return }
        vocabulary.typeOf[tree.symbol(node)] = vocabulary.types.count
        vocabulary.types.append(TypeDeclaration(name: tree.keyword(node), parents: [0]))
    }

    private mutating func readPredicates(_ tree: SyntaxTree, _ section: Int) throws(PDDLError) {
        for node in tree.children(section).dropFirst() {
            let (name, predicate) = try readPredicate(tree, node, kind: "predicate", in: "(:predicates …)")
            guard vocabulary.predicateOf[name] == nil else {
                throw .duplicate(tree.location(node + 1), kind: .predicate, name: predicate.name)
            }
            vocabulary.predicateOf[name] = vocabulary.predicates.count
            vocabulary.predicates.append(predicate)
        }
    }

    private func readPredicate(_ tree: SyntaxTree, _ node: Int, kind: String, in place: String)
        throws(PDDLError) -> (Int32, Predicate)
    {
        guard tree.isList(node), node + 1 < tree.end(node), !tree.isList(node + 1) else {
            throw .syntax(
                tree.location(node), expected: "a \(kind) such as \"(name ?x)\" in \(place)",
                found: tree.quote(node))
        }
        let parameters = try vocabulary.variables(
            tree, from: node + 2, to: tree.end(node), in: "\(kind) \"\(tree.word(node + 1))\"")
        return (
            tree.symbol(node + 1),
            Predicate(name: tree.keyword(node + 1), parameters: parameters.map(\.variable))
        )
    }

    private mutating func readFunctions(_ tree: SyntaxTree, _ section: Int) throws(PDDLError) {
        for node in tree.children(section).dropFirst() where tree.isList(node) {
            let (name, function) = try readPredicate(tree, node, kind: "function", in: "(:functions …)")
            guard vocabulary.functionOf[name] == nil else {
                throw .duplicate(tree.location(node + 1), kind: .function, name: function.name)
            }
            vocabulary.functionOf[name] = vocabulary.functions.count
            vocabulary.functions.append(function)
        }
    }

    private mutating func readAction(_ tree: SyntaxTree, _ section: Int) throws(PDDLError) {
        let parts = tree.children(section)
        guard parts.count > 1, !tree.isList(parts[1]), !tree.keyword(parts[1]).hasPrefix(":") else {
            throw .missing(
                tree.location(section), what: "the name of an action", remedy: "write \"(:action name …\"")
        }
        let name = tree.keyword(parts[1])
        guard !actions.contains(where: { $0.name == name }) else {
            throw .duplicate(tree.location(parts[1]), kind: .action, name: tree.word(parts[1]))
        }
        let fields = try readFields(tree, parts)
        var formulas = FormulaParser(tree: tree, vocabulary: vocabulary, place: "action \"\(name)\"")
        var parameterCount = 0
        if let list = fields[":parameters"] {
            guard tree.isList(list) else {
                throw .syntax(
                    tree.location(list), expected: "parameters in brackets", found: tree.quote(list))
            }
            parameterCount = try formulas.declare(from: list + 1, to: tree.end(list)).count
        }
        var precondition = Condition.truth
        if let node = fields[":precondition"] { precondition = try formulas.condition(node) }
        var effects: [Effect] = []
        var costs: [Cost] = []
        if let node = fields[":effect"] {
            try formulas.effect(node, variables: [], condition: .truth, into: &effects, costs: &costs)
        }
        actions.append(
            Action(
                name: name, parameterCount: parameterCount, variables: formulas.variables,
                precondition: precondition, effects: effects, costs: costs, location: tree.location(section)))
    }

    private func readFields(_ tree: SyntaxTree, _ parts: [Int]) throws(PDDLError) -> [String: Int] {
        var fields: [String: Int] = [:]
        var index = 2
        while index < parts.count {
            let key = tree.keyword(parts[index])
            guard [":parameters", ":precondition", ":effect"].contains(key) else {
                if key == ":duration" || key == ":condition" {
                    throw .unsupported(
                        tree.location(parts[index]), feature: "durative actions (\"\(key)\") are",
                        remedy: "use \":precondition\" and \":effect\"")
                }
                throw .syntax(
                    tree.location(parts[index]),
                    expected: "\":parameters\", \":precondition\" or \":effect\"",
                    found: tree.quote(parts[index]))
            }
            guard index + 1 < parts.count else {
                throw .missing(
                    tree.location(parts[index]), what: "what follows \"\(key)\"",
                    remedy: "write it, or \"()\"")
            }
            guard fields[key] == nil else {
                throw .duplicate(tree.location(parts[index]), kind: .section, name: key)
            }
            fields[key] = parts[index + 1]
            index += 2
        }
        return fields
    }
}

/// Reads `(define (kind name) section …)` and lists the sections.
func header(_ tree: SyntaxTree, kind: String) throws(PDDLError) -> (name: String, sections: [Int]) {
    let remedy = "begin with \"(define (\(kind) name) …\""
    guard !tree.tokens.isEmpty else {
        throw .missing(tree.source.location(at: 0), what: "a \(kind) in an empty file", remedy: remedy)
    }
    let parts = tree.isList(0) ? tree.children(0) : []
    guard parts.count >= 2, tree.keyword(parts[0]) == "define", tree.isList(parts[1]) else {
        throw .syntax(tree.location(0), expected: "\"(define (\(kind) name) …\"", found: tree.quote(0))
    }
    let title = tree.children(parts[1])
    guard title.count == 2, tree.keyword(title[0]) == kind, !tree.isList(title[1]) else {
        throw .syntax(tree.location(parts[1]), expected: "\"(\(kind) name)\"", found: tree.quote(parts[1]))
    }
    guard tree.next(0) == tree.tokens.count else {
        throw .syntax(tree.location(tree.next(0)), expected: "end of file", found: tree.quote(tree.next(0)))
    }
    for section in parts.dropFirst(2) {
        guard tree.isList(section), section + 1 < tree.end(section), !tree.isList(section + 1) else {
            throw .syntax(
                tree.location(section),
                expected: "a section such as \"(:\(kind == "domain" ? "action" : "init") …)\"",
                found: tree.quote(section))
        }
    }
    return (tree.keyword(title[1]), Array(parts.dropFirst(2)))
}
