internal import ArgumentParser
internal import Evolution
internal import Foundation
internal import LanguageModel
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

    @OptionGroup var options: RunOptions

    @Option(help: "What the policy should do, in words (default: the environment's task).")
    var task: String?

    @Option(
        help: ArgumentHelp(
            "offline, openai:NAME, anthropic:NAME, http://host:port/v1#NAME, manual, or replay:RUN (default: offline).",
            discussion: """
                An endpoint is asked in chat completions (anthropic: in messages); responses+ or messages+ before it \
                chooses another protocol, stream+ has the answers streamed, for example stream+responses+openai:NAME.
                """))
    var model: String?

    @Option(help: "eureka, or best-of-n (independent samples).")
    var strategy: String?

    @Option(help: "Candidates a generation.")
    var samples: Int?

    @Option(help: "Generations.")
    var generations: Int?

    @Option(help: "Training seeds a candidate during the search.")
    var seeds: Int?

    @Option(help: "Fresh seeds for the comparison with the human reward.")
    var confirmSeeds: Int?

    @Option(name: .customLong("init"), help: "Start from `human` or from the code in FILE.")
    var initial: String?

    @Option(help: "Folder whose prompts replace the built-in ones.")
    var prompts: String?

    @Option(help: "End the search after this long (15m, 2h, 90s); the comparison still runs.")
    var timeLimit: TimeLimit?

    @Option(help: "Most US dollars that the model may cost; then the search ends with what there is.")
    var budgetUsd: Double?

    @Option(help: "Price file that comes before the built-in prices.json.")
    var prices: String?

    func validate() throws {
        for (name, value) in [("--samples", samples), ("--generations", generations), ("--seeds", seeds)] {
            if let value, value < 1 { throw ValidationError("\(name) must be at least 1, not \(value)") }
        }
        if let confirmSeeds, confirmSeeds < 0 {
            throw ValidationError("--confirm-seeds must not be negative")
        }
        if let budgetUsd, !(budgetUsd.isFinite && budgetUsd > 0) {
            throw ValidationError("--budget-usd must be more than 0, not \(budgetUsd)")
        }
    }

    mutating func run() async throws {
        let command = self
        try await Conversation.run(options: options) { house in
            let environment = try await house.installation.environment(command.options.env)
            let settings = try command.settings(for: environment, house: house)
            let name =
                command.options.run
                ?? RunFolder.defaultName(
                    environment.name, in: house.installation.runs)
            let folder = try await RunFolder.create(settings, name: name, in: house.installation.runs)
            return try await Results.reporting(folder, environment, house) {
                try await house.search(folder, settings, environment)
            }
        }
    }

    private func settings(for environment: EnvironmentInfo, house: House) throws -> RunSettings {
        let defaults = environment.defaults
        var start: String?
        switch initial {
        case nil: break
        case "human": start = try environment.reference("human", in: house.installation.sandboxes)
        case let file?: start = try CodeFile.read(file)
        }
        // Before there is a folder: a mistyped model leaves nothing behind.
        let model = model ?? Variables.text("EVOLVE_MODEL") ?? "offline"
        try House.requireUsable(model: model, environment: ProcessInfo.processInfo.environment)
        let strategy = strategy ?? "eureka"
        guard Strategies.names.contains(strategy) else {
            throw ValidationError(
                "unknown strategy \"\(strategy)\"; known: \(Strategies.names.joined(separator: ", "))")
        }
        return RunSettings(
            problem: "reward", subject: environment.name, task: task ?? environment.task,
            model: model, strategy: strategy,
            samples: try samples ?? Variables.number("EVOLVE_SAMPLES") ?? defaults.samples,
            generations: try generations ?? Variables.number("EVOLVE_GENERATIONS") ?? defaults.generations,
            seeds: try seeds ?? Variables.number("EVOLVE_SEEDS") ?? defaults.seeds,
            steps: try options.steps ?? Variables.number("EVOLVE_STEPS") ?? defaults.steps,
            finalists: defaults.finalists, finalistSeeds: defaults.finalistSeeds,
            confirmSeeds: confirmSeeds ?? defaults.confirmSeeds,
            jobs: try options.jobs ?? Variables.number("EVOLVE_JOBS") ?? Variables.defaultJobs,
            seed: options.seed ?? UInt64.random(in: 0..<(1 << 31)), initial: start, promptsFolder: prompts,
            timeLimitSeconds: timeLimit?.seconds, allowWeakSandbox: options.allowWeakSandbox,
            budgetUSD: try budgetUsd ?? Variables.amount("EVOLVE_BUDGET_USD"),
            pricesFile: prices ?? Variables.text("EVOLVE_PRICES"))
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
            throw InputError("\(path): \(data.count) bytes are more than a reward function may have (65536)")
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
