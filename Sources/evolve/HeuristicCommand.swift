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

    mutating func run() async throws {
        // Not in `validate`, which comes before a mistyped option is noticed.
        guard place.domain != nil else {
            throw ValidationError(
                "give a domain with --domain; `evolve domains` lists those that come with the tool")
        }
        let command = self
        try await Conversation.run(options: options) { house in
            let tasks = try command.place.tasks(of: house)
            let settings = try await command.settings(for: tasks, house: house)
            let house = house.listening(settings)
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
        var start: String?
        switch evolving.initial {
        case nil: break
        case "goal-count":
            start = try HeuristicDefaults.reference("goal-count", in: house.installation.sandboxes)
        case let file?: start = try CodeFile.read(file)
        }
        // Not before it is known that all words are right: measuring the evaluations takes a moment.
        var settings = try await RunSettings(
            heuristicFor: tasks, model: model, strategy: strategy,
            evaluations: try options.steps ?? Variables.number("EVOLVE_STEPS"))
        try evolving.fill(&settings, options)
        settings.initial = start
        if let seconds = place.taskSeconds { settings.taskSeconds = seconds }
        return settings
    }
}

extension DomainOptions {
    /// Reads the domain and its tasks.
    func tasks(of house: House) throws -> TaskSets {
        try TaskSets.find(domain ?? "", tasks: tasks, in: house.installation.sandboxes)
    }
}
