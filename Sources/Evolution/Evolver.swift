// The main path of a run. Read from here:
//
//   Evolver.run → Strategy.questions → Proposer.answers → extraction → Problem.check → (repair) → critic → Problem.evaluate
//   → Strategy.accept → finalists → confirmation on fresh seeds → RunSummary
//
// Every step first looks into the archive and only does what is not there yet. So a run that was killed continues by
// starting over, and equal seeds give equal archives. Progress leaves as `RunEvent`s through `emit`.
package import Archive
internal import Foundation

/// Runs one search from proposals to a confirmed winner.
package struct Evolver: Sendable {
    package let settings: RunSettings
    package let archive: RunArchive
    package let problem: any Problem
    package let proposer: any Proposer
    package let strategy: any Strategy
    package let emit: @Sendable (RunEvent) -> Void
    let clock = ContinuousClock()
    let start: ContinuousClock.Instant

    package init(
        settings: RunSettings, archive: RunArchive, problem: any Problem, proposer: any Proposer,
        strategy: any Strategy, emit: @escaping @Sendable (RunEvent) -> Void
    ) {
        self.settings = settings
        self.archive = archive
        self.problem = problem
        self.proposer = proposer
        self.strategy = strategy
        self.emit = emit
        start = clock.now
    }

    /// Runs or continues the search to its end.
    /// - Returns: the summary that was also written to the archive.
    /// - Throws: `ModelError` when no proposer answers, `CancellationError` on interrupt; all finished work is kept.
    package func run() async throws -> RunSummary {
        guard var record = try await archive.run() else {
            preconditionFailure("the run's row is written first")
        }
        let resumed = try await archive.hasWork()
        emit(.started(run: record, plan: plan, resumed: resumed))
        try await problem.prepare()
        let references = try await measuredReferences()
        try await (problem as? any CriticProblem)?.meet(references)
        let outcome = try await search()
        let comparisons = try await confirm(outcome, references: references)
        try await examineFinalists()
        let summary = try await summarise(outcome, comparisons)
        record.state = summary.stopped == nil ? "done" : "stopped"
        record.summaryJSON = try Self.json(summary)
        try await archive.save(record)
        emit(.finished(summary))
        return summary
    }

    /// Collects what the search found.
    struct Outcome {
        var population: [[Individual]] = []
        var incumbent: Individual?
        var stopped: String?
    }

    private func search() async throws -> Outcome {
        emit(.stage("search"))
        var outcome = Outcome()
        if let code = settings.initial {
            outcome.incumbent = try await initialIndividual(code)
        }
        for generation in 0..<settings.generations {
            if generation > 0, try await limitReached(before: "generation \(generation)") {
                outcome.stopped = "budget"
                break
            }
            emit(.generationStarted(generation))
            let candidates = try await criticised(try await proposed(generation, outcome), generation)
            let isLast = try await moneyEnded(in: generation)
            if isLast { outcome.stopped = "budget" }
            if isLast, candidates.isEmpty { break }
            let individuals = try await withCritiques(try await evaluated(candidates))
            outcome.population.append(individuals)
            outcome.incumbent = strategy.accept(incumbent: outcome.incumbent, generation: individuals)
            for individual in individuals {
                let words = problem.feedback(on: individual)
                try await archive.save(FeedbackRecord(candidate: individual.candidate.id, text: words))
            }
            let best = outcome.incumbent
            emit(.generationEnded(generation, best: best?.label, fitness: best?.fitness))
            if isLast { break }
        }
        if let final = try await chooseAmongFinalists(outcome) { outcome.incumbent = final }
        return outcome
    }

    /// Says whether the wall limit struck; once it has, the same point stops every later continuation.
    func limitReached(before point: String) async throws -> Bool {
        if let mark = try await archive.mark("limit") { return mark == point }
        guard let limit = settings.timeLimitSeconds, elapsed > limit else { return false }
        try await archive.setMark("limit", point)
        emit(.note("time limit reached before \(point): going on to the comparison with what there is"))
        return true
    }

    /// Seconds since this process began the run.
    var elapsed: Double { start.duration(to: clock.now) / .seconds(1) }

    /// Derives a seed below 2^31 from the run's seed and a purpose.
    func seed(_ purpose: String) -> UInt64 { ContentHash.seed("\(settings.seed)/\(purpose)") }

    var plan: RunPlan {
        var plan = RunPlan(
            settings, model: proposer.name, fitnessUnit: problem.fitnessUnit,
            reference: problem.references.first)
        plan.lateReferences = problem.referenceStage == .confirm ? 0 : problem.references.count
        for stage in Stage.allCases { plan.weights[stage.rawValue] = problem.weight(of: stage) }
        return plan
    }

    func summarise(_ outcome: Outcome, _ comparisons: [Comparison]) async throws -> RunSummary {
        let proposals = try await archive.proposals()
        let evaluations = try await archive.evaluations()
        let candidates = try await archive.candidates().filter { $0.generation >= 0 }
        let failed = Set(
            candidates.filter { $0.verdict != "ok" }.map(\.id)
                + evaluations.filter { $0.verdict != "ok" }.map(\.candidate))
        var best: RunSummary.Best?
        if let winner = outcome.incumbent, let fitness = comparisons.first?.ours ?? winner.fitness {
            best = .init(id: winner.candidate.id, label: winner.label, fitness: fitness, humanNormalised: nil)
        }
        return RunSummary(
            run: try await archive.run()?.name ?? "", problem: settings.problem, subject: settings.subject,
            best: best,
            comparisons: comparisons, candidates: candidates.count, failed: failed.count,
            costUSD: try await spent(),
            tokens: proposals.map { $0.inputTokens + $0.outputTokens }.reduce(0, +),
            envSteps: evaluations.map(\.environmentSteps).reduce(0, +), wallSeconds: elapsed,
            stopped: outcome.stopped, weakSandbox: await problem.missingLayers)
    }

    /// Renders a value as JSON with sorted keys, on one line.
    package static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
