internal import Archive

/// Is a problem whose rewards can be valued on recorded behaviour.
protocol IntegrityExamining: Sendable {
    /// Computes the integrity report of a checked candidate; nil where it cannot be valued.
    func examine(_ candidate: CandidateRecord, _ evaluations: [EvaluationRecord]) async throws
        -> IntegrityReport?
}

extension RewardProblem: IntegrityExamining {
    func examine(_ candidate: CandidateRecord, _ evaluations: [EvaluationRecord]) async throws
        -> IntegrityReport?
    {
        guard let observed = try await slots.observe(candidate) else { return nil }
        return Integrity.report(on: candidate, evaluations, observed)
    }
}

extension SlotPool {
    /// Has a candidate value recorded behaviour.
    func observe(_ candidate: CandidateRecord) async throws -> ObservedRewards? {
        let workshop = try await prepared()
        return try await offPool { try workshop.observe(candidate) }
    }
}

extension Evolver {
    /// Writes the integrity reports of all that were trained as finalists or in the comparison; those that are there
    /// already stay.
    func examineFinalists() async throws {
        guard let examiner = problem as? any IntegrityExamining else { return }
        let evaluations = Dictionary(grouping: try await archive.evaluations(), by: \.candidate)
        for candidate in try await archive.candidates() where candidate.verdict == "ok" {
            let own = evaluations[candidate.id] ?? []
            guard own.contains(where: { $0.purpose != "search" }),
                try await archive.mark(IntegrityReport.mark(candidate.id)) == nil,
                let report = try await examiner.examine(candidate, own)
            else { continue }
            try await archive.setMark(IntegrityReport.mark(candidate.id), try Self.json(report))
        }
    }
}
