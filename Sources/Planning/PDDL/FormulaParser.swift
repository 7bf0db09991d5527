/// Reads conditions and effects: everything with variables in it.
///
/// Every variable, also of a quantifier, gets a number of its own, so that a formula needs no scopes later.
struct FormulaParser {
    let tree: SyntaxTree
    let vocabulary: Vocabulary
    /// What is being read, for error messages: `action "pick-up"` or `the goal`.
    let place: String
    private(set) var variables: [Variable] = []
    private var scope: [(symbol: Int32, index: Int)] = []
    private var depth = 0

    /// Deeper nesting than this is refused, since reading it recurses.
    static let depthLimit = 200

    init(tree: SyntaxTree, vocabulary: Vocabulary, place: String) {
        self.tree = tree
        self.vocabulary = vocabulary
        self.place = place
    }

    /// Adds variables to the innermost scope and returns their numbers.
    mutating func declare(from start: Int, to end: Int) throws(PDDLError) -> [Int] {
        var numbers: [Int] = []
        for (symbol, variable) in try vocabulary.variables(tree, from: start, to: end, in: place) {
            numbers.append(variables.count)
            scope.append((symbol, variables.count))
            variables.append(variable)
        }
        return numbers
    }

    /// Reads a condition; `()` and `(and)` are true.
    mutating func condition(_ node: Int) throws(PDDLError) -> Condition {
        guard tree.isList(node) else {
            throw .syntax(tree.location(node), expected: "a condition in brackets", found: tree.quote(node))
        }
        guard depth < Self.depthLimit else {
            throw .tooLarge(tree.location(node), what: "nesting in \(place)", limit: Self.depthLimit)
        }
        depth += 1
        defer { depth -= 1 }
        let parts = tree.children(node)
        guard let head = parts.first else { return .truth }
        switch tree.symbol(head) {
        case SymbolTable.and: return .and(try conditions(parts.dropFirst()))
        case SymbolTable.or: return .or(try conditions(parts.dropFirst()))
        case SymbolTable.not:
            try expectCount(parts, 2, node, "one condition after \"not\"")
            return .not(try condition(parts[1]))
        case SymbolTable.imply:
            try expectCount(parts, 3, node, "two conditions after \"imply\"")
            return .or([.not(try condition(parts[1])), try condition(parts[2])])
        case SymbolTable.forall, SymbolTable.exists:
            let isForall = tree.symbol(head) == SymbolTable.forall
            try expectCount(parts, 3, node, "variables in brackets and one condition")
            let mark = scope.count
            let numbers = try quantified(parts[1])
            let body = try condition(parts[2])
            scope.removeSubrange(mark...)
            return isForall ? .forall(numbers, body) : .exists(numbers, body)
        case SymbolTable.equals:
            try expectCount(parts, 3, node, "two names after \"=\"")
            return .equal(try term(parts[1]), try term(parts[2]))
        default:
            try refuseNumeric(head)
            return .atom(try atom(node))
        }
    }

    private mutating func conditions(_ nodes: ArraySlice<Int>) throws(PDDLError) -> [Condition] {
        var result: [Condition] = []
        for node in nodes { result.append(try condition(node)) }
        return result
    }

    private mutating func quantified(_ node: Int) throws(PDDLError) -> [Int] {
        guard tree.isList(node) else {
            throw .syntax(tree.location(node), expected: "variables in brackets", found: tree.quote(node))
        }
        return try declare(from: node + 1, to: tree.end(node))
    }

