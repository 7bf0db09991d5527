internal import Archive
internal import Sandbox

/// Holds what came of one task.
struct HeuristicTrial: Sendable {
    var result: TaskResult
    /// Steps of a validated plan.
    var plan: [String]?
    var failure: Failure?
    var peakBytes = 0
}

/// Keeps the zygote from which every worker is forked, and lets so many of them work at once.
///
/// A worker lives for one candidate in one task. One that is lost with its zygote is tried again, since nothing of it counted.
actor HeuristicBench {
    private let domainText: String
    private let installation: Installation
    private let allowWeakSandbox: Bool
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var zygote: Zygote?

    init(domainText: String, installation: Installation, count: Int, allowWeakSandbox: Bool) {
        self.domainText = domainText
        self.installation = installation
        self.allowWeakSandbox = allowWeakSandbox
        free = max(1, count)
    }

    /// Layers of the sandbox that are missing.
    var missingLayers: [String] { zygote?.report.missing ?? [] }

    /// Starts the zygote.
    /// - Throws: `SandboxError` when a layer is missing.
    func prepare() async throws { _ = try await started() }

    /// Ends the zygote, once no worker needs it.
    func shutDown() { zygote = nil }

    /// Checks a candidate on states of a task.
    func check(_ code: String, on entry: TaskSets.Entry, cpuSeconds: Double) async throws -> CheckOutcome {
        let limits = PlanningLimits(cpuSeconds: cpuSeconds)
        return try await lend(to: entry, limits) { worker in
            switch worker.check(code: code, seed: 0) {
            case .success(let description):
                return .success(
                    CheckOutcome(
                        verdict: "ok", detail: "", constants: description.constants,
                        normalised: description.normalised, fingerprint: description.fingerprint))
            case .failure(let failure) where failure.isSandboxFault: return .failure(failure)
            case .failure(let failure):
                return .success(
                    CheckOutcome(verdict: failure.verdict.rawValue, detail: failure.explanation))
            }
        }
    }

    /// Searches in one task with a candidate alone, eagerly; a plan that comes back has been validated.
    func search(
        _ code: String, in entry: TaskSets.Entry, cpuSeconds: Double, evaluations: Int?
    ) async throws -> HeuristicTrial {
        let limits = PlanningLimits(cpuSeconds: cpuSeconds)
        return try await lend(to: entry, limits) { worker in
            let outcome = worker.solve(
                code: code, search: HeuristicSearch(.eager, maximumEvaluations: evaluations))
            let usage = worker.usage
            var trial = HeuristicTrial(
                result: TaskResult(
                    task: entry.name, size: entry.size, outcome: "", cpuSeconds: usage?.cpuSeconds ?? 0),
                peakBytes: usage?.peakBytes ?? 0)
            switch outcome {
            case .failure(let failure) where failure.isSandboxFault: return .failure(failure)
            case .failure(let failure):
                trial.result.outcome = failure.verdict.rawValue
                trial.failure = failure
            case .success(let run):
                trial.result.evaluations = run.evaluations
                switch run.outcome {
                case .plan(let steps):
                    trial.result.outcome = "solved"
                    trial.result.planLength = steps.count
                    trial.plan = steps
                case .noPlan: trial.result.outcome = "no plan"
                case .outOfTime: trial.result.outcome = "time"
                case .outOfMemory: trial.result.outcome = "memory"
                case .outOfEvaluations: trial.result.outcome = "evaluations"
                }
            }
            return .success(trial)
        }
    }

    /// Looks where a candidate leads a search astray; nil where the candidate fails at that.
    func diagnose(
        _ code: String, in entry: TaskSets.Entry, plan: [String]?, cpuSeconds: Double
    ) async throws -> SearchDiagnosis? {
        try await lend(to: entry, PlanningLimits(cpuSeconds: cpuSeconds)) { worker in
            switch worker.diagnose(code: code, plan: plan) {
            case .success(let found): .success(SearchDiagnosis(found, task: entry.name, plan: plan ?? []))
            case .failure(let failure): failure.isSandboxFault ? .failure(failure) : .success(nil)
            }
        }
    }

    /// Lends a fresh worker with a task to a piece of work on a thread of its own.
    private func lend<Value: Sendable>(
        to entry: TaskSets.Entry, _ limits: PlanningLimits,
        _ work: @escaping @Sendable (HeuristicWorker) -> Result<Value, Failure>
    ) async throws -> Value {
        await borrow()
        defer { giveBack() }
        let zygote = try await started()
        let domainText = domainText
        for attempt in 0... {
            try Task.checkCancellation()
            let worker = try HeuristicWorker(
                zygote: zygote, domain: domainText, task: entry.text, limits: limits)
            let outcome = try await withTaskCancellationHandler {
                try await offPool { work(worker) }
            } onCancel: {
                worker.cancel()
            }
            // What was cut short is nobody's result.
            try Task.checkCancellation()
            switch outcome {
            case .success(let value): return value
            case .failure(let failure): if attempt >= 2 { throw failure }
            }
        }
        preconditionFailure("the loop ends by returning")
    }

    private func started() async throws -> Zygote {
        if let zygote { return zygote }
        let configuration = installation.zygote(allowWeakSandbox: allowWeakSandbox)
        let started = try await offPool { try Zygote(configuration: configuration) }
        // Another piece of work may have been as quick.
        if let zygote { return zygote }
        zygote = started
        return started
    }

    private func borrow() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    /// Hands the place to the next in line, or keeps it for later.
    private func giveBack() {
        if waiting.isEmpty {
            free += 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}

extension SearchDiagnosis {
    /// Keeps what a proposer can use of a worker's diagnosis; times are left out, for equal runs must say the same.
    fileprivate init(_ found: HeuristicDiagnosis, task: String, plan: [String]) {
        self.init(
            stuck: found.stuck.map { stuck in
                Stuck(
                    task: task, state: stuck.state, value: stuck.value, stepsFromStart: stuck.stepsFromStart,
                    successors: stuck.successors.prefix(12).map {
                        Successor(action: $0.action, value: $0.value)
                    })
            },
            overestimates: found.worstOverestimates.prefix(3).map {
                Overestimate(task: task, state: $0.state, value: $0.value, remaining: $0.remaining)
            }, speed: nil)
        plateau = Plateau(task: task, plan: plan, values: found.planValues)
    }
}

extension SearchDiagnosis.Plateau {
    /// Finds the longest stretch of a plan after which the value is, for the first time, below what it was before;
    /// nil where no stretch is longer than two steps, or plan and values do not fit each other.
    /// - Parameters:
    ///   - task: where the plan belongs.
    ///   - plan: its actions.
    ///   - values: estimates of its states, one more than actions; -1 stands for infinity.
    init?(task: String, plan: [String], values: [Double]) {
        guard plan.count > 2, values.count == plan.count + 1 else { return nil }
        let heights = values.map { $0 < 0 ? .infinity : $0 }
        var best = 0..<0
        var start = 0
        for step in 1..<heights.count where heights[step] < heights[start] {
            if step - start > best.count { best = start..<step }
            start = step
        }
        guard best.count > 2 else { return nil }
        let shown = best.lowerBound..<min(best.upperBound, best.lowerBound + 8)
        self.init(
            task: task, start: best.lowerBound, actions: Array(plan[shown]),
            values: Array(values[shown.lowerBound...shown.upperBound]), length: best.count,
            planLength: plan.count)
    }
}
