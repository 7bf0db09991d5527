internal import ArgumentParser
internal import Evolution
internal import Foundation
internal import Training

/// `evolve score`: a person's own code, judged the same way as a proposal.
struct ScoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score", abstract: "Check, measure and compare a reward or a heuristic of your own.",
        discussion: """
            evolve score FILE.py --env ant              train with a reward, and with the human one, on the same seeds
            evolve score FILE.py --domain blocksworld   search with a heuristic, and with goal count, in the same test tasks
            """)

    @Argument(help: "Python file with compute_reward, or with a heuristic's class.")
    var file: String

    @Option(
        help: ArgumentHelp(
            "Environment to train in: a name that `evolve envs` lists, a FILE.py of your own, gym:ID, any of Gymnasium's, or craftax:TASK.",
            discussion:
                "The code of such a file or environment is trusted: it runs in the trainer, outside the sandbox.",
            valueName: "name"))
    var env: String?

    @OptionGroup var place: DomainOptions

    @OptionGroup var options: RunOptions

    @OptionGroup var baselines: BaselineOptions

    @OptionGroup var start: StartOptions

    @Option(parsing: .unconditional, help: "Training seeds (default: the environment's confirmation seeds).")
    var seeds: Int?

    @Flag(
        inversion: .prefixedNo, help: "Measure the human reward, or goal count, in the same way and compare.")
    var human = true

    func validate() throws {
        if start.startPolicy != nil, env == nil {
            throw ValidationError("--start-policy is for rewards: give it with --env")
        }
        if let seeds, seeds < 1 { throw ValidationError("--seeds must be at least 1, not \(seeds)") }
    }

    mutating func run() async throws {
        try place.require(orEnvironment: env)
        let command = self
        try await Conversation.run(options: options) { house in
            let code = try CodeFile.read(command.file)
            let subject = try await command.subject(house)
            var settings = try command.settings(for: subject, code)
            var policy: (StartPolicy, Data)?
            if case .reward(let environment) = subject {
                policy = try await command.start.policy(for: environment, house)
                settings.startPolicy = policy?.0
            }
            let name =
                command.options.run
                ?? RunFolder.defaultName("score-\(subject.name)", in: house.installation.runs)
            let folder = try await RunFolder.create(settings, name: name, in: house.installation.runs)
            if case .heuristic(let tasks) = subject { try tasks.keep(in: folder.path) }
            if let policy { try StartPolicy.keep(policy.1, in: folder.path) }
            return try await Results.reporting(folder, subject, house) {
                try await house.score(folder, settings, subject, compared: command.human)
            }
        }
    }

    private func subject(_ house: House) async throws -> Subject {
        guard let env else { return .heuristic(try place.tasks(of: house)) }
        return .reward(try await house.installation.environment(env))
    }

    private func settings(for subject: Subject, _ code: String) throws -> RunSettings {
        // Scored is on held-out tasks alone, which are bounded by time; the training tasks only show that references work.
        var (steps, seeds) = (2000, 1)
        var (task, taskSeconds): (String, Double?) = ("", place.taskSeconds ?? RunSettings.defaultTaskSeconds)
        switch subject {
        case .reward(let environment):
            (steps, seeds) = (environment.defaults.steps, environment.defaults.confirmSeeds)
            (task, taskSeconds) = (environment.task, nil)
        case .heuristic(let tasks): task = "solve large tasks of \(tasks.name)"
        }
        var settings = RunSettings(
            problem: subject.problem, subject: subject.name, task: task, model: "none", strategy: "score",
            samples: 0, generations: 0, seeds: taskSeconds == nil ? 0 : 1,
            steps: try options.steps ?? Variables.number("EVOLVE_STEPS") ?? steps, finalists: 0,
            finalistSeeds: 0, confirmSeeds: self.seeds ?? seeds,
            jobs: try options.jobs ?? Variables.number("EVOLVE_JOBS") ?? Variables.defaultJobs,
            seed: options.seed ?? UInt64.random(in: 0..<(1 << 31)), initial: code, promptsFolder: nil,
            timeLimitSeconds: nil, allowWeakSandbox: options.allowWeakSandbox, taskSeconds: taskSeconds)
        if baselines.freshBaselines { settings.freshBaselines = true }
        return settings
    }
}
