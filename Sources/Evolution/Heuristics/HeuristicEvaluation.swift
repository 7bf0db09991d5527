internal import Archive
internal import Sandbox

/// Tries one candidate in the tasks of a stage, from small to large, and stops where it is hopeless.
///
/// The tasks of a rung are tried side by side, and which rungs are tried depends on solved or not alone: equal runs try the same.
package struct HeuristicEvaluation: Sendable {
    let candidate: CandidateRecord
    let job: EvaluationJob
    /// Smallest first.
    let tasks: [TaskSets.Entry]
    let cpuSeconds: Double
    let bench: HeuristicBench

    /// Tasks tried side by side.
    private let rung = 4
    private var patience: Int { Self.patience(job.stage) }

    /// Unsolved tasks in a row after which the larger ones count as unsolved without being tried.
    ///
    /// Tasks are tried some at a time, so there may be a few more.
    package static func patience(_ stage: Stage) -> Int { stage == .confirm ? 10 : 4 }

    /// Says when tasks of a stage are left untried.
    package static func patienceWords(_ stage: Stage) -> String {
        "not tried, and counted as unsolved: what is larger, after \(patience(stage)) or more \(stage.taskWords) unsolved in a row"
    }

    /// The limits of the stage.
    ///
    /// Evaluations bound the search first, so that equal runs solve the same; larger tasks may use more; the comparison is by
    /// CPU time alone.
    private var evaluations: Int? {
        switch job.stage {
        case .search: job.steps
        case .finalist: job.steps * 10
        case .confirm: nil
        }
    }

    /// Searches.
    /// - Returns: what came of each task, or the candidate's verdict.
    /// - Throws: where not the candidate but the sandbox failed.
    func run(progress: @escaping @Sendable (Double, Double?) -> Void) async throws -> EvaluationRecord {
        let clock = ContinuousClock()
        let start = clock.now
        var results: [TaskResult] = []
        var plans: [String: [String]] = [:]
        var peak = 0
        var failure: Failure?
        while results.count < tasks.count, failure == nil, !isHopeless(results) {
            let next = tasks[results.count..<min(results.count + rung, tasks.count)]
            for trial in try await tried(Array(next)) {
                results.append(trial.result)
                if job.stage == .confirm { results[results.count - 1].plan = trial.plan }
                plans[trial.result.task] = trial.plan
                peak = max(peak, trial.peakBytes)
                if failure == nil, isFatal(trial) { failure = trial.failure }
            }
            progress(Double(results.count) / Double(tasks.count), Coverage(results).fitness)
        }
        let tried = results
        results += tasks[results.count...].map {
            TaskResult(task: $0.name, size: $0.size, outcome: "not tried")
        }
        let diagnosis =
            failure == nil && job.stage == .search ? try await diagnosed(tried, plans) : nil
        return EvaluationRecord(
            candidate: candidate.id, purpose: job.purpose, seed: job.seed, steps: job.steps,
            verdict: failure?.verdict.rawValue ?? "ok", detail: failure?.detail ?? "",
            fitness: failure == nil ? Coverage(results).fitness : nil,
            episodes: results.map { $0.isSolved ? 1 : 0 }, curve: [], components: [], shipped: nil,
            trainerCPUSeconds: 0, workerCPUSeconds: tried.reduce(0) { $0 + $1.cpuSeconds },
            workerPeakBytes: peak, wallSeconds: start.duration(to: clock.now) / .seconds(1),
            environmentSteps: tried.reduce(0) { $0 + $1.evaluations }, policy: nil, tasks: results,
            diagnosis: diagnosis)
    }

    /// Tries tasks side by side, as many at once as there are slots.
    private func tried(_ entries: [TaskSets.Entry]) async throws -> [HeuristicTrial] {
        try await withThrowingTaskGroup(of: (Int, HeuristicTrial).self) { group in
            for (index, entry) in entries.enumerated() {
                group.addTask {
                    (
                        index,
                        try await bench.search(
                            candidate.code, in: entry, cpuSeconds: cpuSeconds, evaluations: evaluations)
                    )
                }
            }
            var trials: [Int: HeuristicTrial] = [:]
            for try await (index, trial) in group { trials[index] = trial }
            return entries.indices.compactMap { trials[$0] }
        }
    }

    private func isHopeless(_ results: [TaskResult]) -> Bool {
        results.count >= patience && results.suffix(patience).allSatisfy { !$0.isSolved }
    }

    /// A candidate that breaks the contract has no score.
    ///
    /// Running out of time or memory is no more than an unsolved task; and once the choice is made, in the comparison, whatever
    /// happens in a task leaves it unsolved.
    private func isFatal(_ trial: HeuristicTrial) -> Bool {
        guard let failure = trial.failure, job.stage != .confirm else { return false }
        return failure.verdict != .time && failure.verdict != .memory
    }

    /// Looks where the search goes astray: in the smallest task that was not solved, and along the plan of the largest that was.
    private func diagnosed(_ results: [TaskResult], _ plans: [String: [String]]) async throws
        -> SearchDiagnosis?
    {
        let solved = results.last { $0.isSolved }
        let unsolved = results.first { !$0.isSolved }
        guard let subject = unsolved ?? solved else { return nil }
        func entry(_ name: String) -> TaskSets.Entry? { tasks.first { $0.name == name } }
        guard let first = entry(subject.task) else { return nil }
        var diagnosis = try await bench.diagnose(
            candidate.code, in: first, plan: plans[subject.task], cpuSeconds: cpuSeconds)
        if let solved, solved.task != subject.task, let other = entry(solved.task) {
            let along = try await bench.diagnose(
                candidate.code, in: other, plan: plans[solved.task], cpuSeconds: cpuSeconds)
            diagnosis?.overestimates = along?.overestimates ?? []
            diagnosis?.plateau = along?.plateau
        }
        let seconds = results.reduce(0) { $0 + $1.cpuSeconds }
        diagnosis?.speed = Self.powerOfTen(
            below: Double(results.reduce(0) { $0 + $1.evaluations }) / max(seconds, 1e-6))
        return diagnosis
    }

    private static func powerOfTen(below value: Double) -> Int {
        var power = 1
        while Double(power) * 10 <= value, power < 1_000_000 { power *= 10 }
        return power
    }
}
