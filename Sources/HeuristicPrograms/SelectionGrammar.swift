internal import GeneticProgramming

/// Knows which chains and measures are well typed in a domain, and draws such.
struct SelectionGrammar: Sendable {
    let vocabulary: DomainVocabulary
    private let sources: [(source: Source, types: Set<String>)]
    private let steps: [(step: Step, from: Set<String>, to: Set<String>)]
    private let graphs: [DomainVocabulary.Graph]

    init(vocabulary: DomainVocabulary) {
        self.vocabulary = vocabulary
        graphs = vocabulary.graphs
        var sources: [(Source, Set<String>)] = []
        var steps: [(Step, Set<String>, Set<String>)] = []
        for predicate in vocabulary.predicates {
            for place in predicate.types.indices {
                let (name, types) = (predicate.name, predicate.types[place])
                if predicate.isGoal {
                    sources.append((.missing(name, place), predicate.goalTypes[place]))
                    sources.append((.goal(name, place), predicate.goalTypes[place]))
                }
                sources.append((.now(name, place), types))
                for other in predicate.types.indices where other != place {
                    steps.append((Step(name, from: place, to: other), types, predicate.types[other]))
                    guard predicate.isGoal else { continue }
                    steps.append(
                        (
                            Step(ofGoal: true, name, from: place, to: other), predicate.goalTypes[place],
                            predicate.goalTypes[other]
                        ))
                }
            }
        }
        let types = vocabulary.types
        if types.count > 1 { sources += types.map { (.all($0), [$0]) } }
        self.sources = sources
        self.steps = steps
    }

    /// True where nothing of the goal can be followed, so that there is nothing to draw.
    var isEmpty: Bool { !vocabulary.predicates.contains { $0.isGoal } }

    // MARK: Types

    /// Gives the types of what a chain ends at; nil when it is not well typed.
    func types(of chain: Chain) -> Set<String>? {
        guard var types = sources.first(where: { $0.source == chain.source })?.types,
            chain.steps.count <= HeuristicGenome.longest
        else { return nil }
        for step in chain.steps {
            var once = step
            once.repeats = false
            guard let known = steps.first(where: { $0.step == once }), !known.from.isDisjoint(with: types),
                !step.repeats || !known.from.isDisjoint(with: known.to)
            else { return nil }
            types = known.to
        }
        return types
    }

    /// Gives the types of what a selection keeps; nil when it is not well typed.
    func types(of selection: Selection) -> Set<String>? {
        guard let types = types(of: selection.chain) else { return nil }
        switch selection.filter {
        case .none: return types
        case .within(let other), .outside(let other):
            guard other != selection.chain, let others = self.types(of: other),
                !others.isDisjoint(with: types)
            else { return nil }
            return types
        }
    }

    /// Tells whether a genome fits the domain.
    func accepts(_ genome: HeuristicGenome) -> Bool {
        genome.addends.allSatisfy { accepts($0.measure) }
    }

    func accepts(_ measure: Measure) -> Bool {
        switch measure {
        case .count(let selection): types(of: selection) != nil
        case .total(let chain): !chain.steps.isEmpty && types(of: chain) != nil
        case .nearest(let from, let to, let graph):
            vocabulary.graph(graph) != nil && types(of: from)?.contains(graph) == true
                && types(of: to)?.contains(graph) == true && from != to
        case .journey(let name, let thing, let goal, let graph):
            journeys.contains(.journey(name, thing: thing, goal: goal, graph: graph))
        }
    }

    // MARK: Drawing

    /// Draws an addend about what is missing.
    func addend(_ random: inout SplitMix64) -> Addend {
        Addend(weight(&random), measure(&random))
    }

    func weight(_ random: inout SplitMix64) -> Int { [1, 1, 1, 2, 2, 3, 4, 5, 10][random.index(9)] }

