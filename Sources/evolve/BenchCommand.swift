internal import ArgumentParser
internal import Evolution
internal import Foundation
internal import Sandbox

/// `evolve bench`: the figures of the documentation, measured on this machine.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure this machine: ratios and CPU seconds, never pass or fail.",
        subcommands: [Training.self])

    /// `evolve bench training`: a whole training beside the bare simulator.
    struct Training: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "training",
            abstract: "Compare a whole training with the bare simulator, by steps per CPU second in one run.")

        @Option(help: "Environment.")
        var env = "ant"

        @Option(help: "Environment steps of the training.")
        var steps = 65536

        @Flag(help: "Print JSON.")
        var json = false

        mutating func run() async throws {
            do {
                let installation = try Installation(
                    environment: ProcessInfo.processInfo.environment, executable: Executable.path)
                let environment = try await installation.environment(env)
                let figures = try await TrainingBenchmark.run(
                    environment: environment, steps: steps, installation: installation)
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
}
