extension PlanningTask {
    /// Reads a task file of a domain.
    ///
    /// - Throws: a ``PDDLError`` with the place of the first mistake, also when the task is of another domain.
    package init(parsing source: SourceText, domain: Domain) throws(PDDLError) {
        var parser = TaskParser(domain: domain)
        self = try parser.parse(source)
    }
}

/// Reads the sections of a task.
private struct TaskParser {
    private let domain: Domain
    private var symbols: SymbolTable
    private var vocabulary = Vocabulary()
    private var initial: [GroundAtom] = []
    private var values: [GroundAtom: Int] = [:]
    private static let sections = [":domain", ":requirements", ":objects", ":init", ":goal", ":metric"]

    init(domain: Domain) {
        self.domain = domain
        symbols = domain.symbols
        vocabulary.types = domain.types
        vocabulary.objects = domain.constants
        vocabulary.repeatable = domain.constants.count
        vocabulary.predicates = domain.predicates
        vocabulary.functions = domain.functions
        vocabulary.ancestors = domain.ancestors
        for (index, type) in domain.types.enumerated() { vocabulary.typeOf[intern(type.name)] = index }
        for (index, constant) in domain.constants.enumerated() {
            vocabulary.objectOf[intern(constant.name)] = index
        }
        for (index, predicate) in domain.predicates.enumerated() {
            vocabulary.predicateOf[intern(predicate.name)] = index
        }
        for (index, function) in domain.functions.enumerated() {
            vocabulary.functionOf[intern(function.name)] = index
        }
    }

    private mutating func intern(_ name: String) -> Int32 {
        let bytes = Array(name.utf8)
        return symbols.intern(bytes, 0, bytes.count)
    }

    mutating func parse(_ source: SourceText) throws(PDDLError) -> PlanningTask {
        let tree = try SyntaxTree(source, symbols: &symbols)
        let (name, sections) = try header(tree, kind: "problem")
        var found: [String: Int] = [:]
        for section in sections {
            let keyword = tree.keyword(section + 1)
            guard Self.sections.contains(keyword) else { throw unknownSection(tree, section) }
            guard found[keyword] == nil else {
                throw .duplicate(tree.location(section + 1), kind: .section, name: keyword)
            }
            found[keyword] = section
        }
        try checkDomain(tree, found[":domain"])
        if let section = found[":objects"] {
            try vocabulary.declareObjects(tree, section: section, kind: .object)
        }
        guard let initSection = found[":init"] else {
            throw .missing(
                tree.location(0), what: "\"(:init …)\"", remedy: "list the facts true at the start")
        }
        try readInitial(tree, initSection)
        guard let goalSection = found[":goal"] else {
            throw .missing(tree.location(0), what: "\"(:goal …)\"", remedy: "state what must hold at the end")
        }
        var formulas = FormulaParser(tree: tree, vocabulary: vocabulary, place: "the goal")
        let goalParts = tree.children(goalSection)
        guard goalParts.count == 2 else {
            throw .syntax(
                tree.location(goalSection), expected: "one condition in \"(:goal …)\"",
                found: "\(goalParts.count - 1)")
        }
        let goal = try formulas.condition(goalParts[1])
        return PlanningTask(
            name: name, domain: domain, objects: vocabulary.objects, initial: initial,
            functionValues: values, goal: goal, goalVariables: formulas.variables,
            minimisesCost: try readMetric(tree, found[":metric"]), goalLocation: tree.location(goalParts[1]))
    }

    private func unknownSection(_ tree: SyntaxTree, _ section: Int) -> PDDLError {
        let word = tree.keyword(section + 1)
        if word == ":constraints" {
            return .unsupported(
                tree.location(section + 1), feature: "trajectory constraints are",
                remedy: "state what must hold at the end as a goal")
        }
        return .unknown(
            tree.location(section + 1), kind: .section, name: tree.word(section + 1), where: "the task",
            suggestion: nearestName(to: word, among: Self.sections))
    }

    private func checkDomain(_ tree: SyntaxTree, _ section: Int?) throws(PDDLError) {
        guard let section else {
            throw .missing(
                tree.location(0), what: "\"(:domain …)\"", remedy: "write \"(:domain \(domain.name))\"")
        }
        let parts = tree.children(section)
        guard parts.count == 2, !tree.isList(parts[1]) else {
            throw .syntax(tree.location(section), expected: "\"(:domain name)\"", found: tree.quote(section))
        }
        guard tree.keyword(parts[1]) == domain.name else {
            throw .wrongDomain(tree.location(parts[1]), found: tree.word(parts[1]), expected: domain.name)
        }
    }

