package import Archive

/// A person's own code goes the same way as a proposal's: checks, sandbox, trusted training, comparison, report.
extension Evolver {
    /// Checks, trains and compares one piece of code on the confirmation seeds.
    /// - Parameters:
    ///   - code: what to judge.
    ///   - againstHuman: also trains the human reward on the same seeds.
    /// - Throws: ``EvolutionError`` and what problem and archive throw; all finished work is kept.
    /// - Returns: the checked candidate, its evaluations, and the summary that was written to the archive.
    package func score(
        _ code: String, againstHuman: Bool
    ) async throws -> (candidate: CandidateRecord, evaluations: [EvaluationRecord], summary: RunSummary) {
        guard var record = try await archive.run() else {
            preconditionFailure("the run's row is written first")
        }
        emit(.started(run: record, plan: plan, resumed: try await archive.hasWork()))
        try await problem.prepare()
        let candidate = try await check(code, origin: "file", generation: -1, index: 0, parents: [])
        emit(
            .checked(
                generation: -1, index: 0, candidate: candidate.id, verdict: candidate.verdict,
                detail: candidate.detail))
        var evaluations: [EvaluationRecord] = []
        var comparisons: [Comparison] = []
        if candidate.verdict == "ok" {
            let human = againstHuman ? try await baseline("human") : nil
            emit(.stage("confirm"))
            evaluations =
                try await train([candidate], purpose: "confirm", seeds: confirmationSeeds)[candidate.id] ?? []
            if let human, let comparison = compare(evaluations, human.evaluations, "human") {
                comparisons.append(comparison)
            }
        }
        try await examineFinalists()
        let individual = Individual(candidate: candidate, evaluations: evaluations)
        try await archive.save(
            FeedbackRecord(candidate: candidate.id, text: problem.feedback(on: individual)))
        var summary = try await summarise(
            Outcome(incumbent: individual.isValid ? individual : nil), comparisons)
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
}
