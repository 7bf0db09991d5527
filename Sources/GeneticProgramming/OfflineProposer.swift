/// Proposes reward programs without a language model: typed genetic programming (Koza 1992, typed after Montana 1995).
///
/// Same signals, task, parents, known programs, count, seed and generation: same proposals, on every machine.
package struct OfflineProposer: Sendable {
    /// Share of fresh programs in a generation that has parents.
    private static let freshShare = 0.15
    /// Draws for one proposal before it is given up.
    private static let patience = 200

    private let catalogue: SignalCatalogue
    private let sampler: TermSampler
    private let variation: Variation
    private let writer: RewardCode

    /// Prepares a proposer for one environment.
    /// - Parameters:
    ///   - signals: all signals that reward code may name; unusable ones are left out.
    ///   - task: task and fitness in words; signals that they mention come up more often.
    package init(signals: [TypedSignal], task: String) {
        catalogue = SignalCatalogue(signals: signals, task: task)
        sampler = TermSampler(catalogue: catalogue)
        variation = Variation(sampler: sampler)
        writer = RewardCode(catalogue: catalogue)
    }

    /// Gives the key under which a program counts as already seen; nil for code that this proposer did not write.
    ///
    /// Programs of one key train alike: the order of terms and a common factor on all weights do not matter.
    package func normalisedGenome(of code: String) -> String? {
        writer.genome(in: code)?.normalised
    }

    /// Finds the genome inside a program; nil for code that this proposer did not write, or that was edited since.
    package func genome(of code: String) -> Genome? {
        writer.genome(in: code)
    }

    /// Writes a genome as a program; nil when a term does not fit its signal.
    package func code(for genome: Genome) -> String? {
        catalogue.accepts(genome) ? writer.source(of: genome) : nil
    }

    /// Makes one generation of programs that were never seen before.
    /// - Parameters:
    ///   - parents: programs to build on, in any order; those without a readable genome are passed over.
    ///   - known: keys of all programs seen so far, as ``normalisedGenome(of:)`` gives them.
    ///   - count: number of proposals wanted.
    ///   - seed: seed of the run.
    ///   - generation: number of the generation; each has its own random stream.
    ///   - breeding: what to do with the parents.
    ///   - wish: what fresh programs and every other child are drawn to; nil for nothing.
    /// - Returns: `count` proposals; fewer only when the signals allow no more, none when no signal is usable.
    package func propose(
        parents: [ParentProgram], known: Set<String>, count: Int, seed: UInt64, generation: Int,
        breeding: Breeding = .free, wish: Wish? = nil
    ) -> [Proposal] {
        guard count > 0, !catalogue.entries.isEmpty else { return [] }
        var random = SplitMix64(seed: seed, stream: UInt64(bitPattern: Int64(generation)))
        let elite = Elite(parents: parents, writer: writer)
        let share = breeding == .crossover ? 0 : Self.freshShare
        let fresh = elite.isEmpty ? count : min(count, Int(share * Double(count) + random.unit()))
        var seen = known
        var structures: Set<String> = []
        for parent in elite.members { seen.insert(parent.genome.normalised) }
        var proposals: [Proposal] = []
        let positions = Positions(children: count - fresh, fresh: fresh, &random)
        for slot in 0..<count {
            let before = proposals.count
            for attempt in 0..<2 * Self.patience {
                // A child that cannot be had any more gives its place to a fresh program.
                let isChild = slot < count - fresh && attempt < Self.patience
                let place = positions.at(slot, attempt: attempt, &random)
                let draft =
                    isChild
                    ? child(
                        of: elite, at: place, attempt < Self.patience / 2 ? breeding : .free, &random)
                    : freshDraft(at: place.change, &random)
                guard var draft else { continue }
                // Every fresh program, too: otherwise a generation would hold some that nobody asked for.
                if !isChild || slot.isMultiple(of: 2), let wish,
                    let drawn = variation.drawn(draft.genome, to: wish, &random)
                {
                    draft.genome = drawn.genome
                    draft.operation += ", then \(drawn.words)"
                }
                let genome = draft.genome.simplified()
                guard catalogue.accepts(genome), !seen.contains(genome.normalised) else { continue }
                // Fresh programs of one generation differ in more than constants, while that is easy to have.
                let structure = genome.terms.map(\.structure).sorted().joined(separator: "; ")
                if !isChild, attempt < 40, structures.contains(structure) { continue }
                seen.insert(genome.normalised)
                structures.insert(structure)
                proposals.append(
                    Proposal(
                        code: writer.source(of: genome), parents: draft.parents, operation: draft.operation,
                        normalised: genome.normalised))
                break
            }
            if proposals.count == before { break }
        }
        return proposals
    }
}

