internal import ArgumentParser
internal import Evolution
internal import Foundation
internal import Training

/// Holds the options that every command that measures candidates shares; none has a default here, so that a flag wins over
/// an `EVOLVE_…` variable, and that over the measured default of the environment or domain.
struct RunOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: "Environment steps of one training; with --domain, heuristic evaluations in each training task."
    )
    var steps: Int?

    @Option(parsing: .unconditional, help: "Trainings or searches at once (default: cores, at most 8).")
    var jobs: Int?

    @Option(help: "Seed of the whole run; equal seeds give equal archives.")
    var seed: UInt64?

    @Option(
        help: ArgumentHelp(
            "Name of the run's folder (default: environment or domain, and time).", valueName: "name"))
    var run: String?

    @Flag(help: "Run although a layer of the sandbox is missing; every report will say so.")
    var allowWeakSandbox = false

    @Flag(help: "Print one JSON object at the end.")
    var json = false

    @Flag(help: "Show no progress.")
    var quiet = false

    func validate() throws {
        for (name, value) in [("--steps", steps), ("--jobs", jobs)] {
            if let value, value < 1 { throw ValidationError("\(name) must be at least 1, not \(value)") }
        }
        if let seed, seed >= 1 << 62 { throw ValidationError("--seed must be below 2^62") }
        if let run, let why = RunFolder.unusable(run) { throw ValidationError(why) }
    }
}

/// Holds the options of a search, the same for rewards and heuristics.
struct EvolvingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "offline, openai:NAME, anthropic:NAME, http://host:port/v1#NAME, manual, or replay:RUN (default: offline).",
            discussion: """
                An endpoint is asked in chat completions (anthropic: in messages); responses+ or messages+ before it \
                chooses another protocol, stream+ has the answers streamed, for example stream+responses+openai:NAME.
                """))
    var model: String?

    @Option(
        help: ArgumentHelp(
            "eureka, islands, sequential, best-of-n, or auto-mc (default: eureka).",
            discussion: """
                eureka builds each generation on the best so far; islands are groups that evolve apart, by changes of one part \
                and by crossing; sequential makes one candidate after another; best-of-n draws them independently; auto-mc is \
                eureka with designer and critic, for rewards. All get the same number of candidates.
                """))
    var strategy: String?

    @Option(
        parsing: .unconditional,
        help:
            "Candidates a generation (default: the environment's; for heuristics 24, with a model 8, best-of-n 25)."
    )
    var samples: Int?

    @Option(
        parsing: .unconditional,
        help: "Generations (default: the environment's; for heuristics 8, with a model 5, best-of-n 1).")
    var generations: Int?

    @Option(
        name: .customLong("init"),
        help: "Start from a reference (human, goal-count) or from the code in FILE.")
    var initial: String?

    @Option(
        parsing: .unconditional,
        help:
            "Rounds in which the designer may mend what the critic found before a training (default: 0; 2 for auto-mc)."
    )
    var criticRounds: Int?

    @Flag(
        inversion: .prefixedNo,
        help:
            "In those rounds, ask the model for a critic's words beside the rules' (default: only for auto-mc with a model)."
    )
    var criticModel: Bool?

    @Option(help: "Folder whose prompts replace the built-in ones.")
    var prompts: String?

    @Option(help: "End the search after this long (15m, 2h, 90s); the comparison still runs.")
    var timeLimit: TimeLimit?

    @Option(
        help: ArgumentHelp(
            "Before each generation wait so long (10m) for people's votes on the one before.",
            discussion: "Look and vote with `evolve review`; a button there lets the run go on at once."))
    var waitForVotes: TimeLimit?

    @Flag(
        help: ArgumentHelp(
            "After each generation ask on the terminal what the next one should do differently.",
            discussion:
                "What you type is kept, shown in the report, and part of the next question to the model."))
    var feedback = false

    @Option(
        parsing: .unconditional,
        help: "Most US dollars that the model may cost; then the search ends with what there is.")
    var budgetUsd: Double?

    @Option(
        parsing: .unconditional,
        help: "Most tokens, of questions and answers together; then the search ends with what there is.")
    var budgetTokens: Int?

    @Option(
        parsing: .unconditional,
        help:
            "Most environment steps (with --domain heuristic evaluations) of the whole run; the comparison's are kept back."
    )
    var budgetSteps: Int?

    @Flag(
        inversion: .prefixedNo,
        help: "Stop candidates that are clearly worse before they have had all their seeds.")
    var racing = true

    @Flag(
        inversion: .prefixedNo,
        help: ArgumentHelp(
            "Pause trainings at half of their steps, stop candidates that are clearly worse there, continue the others (default: no).",
            discussion: "For rewards, from two seeds on. A slow learner may be stopped before it overtakes."))
    var rungs = false

    @Option(
        parsing: .unconditional,
        help:
            "Candidates to spend, after the search, on other constants for the best code, by CMA-ES (default: 0)."
    )
    var tune: Int?

    @Option(help: "Price file that comes before the built-in prices.json.")
    var prices: String?

    func validate() throws {
        for (name, value) in [
            ("--samples", samples), ("--generations", generations), ("--budget-tokens", budgetTokens),
            ("--budget-steps", budgetSteps),
        ] {
            if let value, value < 1 { throw ValidationError("\(name) must be at least 1, not \(value)") }
        }
        if let tune, tune < 0 || (1..<4).contains(tune) {
            throw ValidationError("--tune must be 0, or at least 4 for one round of CMA-ES, not \(tune)")
        }
        if let criticRounds, !(0...10).contains(criticRounds) {
            throw ValidationError("--critic-rounds must be from 0 to 10, not \(criticRounds)")
        }
        if let budgetUsd, !(budgetUsd.isFinite && budgetUsd > 0) {
            throw ValidationError("--budget-usd must be more than 0, not \(budgetUsd)")
        }
    }

    /// The model to ask; checked before there is a folder, so that a mistyped one leaves nothing behind.
    func checkedModel() throws -> String {
        let model = model ?? Variables.text("EVOLVE_MODEL") ?? "offline"
        try House.requireUsable(model: model, environment: ProcessInfo.processInfo.environment)
        return model
    }

    /// The strategy; checked likewise.
    func checkedStrategy() throws -> String {
        let strategy = strategy ?? "eureka"
        guard Strategies.names.contains(strategy) else {
            let near = nearest(strategy, Strategies.names).map { "did you mean \"\($0)\"? " } ?? ""
            throw ValidationError(
                "unknown strategy \"\(strategy)\"; \(near)known: \(Strategies.names.joined(separator: ", "))")
        }
        return strategy
    }
}

