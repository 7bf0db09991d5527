package import Archive

/// A person's own code goes the same way as a proposal's: checks, sandbox, trusted measurement, comparison, report.
extension Evolver {
    /// Checks, measures and compares one piece of code on what is kept for comparisons.
    /// - Parameters:
    ///   - code: what to judge.
    ///   - compared: also measures the references in the same way.
    /// - Throws: ``EvolutionError`` and what problem and archive throw; all finished work is kept.
    /// - Returns: the checked candidate, its evaluations, and the summary that was written to the archive.
    package func score(
        _ code: String, compared: Bool
    ) async throws -> (candidate: CandidateRecord, evaluations: [EvaluationRecord], summary: RunSummary) {
        guard var record = try await archive.run() else {
            preconditionFailure("the run's row is written first")
        }
        emit(.started(run: record, plan: plan, resumed: try await archive.hasWork()))
        let candidate = try await checkedFile(code)
        emit(
            .checked(
                generation: -1, index: 0, candidate: candidate.id, verdict: candidate.verdict,
                detail: candidate.detail))
        var evaluations: [EvaluationRecord] = []
        var comparisons: [Comparison] = []
        if candidate.verdict == "ok" {
            let references = compared ? try await measuredReferences(try await checkedReferences()) : []
            emit(.stage("confirm"))
            let contestants = [candidate] + references.map(\.candidate).filter { $0.id != candidate.id }
            let results = try await measure(contestants, .confirm)
            evaluations = results[candidate.id] ?? []
            comparisons = references.compactMap {
                problem.compare(evaluations, results[$0.candidate.id] ?? [], against: $0.label)
            }
        }
        try await examineFinalists()
        let individual = Individual(candidate: candidate, evaluations: evaluations)
        try await archive.save(
            FeedbackRecord(candidate: candidate.id, text: problem.feedback(on: individual)))
        var summary = try await summarise(
            Outcome(population: Population(strategy, start: individual.isValid ? individual : nil)),
            comparisons)
        let failure = individual.failure
        summary.candidates = 1
        summary.failed = failure == nil ? 0 : 1
        summary.judgement = .init(verdict: failure?.verdict ?? "ok", detail: failure?.detail ?? "")
        record.state = "done"
        record.summaryJSON = try Self.json(summary)
        try await archive.save(record)
        emit(.finished(summary))
        return (candidate, evaluations, summary)
    }

    /// Checks a person's code; what is wrong at first sight is told before anything is started for it.
    private func checkedFile(_ code: String) async throws -> CandidateRecord {
        let id = ContentHash.hex(code)
        if try await archive.candidate(id) == nil, let outcome = try await problem.glance(code) {
            let candidate = try record(
                outcome, of: code, id: id, origin: "file", generation: -1, index: 0, parents: [])
            try await archive.save(candidate)
            return candidate
        }
        try await problem.prepare()
        return try await check(code, origin: "file", generation: -1, index: 0, parents: [])
    }
}
