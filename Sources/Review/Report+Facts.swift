import Archive
import Evolution

extension Report {
    /// Gives the candidate that won, or the best one so far while the run has no result.
    var winner: CandidateRecord? {
        if let id = facts?.best { return candidates.first { $0.id == id } }
        let measured = candidates.filter { !$0.isReference }.compactMap { individuals[$0.id] }
            .filter { $0.score != nil }
        return Individual.ranked(measured, winner: nil).first?.candidate
    }

    /// Names what was trained in for people: of a user's file its name, not its path.
    var subject: String {
        guard run.subject.hasPrefix("/"), run.subject.hasSuffix(".py") else { return run.subject }
        return run.subject.split(separator: "/").last.map { String($0.dropLast(3)) } ?? run.subject
    }

    var human: CandidateRecord? { candidates.first { $0.origin == referenceName } }

    /// Counts candidates as the run does at its end: each piece of code once, references not at all.
    var triedCount: Int { facts?.candidates ?? candidates.count { !$0.isReference } }

    /// Counts those of them that failed their checks or a measurement.
    var failedCount: Int {
        facts?.failed ?? candidates.count { !$0.isReference && outcome($0).verdict != "ok" }
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
        if isHeuristic {
            return individuals[id]?.score.map {
                Interval(mean: $0.estimate.mean, half: nil, count: $0.estimate.count)
            }
        }
        guard valid.count == ranked(id).count, let first = valid.first else { return nil }
        if valid.count > 1 { return Interval(valid.compactMap(\.fitness)) }
        guard let mean = first.fitness else { return nil }
        return Interval(mean: mean, half: Interval(first.episodes)?.half, count: first.episodes.count)
    }

    /// Gives a candidate's place, as the choice of the winner has it; nil where the archive does not know it.
    func rank(_ id: String) -> Individual.Rank? { individuals[id]?.rank(winner: winner?.id) }

    /// Orders candidates, the best first.
    func ordered(_ candidates: [CandidateRecord]) -> [CandidateRecord] {
        Individual.ranked(candidates.compactMap { individuals[$0.id] }, winner: winner?.id)
            .map(\.candidate)
    }

    /// Stages whose tasks any candidate met; none where there are no tasks.
    var taskStages: [Stage] {
        Stage.allCases.filter { stage in evaluations.contains { $0.tasks != nil && $0.stage == stage } }
    }

    /// Says what a candidate solved, set by set: `17 of 20 training tasks, 7 of 12 validation tasks`; empty where nothing.
    func solvedWords(_ id: String, in stages: [Stage] = Stage.allCases) -> String {
        stages.compactMap { individuals[id]?.score(in: $0)?.words }.joined(separator: ", ")
    }

    /// Says how the winner and what it is held against compare: where both met the same seeds or tasks; empty where they did not.
    func opponents() -> [(name: String, on: String, figure: String, isWinner: Bool)] {
        guard let winner else { return [] }
        let name = label(winner)
        if let met = facts?.comparisons.first(where: { $0.against == referenceName }) {
            let on = isHeuristic ? Stage.confirm.taskWords : "fresh seeds"
            func figure(_ estimate: SummaryFacts.Estimated) -> String {
                isHeuristic ? number(estimate.interval) : withUnit(Words.interval(estimate.interval))
            }
            return [(name, on, figure(met.ours), true), (referenceName, on, figure(met.theirs), false)]
        }
        let rival = candidates.first { $0.origin == referenceName }.flatMap { individuals[$0.id] }
        for stage in [Stage.confirm, .search] {
            guard let ours = individuals[winner.id]?.score(in: stage), let theirs = rival?.score(in: stage)
            else {
                continue
            }
            let on =
                isHeuristic ? stage.taskWords : stage == .confirm ? "fresh seeds" : "in the search"
            func figure(_ score: Score) -> String { isHeuristic ? score.figure : withUnit(score.figure) }
            return [(name, on, figure(ours), true), (referenceName, on, figure(theirs), false)]
        }
        return []
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
