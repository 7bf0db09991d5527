internal import ArgumentParser
internal import Evolution
internal import Foundation

extension BenchCommand {
    /// `evolve bench defaults`: whether each environment's default budget can tell good rewards from bad ones.
    struct Defaults: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "defaults",
            abstract: "Train known rewards with each environment's default budget and count right rankings.",
            discussion: """
                The human reward should come out above a silly one and above staying alive alone, in at least 4 of 5 \\
                repetitions. Finished trainings are kept in --file, and the next call goes on from there.
                """)

        @Argument(help: "Environments (default: all that ship).")
        var environments: [String] = []

        @Option(help: "Repetitions.")
        var repetitions = 5

        @Option(help: "Another budget to try, in environment steps a training.")
        var steps: Int?

        @Option(help: "Trainings at once (default: cores, at most 8).")
        var jobs: Int?

        @Option(help: "File that keeps finished trainings (default: bench-defaults.jsonl beside the runs).")
        var file: String?

        @Flag(help: "Measure nothing, print what the file holds.")
        var show = false

        @Flag(help: "Print JSON.")
        var json = false

        func validate() throws {
            for (name, value) in [
                ("--repetitions", repetitions), ("--jobs", jobs ?? 1), ("--steps", steps ?? 1),
            ]
            where value < 1 {
                throw ValidationError("\(name) must be at least 1, not \(value)")
            }
        }

        mutating func run() async throws {
            do {
                let installation = try Installation(
                    environment: ProcessInfo.processInfo.environment, executable: Executable.path)
                var chosen = try await installation.environments()
                if !environments.isEmpty {
                    chosen = []
                    for name in environments { chosen.append(try await installation.environment(name)) }
                }
                var table = DefaultsBenchmark(
                    installation: installation, repetitions: repetitions, jobs: jobs ?? Variables.defaultJobs,
                    steps: steps, path: file ?? installation.runs + "/bench-defaults.jsonl")
                for environment in chosen where !show {
                    try await table.run(environment) { cell, left in
                        let fitness = cell.fitness.map { String(format: "%.3f", $0) } ?? cell.verdict
                        Output.error(
                            "\(cell.environment) \(cell.reward) seed \(cell.seed): \(fitness), "
                                + String(format: "%.0f CPU s; %d to come\n", cell.cpuSeconds, left))
                    }
                }
                let rows = try chosen.map { try table.row($0) }
                print(json ? try JSONText.render(rows) : Self.text(rows))
            } catch {
                throw Explanation.exit(error)
            }
        }

        private static func text(_ rows: [DefaultsBenchmark.Row]) -> String {
            func column(_ text: String, _ width: Int) -> String {
                String(repeating: " ", count: max(1, width - text.count)) + text
            }
            func fitness(_ row: DefaultsBenchmark.Row, _ name: String) -> String {
                row.fitness[name].map { String(format: "%.3f", $0) } ?? "-"
            }
            var lines = [
                "repetitions of the default budget in which the human reward ranks above; mean fitness; estimated minutes of a run",
                "environment                 steps seeds   silly   alive     human     silly     alive  CPU s   run  right",
            ]
            for row in rows {
                let right =
                    row.isRight.map { right in
                        let fits = (row.runMinutes ?? 0) <= DefaultsBenchmark.wantedMinutes
                        return right ? (fits ? "yes" : "yes, but longer than 15 min") : "no"
                    } ?? "not measured"
                lines.append(
                    row.environment.padding(toLength: 24, withPad: " ", startingAt: 0)
                        + column("\(row.steps / 1000)k", 9) + column("\(row.seeds)", 6)
                        + column("\(row.aboveSilly)/\(row.repetitions)", 8)
                        + column(row.aboveAlive.map { "\($0)/\(row.repetitions)" } ?? "-", 8)
                        + column(fitness(row, "human"), 10) + column(fitness(row, "silly"), 10)
                        + column(fitness(row, "alive_only"), 10)
                        + column(row.cpuSecondsATraining.map { String(format: "%.0f", $0) } ?? "-", 7)
                        + column(row.runMinutes.map { String(format: "%.0f", $0) } ?? "-", 6) + "  " + right)
            }
            return lines.joined(separator: "\n")
        }
    }
}
