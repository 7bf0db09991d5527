internal import ArgumentParser
internal import Evolution
internal import Foundation
internal import Sandbox
internal import Training

/// `evolve envs`: the environments, or one with its signals.
struct EnvsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "envs", abstract: "List the environments, or the signals of one.")

    @Argument(help: "Environment whose signals are listed: a name, FILE.py, gym:ID, or craftax:TASK.")
    var name: String?

    @Flag(help: "Print JSON.")
    var json = false

    mutating func run() async throws {
        do {
            let installation = try Installation(
                environment: ProcessInfo.processInfo.environment, executable: Executable.path)
            let chosen =
                if let name { [try await installation.environment(name)] } else {
                    try await installation.environments()
                }
            if json {
                print(try JSONText.render(chosen))
            } else if name != nil {
                chosen.forEach(describe)
            } else {
                for environment in chosen {
                    let budget = "\(environment.defaults.steps / 1000)k steps a training"
                    print(
                        environment.name.padding(toLength: 25, withPad: " ", startingAt: 0), environment.task)
                    print(
                        String(repeating: " ", count: 25), "fitness: \(environment.fitness.text); \(budget)")
                }
                print("also: FILE.py, your own; gym:ID, any of Gymnasium's; craftax:find-tree, find-animal,")
                print(
                    "      collect-diamond and avoid-lava, where craftax is installed (evolve envs NAME tells more)"
                )
            }
        } catch {
            throw Explanation.exit(error)
        }
    }

    private func describe(_ environment: EnvironmentInfo) {
        print("\(environment.title)\n\(environment.task) \(environment.termination)")
        print("fitness  \(environment.fitness.text) (\(environment.fitness.unit))")
        let own = environment.ownReward == true ? ["its own (known to the trainer alone)"] : []
        let rewards = environment.rewards.keys.sorted() + own
        print("rewards  \(rewards.isEmpty ? "none" : rewards.joined(separator: ", "))\n")
        let width = environment.signals.map(\.name.count).max() ?? 0
        for signal in environment.signals {
            let shape = (["B"] + signal.shape.map(String.init)).joined(separator: ", ")
            let name = signal.name.padding(toLength: width, withPad: " ", startingAt: 0)
            print("\(name)  (\(shape))  \(signal.unit)  \(signal.text)")
        }
    }
}

/// Renders values for `--json`: sorted keys, one text for equal values.
enum JSONText {
    static func render(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
