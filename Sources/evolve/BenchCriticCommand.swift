internal import ArgumentParser
internal import Evolution
internal import Foundation

extension BenchCommand {
    /// `evolve bench critic`: how many planted faults the critic names, and how often it cries wolf.
    struct Critic: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "critic",
            abstract: "Count what the critic says about rewards with planted faults, and about good ones.",
            discussion: """
                The rewards lie in Tests/Fixtures/critic; the first lines of each tell its environment and its fault, and are \
                taken away before anybody reads it. Skilled behaviour is that of a policy trained with the human reward; it is \
                trained once and kept beside the runs.
                """)

        @Option(help: "Steps of the skilled policies' training; 0 leaves skilled behaviour out.")
        var skilledSteps = 50_000

        @Option(help: "Model to ask as well, as in evolve reward --model.")
        var model: String?

        @Flag(help: "Give the model the rules' words, too.")
        var tellRules = false

        @Option(help: "Ask the model about every so manieth reward of a kind only.")
        var modelEvery = 1

        @Option(help: "Folder with bad/ and good/ (default: the one that ships).")
        var corpus: String?

        @Flag(help: "Print JSON.")
        var json = false

        func validate() throws {
            guard modelEvery >= 1 else {
                throw ValidationError("--model-every must be at least 1, not \(modelEvery)")
            }
            guard skilledSteps >= 0 else {
                throw ValidationError("--skilled-steps must be 0 or more, not \(skilledSteps)")
            }
        }

        mutating func run() async throws {
            do {
                let installation = try Installation(
                    environment: ProcessInfo.processInfo.environment, executable: Executable.path)
                let benchmark = CriticBenchmark(
                    installation: installation,
                    corpus: corpus ?? installation.home + "/Tests/Fixtures/critic",
                    skilledSteps: skilledSteps, model: model, tellsRules: tellRules, modelEvery: modelEvery)
                let isQuiet = json
                let result = try await benchmark.run { row in
                    if !isQuiet { print(Self.line(row)) }
                }
                print(json ? try JSONText.render(result) : Self.text(result))
            } catch {
                throw Explanation.exit(error)
            }
        }

        private static func line(_ row: CriticBenchmark.Row) -> String {
            func marked(_ kinds: [String]) -> String {
                let words = kinds.isEmpty ? "nothing" : kinds.joined(separator: ", ")
                let mark =
                    row.isBad
                    ? (row.isNamed(by: kinds) ? "named" : kinds.isEmpty ? "missed" : "other") : "good"
                let isAlarm = !row.isBad && !kinds.isEmpty
                return "\(isAlarm ? "ALARM" : mark): \(words)"
            }
            let planted = row.isBad ? row.faults.joined(separator: " or ") : "good"
            var lines = [
                "\(row.name.padding(toLength: 32, withPad: " ", startingAt: 0)) \(planted)",
                row.verdict == "ok" ? "    rules  \(marked(row.rules))" : "    checks \(row.verdict)",
            ]
            lines += row.words.map { "           \($0)" }
            if let model = row.model { lines.append("    model  \(marked(model))") }
            return lines.joined(separator: "\n")
        }

        private static func text(_ result: CriticBenchmark.Result) -> String {
            var lines = ["", "critic               bad  flagged  named   good  alarms  recall  precision"]
            for count in result.counts {
                lines.append(
                    count.critic.padding(toLength: 18, withPad: " ", startingAt: 0)
                        + String(
                            format: "%6d %8d %6d %6d %7d %6.0f %% %8.0f %%", count.bad, count.flagged,
                            count.named, count.good, count.falseAlarms, 100 * count.recall,
                            100 * count.precision))
            }
            lines.append(
                "precision as if good and bad rewards were equally many; flagged: anything said; named: the fault"
            )
            let skill = result.skilled.sorted { $0.key < $1.key }.map {
                "\($0.key) \(String(format: "%.3g", $0.value))"
            }
            lines.append(
                skill.isEmpty
                    ? "without skilled behaviour"
                    : "skilled policies, \(result.skilledSteps / 1000)k steps: \(skill.joined(separator: ", "))"
            )
            lines.append(
                String(
                    format: "workers %.2f CPU s, %.0f ms a reward", result.workerCPUSeconds,
                    1000 * result.workerCPUSeconds / Double(max(1, result.rows.count))))
            if result.inputTokens > 0 {
                lines.append(
                    String(
                        format: "model %d tokens in, %d out, %.0f s", result.inputTokens, result.outputTokens,
                        result.modelSeconds))
            }
            return lines.joined(separator: "\n")
        }
    }
}
