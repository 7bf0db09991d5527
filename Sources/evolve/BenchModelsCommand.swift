internal import ArgumentParser
internal import Evolution
internal import Foundation

extension BenchCommand {
    /// `evolve bench models`: what the client costs beside the model.
    struct Models: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "models",
            abstract:
                "Measure the client's own CPU time a request, against a trivial endpoint on this machine.")

        @Option(help: "Requests in each protocol.")
        var requests = 1000

        @Option(help: "Requests at once.")
        var atOnce = 64

        @Flag(help: "Print JSON.")
        var json = false

        func validate() throws {
            for (name, value) in [("--requests", requests), ("--at-once", atOnce)] where value < 1 {
                throw ValidationError("\(name) must be at least 1, not \(value)")
            }
        }

        mutating func run() async throws {
            do {
                let installation = try Installation(
                    environment: ProcessInfo.processInfo.environment, executable: Executable.path)
                let figures = try await ModelBenchmark.run(
                    requests: requests, atOnce: atOnce, installation: installation)
                print(json ? try JSONText.render(figures) : Self.text(figures))
            } catch {
                throw Explanation.exit(error)
            }
        }

        private static func text(_ figures: ModelBenchmark) -> String {
            var lines = [
                "milliseconds a request       CPU     wall   "
                    + "(\(figures.requests) requests, \(figures.atOnce) at once)"
            ]
            for way in figures.ways {
                lines.append(
                    way.name.padding(toLength: 22, withPad: " ", startingAt: 0)
                        + String(format: "%10.3f %8.3f", way.cpuMilliseconds, way.wallMilliseconds))
            }
            return lines.joined(separator: "\n")
        }
    }
}
