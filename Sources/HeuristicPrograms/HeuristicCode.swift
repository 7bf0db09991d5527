/// Writes a genome as Python with the fast view, and finds the genome again in code written that way.
struct HeuristicCode: Sendable {
    let vocabulary: DomainVocabulary

    /// Writes the whole file: what it does in words, helpers, class, genome comment.
    func source(of genome: HeuristicGenome) -> String {
        var body = Body(vocabulary: vocabulary)
        let addends = genome.addends.enumerated().map { number, addend in
            (name: "weight_\(number + 1)", weight: addend.weight, value: body.value(of: addend.measure))
        }
        let constants = [("missing_weight", genome.missing)] + addends.map { ($0.name, $0.weight) }
        let parameters = constants.map { "\($0.0)=\($0.1)" }.joined(separator: ", ")
        var constructor = constants.map { "self.\($0.0) = \($0.0)" }
        constructor += body.goals.map {
            "self.goal_\($0.identifier) = frozenset(task.goal_view[\"\($0.name)\"])"
        }
        constructor += body.constructor
        var call = ["view = node.view"]
        call += body.goals.map {
            "missing_\($0.identifier) = self.goal_\($0.identifier).difference(view[\"\($0.name)\"])"
        }
        let missing = body.goals.map { "len(missing_\($0.identifier))" }.joined(separator: " + ")
        call += ["missing = \(missing)", "if not missing:", "    return 0"]
        call += body.call
        call.append("value = self.missing_weight * missing")
        call += addends.map { "value += self.\($0.name) * \($0.value)" }
        call.append("return value")
        let helpers = body.helpers.map { "\n\n\(Self.helper($0))\n" }.joined()
        return """
            \"\"\"\(documentation(genome))\"\"\"
            \(helpers)

            class \(className):
                def __init__(self, task, *, \(parameters)):
            \(constructor.map { "        \($0)\n" }.joined())
                def __call__(self, node):
            \(call.map { "        \($0)\n" }.joined())

            \(HeuristicGenome.marker)\(genome.text)

            """
    }

    /// Finds the genome that code was written from; nil for foreign or edited code.
    ///
    /// The comment counts only when the code is, but for blank ends, what the genome is written as.
    func genome(in code: String) -> HeuristicGenome? {
        let rows = code.split(separator: "\n", omittingEmptySubsequences: false)
        let marked = rows.filter { $0.hasPrefix(HeuristicGenome.marker) }
        guard marked.count == 1, let row = marked.first,
            let genome = HeuristicGenome(text: Self.trimmed(row.dropFirst(HeuristicGenome.marker.count))),
            SelectionGrammar(vocabulary: vocabulary).accepts(genome)
        else { return nil }
        return Self.essence(source(of: genome)) == Self.essence(code) ? genome : nil
    }

    private var className: String {
        let words = vocabulary.name.split(whereSeparator: { !($0.isASCII && ($0.isLetter || $0.isNumber)) })
        let name = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        return (name.first?.isLetter == true ? name : "Domain" + name) + "Heuristic"
    }

    private static func essence(_ code: String) -> [Substring] {
        code.split(whereSeparator: \.isNewline).map(trimmed).filter { !$0.isEmpty }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }

    /// Writes a helper function.
    private static func helper(_ helper: Body.Helper) -> String {
        switch helper {
        case .links:
            """
            def links(facts, source, target):
                \"""Map each thing to those that facts join with it.\"""
                table = {}
                for fact in facts:
                    table.setdefault(fact[source], []).append(fact[target])
                return table
            """
        case .following:
            """
            def following(things, table):
                \"""List the things one step away.\"""
                return {other for thing in things for other in table.get(thing, ())}
            """
        case .reached:
            """
            def reached(things, table):
                \"""List the things one or more steps away.\"""
                found = set()
                rest = list(things)
                while rest:
                    for other in table.get(rest.pop(), ()):
                        if other not in found:
                            found.add(other)
                            rest.append(other)
                return found
            """
        case .distances:
            """
            def distances(start, table):
                \"""Count the steps from one node to all others.\"""
                far = {start: 0}
                rest = [start]
                for node in rest:
                    for other in table.get(node, ()):
                        if other not in far:
                            far[other] = far[node] + 1
                            rest.append(other)
                return far
            """
        }
    }
}

