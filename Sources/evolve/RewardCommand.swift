internal import ArgumentParser
internal import Evolution
internal import Foundation
internal import Training

/// `evolve reward`: evolves a reward function.
struct RewardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reward", abstract: "Evolve a reward function for an environment.",
        discussion: """
            Proposes reward code, trains a policy with each candidate, keeps the best, and compares it with the human reward on \
            fresh seeds. Budgets default to what was measured for the environment.

            Example: evolve reward --env ant --model http://127.0.0.1:8131/v1#qwen2.5-coder-1.5b
            """)

    @Option(
        help: ArgumentHelp(
            "Environment to train in: a name that `evolve envs` lists, a FILE.py of your own, gym:ID, any of Gymnasium's, or craftax:TASK.",
            discussion:
                "The code of such a file or environment is trusted: it runs in the trainer, outside the sandbox.",
            valueName: "name"))
    var env: String?

    @OptionGroup var options: RunOptions

    @OptionGroup var baselines: BaselineOptions

    @OptionGroup var evolving: EvolvingOptions

    @Option(
        help: ArgumentHelp(
            "What the policy should do, in words (default: the environment's task).",
            discussion:
                "Words for whoever proposes; what policies are scored by stays the environment's fitness.")
    )
    var task: String?

    @OptionGroup var start: StartOptions

    @Option(help: "Training seeds a candidate during the search.")
    var seeds: Int?

    @Option(help: "Fresh seeds for the comparison with the human reward.")
    var confirmSeeds: Int?

    func validate() throws {
        if let task, task.allSatisfy(\.isWhitespace) { throw ValidationError("--task is empty") }
        if let seeds, seeds < 1 { throw ValidationError("--seeds must be at least 1, not \(seeds)") }
        if let confirmSeeds, confirmSeeds < 0 {
            throw ValidationError("--confirm-seeds must not be negative")
        }
    }

    mutating func run() async throws {
        // Not in `validate`, which comes before a mistyped option is noticed.
        guard env != nil else {
            throw ValidationError(
                "give an environment with --env; `evolve envs` lists those that come with the tool")
        }
        let command = self
        try await Conversation.run(options: options) { house in
            let environment = try await house.installation.environment(command.env ?? "")
            var settings = try command.settings(for: environment, house: house)
            let runs = house.installation.runs
            let policy = try await command.start.policy(for: environment, house)
            settings.startPolicy = policy?.0
            if let code = settings.initial {
                try await house.requireUsable(
                    initial: code, environment, allowWeakSandbox: settings.allowWeakSandbox)
            }
            let house = house.listening(settings)
            let name = command.options.run ?? RunFolder.defaultName(environment.name, in: runs)
            let folder = try await RunFolder.create(settings, name: name, in: runs)
            if let policy { try StartPolicy.keep(policy.1, in: folder.path) }
            return try await Results.reporting(folder, .reward(environment), house) {
                try await house.search(folder, settings, .reward(environment))
            }
        }
    }

    private func settings(for environment: EnvironmentInfo, house: House) throws -> RunSettings {
        var start: String?
        switch evolving.initial {
        case nil: break
        case "human": start = try environment.reference("human", in: house.installation.sandboxes)
        case let file?: start = try CodeFile.read(file)
        }
        var settings = RunSettings(
            rewardFor: environment, model: try evolving.checkedModel(),
            strategy: try evolving.checkedStrategy())
        try evolving.fill(&settings, options)
        settings.initial = start
        if let task { settings.task = task }
        if let seeds = try seeds ?? Variables.number("EVOLVE_SEEDS") { settings.seeds = seeds }
        if settings.rung != nil, environment.pauses != true {
            throw ValidationError(
                "--rungs: a training in \(environment.name) cannot pause, since its simulator does not give its state out"
            )
        }
        if settings.rung != nil, settings.seeds < 2 {
            throw ValidationError(
                "--rungs needs two seeds or more to compare candidates with: give --seeds 2")
        }
        if let steps = try options.steps ?? Variables.number("EVOLVE_STEPS") { settings.steps = steps }
        if let confirmSeeds { settings.confirmSeeds = confirmSeeds }
        if baselines.freshBaselines { settings.freshBaselines = true }
        return settings
    }
}