    /// Reads an effect into single literals and summands of the cost.
    mutating func effect(
        _ node: Int, variables quantified: [Int], condition: Condition, into effects: inout [Effect],
        costs: inout [Cost]
    ) throws(PDDLError) {
        guard tree.isList(node) else {
            throw .syntax(tree.location(node), expected: "an effect in brackets", found: tree.quote(node))
        }
        guard depth < Self.depthLimit else {
            throw .tooLarge(tree.location(node), what: "nesting in \(place)", limit: Self.depthLimit)
        }
        depth += 1
        defer { depth -= 1 }
        let parts = tree.children(node)
        guard let head = parts.first else { return }
        switch tree.symbol(head) {
        case SymbolTable.and:
            for part in parts.dropFirst() {
                try effect(part, variables: quantified, condition: condition, into: &effects, costs: &costs)
            }
        case SymbolTable.forall:
            try expectCount(parts, 3, node, "variables in brackets and one effect")
            let mark = scope.count
            let numbers = try self.quantified(parts[1])
            try effect(
                parts[2], variables: quantified + numbers, condition: condition, into: &effects, costs: &costs
            )
            scope.removeSubrange(mark...)
        case SymbolTable.when:
            try expectCount(parts, 3, node, "a condition and an effect after \"when\"")
            let extra = try self.condition(parts[1])
            try effect(
                parts[2], variables: quantified, condition: .and([condition, extra]), into: &effects,
                costs: &costs)
        case SymbolTable.not:
            try expectCount(parts, 2, node, "one fact after \"not\"")
            let literal = try atom(parts[1])
            effects.append(Effect(variables: quantified, condition: condition, atom: literal, adds: false))
        case SymbolTable.increase:
            try readCost(parts, node, quantified: quantified, condition: condition, into: &costs)
        default:
            try refuseNumeric(head)
            let literal = try atom(node)
            effects.append(Effect(variables: quantified, condition: condition, atom: literal, adds: true))
        }
    }

    private func readCost(
        _ parts: [Int], _ node: Int, quantified: [Int], condition: Condition, into costs: inout [Cost]
    ) throws(PDDLError) {
        try expectCount(parts, 3, node, "\"(total-cost)\" and an amount after \"increase\"")
        let target = tree.isList(parts[1]) ? tree.children(parts[1]) : []
        guard target.count == 1, tree.symbol(target[0]) == SymbolTable.totalCost else {
            throw .unsupported(
                tree.location(parts[1]), feature: "numeric effects on \(tree.quote(parts[1])) are",
                remedy: "only \"(increase (total-cost) …)\" is, as a plan's cost")
        }
        var unconditional = quantified.isEmpty
        if case .and(let inner) = condition, inner.isEmpty {} else { unconditional = false }
        guard unconditional else {
            throw .unsupported(
                tree.location(node), feature: "costs inside \"when\" or \"forall\" are",
                remedy: "give the action one cost, or write one action for each case")
        }
        if tree.isList(parts[2]) {
            let inner = tree.children(parts[2])
            guard let name = inner.first, let function = vocabulary.functionOf[tree.symbol(name)] else {
                let known = vocabulary.functions.map(\.name)
                throw .unknown(
                    tree.location(parts[2]), kind: .function, name: inner.first.map(tree.word) ?? "()",
                    where: place,
                    suggestion: inner.first.flatMap { nearestName(to: tree.word($0), among: known) })
            }
            let declared = vocabulary.functions[function]
            costs.append(
                .function(function, try terms(inner, name: declared.name, parameters: declared.parameters)))
        } else {
            costs.append(.constant(try wholeNumber(tree, parts[2])))
        }
    }

    /// Reads a predicate with its arguments and checks both against the declaration.
    func atom(_ node: Int) throws(PDDLError) -> Atom {
        guard tree.isList(node) else {
            throw .syntax(tree.location(node), expected: "a fact in brackets", found: tree.quote(node))
        }
        let parts = tree.children(node)
        guard let head = parts.first, !tree.isList(head) else {
            throw .syntax(
                tree.location(node), expected: "a predicate after \"(\"",
                found: parts.first.map(tree.quote) ?? "\")\"")
        }
        guard let predicate = vocabulary.predicateOf[tree.symbol(head)] else {
            let known = vocabulary.predicates.map(\.name) + SymbolTable.reserved.prefix(7)
            throw .unknown(
                tree.location(head), kind: .predicate, name: tree.word(head), where: place,
                suggestion: nearestName(to: tree.word(head), among: known))
        }
        let declared = vocabulary.predicates[predicate]
        let arguments = try terms(parts, name: declared.name, parameters: declared.parameters)
        return Atom(predicate: predicate, arguments: arguments)
    }

