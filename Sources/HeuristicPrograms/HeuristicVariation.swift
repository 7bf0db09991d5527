internal import GeneticProgramming

/// Makes children of programs: each method changes one thing, says what, or is nil where it does not apply.
struct HeuristicVariation: Sendable {
    /// Names one way of making a child.
    enum Change: CaseIterable {
        case weights, add, drop, lengthen, shorten, filter, repeats, replace, cross
    }

    /// Holds a child before it has a parent's name: `added the number of … to`.
    struct Child {
        var genome: HeuristicGenome
        var words: String
    }

    let grammar: SelectionGrammar

    /// Gives the odds of a change: small programs grow, large ones shrink.
    func odds(_ change: Change, of genome: HeuristicGenome, partners: Int) -> Double {
        let fullness = Double(genome.addends.count) / Double(HeuristicGenome.limit)
        switch change {
        case .weights: return genome.addends.isEmpty ? 0 : 22
        case .add: return 26 * (1 - fullness)
        case .drop: return genome.addends.isEmpty ? 0 : 3 + 14 * fullness
        case .lengthen, .shorten, .filter, .repeats: return genome.addends.isEmpty ? 0 : 7
        case .replace: return genome.addends.isEmpty ? 0 : 6
        case .cross: return partners > 0 ? 16 : 0
        }
    }

    func child(of parent: HeuristicGenome, by change: Change, _ random: inout SplitMix64) -> Child? {
        switch change {
        case .weights: return reweighted(parent, &random)
        case .add:
            let addend = grammar.addend(&random)
            guard parent.addends.count < HeuristicGenome.limit,
                !parent.addends.contains(where: { $0.measure == addend.measure })
            else { return nil }
            var genome = parent
            genome.addends.append(addend)
            return Child(genome: genome, words: "added \(addend.measure.text) to")
        case .drop:
            guard !parent.addends.isEmpty else { return nil }
            var genome = parent
            let gone = genome.addends.remove(at: random.index(genome.addends.count))
            return Child(genome: genome, words: "dropped \(gone.measure.text) from")
        case .cross: return nil
        case .replace:
            return changed(parent, "replaced", &random) { _, random in self.grammar.measure(&random) }
        case .lengthen:
            return changed(parent, "lengthened", &random) { measure, random in
                self.onChain(of: measure, &random) { self.grammar.lengthened($0, &$1) }
            }
        case .shorten:
            return changed(parent, "shortened", &random) { measure, random in
                self.onChain(of: measure, &random) { chain, _ in
                    chain.steps.isEmpty ? nil : Chain(chain.source, chain.steps.dropLast())
                }
            }
        case .repeats:
            return changed(parent, "changed the reach of", &random) { measure, random in
                self.onChain(of: measure, &random) { chain, random in
                    guard !chain.steps.isEmpty else { return nil }
                    var other = chain
                    other.steps[random.index(chain.steps.count)].repeats.toggle()
                    return other
                }
            }
        case .filter:
            return changed(parent, "changed the filter of", &random) { measure, random in
                self.onSelection(of: measure, &random) { selection, random in
                    guard selection.filter == .none else { return Selection(selection.chain) }
                    return self.grammar.filtered(selection.chain, &random)
                }
            }
        }
    }

    /// Takes one or two addends over from a partner.
    func crossed(
        _ parent: HeuristicGenome, with partner: HeuristicGenome, named name: String,
        _ random: inout SplitMix64
    ) -> Child? {
        let foreign = partner.addends.filter { addend in
            !parent.addends.contains { $0.measure == addend.measure }
        }
        guard !foreign.isEmpty else { return nil }
        var genome = parent
        let start = random.index(foreign.count)
        var taken: [String] = []
        for step in 0..<min(foreign.count, random.chance(0.6) ? 1 : 2) {
            let addend = foreign[(start + step) % foreign.count]
            if genome.addends.count >= HeuristicGenome.limit {
                genome.addends.remove(at: random.index(genome.addends.count))
            }
            genome.addends.append(addend)
            taken.append(addend.measure.text)
        }
        return Child(genome: genome, words: "took \(taken.joined(separator: " and ")) from \(name) into")
    }

    private func reweighted(_ parent: HeuristicGenome, _ random: inout SplitMix64) -> Child? {
        var genome = parent
        func moved(_ weight: Int) -> Int {
            let other =
                random.chance(0.4)
                ? weight * 2 : random.chance(0.4) ? weight / 2 : weight + (random.chance(0.5) ? 1 : -1)
            return min(max(other, 1), HeuristicGenome.heaviest)
        }
        let place = random.index(genome.addends.count + 1)
        if place == 0 {
            genome.missing = moved(genome.missing)
            return Child(genome: genome, words: "weighed missing goals otherwise in")
        }
        genome.addends[place - 1].weight = moved(genome.addends[place - 1].weight)
        return Child(
            genome: genome, words: "weighed \(genome.addends[place - 1].measure.text) otherwise in")
    }

    private func changed(
        _ parent: HeuristicGenome, _ what: String, _ random: inout SplitMix64,
        _ change: (Measure, inout SplitMix64) -> Measure?
    ) -> Child? {
        guard !parent.addends.isEmpty else { return nil }
        let place = random.index(parent.addends.count)
        let old = parent.addends[place].measure
        guard let new = change(old, &random), new != old, grammar.accepts(new),
            !parent.addends.contains(where: { $0.measure == new })
        else { return nil }
        var genome = parent
        genome.addends[place].measure = new
        return Child(genome: genome, words: "\(what) \(old.text) to \(new.text) in")
    }

    /// Changes the chain of a measure, or one of its two.
    private func onChain(
        of measure: Measure, _ random: inout SplitMix64, _ change: (Chain, inout SplitMix64) -> Chain?
    ) -> Measure? {
        if case .total(let chain) = measure { return change(chain, &random).map { .total($0) } }
        return onSelection(of: measure, &random) { selection, random in
            change(selection.chain, &random).map { Selection($0, selection.filter) }
        }
    }

    private func onSelection(
        of measure: Measure, _ random: inout SplitMix64, _ change: (Selection, inout SplitMix64) -> Selection?
    ) -> Measure? {
        switch measure {
        case .count(let selection): return change(selection, &random).map { .count($0) }
        case .nearest(let from, let to, let graph):
            if random.chance(0.5) { return change(from, &random).map { .nearest($0, to, graph: graph) } }
            return change(to, &random).map { .nearest(from, $0, graph: graph) }
        case .total, .journey: return nil
        }
    }
}
