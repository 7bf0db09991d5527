// The command line.
internal import ArgumentParser

/// The root command of this branch: the planning commands alone.
struct PlanningRoot: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evolve",
        subcommands: [PlanCommand.self, ValidateCommand.self, DomainsCommand.self, Bench.self])

    struct Bench: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "bench", subcommands: [BenchPlanningCommand.self])
    }
}

PlanningRoot.main()
