/// Says where a chain begins: at arguments of facts, or at all things of a type.
package enum Source: Sendable, Hashable {
    /// Argument of the goal facts that do not hold.
    case missing(String, Int)
    /// Argument of all goal facts.
    case goal(String, Int)
    /// Argument of the facts that hold.
    case now(String, Int)
    /// All things of a type.
    case all(String)
}

/// Goes from things to those that facts join with them.
package struct Step: Sendable, Hashable {
    /// Follows the goal's facts instead of those that hold.
    package var ofGoal: Bool
    package var predicate: String
    /// Argument at which the things stand that are known.
    package var from: Int
    /// Argument at which those stand that are looked for.
    package var to: Int
    /// Goes on from what was found, again and again.
    package var repeats: Bool

    package init(ofGoal: Bool = false, _ predicate: String, from: Int, to: Int, repeats: Bool = false) {
        self.ofGoal = ofGoal
        self.predicate = predicate
        self.from = from
        self.to = to
        self.repeats = repeats
    }
}

/// Selects things: a source and the steps from it.
package struct Chain: Sendable, Hashable {
    package var source: Source
    package var steps: [Step]

    package init(_ source: Source, _ steps: [Step] = []) {
        self.source = source
        self.steps = steps
    }
}

/// Selects things, perhaps only those inside or outside another selection.
package struct Selection: Sendable, Hashable {
    /// Says what of the chain is kept.
    package enum Filter: Sendable, Hashable {
        case none
        case within(Chain)
        case outside(Chain)
    }

    package var chain: Chain
    package var filter: Filter

    package init(_ chain: Chain, _ filter: Filter = .none) {
        self.chain = chain
        self.filter = filter
    }
}

/// Turns a state into a number of at least 0.
package enum Measure: Sendable, Hashable {
    /// Number of different things selected.
    case count(Selection)
    /// The same counted for each thing of the source by itself, and added up.
    case total(Chain)
    /// Sum over the first selection's nodes of the distance to the nearest of the second's.
    case nearest(Selection, Selection, graph: String)
    /// Sum over the missing facts of a predicate of the distance from the thing's place to its goal.
    case journey(String, thing: Int, goal: Int, graph: String)
}

/// Holds one addend: a measure with a weight.
package struct Addend: Sendable, Hashable {
    /// From 1 to ``HeuristicGenome/heaviest``.
    package var weight: Int
    package var measure: Measure

    package init(_ weight: Int, _ measure: Measure) {
        self.weight = weight
        self.measure = measure
    }
}

/// Holds a heuristic: weighted number of missing goal facts, and up to six addends.
package struct HeuristicGenome: Sendable, Hashable {
    /// Largest number of addends.
    package static let limit = 6
    /// Largest weight.
    package static let heaviest = 20
    /// Longest chain.
    static let longest = 3

    /// Weight of each missing goal fact, at least 1: so that the value is 0 only at goals.
    package var missing: Int
    package var addends: [Addend]

    package init(missing: Int, addends: [Addend]) {
        self.missing = missing
        self.addends = addends
    }

    /// Leaves out what says nothing new, and divides the weights by what they have in common: the same search.
    func simplified() -> HeuristicGenome {
        var kept: [Addend] = []
        for addend in addends {
            if let same = kept.firstIndex(where: { $0.measure == addend.measure }) {
                kept[same].weight = min(kept[same].weight + addend.weight, Self.heaviest)
            } else {
                kept.append(addend)
            }
        }
        var result = HeuristicGenome(missing: missing, addends: Array(kept.prefix(Self.limit)))
        let common = result.addends.map(\.weight).reduce(missing, Self.divisor)
        if common > 1 {
            result.missing /= common
            for place in result.addends.indices { result.addends[place].weight /= common }
        }
        return result
    }

    /// Gives the key of all programs that search alike: addends in a fixed order.
    package var normalised: String {
        let whole = simplified()
        return (["\(whole.missing) missing"] + whole.addends.map(\.text).sorted()).joined(separator: "; ")
    }

    /// Key of the programs that differ in weights only.
    var structure: String { addends.map(\.measure.text).sorted().joined(separator: "; ") }

    private static func divisor(_ left: Int, _ right: Int) -> Int {
        var (a, b) = (left, right)
        while b != 0 { (a, b) = (b, a % b) }
        return a
    }
}
