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
    /// Who proposes values for the constants of the best candidate; nil where nobody does.
    package let constants: (any ConstantSearch)?
    /// Asks a person between generations; nil where nobody is asked.
    package let listener: Listener?
    let clock = ContinuousClock()
    let start: ContinuousClock.Instant

    package init(
        settings: RunSettings, archive: RunArchive, problem: any Problem, proposer: any Proposer,
        strategy: any Strategy, constants: (any ConstantSearch)? = nil, listener: Listener? = nil,
        emit: @escaping @Sendable (RunEvent) -> Void
    ) {
        self.settings = settings
        self.archive = archive
        self.problem = problem
        self.proposer = proposer
        self.strategy = strategy
        self.constants = constants
        self.listener = listener
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
        if !resumed { emit(.note(forecast)) }
        if listener != nil, !proposer.readsWords {
            emit(
                .note(
                    "--feedback: \(proposer.name) cannot read words; what you say is kept and shown, "
                        + "and changes nothing before a model (--model) reads it"))
        }
        try await problem.prepare()
        let known = try await checkedReferences()
        // Code that cannot be used is refused before anything is measured.
        if let code = settings.initial { _ = try await checkedInitial(code) }
        let references = try await measuredReferences(known)
        try await (problem as? any CriticProblem)?.meet(references)
        let outcome = try await search(references)
        let comparisons = try await confirm(outcome, references: references)
        let normalised = try await humanNormalised(outcome, comparisons)
        try await examineFinalists()
        let summary = try await summarise(outcome, comparisons, normalised)
        record.state = summary.stopped == nil ? "done" : "stopped"
        record.summaryJSON = try Self.json(summary)
        try await archive.save(record)
        try await archive.settle()
        emit(.finished(summary))
        return summary
    }

    /// Collects what the search found.
    struct Outcome {
        var population: Population
        var stopped: String?

        var incumbent: Individual? { population.incumbent }
    }

    private func search(_ references: [Individual]) async throws -> Outcome {
        emit(.stage("search"))
        var start: Individual?
        if let code = settings.initial { start = try await initialIndividual(code) }
        let account = try stepAccount(references, start: start)
        var outcome = Outcome(
            population: Population(strategy, capacity: max(32, settings.finalists), start: start))
        for generation in 0..<strategy.rounds(settings.generations) {
            if try await limitReached(before: generation, outcome.population, account) {
                outcome.stopped = "budget"
                break
            }
            let standing = try await standing(before: generation, best: outcome.incumbent)
            outcome.population.reject(standing.rejected)
            emit(.generationStarted(generation))
            let candidates = try await criticised(
                try await proposed(generation, outcome.population, by: standing), generation)
            let isLast = try await moneyEnded(in: generation)
            if isLast { outcome.stopped = "budget" }
            if isLast, candidates.isEmpty { break }
            let individuals = try await withCritiques(
                try await evaluated(candidates, beside: outcome.incumbent))
            outcome.population.add(individuals, planned: settings.seeds)
            try await saveFeedback(on: individuals)
            let best = outcome.incumbent
            emit(.generationEnded(generation, best: best?.label, fitness: best?.fitness))
            if isLast { break }
        }
        try await tuneConstants(&outcome, account)
        try await archive.settle()
        outcome.population.reject(try await finalStanding().rejected)
        if let final = try await chooseAmongFinalists(outcome) { outcome.population.choose(final) }
        return outcome
    }

    /// Writes down what the proposer is told of a generation.
    func saveFeedback(on individuals: [Individual]) async throws {
        try await archive.save(
            individuals.map { FeedbackRecord(candidate: $0.candidate.id, text: problem.feedback(on: $0)) })
    }

    /// Seconds since this process began the run.
    var elapsed: Double { start.duration(to: clock.now) / .seconds(1) }

    /// Derives a seed below 2^31 from the run's seed and a purpose.
    func seed(_ purpose: String) -> UInt64 { ContentHash.seed("\(settings.seed)/\(purpose)") }

    var plan: RunPlan {
        var plan = RunPlan(
            settings, model: proposer.name, fitnessUnit: problem.fitnessUnit,
            reference: problem.references.first)
        plan.generations = strategy.rounds(settings.generations)
        plan.samples = strategy.samples
        plan.lateReferences = problem.referenceStage == .confirm ? 0 : problem.references.count
        for stage in Stage.allCases { plan.weights[stage.rawValue] = problem.weight(of: stage) }
        return plan
    }

    func summarise(
        _ outcome: Outcome, _ comparisons: [Comparison], _ normalised: HumanNormalised? = nil
    ) async throws -> RunSummary {
        let totals = try await archive.totals()
        var best: RunSummary.Best?
        if let winner = outcome.incumbent {
            // Without a reference there is nothing to compare with; the fresh seeds still count.
            let measured = try await archive.evaluations(of: [winner.candidate.id], steps: settings.steps)
            let confirmed = Individual(candidate: winner.candidate, evaluations: measured).score(in: .confirm)
            best = (comparisons.first?.ours ?? confirmed?.estimate ?? winner.fitness).map {
                .init(
                    id: winner.candidate.id, label: winner.label, fitness: $0,
                    humanNormalised: normalised?.score)
            }
        }
        var summary = RunSummary(
            run: try await archive.run()?.name ?? "", problem: settings.problem, subject: settings.subject,
            best: best,
            comparisons: comparisons, candidates: totals.candidates, failed: totals.failed,
            costUSD: try await spent(), tokens: totals.tokens, envSteps: totals.environmentSteps,
            wallSeconds: elapsed,
            stopped: outcome.stopped, weakSandbox: await problem.missingLayers)
        summary.normalised = normalised
        return summary
    }

    /// Renders a value as JSON with sorted keys, on one line.
    package static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