    private mutating func readInitial(_ tree: SyntaxTree, _ section: Int) throws(PDDLError) {
        let formulas = FormulaParser(tree: tree, vocabulary: vocabulary, place: "(:init …)")
        var seen: Set<GroundAtom> = []
        var node = section + 2
        while node < tree.end(section) {
            defer { node = tree.next(node) }
            if tree.isList(node), node + 1 < tree.end(node) {
                if tree.symbol(node + 1) == SymbolTable.equals {
                    try readValue(tree, node)
                    continue
                }
                // `(not (p))` only repeats what the closed world says; `(and …)` is not allowed here.
                if tree.symbol(node + 1) == SymbolTable.not {
                    let parts = tree.children(node)
                    guard parts.count == 2 else {
                        throw .syntax(
                            tree.location(node), expected: "one fact after \"not\"", found: tree.quote(node))
                    }
                    _ = try formulas.atom(parts[1])
                    continue
                }
                if tree.keyword(node + 1) == "at", vocabulary.predicateOf[tree.symbol(node + 1)] == nil {
                    throw .unsupported(
                        tree.location(node + 1), feature: "timed initial facts are",
                        remedy: "write the fact without a time")
                }
            }
            let atom = try formulas.atom(node)
            let fact = GroundAtom(
                predicate: atom.predicate,
                arguments: atom.arguments.map {
                    if case .object(let object) = $0 { Int32(object) } else { -1 }
                })
            if seen.insert(fact).inserted { initial.append(fact) }
        }
    }

    private mutating func readValue(_ tree: SyntaxTree, _ node: Int) throws(PDDLError) {
        let parts = tree.children(node)
        guard parts.count == 3 else {
            throw .syntax(
                tree.location(node), expected: "\"(= (function …) number)\"", found: tree.quote(node))
        }
        let inner = tree.isList(parts[1]) ? tree.children(parts[1]) : [parts[1]]
        guard let head = inner.first, !tree.isList(head),
            let function = vocabulary.functionOf[tree.symbol(head)]
        else {
            let word = inner.first.map(tree.word) ?? "()"
            throw .unknown(
                tree.location(parts[1]), kind: .function, name: word, where: "(:init …)",
                suggestion: nearestName(to: word, among: vocabulary.functions.map(\.name)))
        }
        let declared = vocabulary.functions[function]
        guard inner.count - 1 == declared.arity else {
            throw .wrongArity(
                tree.location(head), name: declared.name, expected: declared.arity, found: inner.count - 1)
        }
        var arguments: [Int32] = []
        for argument in inner.dropFirst() {
            guard let object = vocabulary.objectOf[tree.symbol(argument)] else {
                throw .unknown(
                    tree.location(argument), kind: .object, name: tree.word(argument), where: "(:init …)",
                    suggestion: nearestName(
                        to: tree.word(argument), among: vocabulary.objects.map(\.name)))
            }
            arguments.append(Int32(object))
        }
        values[GroundAtom(predicate: function, arguments: arguments)] = try wholeNumber(tree, parts[2])
    }

    private func readMetric(_ tree: SyntaxTree, _ section: Int?) throws(PDDLError) -> Bool {
        guard let section else { return false }
        let parts = tree.children(section)
        guard parts.count == 3, tree.keyword(parts[1]) == "minimize" || tree.keyword(parts[1]) == "minimise"
        else {
            throw .unsupported(
                tree.location(section), feature: "this metric is",
                remedy: "write \"(:metric minimize (total-cost))\" or leave it out")
        }
        let target = tree.isList(parts[2]) ? tree.children(parts[2]) : [parts[2]]
        if target.count == 1, tree.symbol(target[0]) == SymbolTable.totalCost { return true }
        if target.count == 1, tree.keyword(target[0]) == "total-time" { return false }
        throw .unsupported(
            tree.location(parts[2]), feature: "the metric \(tree.quote(parts[2])) is",
            remedy: "only \"(total-cost)\" is")
    }
}
