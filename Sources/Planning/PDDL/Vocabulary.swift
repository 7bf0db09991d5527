/// The names a domain and task have declared so far, found by symbol.
///
/// Both parsers fill it as they read; it also reads typed lists, which occur in five places of the language.
struct Vocabulary {
    var types: [TypeDeclaration] = [TypeDeclaration(name: "object", parents: [])]
    var typeOf: [Int32: Int] = [SymbolTable.object: 0]
    var objects: [ObjectDeclaration] = []
    var objectOf: [Int32: Int] = [:]
    /// Objects below this number are constants of the domain, which a task may repeat.
    var repeatable = 0
    var predicates: [Predicate] = []
    var predicateOf: [Int32: Int] = [:]
    var functions: [Predicate] = []
    var functionOf: [Int32: Int] = [:]
    var ancestors: [[Bool]] = [[true]]

    /// Whether a thing declared with `types` may or must be of one of `wanted`.
    func mayFit(_ types: [Int], _ wanted: [Int]) -> Bool {
        types.contains { type in wanted.contains { ancestors[type][$0] || ancestors[$0][type] } }
    }

    func fits(_ types: [Int], _ wanted: [Int]) -> Bool {
        types.contains { type in wanted.contains { ancestors[type][$0] } }
    }

    func describe(_ wanted: [Int]) -> String {
        let names = wanted.map { "\"\(types[$0].name)\"" }
        return names.count == 1 ? names[0] : "either \(names.joined(separator: " or "))"
    }

    /// Computes which types are subtypes of which, cycles included.
    mutating func closeTypes() {
        ancestors = types.indices.map { start in
            var seen = Array(repeating: false, count: types.count)
            var open = [start]
            while let type = open.popLast() {
                guard !seen[type] else { continue }
                seen[type] = true
                open.append(contentsOf: types[type].parents)
            }
            seen[0] = true
            return seen
        }
    }

    /// Reads `a b - type c - (either d e) f` between two nodes.
    ///
    /// - Returns: each word's node with its types; words without a type get `object`.
    func typedList(_ tree: SyntaxTree, from start: Int, to end: Int, in place: String)
        throws(PDDLError) -> [(node: Int, types: [Int])]
    {
        var result: [(node: Int, types: [Int])] = []
        var pending = 0
        var node = start
        while node < end {
            if tree.isList(node) {
                throw .syntax(tree.location(node), expected: "a name in \(place)", found: tree.quote(node))
            }
            guard tree.symbol(node) == SymbolTable.dash else {
                result.append((node, [0]))
                node = tree.next(node)
                continue
            }
            let typeNode = tree.next(node)
            guard typeNode < end else {
                throw .syntax(
                    tree.location(typeNode), expected: "a type after \"-\"", found: tree.quote(typeNode))
            }
            guard pending < result.count else {
                throw .syntax(
                    tree.location(node), expected: "a name before \"-\" in \(place)", found: "\"-\"")
            }
            let found = try typeReference(tree, typeNode, in: place)
            while pending < result.count {
                result[pending].types = found
                pending += 1
            }
            node = tree.next(typeNode)
        }
        return result
    }

    private func typeReference(_ tree: SyntaxTree, _ node: Int, in place: String) throws(PDDLError) -> [Int] {
        guard tree.isList(node) else { return [try type(tree, node, in: place)] }
        let parts = tree.children(node)
        guard let head = parts.first, tree.symbol(head) == SymbolTable.either, parts.count > 1 else {
            throw .syntax(
                tree.location(node), expected: "a type or \"(either …)\"", found: tree.quote(node))
        }
        var result: [Int] = []
        for part in parts.dropFirst() { result.append(try type(tree, part, in: place)) }
        return result
    }

    private func type(_ tree: SyntaxTree, _ node: Int, in place: String) throws(PDDLError) -> Int {
        guard !tree.isList(node) else {
            throw .syntax(tree.location(node), expected: "a type", found: tree.quote(node))
        }
        if let type = typeOf[tree.symbol(node)] { return type }
        throw .unknown(
            tree.location(node), kind: .type, name: tree.word(node), where: place,
            suggestion: nearestName(to: tree.word(node), among: types.map(\.name)))
    }

    /// Declares the objects of a typed list.
    mutating func declareObjects(_ tree: SyntaxTree, section: Int, kind: PDDLError.NameKind) throws(PDDLError)
    {
        let place = tree.quote(section)
        for (node, types) in try typedList(tree, from: section + 2, to: tree.end(section), in: place) {
            if tree.isVariable(node) {
                throw .syntax(tree.location(node), expected: "a name without \"?\"", found: tree.quote(node))
            }
            if let earlier = objectOf[tree.symbol(node)] {
                // A task may repeat a constant of its domain, with the same type.
                guard earlier < repeatable, objects[earlier].types == types else {
                    throw .duplicate(tree.location(node), kind: kind, name: tree.word(node))
                }
                continue
            }
            objectOf[tree.symbol(node)] = objects.count
            objects.append(ObjectDeclaration(name: tree.keyword(node), types: types))
        }
    }

    /// Reads variables of a typed list, each with a question mark.
    func variables(_ tree: SyntaxTree, from start: Int, to end: Int, in place: String)
        throws(PDDLError) -> [(symbol: Int32, variable: Variable)]
    {
        var result: [(symbol: Int32, variable: Variable)] = []
        for (node, types) in try typedList(tree, from: start, to: end, in: place) {
            guard tree.isVariable(node) else {
                throw .syntax(
                    tree.location(node),
                    expected: "a variable such as \"?\(tree.keyword(node))\" in \(place)",
                    found: tree.quote(node))
            }
            if result.contains(where: { $0.symbol == tree.symbol(node) }) {
                throw .duplicate(tree.location(node), kind: .variable, name: tree.word(node))
            }
            result.append((tree.symbol(node), Variable(name: tree.keyword(node), types: types)))
        }
        return result
    }
}
