/// Proposes sign-limited rewards without a language model: the offline designer of Auto MC-Reward.
///
/// Its critic and analyzer speak through ``Complaint``s: a parent that somebody complained of is mended in half of its
/// children, and ``mend(_:_:seed:)`` answers a critic before anything is trained. Keeps no state, as ``OfflineProposer``.
package struct SignLimitedProposer: Sendable {
    private static let freshShare = 0.2
    private static let patience = 200

    private let sampler: SignSampler
    private let variation: SignVariation
    private let writer: SignCode

    /// Prepares a proposer for one environment; the arguments are those of ``OfflineProposer``.
    package init(signals: [TypedSignal], task: String) {
        let catalogue = SignalCatalogue(signals: signals, task: task)
        sampler = SignSampler(catalogue: catalogue)
        variation = SignVariation(sampler: sampler)
        writer = SignCode(catalogue: catalogue)
    }

    /// Gives the key under which a program counts as already seen; nil for code that this proposer did not write.
    package func normalisedGenome(of code: String) -> String? { writer.genome(in: code)?.normalised }

    /// Finds the genome inside a program; nil for foreign or edited code.
    package func genome(of code: String) -> SignGenome? { writer.genome(in: code) }

    /// Writes a genome as a program; nil when a term does not fit its signal.
    package func code(for genome: SignGenome) -> String? {
        writer.accepts(genome) ? writer.source(of: genome) : nil
    }

    /// Makes one generation of programs that were never seen before; see ``OfflineProposer``.
    /// - Returns: `count` proposals, fewer only where the signals allow no more.
    package func propose(
        parents: [ParentProgram], known: Set<String>, count: Int, seed: UInt64, generation: Int,
        breeding: Breeding = .free
    ) -> [Proposal] {
        guard count > 0, sampler.canDraw else { return [] }
        var random = SplitMix64(seed: seed, stream: UInt64(bitPattern: Int64(generation)))
        let elite = ranked(parents)
        let fresh = elite.isEmpty ? count : Int(Self.freshShare * Double(count) + random.unit())
        let places = random.spread(count)
        var seen = known.union(elite.map(\.genome.normalised))
        var proposals: [Proposal] = []
        for slot in 0..<count {
            for attempt in 0..<2 * Self.patience {
                let place = attempt == 0 ? places[slot] : random.unit()
                let isChild = slot < count - fresh && attempt < Self.patience
                guard
                    let draft = isChild
                        ? child(of: elite, at: place, breeding, &random) : freshDraft(at: place, &random),
                    let proposal = finished(draft, besides: seen)
                else { continue }
                seen.insert(proposal.normalised)
                proposals.append(proposal)
                break
            }
        }
        return proposals
    }

    /// Answers a critic: changes, turns or drops what the first complaint that concerns this program names.
    /// - Returns: nil for foreign code, or where nothing that was said can be answered.
    package func mend(_ parent: ParentProgram, known: Set<String>, seed: UInt64) -> Proposal? {
        guard let genome = writer.genome(in: parent.code) else { return nil }
        var random = SplitMix64(seed: seed, stream: 0)
        let seen = known.union([genome.normalised])
        for complaint in parent.complaints {
            for _ in 0..<20 {
                guard let child = variation.answer(complaint, to: genome, &random) else { break }
                let draft = Draft(
                    genome: child.genome, parents: [parent.id],
                    operation: "\(child.words) \(parent.name), because of \(complaint.kind)")
                if let proposal = finished(draft, besides: seen) { return proposal }
            }
        }
        return nil
    }

    private struct Draft {
        var genome: SignGenome
        var parents: [String]
        var operation: String
    }

    private typealias Member = (program: ParentProgram, genome: SignGenome)

    private func ranked(_ parents: [ParentProgram]) -> [Member] {
        let members = parents.compactMap { parent in writer.genome(in: parent.code).map { (parent, $0) } }
        let measured = members.filter { $0.0.fitness?.isFinite == true }
        return (measured.isEmpty ? members : measured).sorted {
            (-($0.0.fitness ?? 0), $0.0.id) < (-($1.0.fitness ?? 0), $1.0.id)
        }
    }

    private func finished(_ draft: Draft, besides seen: Set<String>) -> Proposal? {
        let genome = draft.genome.simplified()
        guard writer.accepts(genome), !seen.contains(genome.normalised) else { return nil }
        return Proposal(
            code: writer.source(of: genome), parents: draft.parents, operation: draft.operation,
            normalised: genome.normalised)
    }

    private func freshDraft(at position: Double, _ random: inout SplitMix64) -> Draft? {
        let genome = sampler.program(at: position, &random)
        return Draft(
            genome: genome, parents: [], operation: "drew a fresh program about \(genome.dense[0].signal)")
    }

    private func child(
        of elite: [Member], at position: Double, _ breeding: Breeding, _ random: inout SplitMix64
    ) -> Draft? {
        let chosen = random.pick(elite.indices.map { 1 / Double(($0 + 1) * ($0 + 1)) })
        let (program, genome) = elite[chosen]
        if elite.count > 1, breeding == .crossover || (breeding == .free && random.chance(0.15)) {
            let other = elite[(chosen + 1 + random.index(elite.count - 1)) % elite.count]
            let child = variation.crossed(genome, with: other.genome, named: other.program.name)
            return Draft(
                genome: child.genome, parents: [program.id, other.program.id],
                operation: "\(child.words) \(program.name)")
        }
        let complaints = program.complaints
        if !complaints.isEmpty, random.chance(0.5) {
            let complaint = complaints[random.index(complaints.count)]
            guard let child = variation.answer(complaint, to: genome, &random) else { return nil }
            return Draft(
                genome: child.genome, parents: [program.id],
                operation: "\(child.words) \(program.name), because of \(complaint.kind)")
        }
        guard let child = variation.child(of: genome, at: position, &random) else { return nil }
        return Draft(genome: child.genome, parents: [program.id], operation: "\(child.words) \(program.name)")
    }
}
