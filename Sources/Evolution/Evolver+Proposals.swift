internal import Archive
internal import Foundation
internal import LanguageModel

/// First half of a generation: from questions to checked candidates, one for each position.
extension Evolver {
    /// Returns the candidates of a generation in the order of their positions; positions without code are missing.
    func proposed(
        _ generation: Int, _ population: Population, by standing: Standing
    ) async throws -> [CandidateRecord] {
        try await settled(
            firstAnswers(generation, population, by: standing), generation, origin: "proposal")
    }

    /// Checks the code of a generation's answers, asks for repairs where there is something to ask, and sorts out duplicates.
    func settled(_ answers: [ProposalRecord], _ generation: Int, origin: String) async throws
        -> [CandidateRecord]
    {
        var desk = CheckDesk(
            origin: origin,
            known: try await archive.candidates(answers.compactMap(\.candidate)),
            repairs: try await archive.proposals(generation: generation, attempt: 1))
        var settled: [(position: Int, candidate: CandidateRecord)] = []
        for proposal in answers {
            var candidate = try await checked(proposal, &desk)
            let isFailed = candidate.map { $0.verdict != "ok" && $0.duplicateOf == nil } ?? true
            if isFailed, origin == "proposal" {
                candidate = try await repaired(proposal, candidate, &desk) ?? candidate
            }
            if let candidate { settled.append((proposal.index, candidate)) }
        }
        try await save(&desk)
        return try await withoutDuplicates(settled, generation)
    }

    /// Turns valid candidates that are the same as earlier ones into rejections that name those.
    private func withoutDuplicates(
        _ settled: [(position: Int, candidate: CandidateRecord)], _ generation: Int
    ) async throws -> [CandidateRecord] {
        var seen: [String: CandidateRecord] = [:]
        let prints = settled.map(\.candidate.fingerprint).filter { !$0.isEmpty }
        for twin in try await archive.twins(of: prints, before: generation).values {
            seen[twin.identity] = twin
        }
        var chosen: [CandidateRecord] = []
        for (position, candidate) in settled {
            // A candidate without fingerprint is the same as its own code alone.
            let isOld = (0..<generation).contains(candidate.generation)
            let twin = seen[candidate.identity] ?? (isOld ? candidate : nil)
            if candidate.verdict == "ok", let twin {
                // Other code with the same outputs is told so; the same code again is nothing new.
                let rejected = try await duplicate(candidate, of: twin)
                if twin.id != candidate.id { chosen.append(rejected) }
                emit(
                    .checked(
                        generation: generation, index: position, candidate: rejected.id,
                        verdict: rejected.verdict, detail: rejected.detail))
                continue
            }
            if chosen.contains(where: { $0.id == candidate.id }) { continue }
            if candidate.verdict == "ok" { seen[candidate.identity] = candidate }
            chosen.append(candidate)
        }
        return chosen
    }

    /// Holds the candidates of a generation on their way into the archive: those that were quickly checked are written together.
    private struct CheckDesk {
        let origin: String
        /// What the archive holds, and what was checked since.
        var known: [String: CandidateRecord]
        /// Recorded answers to requests for a repair.
        var repairs: [ProposalRecord]
        var unsaved: [CandidateRecord] = []
    }

    private func save(_ desk: inout CheckDesk) async throws {
        guard !desk.unsaved.isEmpty else { return }
        try await archive.save(desk.unsaved)
        desk.unsaved = []
    }

