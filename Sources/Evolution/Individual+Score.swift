package import Archive
internal import Foundation

/// Says how good a candidate is, in one stage: every list, picture and table takes its figures from here.
///
/// Stages have seeds, or tasks, of their own, and not every candidate meets all of them. So their figures are never added up.
package struct Score: Sendable, Equatable {
    /// Of tasks the mean is a whole number, without what CPU time adds to it between equals.
    package var estimate: Estimate
    /// Whose seeds or tasks they were.
    package var stage: Stage

    /// Writes it for people: `17 of 20`, `2.310`.
    package var figure: String { estimate.figure }

    /// Writes it with what it was measured on: `17 of 20 training tasks`, `2.310 on fresh seeds`.
    package var words: String {
        if estimate.over == "tasks" { return "\(figure) \(stage.taskWords)" }
        return stage == .confirm ? "\(figure) on fresh seeds" : figure
    }
}

extension Stage {
    /// Names the tasks of a stage.
    package var taskWords: String { "\(taskSet) tasks" }

    /// Names the set of tasks of a stage in a word.
    package var taskSet: String {
        switch self {
        case .search: "training"
        case .finalist: "validation"
        case .confirm: "held-out"
        }
    }
}

extension Estimate {
    /// The number of tasks solved; the fraction of the mean stands for CPU time and is nothing for people.
    package var solved: Int { Int(mean.rounded(.down)) }

    /// Writes the mean for people; tasks are counted.
    package var figure: String {
        over == "tasks" ? "\(solved) of \(count)" : String(format: "%.3f", mean)
    }

    /// The same without what CPU time adds.
    fileprivate var whole: Estimate {
        var result = self
        if over == "tasks" { result.mean = mean.rounded(.down) }
        return result
    }
}

extension EvaluationRecord {
    /// The stage whose seeds or tasks it used.
    ///
    /// References are measured before the search: heuristics on the training tasks, rewards on the seeds of the comparison.
    package var stage: Stage {
        purpose == "baseline" ? (tasks == nil ? .confirm : .search) : Stage(rawValue: purpose) ?? .search
    }
}

extension CandidateRecord {
    /// True for what candidates are held against; false for what was proposed, given by a person or tuned.
    package var isReference: Bool { !["proposal", "file", "initial", "constants"].contains(origin) }
}

extension Individual {
    /// Gives what was measured in a stage.
    package func evaluations(in stage: Stage) -> [EvaluationRecord] {
        evaluations.filter { $0.stage == stage }
    }

    /// Gives what was reached in a stage; nil where nothing was measured, or something failed.
    package func score(in stage: Stage) -> Score? {
        Self.score(of: candidate, evaluations(in: stage), stage)
    }

    /// The figure by which people know the candidate: tasks solved of the training tasks; the mean over the trainings of the
    /// search and as finalist.
    ///
    /// What took no part in the search is known by the comparison.
    package var score: Score? {
        let ranking = evaluations.filter { $0.stage == .search || ($0.stage == .finalist && $0.tasks == nil) }
        return ranking.isEmpty
            ? score(in: .confirm) : Self.score(of: candidate, ranking, .search)
    }

    private static func score(
        of candidate: CandidateRecord, _ evaluations: [EvaluationRecord], _ stage: Stage
    ) -> Score? {
        guard candidate.verdict == "ok", !evaluations.isEmpty, evaluations.allSatisfy({ $0.verdict == "ok" })
        else { return nil }
        return estimate(evaluations).map { Score(estimate: $0.whole, stage: stage) }
    }

    /// CPU seconds of the tasks of a stage, or of the worker in its trainings.
    package func cpuSeconds(in stage: Stage) -> Double {
        evaluations(in: stage).reduce(0) { $0 + $1.workerCPUSeconds }
    }
}

extension Individual {
    /// Stands for where the choice of the winner puts a candidate: the higher, the better.
    package struct Rank: Sendable, Comparable {
        /// 4: the winner; 3: a finalist; 2: measured in the search; 1: a reference; 0: without a figure.
        private let tier: Int
        private let value: Double

        fileprivate init(_ individual: Individual, isWinner: Bool) {
            // The choice among finalists rests on all that is known of them but the comparison.
            let known = individual.evaluations.filter { $0.stage != .confirm }
            let score = individual.score
            value =
                score == nil ? 0 : Individual.estimate(known)?.mean ?? score?.estimate.mean ?? 0
            let isFinalist = !individual.evaluations(in: .finalist).isEmpty
            tier =
                score == nil ? 0 : isWinner ? 4 : individual.candidate.isReference ? 1 : isFinalist ? 3 : 2
        }

        package static func < (one: Rank, other: Rank) -> Bool {
            (one.tier, one.value) < (other.tier, other.value)
        }
    }

    /// Gives its place, as the run chooses: finalists by all that the choice knew of them, then the others by the search.
    package func rank(winner: String?) -> Rank { Rank(self, isWinner: candidate.id == winner) }

    /// Orders candidates, the best first; of equals the one that was proposed first.
    package static func ranked(_ individuals: [Individual], winner: String?) -> [Individual] {
        let ranks = individuals.map { $0.rank(winner: winner) }
        return individuals.indices.sorted { left, right in
            if ranks[left] != ranks[right] { return ranks[left] > ranks[right] }
            let (one, other) = (individuals[left].candidate, individuals[right].candidate)
            return (one.generation, one.index, left) < (other.generation, other.index, right)
        }.map { individuals[$0] }
    }
}

extension Statistics {
    /// Says whether all values of both sides are the same number, so that there is neither better nor worse.
    package static func isTied(_ ours: Estimate, _ theirs: Estimate) -> Bool {
        func isOneValue(_ estimate: Estimate) -> Bool {
            guard let low = estimate.low, let high = estimate.high else { return true }
            return high - low <= 1e-9 * max(1, abs(estimate.mean))
        }
        guard ours.over != "tasks" else { return false }
        return abs(ours.mean - theirs.mean) <= 1e-9 * max(1, abs(ours.mean)) && isOneValue(ours)
            && isOneValue(theirs)
    }

    /// Says of a comparison with the control what it means that this solves everything; nil where it does not.
    package static func warning(against: String, theirs: Estimate) -> String? {
        guard against == "constant", theirs.over == "tasks", theirs.solved == theirs.count else { return nil }
        return
            "even a constant, which knows nothing, solves all of these tasks: they are too easy to tell anything"
    }
}

extension TaskResult {
    /// Says what came of the task: `out of evaluations`.
    package var words: String {
        switch outcome {
        case "evaluations": "out of evaluations"
        case "time": "out of time"
        case "memory": "out of memory"
        default: outcome
        }
    }
}
