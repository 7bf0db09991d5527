internal import Archive
internal import Foundation
internal import LanguageModel

/// First half of a generation: from questions to checked candidates, one for each position.
extension Evolver {
    /// Returns the candidates of a generation in the order of their positions; positions without code are missing.
    func proposed(_ generation: Int, _ outcome: Outcome) async throws -> [CandidateRecord] {
        let answers = try await firstAnswers(generation, outcome)
        var seen = try await Self.identities(
            archive.candidates().filter { (0..<generation).contains($0.generation) })
        var chosen: [CandidateRecord] = []
        for proposal in answers {
            var candidate = try await checked(proposal, origin: "proposal")
            if candidate == nil || candidate.map({ $0.verdict != "ok" && $0.duplicateOf == nil }) == true {
                candidate = try await repaired(proposal, candidate) ?? candidate
            }
            guard let settled = candidate else { continue }
            if settled.verdict == "ok", let twin = seen[settled.identity] {
                // Other code with the same outputs is told so; the same code again is nothing new.
                let rejected = try await duplicate(settled, of: twin)
                if twin.id != settled.id { chosen.append(rejected) }
                emit(
                    .checked(
                        generation: generation, index: proposal.index, candidate: rejected.id,
                        verdict: rejected.verdict, detail: rejected.detail))
                continue
            }
            if chosen.contains(where: { $0.id == settled.id }) { continue }
            if settled.verdict == "ok" { seen[settled.identity] = settled }
            chosen.append(settled)
        }
        return chosen
    }

    /// Asks for the answers of a generation that are not recorded yet.
    ///
    /// Answers that arrive together are written together;
    /// when fewer come than were asked for, the rest is asked for again.
    private func firstAnswers(_ generation: Int, _ outcome: Outcome) async throws -> [ProposalRecord] {
        let questions = strategy.questions(
            generation: generation, population: outcome.population, incumbent: outcome.incumbent)
        let known = try await archive.candidates().map(\.code)
        var recorded = try await archive.proposals(generation: generation, attempt: 0)
        var position = 0
        for (number, question) in questions.enumerated() {
            position += question.samples
            while recorded.count < position {
                var rest = question
                rest.samples = position - recorded.count
                emit(.asking(generation: generation, count: rest.samples, model: proposer.name))
                let purpose = "propose/\(generation)/\(number)/\(recorded.count)"
                let asked = rest
                let paid = try await withinBudget(generation) {
                    try await proposer.answers(
                        to: asked, generation: generation, known: known, seed: seed(purpose))
                }
                guard let answers = paid else { return recorded }
                guard !answers.isEmpty else { throw EvolutionError.noAnswers(model: proposer.name) }
                let parents = question.parents.map(\.candidate.id)
                let proposals = try answers.prefix(rest.samples).enumerated().map { offset, answer in
                    try record(
                        answer, generation: generation, index: recorded.count + offset, attempt: 0,
                        parents: answer.parents ?? parents)
                }
                try await archive.save(proposals)
                proposals.forEach(announce)
                recorded += proposals
            }
        }
        return recorded
    }

    /// Asks once for a repaired version of a failed answer, unless that is recorded.
    private func repaired(_ proposal: ProposalRecord, _ failed: CandidateRecord?) async throws
        -> CandidateRecord?
    {
        let recorded = try await archive.proposals(generation: proposal.generation, attempt: 1)
        if let earlier = recorded.first(where: { $0.index == proposal.index }) {
            return try await checked(earlier, origin: "proposal")
        }
        let subject = failed ?? Self.codeless(proposal)
        let purpose = "repair/\(proposal.generation)/\(proposal.index)"
        let paid = try await withinBudget(proposal.generation) {
            try await proposer.repair(
                Individual(candidate: subject, evaluations: []), answer: proposal.completion,
                generation: proposal.generation, seed: seed(purpose))
        }
        guard let answer = paid ?? nil else { return nil }
        let second = try record(
            answer, generation: proposal.generation, index: proposal.index, attempt: 1,
            parents: proposal.parents)
        try await archive.save([second])
        announce(second)
        let candidate = try await checked(second, origin: "proposal")
        return candidate?.verdict == "ok" ? candidate : nil
    }

