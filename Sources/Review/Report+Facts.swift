import Archive

extension Report {
    /// Gives the candidate that won, or the best one so far while the run has no result.
    var winner: CandidateRecord? {
        if let id = facts?.best { return candidates.first { $0.id == id } }
        let references = Set(evaluations.filter { $0.purpose == "baseline" }.map(\.candidate))
        return candidates.filter { !references.contains($0.id) }
            .compactMap { candidate in fitness(candidate.id).map { (candidate, $0.mean) } }
            .max { $0.1 < $1.1 }?.0
    }

    /// Names what was trained in for people: of a user's file its name, not its path.
    var subject: String {
        guard run.subject.hasPrefix("/"), run.subject.hasSuffix(".py") else { return run.subject }
        return run.subject.split(separator: "/").last.map { String($0.dropLast(3)) } ?? run.subject
    }

    var human: CandidateRecord? { candidates.first { $0.origin == referenceName } }

    /// Counts the places in generations that were filled with an answer, repeated code included.
    var triedCount: Int {
        let answers = proposals.filter(isLastAttempt).count
        return max(answers, candidates.filter { $0.origin == "proposal" || $0.origin == "file" }.count)
    }

    /// Counts proposals that led to nothing measured: no code, or code that failed.
    var failedCount: Int {
        candidates.filter { $0.origin == "proposal" && outcome($0).verdict != "ok" }.count
            + proposals.filter { $0.candidate == nil && isLastAttempt($0) }.count
    }

    /// Gives the short name that people see: `g1.c3`, `human`, or the first digits of a file's hash.
    func label(_ candidate: CandidateRecord) -> String {
        switch candidate.origin {
        case "proposal": "g\(candidate.generation).c\(candidate.index)"
        case "file": String(candidate.id.prefix(8))
        default: candidate.origin
        }
    }

    /// Gives the label of a hash, or its first digits when the archive does not know it.
    func label(id: String) -> String {
        candidates.first { $0.id == id }.map(label) ?? String(id.prefix(8))
    }

    func role(_ id: String) -> LineChart.Curve.Role {
        id == winner?.id ? .winner : id == human?.id ? .human : .other
    }

    /// Gives the trainings that the ranking rests on: those of the search, and as finalist; where there are none,
    /// as for the human reward, all.
    func ranked(_ id: String) -> [EvaluationRecord] {
        let own = evaluations.filter { $0.candidate == id }
        let search = own.filter { $0.purpose == "search" || $0.purpose == "finalist" }
        if !search.isEmpty { return search }
        // A reference heuristic met the training tasks and, later, the held-out ones: these are shown by themselves.
        let baseline = isHeuristic ? own.filter { $0.purpose == "baseline" } : []
        return baseline.isEmpty ? own : baseline
    }

    /// Names the seeds of the comparison, which the search never used.
    var freshSeeds: Set<UInt64> { Set(evaluations.filter { $0.purpose == "confirm" }.map(\.seed)) }

    func confirmed(_ id: String) -> [EvaluationRecord] {
        // The human reward was trained on the same seeds before the search, as baseline.
        let fresh = freshSeeds
        return evaluations.filter { $0.candidate == id && fresh.contains($0.seed) && $0.verdict == "ok" }
    }

    /// Gives mean and interval: over seeds when there are several, else over the episodes of the one training.
    func fitness(_ id: String) -> Interval? {
        let valid = ranked(id).filter { $0.verdict == "ok" }
        guard valid.count == ranked(id).count, let first = valid.first else { return nil }
        if isHeuristic {
            let tasks = valid.compactMap(\.tasks).flatMap(\.self)
            // The fraction stands for CPU time and ranks between equals.
            let fraction =
                valid.compactMap(\.fitness).reduce(0) { $0 + ($1 - $1.rounded(.down)) } / Double(valid.count)
            return Interval(
                mean: Double(tasks.count(where: \.isSolved)) + fraction, half: nil, count: tasks.count)
        }
        if valid.count > 1 { return Interval(valid.compactMap(\.fitness)) }
        guard let mean = first.fitness else { return nil }
        return Interval(mean: mean, half: Interval(first.episodes)?.half, count: first.episodes.count)
    }

    /// Gives the verdict that stands in the end, of the checks or else of the training, and what was wrong.
    func outcome(_ candidate: CandidateRecord) -> (verdict: String, detail: String) {
        if candidate.verdict != "ok" { return (candidate.verdict, candidate.detail) }
        if let failed = ranked(candidate.id).first(where: { $0.verdict != "ok" }) {
            return (failed.verdict, failed.detail)
        }
        return ("ok", "")
    }

    /// Says whether no later answer replaced this one.
    func isLastAttempt(_ proposal: ProposalRecord) -> Bool {
        !proposals.contains {
            $0.generation == proposal.generation && $0.index == proposal.index
                && $0.attempt > proposal.attempt
        }
    }

    /// Gives the environment steps that a training took, measurement included where that was counted.
    func paidSteps(_ training: EvaluationRecord) -> Int {
        isHeuristic ? training.environmentSteps : max(training.environmentSteps, training.steps)
    }

    /// Gives a fitness with its unit.
    func amount(_ interval: Interval) -> String { withUnit(number(interval)) }

    /// Writes a fitness; tasks are counted.
    func number(_ interval: Interval) -> String {
        isHeuristic ? "\(Int(interval.mean.rounded(.down))) of \(interval.count)" : Words.interval(interval)
    }
    func withUnit(_ text: String) -> String { measure.unit.isEmpty ? text : "\(text) \(measure.unit)" }
    var measureTitle: String { measure.unit.isEmpty ? measure.name : "\(measure.name), \(measure.unit)" }
}