/// Holds a proposal before it is checked and written.
private struct Draft {
    var genome: Genome
    var parents: [String]
    var operation: String
}

/// Holds evenly spread positions, so that the proposals of a generation differ in parent and in operator.
private struct Positions {
    struct Place {
        var parent: Double
        var change: Double
    }

    private let places: [Place]

    init(children: Int, fresh: Int, _ random: inout SplitMix64) {
        let bred = zip(random.spread(children), random.spread(children)).map { Place(parent: $0, change: $1) }
        places = bred + random.spread(fresh).map { Place(parent: 0, change: $0) }
    }

    /// Gives the place of a slot at first, and a random one once that has failed.
    func at(_ slot: Int, attempt: Int, _ random: inout SplitMix64) -> Place {
        attempt == 0 ? places[slot] : Place(parent: random.unit(), change: random.unit())
    }
}

/// Ranks the parents that carry a genome: fitter first, then fewer terms.
private struct Elite {
    struct Member {
        var program: ParentProgram
        var genome: Genome
    }

    let members: [Member]
    var isEmpty: Bool { members.isEmpty }

    init(parents: [ParentProgram], writer: RewardCode) {
        var members: [Member] = []
        for parent in parents {
            guard let genome = writer.genome(in: parent.code),
                !members.contains(where: { $0.program.id == parent.id })
            else { continue }
            members.append(Member(program: parent, genome: genome))
        }
        let measured = members.filter { $0.program.fitness?.isFinite == true }
        if !measured.isEmpty { members = measured }
        func rank(_ member: Member) -> (Double, Int, String) {
            (-(member.program.fitness ?? 0), member.genome.terms.count, member.program.id)
        }
        self.members = members.sorted { rank($0) < rank($1) }
    }

    /// Weights of the ranks: the best parent has about as many children as all others together.
    var odds: [Double] { members.indices.map { 1 / Double(($0 + 1) * ($0 + 1)) } }
}

extension OfflineProposer {
    private func freshDraft(at position: Double, _ random: inout SplitMix64) -> Draft? {
        let genome = sampler.program(aimAt: position, &random)
        let aim = genome.terms.first.map { " about \($0.signal)" } ?? ""
        return Draft(genome: genome, parents: [], operation: "drew a fresh program\(aim)")
    }

    /// Makes a child by one change; where everything is free sometimes by two or three.
    private func child(
        of elite: Elite, at place: Positions.Place, _ breeding: Breeding, _ random: inout SplitMix64
    ) -> Draft? {
        let chosen = SplitMix64.pick(elite.odds, at: place.parent)
        let parent = elite.members[chosen]
        let others = elite.members.indices.filter { $0 != chosen }
        var genome = parent.genome
        var parents = [parent.program.id]
        var words: [String] = []
        var done: [Operator] = []
        let changes = breeding == .free ? 1 + random.pick([0.7, 0.25, 0.05]) : 1
        for number in 0..<changes {
            let operators = Operator.allCases.filter {
                number == 0 ? $0.serves(breeding, partners: others.count) : $0.mayFollow(done)
            }
            let odds = operators.map { $0.odds(genome, partners: others.count) }
            let change = operators[SplitMix64.pick(odds, at: number == 0 ? place.change : random.unit())]
            let made: Variation.Child?
            if change == .cross {
                let partner = elite.members[others[random.pick(others.map { elite.odds[$0] })]]
                made = variation.crossed(genome, with: partner.genome, named: partner.program.name, &random)
                if made != nil { parents.append(partner.program.id) }
            } else {
                made = variation.child(of: genome, by: change, &random)
            }
            guard let made else { continue }
            done.append(change)
            genome = made.genome.simplified()
            words.append("\(made.words) \(parent.program.name)")
            if genome.terms.isEmpty { return nil }
        }
        guard !words.isEmpty else { return nil }
        return Draft(genome: genome, parents: parents, operation: words.joined(separator: ", then "))
    }
}
