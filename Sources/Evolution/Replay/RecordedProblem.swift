internal import Archive

/// Answers from a run's records as its problem did: nothing is run, trained or searched.
struct RecordedProblem: Problem {
    private let original: any Problem
    private let candidates: [String: CandidateRecord]
    private let evaluations: [Key: EvaluationRecord]

    private struct Key: Hashable {
        var candidate: String
        var seed: UInt64
        var steps: Int
    }

    /// Says that the loop asked for something that was never recorded: it went another way.
    struct Gap: Error, CustomStringConvertible {
        let description: String
    }

    init(_ original: any Problem, candidates: [CandidateRecord], evaluations: [EvaluationRecord]) {
        self.original = original
        self.candidates = Dictionary(candidates.map { ($0.id, $0) }) { first, _ in first }
        self.evaluations = Dictionary(
            evaluations.map { (Key(candidate: $0.candidate, seed: $0.seed, steps: $0.steps), $0) }
        ) { first, _ in first }
    }

    var fitnessUnit: String { original.fitnessUnit }
    var references: [String] { original.references }
    var referenceStage: Stage { original.referenceStage }
    var missingLayers: [String] { get async { [] } }
    /// Runs from before it was measured have none.
    var floor: String? { original.floor.flatMap { name in isRecorded(name) ? name : nil } }

    private func isRecorded(_ reference: String) -> Bool {
        guard let code = try? self.reference(reference) else { return false }
        return candidates[ContentHash.hex(code)] != nil
    }

    func weight(of stage: Stage) -> Double { original.weight(of: stage) }
    func prepare() async throws {}
    func shutDown() async {}
    func extract(_ completion: String) -> Extraction { original.extract(completion) }
    func feedback(on individual: Individual) -> String { original.feedback(on: individual) }

    /// References are what was recorded under their name: the files may have changed since.
    func reference(_ name: String) throws -> String? {
        try candidates.values.first { $0.origin == name }?.code ?? original.reference(name)
    }

    func compare(_ ours: [EvaluationRecord], _ theirs: [EvaluationRecord], against: String) -> Comparison? {
        original.compare(ours, theirs, against: against)
    }

    func check(_ code: String) async throws -> CheckOutcome {
        guard let known = candidates[ContentHash.hex(code)] else {
            throw Gap(description: "code is proposed that the run never had: \(code.prefix(80))…")
        }
        // What turned out to be a duplicate had passed its checks; the loop finds out again.
        let isTwin = known.duplicateOf != nil
        return CheckOutcome(
            verdict: isTwin ? "ok" : known.verdict, detail: isTwin ? "" : known.detail,
            signals: known.signals, components: known.components, constants: try known.constants(),
            normalised: known.normalised, fingerprint: known.fingerprint)
    }

    func evaluate(
        _ candidate: CandidateRecord, job: EvaluationJob,
        progress: @escaping @Sendable (_ fraction: Double, _ fitness: Double?) -> Void
    ) async throws -> EvaluationRecord {
        let key = Key(candidate: candidate.id, seed: job.seed, steps: job.steps)
        guard var record = evaluations[key] else {
            throw Gap(
                description: "\(candidate.label) is measured with seed \(job.seed) (\(job.purpose)), "
                    + "which the run never did")
        }
        // The time that it took then is no reason to write it to the disk now.
        record.wallSeconds = 0
        record.purpose = job.purpose
        return record
    }
}
