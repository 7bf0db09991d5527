internal import ArgumentParser
internal import Evolution
internal import Foundation

/// Holds the options that every command of the reward problem shares; none has a default here, so that a flag wins over
/// an `EVOLVE_…` variable, and that over the environment's measured default.
struct RunOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Environment to train in: a name that `evolve envs` lists, a FILE.py of your own, or gym:ID, any of Gymnasium's.",
            discussion:
                "The code of such a file or environment is trusted: it runs in the trainer, outside the sandbox.",
            valueName: "name"))
    var env: String

    @Option(parsing: .unconditional, help: "Environment steps of one training.")
    var steps: Int?

    @Option(parsing: .unconditional, help: "Trainings at once (default: cores, at most 8).")
    var jobs: Int?

    @Option(help: "Seed of the whole run; equal seeds give equal archives.")
    var seed: UInt64?

    @Option(
        help: ArgumentHelp("Name of the run's folder (default: environment and time).", valueName: "name"))
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
        if let run, run.isEmpty || run.contains("/") || run.hasPrefix(".") {
            throw ValidationError("--run must be a plain folder name, not \"\(run)\"")
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