    /// Draws a measure; distances only where the domain has a graph.
    func measure(_ random: inout SplitMix64) -> Measure {
        let journeys = self.journeys
        for _ in 0..<50 {
            switch random.pick([6, 2, graphs.isEmpty ? 0 : 3, journeys.isEmpty ? 0 : 3]) {
            case 0: return .count(selection(&random))
            case 1:
                let chain = self.chain(steps: 1 + random.index(2), &random)
                if !chain.steps.isEmpty { return .total(chain) }
            case 2:
                let graph = graphs[random.index(graphs.count)].type
                if let from = selection(endingAt: graph, &random),
                    let to = selection(endingAt: graph, &random),
                    from != to
                {
                    return .nearest(from, to, graph: graph)
                }
            default: return journeys[random.index(journeys.count)]
            }
        }
        return .count(selection(&random))
    }

    /// Draws a selection: usually from what is missing, over one or two steps.
    func selection(_ random: inout SplitMix64) -> Selection {
        let chain = self.chain(steps: random.pick([0.3, 0.45, 0.2, 0.05]), &random)
        return random.chance(0.35) ? filtered(chain, &random) : Selection(chain)
    }

    /// Adds a filter whose things may be those of the chain.
    func filtered(_ chain: Chain, _ random: inout SplitMix64) -> Selection {
        guard let types = types(of: chain) else { return Selection(chain) }
        for _ in 0..<20 {
            let other = self.chain(steps: random.pick([0.75, 0.25]), fromGoal: random.chance(0.4), &random)
            let selection = Selection(chain, random.chance(0.5) ? .within(other) : .outside(other))
            if let others = self.types(of: other), !others.isDisjoint(with: types), other != chain {
                return selection
            }
        }
        return Selection(chain)
    }

    /// Draws a chain of at most so many steps.
    func chain(steps count: Int, fromGoal: Bool? = nil, _ random: inout SplitMix64) -> Chain {
        let aboutGoal = fromGoal ?? random.chance(0.8)
        let odds = sources.map { candidate -> Double in
            switch candidate.source {
            case .missing: aboutGoal ? 1 : 0.2
            case .goal: aboutGoal ? 0.15 : 0.2
            case .now: aboutGoal ? 0 : 1
            case .all: aboutGoal ? 0 : 0.6
            }
        }
        var chain = Chain(sources[random.pick(odds)].source)
        for _ in 0..<count {
            guard let longer = lengthened(chain, &random) else { break }
            chain = longer
        }
        return chain
    }

    /// Adds a step; nil where none fits.
    func lengthened(_ chain: Chain, _ random: inout SplitMix64) -> Chain? {
        guard chain.steps.count < HeuristicGenome.longest, let types = types(of: chain) else { return nil }
        let fitting = steps.filter { !$0.from.isDisjoint(with: types) }
        guard !fitting.isEmpty else { return nil }
        let next = fitting[random.pick(fitting.map { $0.step.ofGoal ? 0.4 : 1 })]
        var step = next.step
        step.repeats = !next.from.isDisjoint(with: next.to) && random.chance(0.6)
        // Back and forth along the same facts says little, or nothing.
        if let last = chain.steps.last, last.predicate == step.predicate, last.ofGoal == step.ofGoal,
            last.from == step.to,
            random.chance(0.8)
        {
            return nil
        }
        return Chain(chain.source, chain.steps + [step])
    }

    private func selection(endingAt type: String, _ random: inout SplitMix64) -> Selection? {
        for _ in 0..<30 {
            let selection = self.selection(&random)
            if types(of: selection)?.contains(type) == true { return selection }
        }
        return nil
    }

    /// All ways to measure how far the things of missing goal facts are from where they shall be.
    private var journeys: [Measure] {
        graphs.flatMap { graph in
            vocabulary.predicates.filter { $0.isGoal && $0.arity >= 2 }.flatMap { predicate in
                predicate.goalTypes.indices.flatMap { thing in
                    predicate.goalTypes.indices.compactMap { goal -> Measure? in
                        guard thing != goal, predicate.goalTypes[goal].contains(graph.type),
                            !predicate.goalTypes[thing].contains(graph.type),
                            !vocabulary.locators(graph.type).isEmpty
                        else { return nil }
                        return .journey(predicate.name, thing: thing, goal: goal, graph: graph.type)
                    }
                }
            }
        }
    }
}
