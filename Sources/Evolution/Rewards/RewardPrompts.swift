package import Archive
internal import Foundation
internal import GeneticProgramming
package import LanguageModel
internal import Sandbox
package import Training

/// Speaks of reward candidates in the words of the `Prompts` folder: what is asked, what came of a candidate, what failed.
package struct RewardPrompts: ProblemPrompts {
    private let prompts: Prompts
    private let critic: CriticPrompts
    /// Asks for two terms of which only the signs count, and for memory.
    private let isSignLimited: Bool
    private let environment: PromptContext.Environment
    private let analyzer: Analyzer

    /// - Throws: ``PromptError`` naming the template's file and line.
    package init(installation: Installation, settings: RunSettings, environment: EnvironmentInfo) throws {
        try self.init(folder: installation.prompts, settings: settings, environment: environment)
    }

    /// Loads the templates from a folder.
    init(folder: String, settings: RunSettings, environment: EnvironmentInfo) throws {
        prompts = try Prompts(
            folder: folder, override: settings.promptsFolder)
        critic = try CriticPrompts(folder: folder, override: settings.promptsFolder)
        isSignLimited = settings.strategy == Strategies.autoMC
        let highest = ["share": 1.0, "%": 100.0][environment.fitness.unit]
        analyzer = Analyzer(signals: environment.signals, highest: highest)
        var described = PromptContext.Environment(environment, task: settings.task)
        described.start = settings.startPolicy?.origin
        self.environment = described
    }

    package func messages(for question: Question) throws -> [Message] {
        let hints =
            question.failures.prefix(2).map(hint) + question.parents.dropFirst().prefix(2).map(hint)
        guard let best = question.parents.first, let elite = elite(best) else {
            var context = context(hints: hints)
            context.wishes = question.wishes
            return try prompts.initial(context)
        }
        var context = context(elite: elite, hints: hints)
        context.wishes = question.wishes
        context.isMutation = question.breeding == .mutation
        if question.breeding == .crossover, question.parents.count > 1 {
            let other = question.parents[1]
            context.partner = .init(
                label: other.label,
                score: "\(promptNumber(other.fitness?.mean ?? 0)) \(environment.fitness.unit)",
                code: other.candidate.code.trimmingCharacters(in: .newlines))
        }
        context.votes = question.votesValue(outcome)
        return try prompts.improve(context)
    }

    /// Says in a few words what came of a candidate.
    private func outcome(_ individual: Individual) -> String {
        guard let fitness = individual.fitness else { return "it failed" }
        return "score \(promptNumber(fitness.mean)) \(environment.fitness.unit)"
    }

    package func repairMessages(for failed: Individual, answer: String) throws -> [Message] {
        let (verdict, detail) = failed.failure ?? ("rejected", "no code was found in the answer")
        let code = failed.candidate.code.isEmpty ? String(answer.prefix(2000)) : failed.candidate.code
        return try prompts.repair(
            context(
                failure: .init(verdict: verdict, detail: String(detail.prefix(1500)), code: code)))
    }

    private func context(
        elite: PromptContext.Elite? = nil, failure: PromptContext.Failure? = nil, hints: [String] = []
    ) -> PromptContext {
        var context = PromptContext(
            environment: environment, elite: elite, failure: failure, hints: hints,
            teachesMemory: isSignLimited)
        context.isSignLimited = isSignLimited
        return context
    }

    package func criticMessages(for individual: Individual, rules: [Finding]) throws -> [Message]? {
        try critic.question(environment, code: individual.candidate.code, rules: rules)
    }

    package func revisionMessages(for individual: Individual, findings: [Finding]) throws -> [Message]? {
        try prompts.conversation(
            context().values, code: individual.candidate.code,
            words: critic.advice(environment, findings))
    }

    /// Explains a measured or failed candidate; the same words that the proposer reads.
    func feedback(on individual: Individual) -> String {
        do {
            if let elite = elite(individual) {
                return try prompts.improve(context(elite: elite)).last?.text
                    ?? ""
            }
            return try repairMessages(for: individual, answer: "").last?.text ?? ""
        } catch {
            // Every name was checked when the templates were loaded; what is left is worth reading, not worth a crash.
            return "the feedback could not be written: \(error)"
        }
    }

    /// Gathers what came of a candidate; nil unless it is valid.
    ///
    /// Curves and components are those of its first seed.
    private func elite(_ individual: Individual) -> PromptContext.Elite? {
        guard let fitness = individual.fitness, let evaluation = individual.evaluations.first else {
            return nil
        }
        var interval: ClosedRange<Double>?
        if let low = fitness.low, let high = fitness.high { interval = low...high }
        return PromptContext.Elite(
            code: individual.candidate.code, label: individual.label, fitness: fitness.mean,
            interval: interval,
            components: evaluation.components.map {
                .init(name: $0.name, points: $0.points, mean: $0.mean, min: $0.min, max: $0.max)
            },
            curve: evaluation.curve.map(\.fitness), episodeLength: evaluation.curve.map(\.episodeLength),
            episodes: evaluation.digest.map(
                EpisodeWords(preferred: individual.candidate.signals).lines) ?? [],
            causes: [individual.pauseWords].compactMap { $0 }
                + (individual.critique?.findings.prefix(2) ?? []).map(\.text)
                + analyzer.causes(of: individual).prefix(3).map(\.text))
    }

    private func hint(_ individual: Individual) -> String {
        if let (verdict, detail) = individual.failure {
            let line = detail.split(separator: "\n").first.map(String.init) ?? ""
            return "another attempt could not be used: \(verdict): \(line.prefix(200))"
        }
        let terms = individual.candidate.components.joined(separator: ", ")
        let reached =
            "another function, with the terms \(terms), reached \(promptNumber(individual.fitness?.mean ?? 0))"
            + (individual.pauseWords == nil ? "" : " in the first part of a training that was stopped")
        return analyzer.causes(of: individual).first.map { "\(reached): \($0.words)" } ?? reached
    }
}

extension Individual {
    /// Says that its trainings were stopped at a rung; nil where they came to their ends.
    fileprivate var pauseWords: String? {
        guard let pause = evaluations.first, let state = pause.state else { return nil }
        let share = Int((100 * Double(pause.steps) / Double(state.of)).rounded())
        return
            "the training was stopped after \(share) % of its steps, since another function was clearly better by then"
    }
}

extension PromptContext.Environment {
    /// Takes what prompts need from the trainer's description; `task` is the run's sentence.
    init(_ environment: EnvironmentInfo, task: String) {
        self.init(
            title: environment.title, task: task, horizon: environment.horizon,
            fitness: .init(
                name: environment.fitness.name, unit: environment.fitness.unit, text: environment.fitness.text
            ),
            termination: environment.termination,
            signals: environment.signals.map {
                .init(
                    name: $0.name, shape: $0.shape, unit: $0.unit, text: $0.text, low: $0.low ?? -1,
                    high: $0.high ?? 1)
            },
            numbers: [
                .init(
                    name: "time step", value: environment.intervalSeconds, unit: "s",
                    text: "simulated time of one step")
            ])
    }
}