    /// Asks for the answers of a generation that are not recorded yet.
    ///
    /// Answers that arrive together are written together;
    /// when fewer come than were asked for, the rest is asked for again.
    private func firstAnswers(
        _ generation: Int, _ population: Population, by standing: Standing
    ) async throws -> [ProposalRecord] {
        var questions = strategy.questions(
            generation: generation, population: population, seed: seed("strategy/\(generation)"))
        for number in questions.indices {
            questions[number] = try await steered(questions[number], by: standing)
        }
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
                // What other questions of this generation brought is known as well, though not checked yet.
                let (archive, problem, fresh) = (archive, problem, recorded.map(\.completion))
                let known: KnownCode = { try await archive.codes() + fresh.compactMap(problem.code(in:)) }
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
                try await save(proposals)
                recorded += proposals
            }
        }
        return recorded
    }

    /// Asks once for a repaired version of a failed answer, unless that is recorded.
    private func repaired(
        _ proposal: ProposalRecord, _ failed: CandidateRecord?, _ desk: inout CheckDesk
    ) async throws -> CandidateRecord? {
        if let earlier = desk.repairs.first(where: { $0.index == proposal.index }) {
            return try await checked(earlier, &desk)
        }
        try await save(&desk)
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
        try await save([second])
        let candidate = try await checked(second, &desk)
        return candidate?.verdict == "ok" ? candidate : nil
    }

    /// Checks the code of an answer, unless that is recorded; nil when the answer holds no code.
    private func checked(_ proposal: ProposalRecord, _ desk: inout CheckDesk) async throws -> CandidateRecord?
    {
        guard let id = proposal.candidate else { return nil }
        var found = desk.known[id]
        // A repaired answer's code was not among those that were looked up together.
        if found == nil, proposal.attempt > 0 { found = try await archive.candidate(id) }
        if found == nil, case .code(let code) = problem.extract(proposal.completion) {
            let start = clock.now
            let candidate = try await judged(
                code, id: id, origin: desk.origin, generation: proposal.generation, index: proposal.index,
                parents: proposal.parents)
            desk.unsaved.append(candidate)
            if start.duration(to: clock.now) > .milliseconds(20) { try await save(&desk) }
            found = candidate
        }
        guard let candidate = found else { return nil }
        desk.known[id] = candidate
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
        let candidate = try await judged(
            code, id: id, origin: origin, generation: generation, index: index, parents: parents)
        try await archive.save(candidate)
        return candidate
    }

    private func judged(
        _ code: String, id: String, origin: String, generation: Int, index: Int, parents: [String]
    ) async throws -> CandidateRecord {
        try record(
            await problem.check(code), of: code, id: id, origin: origin, generation: generation, index: index,
            parents: parents)
    }

    /// Makes the record of a candidate of what the checks made of it.
    func record(
        _ outcome: CheckOutcome, of code: String, id: String, origin: String, generation: Int, index: Int,
        parents: [String]
    ) throws -> CandidateRecord {
        CandidateRecord(
            id: id, code: code, origin: origin, generation: generation, index: index, parents: parents,
            verdict: outcome.verdict, detail: outcome.detail, signals: outcome.signals,
            components: outcome.components, constantsJSON: try Self.json(outcome.constants),
            normalised: outcome.normalised, fingerprint: outcome.fingerprint)
    }

    /// Makes the record of an answer, with the hash of the code in it.
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

    /// Writes answers down before anything depends on them; what was paid for is put on the disk as well.
    func save(_ proposals: [ProposalRecord]) async throws {
        try await archive.save(proposals)
        if proposals.contains(where: { $0.outputTokens > 0 }) { try await archive.settle() }
        for proposal in proposals {
            emit(
                .proposed(
                    generation: proposal.generation, index: proposal.index, candidate: proposal.candidate,
                    note: proposal.failure ?? proposal.note))
        }
    }

    /// Stands for an answer in which no code was found, so that the proposer can be told.
    private static func codeless(_ proposal: ProposalRecord) -> CandidateRecord {
        CandidateRecord(
            id: "", code: "", origin: "proposal", generation: proposal.generation, index: proposal.index,
            parents: proposal.parents, verdict: "rejected",
            detail: proposal.failure ?? "no code in the answer",
            signals: [], components: [], constantsJSON: "{}", normalised: "", fingerprint: "")
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