/// Collects the lines that a genome's measures need; equal parts are written once.
struct Body {
    enum Helper: Int, CaseIterable { case links, following, reached, distances }

    /// Predicates whose goal facts can be missing, with a name for Python.
    let goals: [(name: String, identifier: String)]
    private(set) var constructor: [String] = []
    private(set) var call: [String] = []
    private var needed: Set<Helper> = []
    private var known: [String: String] = [:]
    private var sets = 0
    private let vocabulary: DomainVocabulary

    init(vocabulary: DomainVocabulary) {
        self.vocabulary = vocabulary
        goals = vocabulary.predicates.filter { $0.isGoal && !$0.isStatic }.map {
            ($0.name, Self.identifier($0.name, vocabulary))
        }
    }

    var helpers: [Helper] { Helper.allCases.filter(needed.contains) }

    /// Turns a name of PDDL into one of Python, different for different predicates.
    static func identifier(_ name: String, _ vocabulary: DomainVocabulary) -> String {
        func plain(_ name: String) -> String {
            String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
        }
        let twins = vocabulary.predicates.filter { plain($0.name) == plain(name) }.map(\.name)
        let place = twins.firstIndex(of: name) ?? 0
        return plain(name) + (place > 0 ? "_\(place + 1)" : "")
    }

    /// Writes the lines for a measure.
    /// - Returns: the expression of its value.
    mutating func value(of measure: Measure) -> String {
        switch measure {
        case .count(let selection): return "len(\(set(selection)))"
        case .total(let chain):
            let start = set(chain.source)
            var found = "(thing,)"
            for step in chain.steps { found = "\(function(step))(\(found), \(table(step)))" }
            return "sum(len(\(found)) for thing in \(start))"
        case .nearest(let from, let to, let graph):
            let (start, goal) = (set(from), set(to))
            let far = distance(graph)
            return "sum(min((\(far)(one, other) for other in \(goal)), default=0) for one in \(start))"
        case .journey(let name, let thing, let goal, let graph):
            let places = self.places(graph)
            let missing = "missing_\(Self.identifier(name, vocabulary))"
            return "sum(\(distance(graph))(\(places)(fact[\(thing)]), fact[\(goal)]) for fact in \(missing))"
        }
    }

    // MARK: Sets

    private mutating func set(_ selection: Selection) -> String {
        let base = set(selection.chain)
        switch selection.filter {
        case .none: return base
        case .within(let other): return named(selection.text) { body in "\(base) & \(body.set(other))" }
        case .outside(let other): return named(selection.text) { body in "\(base) - \(body.set(other))" }
        }
    }

    private mutating func set(_ chain: Chain) -> String {
        guard let last = chain.steps.last else { return set(chain.source) }
        return named(chain.text) { body in
            let before = body.set(Chain(chain.source, chain.steps.dropLast()))
            return "\(body.function(last))(\(before), \(body.table(last)))"
        }
    }

    private mutating func set(_ source: Source) -> String {
        switch source {
        case .missing(let name, let place):
            return named(source.text) { body in
                "{fact[\(place)] for fact in missing_\(Self.identifier(name, body.vocabulary))}"
            }
        case .now(let name, let place):
            if vocabulary.predicate(name)?.isStatic == true {
                return field("static_\(Self.identifier(name, vocabulary))_\(place)") {
                    "{fact[\(place)] for fact in task.static_view[\"\(name)\"]}"
                }
            }
            return named(source.text) { _ in "{fact[\(place)] for fact in view[\"\(name)\"]}" }
        case .goal(let name, let place):
            return field("goal_\(Self.identifier(name, vocabulary))_\(place)") {
                "{fact[\(place)] for fact in task.goal_view[\"\(name)\"]}"
            }
        case .all(let type):
            return field("all_\(plain(type))") { "set(task.objects_of[\"\(type)\"])" }
        }
    }