    private func terms(_ parts: [Int], name: String, parameters: [Variable]) throws(PDDLError) -> [Term] {
        guard parts.count - 1 == parameters.count else {
            throw .wrongArity(
                tree.location(parts[0]), name: name, expected: parameters.count, found: parts.count - 1)
        }
        var result: [Term] = []
        for (node, parameter) in zip(parts.dropFirst(), parameters) {
            let term = try self.term(node)
            let types: [Int]
            let fits: Bool
            switch term {
            case .object(let object):
                types = vocabulary.objects[object].types
                fits = vocabulary.fits(types, parameter.types)
            case .variable(let variable):
                types = variables[variable].types
                fits = vocabulary.mayFit(types, parameter.types)
            }
            guard fits else {
                throw .wrongType(
                    tree.location(node), argument: tree.word(node), type: vocabulary.describe(types),
                    expected: vocabulary.describe(parameter.types), of: name)
            }
            result.append(term)
        }
        return result
    }

    private func term(_ node: Int) throws(PDDLError) -> Term {
        guard !tree.isList(node) else {
            throw .syntax(tree.location(node), expected: "an object or variable", found: tree.quote(node))
        }
        if tree.isVariable(node) {
            for (symbol, index) in scope.reversed() where symbol == tree.symbol(node) {
                return .variable(index)
            }
            throw .unknown(
                tree.location(node), kind: .variable, name: tree.word(node), where: place,
                suggestion: nearestName(
                    to: tree.word(node), among: scope.map { variables[$0.index].name }))
        }
        guard let object = vocabulary.objectOf[tree.symbol(node)] else {
            throw .unknown(
                tree.location(node), kind: .object, name: tree.word(node), where: place,
                suggestion: nearestName(to: tree.word(node), among: vocabulary.objects.map(\.name)))
        }
        return .object(object)
    }

    private func refuseNumeric(_ head: Int) throws(PDDLError) {
        switch tree.keyword(head) {
        case "<", ">", "<=", ">=", "+", "*", "/", "decrease", "assign", "scale-up", "scale-down":
            throw .unsupported(
                tree.location(head), feature: "numeric planning (\(tree.quote(head))) is",
                remedy: "replace numbers by objects, such as levels with a successor predicate")
        case "preference", "sometime", "always", "at-most-once", "within":
            guard vocabulary.predicateOf[tree.symbol(head)] == nil else { return }
            throw .unsupported(
                tree.location(head),
                feature: "preferences and trajectory constraints (\(tree.quote(head))) are",
                remedy: "state what must hold at the end as a goal")
        default: break
        }
    }

    private func expectCount(_ parts: [Int], _ count: Int, _ node: Int, _ what: String) throws(PDDLError) {
        guard parts.count == count else {
            throw .syntax(
                tree.location(node), expected: what,
                found: "\(parts.count - 1) part\(parts.count == 2 ? "" : "s")")
        }
    }
}

/// Reads a whole number, also when it is written `5.0`.
func wholeNumber(_ tree: SyntaxTree, _ node: Int) throws(PDDLError) -> Int {
    var text = tree.isList(node) ? "" : tree.word(node)[...]
    if let dot = text.firstIndex(of: "."), text[dot...].dropFirst().allSatisfy({ $0 == "0" }) {
        text = text[..<dot]
    }
    guard let number = Int(text), number >= 0, number < 1 << 30 else {
        throw .unsupported(
            tree.location(node), feature: "the number \(tree.quote(node)) is",
            remedy: "costs are whole numbers from 0 to 1073741823")
    }
    return number
}
