package import GeneticProgramming

/// Proposes heuristics without a language model.
///
/// Same domain, parents, known programs, count, seed and generation: same proposals, on every machine.
package struct HeuristicProposer: Sendable {
    /// Share of fresh programs in a generation that has parents.
    private static let freshShare = 0.2
    /// Draws for one proposal before it is given up.
    private static let patience = 200

    private let grammar: SelectionGrammar
    private let variation: HeuristicVariation
    private let writer: HeuristicCode

    /// Prepares a proposer for one domain.
    package init(vocabulary: DomainVocabulary) {
        grammar = SelectionGrammar(vocabulary: vocabulary)
        variation = HeuristicVariation(grammar: grammar)
        writer = HeuristicCode(vocabulary: vocabulary)
    }

    /// Finds the genome inside a program; nil for code that this proposer did not write, or that was edited since.
    package func genome(of code: String) -> HeuristicGenome? {
        guard let genome = writer.genome(in: code), grammar.accepts(genome) else { return nil }
        return genome
    }

    /// Gives the key under which a program counts as already seen; nil for code that this proposer did not write.
    package func normalisedGenome(of code: String) -> String? { genome(of: code)?.normalised }

    /// Writes a genome as a program; nil when it does not fit the domain.
    package func code(for genome: HeuristicGenome) -> String? {
        grammar.accepts(genome) ? writer.source(of: genome) : nil
    }

    /// Makes one generation of programs that were never seen before.
    /// - Parameters:
    ///   - parents: programs to build on, best first; those without a readable genome are passed over.
    ///   - known: keys of all programs seen so far, as ``normalisedGenome(of:)`` gives them.
    ///   - count: number of proposals wanted.
    ///   - seed: seed of the question.
    ///   - generation: number of the generation; each has its own random stream.
    ///   - breeding: what to do with the parents.
    /// - Returns: `count` proposals; fewer only where the domain allows no more.
    package func propose(
        parents: [ParentProgram], known: Set<String>, count: Int, seed: UInt64, generation: Int,
        breeding: Breeding = .free
    ) -> [Proposal] {
        guard count > 0, !grammar.isEmpty else { return [] }
        var random = SplitMix64(seed: seed, stream: UInt64(bitPattern: Int64(generation)))
        let elite = parents.compactMap { parent in
            genome(of: parent.code).map { Parent(program: parent, genome: $0) }
        }
        let share = breeding == .crossover ? 0 : Self.freshShare
        let fresh = elite.isEmpty ? count : min(count, Int(share * Double(count) + random.unit()))
        var seen = known.union(elite.map(\.genome.normalised))
        var structures: Set<String> = []
        var proposals: [Proposal] = []
        for slot in 0..<count {
            for attempt in 0..<2 * Self.patience {
                // A child that cannot be had any more gives its place to a fresh program.
                let isChild = slot < count - fresh && attempt < Self.patience
                let wanted = attempt < Self.patience / 2 ? breeding : .free
                let draft = isChild ? child(of: elite, wanted, &random) : freshDraft(slot, &random)
                guard let draft else { continue }
                let genome = draft.genome.simplified()
                guard grammar.accepts(genome), !seen.contains(genome.normalised) else { continue }
                if !isChild, attempt < 40, structures.contains(genome.structure) { continue }
                seen.insert(genome.normalised)
                structures.insert(genome.structure)
                proposals.append(
                    Proposal(
                        code: writer.source(of: genome), parents: draft.parents, operation: draft.operation,
                        normalised: genome.normalised))
                break
            }
        }
        return proposals
    }

    private struct Parent {
        var program: ParentProgram
        var genome: HeuristicGenome
    }

    private struct Draft {
        var genome: HeuristicGenome
        var parents: [String]
        var operation: String
    }

    private func freshDraft(_ slot: Int, _ random: inout SplitMix64) -> Draft {
        let count = 1 + random.pick([0.2, 0.4, 0.3, 0.1])
        let addends = (0..<count).map { _ in grammar.addend(&random) }
        let genome = HeuristicGenome(missing: grammar.weight(&random), addends: addends)
        return Draft(genome: genome, parents: [], operation: "drew a fresh program")
    }

    /// Makes a child by one change, or where everything is free by one to three.
    private func child(of elite: [Parent], _ breeding: Breeding, _ random: inout SplitMix64) -> Draft? {
        // The best parent has about as many children as all others together.
        let odds = elite.indices.map { 1 / Double(($0 + 1) * ($0 + 1)) }
        let chosen = random.pick(odds)
        let parent = elite[chosen]
        let others = elite.indices.filter { $0 != chosen }
        var genome = parent.genome
        var parents = [parent.program.id]
        var words: [String] = []
        let isCrossed = breeding == .crossover && !others.isEmpty
        let changes = HeuristicVariation.Change.allCases.filter { change in
            breeding == .free || (change == .cross) == isCrossed
        }
        for _ in 0...(breeding == .free ? random.pick([0.55, 0.3, 0.15]) : 0) {
            let change = changes[
                random.pick(changes.map { variation.odds($0, of: genome, partners: others.count) })]
            let made: HeuristicVariation.Child?
            if change == .cross {
                let partner = elite[others[random.pick(others.map { odds[$0] })]]
                made = variation.crossed(genome, with: partner.genome, named: partner.program.name, &random)
                if made != nil { parents.append(partner.program.id) }
            } else {
                made = variation.child(of: genome, by: change, &random)
            }
            guard let made else { continue }
            genome = made.genome.simplified()
            words.append("\(made.words) \(parent.program.name)")
        }
        guard !words.isEmpty else { return nil }
        return Draft(genome: genome, parents: parents, operation: words.joined(separator: ", then "))
    }
}