extension House {
    /// Has a person asked between generations where the settings say so.
    func listening(_ settings: RunSettings) -> House {
        var house = self
        if settings.feedback == true { house.listener = TerminalListener.listener }
        return house
    }
}

extension EvolvingOptions {
    /// Puts what the flags and variables of every search say over the defaults.
    func fill(_ settings: inout RunSettings, _ options: RunOptions) throws {
        if let samples = try samples ?? Variables.number("EVOLVE_SAMPLES") { settings.samples = samples }
        if let generations = try generations ?? Variables.number("EVOLVE_GENERATIONS") {
            settings.generations = generations
        }
        settings.jobs = try options.jobs ?? Variables.number("EVOLVE_JOBS") ?? Variables.defaultJobs
        settings.seed = options.seed ?? UInt64.random(in: 0..<(1 << 31))
        settings.promptsFolder = prompts
        if feedback {
            try TerminalListener.require(
                quiet: options.quiet,
                otherwise:
                    "leave it out, and use --wait-for-votes 10m with `evolve review`, where remarks count, too"
            )
            settings.feedback = true
        }
        let isAutoMC = settings.strategy == Strategies.autoMC
        if isAutoMC, settings.problem != "reward" {
            throw ValidationError("--strategy auto-mc is for rewards; for heuristics take another one")
        }
        settings.criticRounds = criticRounds ?? (isAutoMC ? 2 : nil)
        settings.criticModel = criticModel ?? (isAutoMC && settings.model != "offline" ? true : nil)
        settings.timeLimitSeconds = timeLimit?.seconds
        settings.voteWaitSeconds = waitForVotes?.seconds
        settings.allowWeakSandbox = options.allowWeakSandbox
        settings.budgetUSD = try budgetUsd ?? Variables.amount("EVOLVE_BUDGET_USD")
        settings.budgetTokens = try budgetTokens ?? Variables.number("EVOLVE_BUDGET_TOKENS")
        settings.budgetSteps = try budgetSteps ?? Variables.number("EVOLVE_BUDGET_STEPS")
        settings.racing = racing
        if rungs {
            guard settings.problem == "reward", racing else {
                throw ValidationError(
                    "--rungs pauses trainings of rewards, for a race: give it without --no-racing, and not with --domain"
                )
            }
            settings.rung = RunSettings.rungShare
        }
        settings.constantTrials = tune.flatMap { $0 > 0 ? $0 : nil }
        settings.pricesFile = prices ?? Variables.text("EVOLVE_PRICES")
    }
}

/// A length of time as people write it: `15m`, `2h`, `90s`, `90`.
struct TimeLimit: ExpressibleByArgument {
    let seconds: Double

    init?(argument: String) {
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600]
        let scale = argument.last.flatMap { units[$0] }
        guard let value = Double(scale == nil ? Substring(argument) : argument.dropLast()), value > 0 else {
            return nil
        }
        seconds = value * (scale ?? 1)
    }
}

/// Reads a person's code file.
enum CodeFile {
    /// - Throws: a bad-input error naming the file when it is missing, too large or no text.
    static func read(_ path: String) throws -> String {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
            throw InputError("\(path): this is a folder; give the path of a Python file in it")
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw InputError(
                "\(path): there is no such file that can be read; give the path of a Python file")
        }
        guard data.count <= 65_536 else {
            throw InputError("\(path): \(data.count) bytes are more than a candidate may have (65536)")
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw InputError("\(path): this is not UTF-8 text; give a Python file")
        }
        return text
    }
}

/// Bad input of a person, with exit code 65.
struct InputError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