    /// Checks the code of an answer, unless that is recorded; nil when the answer holds no code.
    private func checked(_ proposal: ProposalRecord, origin: String) async throws -> CandidateRecord? {
        guard let id = proposal.candidate else { return nil }
        let candidate: CandidateRecord
        if let known = try await archive.candidate(id) {
            candidate = known
        } else {
            guard case .code(let code) = problem.extract(proposal.completion) else { return nil }
            candidate = try await check(
                code, origin: origin, generation: proposal.generation, index: proposal.index,
                parents: proposal.parents)
        }
        emit(
            .checked(
                generation: proposal.generation, index: proposal.index, candidate: candidate.id,
                verdict: candidate.verdict, detail: candidate.detail))
        return candidate
    }

    /// Checks code and records the outcome.
    func check(
        _ code: String, origin: String, generation: Int, index: Int, parents: [String]
    ) async throws -> CandidateRecord {
        let id = ContentHash.hex(code)
        if let known = try await archive.candidate(id) { return known }
        let outcome = try await problem.check(code)
        let constants = try Self.json(outcome.constants)
        let candidate = CandidateRecord(
            id: id, code: code, origin: origin, generation: generation, index: index, parents: parents,
            verdict: outcome.verdict, detail: outcome.detail, signals: outcome.signals,
            components: outcome.components, constantsJSON: constants, normalised: outcome.normalised,
            fingerprint: outcome.fingerprint)
        try await archive.save(candidate)
        return candidate
    }

    func record(
        _ answer: Answer, generation: Int, index: Int, attempt: Int, parents: [String]
    ) throws -> ProposalRecord {
        var proposal = ProposalRecord(
            generation: generation, index: index, attempt: attempt, parents: parents,
            messagesJSON: try Self.json(answer.messages), completion: answer.completion.text,
            model: answer.completion.model, inputTokens: answer.completion.inputTokens,
            outputTokens: answer.completion.outputTokens, costUSD: answer.completion.costUSD,
            latencySeconds: answer.completion.latencySeconds, candidate: nil, failure: nil, note: answer.note,
            reasoning: answer.completion.reasoning.isEmpty ? nil : answer.completion.reasoning,
            cachedInputTokens: answer.completion.cachedInputTokens > 0
                ? answer.completion.cachedInputTokens : nil,
            reasoningTokens: answer.completion.reasoningTokens > 0 ? answer.completion.reasoningTokens : nil)
        switch problem.extract(answer.completion.text) {
        case .code(let code): proposal.candidate = ContentHash.hex(code)
        case .nothing(let reason): proposal.failure = reason
        }
        return proposal
    }

    private func announce(_ proposal: ProposalRecord) {
        emit(
            .proposed(
                generation: proposal.generation, index: proposal.index, candidate: proposal.candidate,
                note: proposal.failure ?? proposal.note))
    }

    /// Stands for an answer in which no code was found, so that the proposer can be told.
    private static func codeless(_ proposal: ProposalRecord) -> CandidateRecord {
        CandidateRecord(
            id: "", code: "", origin: "proposal", generation: proposal.generation, index: proposal.index,
            parents: proposal.parents, verdict: "rejected",
            detail: proposal.failure ?? "no code in the answer",
            signals: [], components: [], constantsJSON: "{}", normalised: "", fingerprint: "")
    }

    private static func identities(_ candidates: [CandidateRecord]) -> [String: CandidateRecord] {
        var known: [String: CandidateRecord] = [:]
        for candidate in candidates where candidate.verdict == "ok" {
            known[candidate.identity] = known[candidate.identity] ?? candidate
        }
        return known
    }

    /// Turns a candidate that behaves like an earlier one into a rejection that names it: nothing is paid twice.
    private func duplicate(_ candidate: CandidateRecord, of twin: CandidateRecord) async throws
        -> CandidateRecord
    {
        var rejected = candidate
        rejected.verdict = "rejected"
        rejected.duplicateOf = twin.id
        rejected.detail = "gives the same values as \(twin.label) on recorded states; change what it computes"
        if twin.id != candidate.id { try await archive.update(rejected) }
        return rejected
    }
}

extension CandidateRecord {
    /// What makes two candidates the same: equal outputs on recorded states.
    fileprivate var identity: String { fingerprint.isEmpty ? id : fingerprint }
}
