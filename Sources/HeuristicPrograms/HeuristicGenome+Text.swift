// The spelling of a genome: the weight of missing goal facts, then addends, separated by semicolons, for example
// `1 missing; 2 count missing:on:0/now:on:1:0+; 1 count missing:on:1&now:clear:0`. A source is `missing:`, `goal:` or `now:` with
// predicate and argument, or `all:` with a type; `/` leads to a step, whose `+` means again and again; `&` keeps what is
// also in the second chain, `!` what is not.

extension Source {
    var text: String {
        switch self {
        case .missing(let name, let place): "missing:\(name):\(place)"
        case .goal(let name, let place): "goal:\(name):\(place)"
        case .now(let name, let place): "now:\(name):\(place)"
        case .all(let type): "all:\(type)"
        }
    }

    init?(text: Substring) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        if parts.count == 2, parts[0] == "all" {
            self = .all(String(parts[1]))
            return
        }
        guard parts.count == 3, let place = Int(parts[2]), place >= 0 else { return nil }
        let name = String(parts[1])
        switch parts[0] {
        case "missing": self = .missing(name, place)
        case "goal": self = .goal(name, place)
        case "now": self = .now(name, place)
        default: return nil
        }
    }
}

extension Step {
    var text: String { "\(ofGoal ? "goal" : "now"):\(predicate):\(from):\(to)\(repeats ? "+" : "")" }

    init?(text: Substring) {
        let repeats = text.hasSuffix("+")
        let parts = (repeats ? text.dropLast() : text).split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 4, ["goal", "now"].contains(parts[0]), let from = Int(parts[2]),
            let to = Int(parts[3]),
            from >= 0, to >= 0, from != to
        else { return nil }
        self.init(
            ofGoal: parts[0] == "goal", String(parts[1]), from: from, to: to, repeats: repeats)
    }
}

extension Chain {
    var text: String { ([source.text] + steps.map(\.text)).joined(separator: "/") }

    init?(text: Substring) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let source = parts.first.flatMap({ Source(text: $0) }) else { return nil }
        let steps = parts.dropFirst().compactMap { Step(text: $0) }
        guard steps.count == parts.count - 1, steps.count <= HeuristicGenome.longest else { return nil }
        self.init(source, steps)
    }
}

extension Selection {
    var text: String {
        switch filter {
        case .none: chain.text
        case .within(let other): "\(chain.text)&\(other.text)"
        case .outside(let other): "\(chain.text)!\(other.text)"
        }
    }

    init?(text: Substring) {
        let parts = text.split(whereSeparator: { $0 == "&" || $0 == "!" })
        guard (1...2).contains(parts.count), let chain = Chain(text: parts[0]) else { return nil }
        guard parts.count == 2 else {
            self.init(chain)
            return
        }
        guard let other = Chain(text: parts[1]) else { return nil }
        self.init(chain, text.contains("&") ? .within(other) : .outside(other))
    }
}

extension Measure {
    var text: String {
        switch self {
        case .count(let selection): "count \(selection.text)"
        case .total(let chain): "total \(chain.text)"
        case .nearest(let from, let to, let graph): "nearest \(from.text) \(to.text) \(graph)"
        case .journey(let name, let thing, let goal, let graph): "journey \(name) \(thing) \(goal) \(graph)"
        }
    }

    init?(words: ArraySlice<Substring>) {
        let words = Array(words)
        switch (words.first, words.count) {
        case ("count", 2):
            guard let selection = Selection(text: words[1]) else { return nil }
            self = .count(selection)
        case ("total", 2):
            guard let chain = Chain(text: words[1]), !chain.steps.isEmpty else { return nil }
            self = .total(chain)
        case ("nearest", 4):
            guard let from = Selection(text: words[1]), let to = Selection(text: words[2]) else { return nil }
            self = .nearest(from, to, graph: String(words[3]))
        case ("journey", 5):
            guard let thing = Int(words[2]), let goal = Int(words[3]) else { return nil }
            self = .journey(String(words[1]), thing: thing, goal: goal, graph: String(words[4]))
        default: return nil
        }
    }
}

extension Addend {
    var text: String { "\(weight) \(measure.text)" }

    init?(text: Substring) {
        let words = text.split(separator: " ")
        guard let weight = words.first.flatMap({ Int($0) }), (1...HeuristicGenome.heaviest).contains(weight),
            let measure = Measure(words: words.dropFirst())
        else { return nil }
        self.init(weight, measure)
    }
}

extension HeuristicGenome {
    /// Start of the comment line that carries the genome inside the code.
    static let marker = "# genome: "

    /// Spells the genome on one line.
    package var text: String { (["\(missing) missing"] + addends.map(\.text)).joined(separator: "; ") }

    /// Reads a genome back; nil when the text is not exactly one.
    package init?(text: Substring) {
        let parts = text.split(separator: ";", omittingEmptySubsequences: false)
        let first = parts.first?.split(separator: " ") ?? []
        guard first.count == 2, first[1] == "missing", let missing = Int(first[0]),
            (1...Self.heaviest).contains(missing)
        else { return nil }
        let addends = parts.dropFirst().compactMap { Addend(text: $0) }
        guard addends.count == parts.count - 1, addends.count <= Self.limit else { return nil }
        self.init(missing: missing, addends: addends)
    }
}