/// Holds what commands share that measure reference rewards.
struct BaselineOptions: ParsableArguments {
    @Flag(
        help:
            "Train with the reference rewards anew, although an earlier run did exactly that (same code, steps, seed, trainer)."
    )
    var freshBaselines = false
}

/// Names the policy with which trainings begin, for commands that train.
struct StartOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Begin every training with an earlier run's winning policy, or with a policy FILE.npz: the next stage of a curriculum.",
            discussion: "The human and the sparse reward's trainings begin with it, too. See --task.",
            valueName: "run or file"))
    var startPolicy: String?

    /// Finds the policy and has it act for a moment; nil where none is named.
    func policy(for environment: EnvironmentInfo, _ house: House) async throws -> (StartPolicy, Data)? {
        guard let startPolicy else { return nil }
        let (start, bytes) = try await StartPolicy.find(
            startPolicy, for: environment.name, in: house.installation.runs)
        try await house.requireUsable(policy: bytes, of: start, environment)
        return (start, bytes)
    }
}

/// Names a planning domain, for commands that also know environments.
struct DomainOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Planning domain: a name (`evolve domains` lists them), or a file, with --tasks.",
            valueName: "name or file"))
    var domain: String?

    @Option(
        help: ArgumentHelp(
            "Folder of PDDL tasks: with train, validation and test in it, or flat, to be split by size.",
            valueName: "dir"))
    var tasks: String?

    @Option(parsing: .unconditional, help: "CPU seconds of a search in one task (default: 10).")
    var taskSeconds: Double?

    func validate() throws {
        if let taskSeconds, !(taskSeconds.isFinite && taskSeconds > 0) {
            throw ValidationError("--task-seconds must be more than 0, not \(taskSeconds)")
        }
    }

    /// Refuses options without what they go with, and both kinds of problem, or none.
    ///
    /// Called when a command runs: `validate` comes before a mistyped option is noticed.
    func require(orEnvironment env: String?) throws {
        if (env == nil) == (domain == nil) {
            throw ValidationError("give either --env, for a reward, or --domain, for a heuristic")
        }
        if domain == nil, tasks != nil || taskSeconds != nil {
            throw ValidationError("--tasks and --task-seconds go with --domain")
        }
    }
}

/// Reads settings that are not flags.
enum Variables {
    /// Reads a whole number from an `EVOLVE_…` variable.
    /// - Throws: a usage error naming the variable when it holds something else.
    static func number(_ name: String) throws -> Int? {
        guard let text = text(name) else { return nil }
        guard let value = Int(text), value >= 1 else {
            throw ValidationError("\(name) must be a whole number of at least 1, not \"\(text)\"")
        }
        return value
    }

    /// Reads an amount of money from an `EVOLVE_…` variable.
    /// - Throws: a usage error naming the variable when it holds something else.
    static func amount(_ name: String) throws -> Double? {
        guard let text = text(name) else { return nil }
        guard let value = Double(text), value.isFinite, value > 0 else {
            throw ValidationError("\(name) must be an amount above 0, not \"\(text)\"")
        }
        return value
    }

    /// Reads an `EVOLVE_…` variable; nil when unset or empty.
    static func text(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Trainings at once where nothing is said.
    static var defaultJobs: Int { max(1, min(8, ProcessInfo.processInfo.activeProcessorCount)) }
}
