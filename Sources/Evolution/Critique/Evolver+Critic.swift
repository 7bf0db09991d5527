internal import Archive
internal import LanguageModel

/// Is a problem whose candidates a critic can read before they are measured.
protocol CriticProblem: Sendable {
    /// Hears of the references that were measured before the search: their behaviour is the skilled one.
    func meet(_ references: [Individual]) async throws

    /// Says what the rules find in a checked candidate; nil where it cannot be valued.
    func criticise(_ candidate: CandidateRecord) async throws -> Critique?
}

extension RewardProblem: CriticProblem {
    func meet(_ references: [Individual]) async throws {
        let trained = references.flatMap(\.evaluations).filter { $0.fitness != nil && $0.policy != nil }
        guard let best = trained.max(by: { ($0.fitness ?? 0) < ($1.fitness ?? 0) }), let policy = best.policy,
            Self.exists("\(runFolder)/\(policy)")
        else { return }
        try await slots.recordSkilled(policy: "\(runFolder)/\(policy)")
    }

    func criticise(_ candidate: CandidateRecord) async throws -> Critique? {
        guard !OwnReward.isMeant(by: candidate) else { return nil }
        return try await slots.criticise(candidate)
    }
}

/// Between the two halves of a generation: what is checked is read by a critic, and the designer may answer.
///
/// The critic of Auto MC-Reward (Li et al., CVPR 2024). Its words are records like every other: a resumed run finds them
/// and asks nothing twice. Nothing is rejected here, since a rule of thumb may be wrong; only measuring decides.
extension Evolver {
    /// Attempts of a proposal's position by what they are.
    private enum Attempt {
        static func critic(_ round: Int) -> Int { 2 + 2 * round }
        static func revision(_ round: Int) -> Int { 3 + 2 * round }
    }

    /// Has every valid candidate of a generation criticised, and revised where rounds are left.
    /// - Returns: the candidates in the same order, revised ones in their places.
    func criticised(_ candidates: [CandidateRecord], _ generation: Int) async throws -> [CandidateRecord] {
        guard let critic = problem as? any CriticProblem else { return candidates }
        var result: [CandidateRecord] = []
        for candidate in candidates {
            let settled =
                candidate.verdict == "ok" ? try await settled(candidate, critic, generation) : candidate
            if !result.contains(where: { $0.id == settled.id }) { result.append(settled) }
        }
        return result
    }

    /// Adds what the critic said to individuals, for the words that go back to the proposer.
    func withCritiques(_ individuals: [Individual]) async throws -> [Individual] {
        guard problem is any CriticProblem else { return individuals }
        let marks = individuals.map { Critique.mark($0.candidate.id) }
        let critiques = try await archive.marks(marks, as: Critique.self)
        return zip(individuals, marks).map { individual, mark in
            var individual = individual
            individual.critique = critiques[mark]
            return individual
        }
    }

    private func settled(
        _ candidate: CandidateRecord, _ critic: any CriticProblem, _ generation: Int
    ) async throws -> CandidateRecord {
        var current = candidate
        for round in 0... {
            guard var critique = try await critique(of: current, critic, generation, candidate.index, round),
                !critique.findings.isEmpty, round < settings.criticRounds ?? 0,
                let revised = try await revision(of: current, critique, generation, candidate.index, round)
            else { return current }
            critique.revision = revised.id
            try await archive.setMark(Critique.mark(current.id), try Self.json(critique))
            current = revised
        }
        return current
    }

    /// Criticises one candidate, unless that is recorded.
    private func critique(
        of candidate: CandidateRecord, _ critic: any CriticProblem, _ generation: Int, _ index: Int,
        _ round: Int
    ) async throws -> Critique? {
        let mark = Critique.mark(candidate.id)
        if let known = try await archive.mark(mark, as: Critique.self) { return known }
        guard var critique = try await critic.criticise(candidate) else { return nil }
        if settings.criticModel == true, round < settings.criticRounds ?? 0 {
            critique.model = try await modelWords(candidate, critique.rules, generation, index, round)
        }
        try await archive.setMark(mark, try Self.json(critique))
        return critique
    }

    /// Asks the model for its own findings, unless that is recorded; nil where there is no model, or no money.
    private func modelWords(
        _ candidate: CandidateRecord, _ rules: [Finding], _ generation: Int, _ index: Int, _ round: Int
    ) async throws -> [Finding]? {
        let attempt = Attempt.critic(round)
        let recorded = try await archive.proposals(generation: generation, attempt: attempt)
        if let earlier = recorded.first(where: { $0.index == index }) {
            return CriticPrompts.findings(in: earlier.completion)
        }
        let paid = try await withinBudget(generation) {
            try await proposer.criticise(
                Individual(candidate: candidate, evaluations: []), rules: rules, generation: generation,
                seed: seed("critic/\(generation)/\(index)/\(round)"))
        }
        guard let answer = paid ?? nil else { return nil }
        var proposal = try record(
            answer, generation: generation, index: index, attempt: attempt, parents: [candidate.id])
        // A critic's answer is words, even where it shows code.
        (proposal.candidate, proposal.failure, proposal.note) = (nil, nil, "critic's words")
        try await archive.save([proposal])
        return CriticPrompts.findings(in: proposal.completion)
    }

    /// Asks the designer to mend what was found, unless that is recorded.
    /// - Returns: the revised candidate; nil where none came, it fails its checks, or it is known already.
    private func revision(
        of candidate: CandidateRecord, _ critique: Critique, _ generation: Int, _ index: Int, _ round: Int
    ) async throws -> CandidateRecord? {
        let attempt = Attempt.revision(round)
        var proposal = try await archive.proposals(generation: generation, attempt: attempt)
            .first { $0.index == index }
        if proposal == nil {
            let paid = try await withinBudget(generation) {
                try await proposer.revise(
                    Individual(candidate: candidate, evaluations: []), findings: critique.findings,
                    generation: generation, seed: seed("revise/\(generation)/\(index)/\(round)"))
            }
            guard let answer = paid ?? nil else { return nil }
            let written = try record(
                answer, generation: generation, index: index, attempt: attempt, parents: [candidate.id])
            try await archive.save([written])
            proposal = written
        }
        guard let proposal, proposal.candidate != candidate.id,
            case .code(let code) = problem.extract(proposal.completion)
        else { return nil }
        let others = try await archive.candidates().filter {
            $0.verdict == "ok" && $0.id != proposal.candidate
        }
        let revised = try await check(
            code, origin: "proposal", generation: generation, index: index, parents: [candidate.id])
        emit(
            .checked(
                generation: generation, index: index, candidate: revised.id, verdict: revised.verdict,
                detail: revised.detail))
        let isNew = !others.contains { !$0.fingerprint.isEmpty && $0.fingerprint == revised.fingerprint }
        return revised.verdict == "ok" && isNew ? revised : nil
    }
}