    /// Names a set of the state, computed once.
    private mutating func named(_ key: String, _ expression: (inout Body) -> String) -> String {
        if let name = known[key] { return name }
        let value = expression(&self)
        sets += 1
        let name = "set_\(sets)"
        known[key] = name
        call.append("\(name) = \(value)")
        return name
    }

    /// Names something that is the same in every state, computed in the constructor.
    private mutating func field(_ name: String, _ expression: () -> String) -> String {
        if known[name] == nil {
            known[name] = name
            constructor.append("self.\(name) = \(expression())")
        }
        return "self.\(name)"
    }

    // MARK: Tables

    private mutating func function(_ step: Step) -> String {
        needed.insert(step.repeats ? .reached : .following)
        return step.repeats ? "reached" : "following"
    }

    private mutating func table(_ step: Step) -> String {
        needed.insert(.links)
        let name = Self.identifier(step.predicate, vocabulary)
        let places = "\(step.from), \(step.to)"
        let suffix = "\(name)_\(step.from)_\(step.to)"
        if step.ofGoal {
            return field("goal_links_\(suffix)") {
                "links(task.goal_view[\"\(step.predicate)\"], \(places))"
            }
        }
        if vocabulary.predicate(step.predicate)?.isStatic == true {
            return field("links_\(suffix)") {
                "links(task.static_view[\"\(step.predicate)\"], \(places))"
            }
        }
        let key = "links_\(suffix)"
        if known[key] == nil {
            known[key] = key
            call.append("\(key) = links(view[\"\(step.predicate)\"], \(places))")
        }
        return key
    }

    // MARK: Distances

    /// Writes what measures distances between nodes.
    private mutating func distance(_ type: String) -> String {
        let name = "distance_\(plain(type))"
        guard known[name] == nil, let graph = vocabulary.graph(type) else { return name }
        known[name] = name
        needed.insert(.distances)
        constructor.append("self.roads_\(plain(type)) = {}")
        for edge in graph.edges {
            constructor.append("for fact in task.static_view[\"\(edge.predicate)\"]:")
            constructor.append(
                "    self.roads_\(plain(type)).setdefault(fact[\(edge.from)], []).append(fact[\(edge.to)])")
        }
        constructor.append("self.far_\(plain(type)) = {}")
        call += [
            "def \(name)(start, goal):",
            "    far = self.far_\(plain(type)).get(start)",
            "    if far is None:",
            "        far = self.far_\(plain(type))[start] = distances(start, self.roads_\(plain(type)))",
            "    return far.get(goal, len(far))",
        ]
        return name
    }

    /// Writes what finds the node on which a thing is, also where something carries it.
    private mutating func places(_ type: String) -> String {
        let name = "place_\(plain(type))"
        guard known[name] == nil else { return name }
        known[name] = name
        let table = "places_\(plain(type))"
        call.append("\(table) = {}")
        for locator in vocabulary.locators(type) {
            call.append("for fact in view[\"\(locator.predicate)\"]:")
            call.append("    \(table)[fact[\(locator.from)]] = fact[\(locator.to)]")
        }
        for carrier in vocabulary.carriers(type) {
            call.append("for fact in view[\"\(carrier.predicate)\"]:")
            call.append("    if fact[\(carrier.to)] in \(table):")
            call.append("        \(table)[fact[\(carrier.from)]] = \(table)[fact[\(carrier.to)]]")
        }
        let hubs = vocabulary.hubs(type).map { "view[\"\($0)\"]" }
        let hub = hubs.isEmpty ? "None" : "min((fact[0] for fact in \(hubs[0])), default=None)"
        call.append("hub_\(plain(type)) = \(hub)")
        call += ["def \(name)(thing):", "    return \(table).get(thing, hub_\(plain(type)))"]
        return name
    }

    private func plain(_ name: String) -> String {
        String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    }
}
