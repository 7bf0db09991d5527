internal import ArgumentParser
internal import Evolution
internal import Foundation
internal import Sandbox

/// `evolve bench`: the figures of the documentation, measured on this machine.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure this machine: ratios and CPU seconds, never pass or fail.",
        subcommands: [
            Training.self, Defaults.self, Worker.self, Models.self, Critic.self, BenchPlanningCommand.self,
            BenchSearchCommand.self,
        ])

    /// `evolve bench training`: a whole training beside the bare simulator.
    struct Training: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "training",
            abstract: "Compare a whole training with the bare simulator, by steps per CPU second in one run.",
            discussion: """
                With --against sb3, the learner is compared with stable-baselines3's PPO in the settings that RL Baselines3 \
                Zoo publishes: returns at equal steps, and steps per CPU second. Finished trainings are kept in --file, \
                and the next call goes on from there.
                """)

        @Option(
            help:
                "Environment; with --against a list, separated by commas (default: ant; all four with --against)."
        )
        var env: String?

        @Option(help: "Environment steps of a training (default: 65536; 300000 with --against).")
        var steps: Int?

        @OptionGroup var peer: PeerOptions

        @Flag(help: "Print JSON.")
        var json = false

        mutating func run() async throws {
            do {
                let installation = try Installation(
                    environment: ProcessInfo.processInfo.environment, executable: Executable.path)
                if peer.against != nil {
                    return try await peer.run(env: env, steps: steps ?? 300_000, json: json, installation)
                }
                let environment = try await installation.environment(env ?? "ant")
                let figures = try await TrainingBenchmark.run(
                    environment: environment, steps: steps ?? 65_536, installation: installation)
                print(json ? try JSONText.render(figures) : Self.text(figures))
            } catch {
                throw Explanation.exit(error)
            }
        }

        private static func text(_ figures: TrainingBenchmark) -> String {
            let bare = figures.bareStepsPerCPUSecond.map { String(format: "%.0f", $0) }.joined(
                separator: ", ")
            return """
                environment            \(figures.environment), \(figures.steps) training and \(figures.evaluationSteps) evaluation steps
                bare mj_step           \(bare) steps per CPU second (before, after)
                end to end             \(String(format: "%.0f", figures.endToEndStepsPerCPUSecond)) steps per CPU second, \
                trainer, worker and evolve together
                share of bare          \(String(format: "%.1f", 100 * figures.share)) %
                worker's share         \(String(format: "%.2f", 100 * figures.workerShare)) % of all CPU time
                evolve's own share     \(String(format: "%.2f", 100 * figures.hostShare)) %
                """
        }
    }

    /// `evolve bench sandbox`: what one worker and its layers cost.
    struct Worker: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sandbox",
            abstract: "Measure what one locked worker costs: request, layers, chunk, kill.")

        @Option(help: "Repetitions.")
        var repetitions = 50

        @Flag(help: "Print JSON.")
        var json = false

        mutating func run() async throws {
            do {
                let installation = try Installation(
                    environment: ProcessInfo.processInfo.environment, executable: Executable.path)
                let repetitions = max(1, repetitions)
                let figures = try await offPool {
                    try SandboxBenchmark(
                        zygote: Zygote(configuration: installation.zygote()), repetitions: repetitions)
                }
                print(json ? try JSONText.render(figures) : Self.text(figures))
            } catch {
                throw Explanation.exit(error)
            }
        }

        private static func text(_ figures: SandboxBenchmark) -> String {
            func line(_ name: String, _ times: SandboxBenchmark.Quantiles) -> String {
                let (p50, p95) = (times.p50 * 1000, times.p95 * 1000)
                return name.padding(toLength: 28, withPad: " ", startingAt: 0)
                    + String(format: "%8.3f %8.3f", p50, p95)
            }
            var lines = [
                "milliseconds, wall                p50      p95   (\(figures.repetitions) repetitions)"
            ]
            lines.append(line("request to first result", figures.requestToFirstResult))
            for (name, times) in figures.lockdown.sorted(by: { $0.key < $1.key }) {
                lines.append(line("  lock-down: \(name)", times))
            }
            lines.append(line("further chunk, 2048 rows", figures.chunk))
            lines.append(line("kill and reap", figures.killAndReap))
            lines.append(
                "worker's CPU for a chunk    " + String(format: "%8.3f", figures.chunkCPUSeconds * 1000))
            lines.append(
                "candidates a second         " + String(format: "%8.1f", figures.candidatesPerSecond)
                    + "   one after another: worker, load, first chunk, end")
            if let other = figures.bubblewrap, let faster = figures.timesFaster,
                let sooner = figures.timesSooner
            {
                lines.append(line("bubblewrap, Python, numpy", other.candidate))
                lines.append(
                    String(format: "first result                %8.1f   times sooner than there, p50", sooner)
                )
                lines.append(
                    String(format: "candidates a second         %8.1f   times as many as there", faster))
            } else {
                lines.append(BubblewrapBaseline.remedy)
            }
            lines.append("layers in force: \(figures.report.layers.joined(separator: ", "))")
            let spaces = figures.report.namespaces.joined(separator: ", ")
            lines.append("namespaces: \(spaces.isEmpty ? "none" : spaces)")
            return lines.joined(separator: "\n")
        }
    }
}
