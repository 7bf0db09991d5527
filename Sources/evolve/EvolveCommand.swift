internal import ArgumentParser
internal import Planning

/// The root of the command line.
@main
struct EvolveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evolve",
        abstract:
            "Has language models invent reward functions and planning heuristics, and keeps only what holds up.",
        discussion: """
            Code is proposed, checked and run in a locked sandbox, scored by a trainer or a validator that the code cannot touch, explained \
            back to the proposer, and kept in an archive that survives anything. Without a model configured, an offline \
            proposer does the inventing.

            Exit codes: 0 done, 1 ran but failed its check, 64 usage, 65 bad input, 69 model unavailable, 70 our bug, 73 cannot \
            write, 75 stopped by a budget before anything valid, 78 configuration or sandbox, 130 interrupted; \
            plan also 11 no plan exists, 12 none found, 22 memory, 23 time.
            """,
        version: "0.1.0",
        subcommands: [
            RewardCommand.self, HeuristicCommand.self, ScoreCommand.self, ResumeCommand.self,
            ShowCommand.self, ReplayCommand.self, VerifyCommand.self, EnvsCommand.self,
            PromptCommand.self, PlanCommand.self, ValidateCommand.self, DomainsCommand.self,
            CampaignCommand.self, ReviewCommand.self, ArchiveCommand.self, BenchCommand.self,
            DoctorCommand.self,
        ])
    /// Asks for help on a command that there is not, where the library would print the general help.
    static func main() async {
        let words = Array(CommandLine.arguments.dropFirst())
        let known = configuration.subcommands.map { $0._commandName }
        if words.count == 2, words[0] == "help", !words[1].hasPrefix("-"), !known.contains(words[1]) {
            let near = nearestName(to: words[1], among: known).map { "; did you mean \"\($0)\"?" } ?? ";"
            Output.error("evolve: there is no command \"\(words[1])\"\(near) `evolve help` lists them\n")
            exit(withError: ExitCode.validationFailure)
        }
        await main(nil)
    }
}
