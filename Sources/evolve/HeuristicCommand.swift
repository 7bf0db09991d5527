internal import ArgumentParser
internal import Evolution
internal import Foundation

/// `evolve heuristic`: evolves a planning heuristic.
struct HeuristicCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "heuristic", abstract: "Evolve a planning heuristic for a domain.",
        discussion: """
            Proposes heuristics, searches with each of them in training tasks, lets the best meet larger validation tasks, and \
            compares the winner with goal count on held-out tasks at least twice as large as those it was found on.

            Examples: evolve heuristic --domain blocksworld
                      evolve heuristic --domain my/domain.pddl --tasks my/tasks --model openai:NAME
                      evolve heuristic --domain ferry --strategy best-of-n --samples 25 --model openai:NAME
            """)

    @OptionGroup var place: DomainOptions

    @OptionGroup var options: RunOptions

    @OptionGroup var evolving: EvolvingOptions

    func validate() throws {
        if place.domain == nil {
            throw ValidationError(
                "give a domain with --domain; `evolve domains` lists those that come with the tool")
        }
    }

    mutating func run() async throws {
        let command = self
        try await Conversation.run(options: options) { house in
            let tasks = try command.place.tasks(of: house)
            let settings = try await command.settings(for: tasks, house: house)
            let name =
                command.options.run ?? RunFolder.defaultName(tasks.name, in: house.installation.runs)
            let folder = try await RunFolder.create(settings, name: name, in: house.installation.runs)
            try tasks.keep(in: folder.path)
            return try await Results.reporting(folder, .heuristic(tasks), house) {
                try await house.search(folder, settings, .heuristic(tasks))
            }
        }
    }

    private func settings(for tasks: TaskSets, house: House) async throws -> RunSettings {
        let model = try evolving.checkedModel()
        let strategy = try evolving.checkedStrategy()
        let defaults = HeuristicDefaults(strategy: strategy, isOffline: model == "offline")
        var start: String?
        switch evolving.initial {
        case nil: break
        case "goal-count":
            start = try HeuristicDefaults.reference("goal-count", in: house.installation.sandboxes)
        case let file?: start = try CodeFile.read(file)
        }
        // Not before it is known that all words are right: it takes a moment.
        var evaluations = try options.steps ?? Variables.number("EVOLVE_STEPS")
        if evaluations == nil { evaluations = try await tasks.suggestedEvaluations() }
        return RunSettings(
            problem: "heuristic", subject: tasks.name,
            task: "find a heuristic with which greedy search solves large tasks of \(tasks.name)",
            model: model, strategy: strategy,
            samples: try evolving.samples ?? Variables.number("EVOLVE_SAMPLES") ?? defaults.samples,
            generations: try evolving.generations ?? Variables.number("EVOLVE_GENERATIONS")
                ?? defaults.generations,
            seeds: 1,
            steps: evaluations ?? 1000,
            finalists: defaults.finalists, finalistSeeds: 1, confirmSeeds: 1,
            jobs: try options.jobs ?? Variables.number("EVOLVE_JOBS") ?? Variables.defaultJobs,
            seed: options.seed ?? UInt64.random(in: 0..<(1 << 31)), initial: start,
            promptsFolder: evolving.prompts, timeLimitSeconds: evolving.timeLimit?.seconds,
            allowWeakSandbox: options.allowWeakSandbox,
            budgetUSD: try evolving.budgetUsd ?? Variables.amount("EVOLVE_BUDGET_USD"),
            pricesFile: evolving.prices ?? Variables.text("EVOLVE_PRICES"),
            taskSeconds: place.taskSeconds ?? RunSettings.defaultTaskSeconds)
    }
}

extension DomainOptions {
    /// Reads the domain and its tasks.
    func tasks(of house: House) throws -> TaskSets {
        try TaskSets.find(domain ?? "", tasks: tasks, in: house.installation.sandboxes)
    }
}
