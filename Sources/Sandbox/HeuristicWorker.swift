internal import CChannel
internal import Glibc
internal import Planning
internal import Synchronization

/// Runs one planning heuristic at a time, each request in a locked process of its own, on one task.
///
/// The search runs inside the process; only its plan comes out, and the validator of this process decides whether it counts.
/// Every call blocks, at most for the wall limit.
package final class HeuristicWorker: Sendable {
    let zygote: Zygote
    let limits: PlanningLimits
    let texts: SharedMemory
    let sizes: (domain: Int, task: Int)
    private let domain: [UInt8]
    private let task: [UInt8]
    private let lastUsage = Mutex<Usage?>(nil)
    private let present = Mutex<Present>(Present())

    /// Tells what a cancellation ends.
    private struct Present: Sendable {
        var handle: CInt?
        var isCancelled = false
    }

    /// Keeps the bits of a seed that JSON numbers carry.
    private static let seedMask: UInt64 = 1 << 52 - 1

    /// Bounds what a worker may answer at length: a plan, or the facts of sampled states.
    static let outboxBytes = 16 << 20

    /// Prepares work on a task; the text is not looked at before the first request.
    /// - Parameters:
    ///   - zygote: forks the processes.
    ///   - domain: PDDL.
    ///   - task: PDDL.
    ///   - limits: bounds each request.
    /// - Throws: ``SandboxError`` where memory cannot be had.
    package init(
        zygote: Zygote, domain: String, task: String, limits: PlanningLimits = PlanningLimits()
    ) throws(SandboxError) {
        self.zygote = zygote
        self.limits = limits
        self.domain = Array(domain.utf8)
        self.task = Array(task.utf8)
        sizes = (self.domain.count, self.task.count)
        texts = try SharedMemory(name: "signals", bytes: max(1, sizes.domain + sizes.task))
        try texts.write(self.domain + self.task, at: 0)
        try texts.sealFutureWrites()
    }

    /// Gives what the process of the last request used, measured from outside.
    package var usage: Usage? { lastUsage.withLock { $0 } }

    /// Ends the request that is under way, from any thread, and refuses all later ones.
    package func cancel() {
        present.withLock { present in
            present.isCancelled = true
            if let handle = present.handle { _ = evolve_process_signal(handle, SIGKILL) }
        }
    }

    /// Lets a cancellation end a process; false where it came before.
    func begin(_ process: WorkerProcess) -> Bool {
        present.withLock { present in
            present.handle = present.isCancelled ? nil : process.handle
            return !present.isCancelled
        }
    }

    /// Comes before the process's handle is closed.
    func end() { present.withLock { $0.handle = nil } }

    // MARK: Requests

    /// Checks a candidate: text, module, constructor, and estimates of sampled states, twice.
    /// - Parameters:
    ///   - code: the candidate's text.
    ///   - states: how many states along random walks are looked at.
    ///   - seed: chooses them.
    ///   - constants: values in place of the tunable constants' defaults.
    /// - Returns: what the candidate is, or why it is refused.
    package func check(
        code: String, states: Int = 40, seed: UInt64 = 1, constants: [String: Double] = [:]
    ) -> Result<HeuristicDescription, Failure> {
        let request = HeuristicRequest(
            do: "heuristic_check", code: code, task: description(), constants: constants, states: states,
            seed: seed & Self.seedMask)
        return ask(request).flatMap { describe($0.reply, states) }
    }

    /// Gives the estimates of sampled states, with the facts of each state where they are wanted.
    /// - Parameters:
    ///   - code: the candidate's text.
    ///   - states: how many states along random walks.
    ///   - seed: chooses them.
    ///   - facts: asks for the states themselves.
    ///   - constants: values in place of the tunable constants' defaults.
    ///   - isLifted: leaves the task ungrounded.
    /// - Returns: the description with its values, and one line of sorted facts for each state.
    package func values(
        code: String, states: Int, seed: UInt64, facts: Bool = false, constants: [String: Double] = [:],
        isLifted: Bool = false
    ) -> Result<(description: HeuristicDescription, states: [String]), Failure> {
        let request = HeuristicRequest(
            do: "heuristic_values", code: code, task: description(isLifted: isLifted), constants: constants,
            states: states, seed: seed & Self.seedMask, facts: facts)
        return ask(request).flatMap { answer in
            describe(answer.reply, states).map { description in
                let lines = answer.outbox.split(separator: UInt8(ascii: "\n"))
                return (description, lines.map { ForeignText.shown(String(decoding: $0, as: UTF8.self)) })
            }
        }
    }

    /// Searches for a plan under the candidate's estimates.
    /// - Parameters:
    ///   - code: the candidate's text.
    ///   - search: how.
    /// - Returns: what came of it, a plan only if it is valid; or the candidate's fault.
    package func solve(
        code: String, search: HeuristicSearch = HeuristicSearch()
    ) -> Result<HeuristicRun, Failure> {
        let request = HeuristicRequest(
            do: "heuristic_solve", code: code, task: description(isLifted: search.isLifted),
            constants: search.constants, search: HeuristicRequest.Search(search))
        return ask(request).flatMap(judge)
    }

    /// Finds out where a candidate stumbles.
    /// - Parameters:
    ///   - code: the candidate's text.
    ///   - plan: a plan of this task, where one is known.
    ///   - steps: how far to go downhill.
    ///   - constants: values in place of the tunable constants' defaults.
    /// - Returns: what was found, or the candidate's fault.
    package func diagnose(
        code: String, plan: [String]? = nil, steps: Int = 200, constants: [String: Double] = [:]
    ) -> Result<HeuristicDiagnosis, Failure> {
        let request = HeuristicRequest(
            do: "heuristic_diagnose", code: code, task: description(), constants: constants,
            plan: .some(plan?.joined(separator: "\n")), steps: steps)
        return ask(request).flatMap { answer in
            guard let diagnosis = answer.reply.diagnosis?.shown else {
                return .failure(Failure(.protocol, "the worker gave no diagnosis", output: answer.output))
            }
            return .success(diagnosis)
        }
    }

    // MARK: Answers

    private func description(isLifted: Bool = false) -> HeuristicRequest.Task {
        HeuristicRequest.Task(
            domain_bytes: sizes.domain, task_bytes: sizes.task, cpu_seconds: limits.cpuSeconds,
            memory_bytes: limits.memoryBytes, lifted: isLifted)
    }

    private func describe(_ reply: HeuristicReply, _ states: Int) -> Result<HeuristicDescription, Failure> {
        guard let description = reply.heuristic else {
            return .failure(Failure(.protocol, "the worker did not describe the candidate"))
        }
        if let complaint = description.complaint(states: states) {
            return .failure(Failure(.protocol, "the worker \(complaint)"))
        }
        return .success(description.unbounded)
    }

    /// Believes nothing of a run but its plan, and that only when it holds.
    private func judge(_ answer: HeuristicAnswer) -> Result<HeuristicRun, Failure> {
        guard let run = answer.reply.run else {
            return .failure(Failure(.protocol, "the worker did not say how the search ended"))
        }
        var outcome: HeuristicRun.Outcome
        var cost: Int?
        switch run.ending {
        case "plan":
            switch validate(answer.outbox) {
            case .success(let (steps, found)): (outcome, cost) = (.plan(steps), found)
            case .failure(let failure): return .failure(failure)
            }
        case "no_plan": outcome = .noPlan
        case "time": outcome = .outOfTime
        case "memory": outcome = .outOfMemory
        case "evaluations": outcome = .outOfEvaluations
        default: return .failure(Failure(.protocol, "the worker named an ending that there is not"))
        }
        // What came too late does not count, whatever the worker's own clock said.
        if answer.usage.cpuSeconds > limits.cpuSeconds + 1 { (outcome, cost) = (.outOfTime, nil) }
        return .success(
            HeuristicRun(
                outcome: outcome, cost: cost, evaluations: HeuristicReply.count(run.evaluations),
                expansions: HeuristicReply.count(run.expansions), states: HeuristicReply.count(run.states),
                groundingSeconds: run.grounding_seconds ?? 0,
                constructorSeconds: run.constructor_seconds ?? 0,
                heuristicSeconds: run.heuristic_seconds ?? 0, searchSeconds: run.cpu_seconds ?? 0,
                initialValue: run.initial_value.map { $0 < 0 ? .infinity : $0 } ?? .nan, usage: answer.usage))
    }

    private func validate(_ text: [UInt8]) -> Result<(steps: [String], cost: Int), Failure> {
        do {
            let parsed = try Planner.parse(
                domain: SourceText(name: "domain.pddl", bytes: domain),
                task: SourceText(name: "task.pddl", bytes: task))
            let plan = try Plan(parsing: SourceText(name: "plan", bytes: text))
            switch Planner.validate(plan, for: parsed) {
            case .valid(let cost): return .success((plan.steps.map(\.description), cost))
            case let outcome:
                let words = ForeignText.shown(outcome.description, limit: ForeignText.detail)
                return .failure(Failure(.protocol, "the worker gave a plan that is none: \(words)"))
            }
        } catch {
            let words = ForeignText.shown("\(error)", limit: ForeignText.detail)
            return .failure(Failure(.protocol, "the worker gave a plan that cannot be read: \(words)"))
        }
    }

    func remember(_ usage: Usage) { lastUsage.withLock { $0 = usage } }
}
