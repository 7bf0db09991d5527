package import Archive
internal import LanguageModel

/// Judges planning heuristics: checked and searched with in locked workers, their plans validated here.
///
/// What a candidate returns is a plan, and only a plan that validates counts. CPU time is measured from outside.
package final class HeuristicProblem: Problem {
    package let fitnessUnit = "tasks"
    /// The number of missing goal facts, and the control: a heuristic that knows nothing.
    package let references = ["goal-count", "constant"]
    /// Test tasks are for the end: before it references meet the training tasks.
    package let referenceStage = Stage.search
    private let tasks: TaskSets
    private let installation: Installation
    private let prompts: HeuristicPrompts?
    private let taskSeconds: Double
    private let bench: HeuristicBench

    /// Makes the problem; nothing is started before it is needed.
    /// - Parameters:
    ///   - tasks: what is searched in.
    ///   - installation: where everything lies.
    ///   - prompts: words for feedback; nil where nobody reads any.
    ///   - taskSeconds: CPU seconds for one task, grounding and constructor included.
    ///   - jobs: workers at once.
    ///   - allowWeakSandbox: run although layers are missing.
    package init(
        tasks: TaskSets, installation: Installation, prompts: HeuristicPrompts?, taskSeconds: Double,
        jobs: Int, allowWeakSandbox: Bool
    ) {
        self.tasks = tasks
        self.installation = installation
        self.prompts = prompts
        self.taskSeconds = taskSeconds
        bench = HeuristicBench(
            domainText: tasks.domainText, installation: installation, count: jobs,
            allowWeakSandbox: allowWeakSandbox)
    }

    /// Guessed from the limits: a stage's tasks, each with the CPU time that a third of its limit is.
    package func weight(of stage: Stage) -> Double {
        switch stage {
        case .search: 1
        case .finalist: 6
        case .confirm: max(1, Double(tasks.test.count) * taskSeconds / 12)
        }
    }

    package var missingLayers: [String] {
        get async { await bench.missingLayers }
    }

    package func prepare() async throws { try await bench.prepare() }

    package func shutDown() async { await bench.shutDown() }

    package func extract(_ completion: String) -> Extraction {
        switch extractCode(from: completion, entryPoint: .callableClass) {
        case .success(let found): .code(found.code)
        case .failure(let failure): .nothing(failure.reason)
        }
    }

    package func check(_ code: String) async throws -> CheckOutcome {
        // A task in the middle: large enough for values to differ, small enough to be quick.
        try await bench.check(code, on: tasks.train[tasks.train.count / 2], cpuSeconds: taskSeconds)
    }

    package func evaluate(
        _ candidate: CandidateRecord, job: EvaluationJob,
        progress: @escaping @Sendable (_ fraction: Double, _ fitness: Double?) -> Void
    ) async throws -> EvaluationRecord {
        let evaluation = HeuristicEvaluation(
            candidate: candidate, job: job, tasks: tasks[job.stage], cpuSeconds: taskSeconds, bench: bench)
        return try await evaluation.run(progress: progress)
    }

    package func compare(
        _ ours: [EvaluationRecord], _ theirs: [EvaluationRecord], against: String
    ) -> Comparison? {
        Statistics.compare(
            ours.compactMap(\.tasks).flatMap(\.self), with: theirs.compactMap(\.tasks).flatMap(\.self),
            against: against)
    }

    package func feedback(on individual: Individual) -> String { prompts?.feedback(on: individual) ?? "" }

    package func reference(_ name: String) throws -> String? {
        try HeuristicDefaults.reference(name, in: installation.sandboxes)
    }
}
