internal import ArgumentParser
internal import Evolution
internal import Training

/// `evolve score`: a person's own code, judged the same way as a proposal.
struct ScoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score", abstract: "Check, train and compare a reward function of your own.")

    @Argument(help: "Python file with compute_reward.")
    var file: String

    @OptionGroup var options: RunOptions

    @Option(parsing: .unconditional, help: "Training seeds (default: the environment's confirmation seeds).")
    var seeds: Int?

    @Flag(inversion: .prefixedNo, help: "Train the human reward on the same seeds and compare.")
    var human = true

    func validate() throws {
        if let seeds, seeds < 1 { throw ValidationError("--seeds must be at least 1, not \(seeds)") }
    }

    mutating func run() async throws {
        let command = self
        try await Conversation.run(options: options) { house in
            let environment = try await house.installation.environment(command.options.env)
            let code = try CodeFile.read(command.file)
            let defaults = environment.defaults
            let settings = RunSettings(
                problem: "reward", subject: environment.name, task: environment.task, model: "none",
                strategy: "score", samples: 0, generations: 0, seeds: 0,
                steps: try command.options.steps ?? Variables.number("EVOLVE_STEPS") ?? defaults.steps,
                finalists: 0, finalistSeeds: 0, confirmSeeds: command.seeds ?? defaults.confirmSeeds,
                jobs: try command.options.jobs ?? Variables.number("EVOLVE_JOBS") ?? Variables.defaultJobs,
                seed: command.options.seed ?? UInt64.random(in: 0..<(1 << 31)), initial: code,
                promptsFolder: nil,
                timeLimitSeconds: nil, allowWeakSandbox: command.options.allowWeakSandbox)
            let name =
                command.options.run
                ?? RunFolder.defaultName(
                    "score-\(environment.name)", in: house.installation.runs)
            let folder = try await RunFolder.create(settings, name: name, in: house.installation.runs)
            return try await Results.reporting(folder, environment, house) {
                try await house.score(folder, settings, environment, againstHuman: command.human)
            }
        }
    }
}
