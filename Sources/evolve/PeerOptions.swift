internal import ArgumentParser
internal import Evolution
internal import Foundation

/// Holds what `evolve bench training --against sb3` needs, and prints its table.
struct PeerOptions: ParsableArguments {
    /// Another learner to compare with.
    enum Peer: String, ExpressibleByArgument, CaseIterable { case sb3 }

    @Option(help: "Compare the learner with another: sb3 (stable-baselines3).")
    var against: Peer?

    @Option(help: "A Python in whose environment stable-baselines3 and gymnasium[mujoco] are installed.")
    var peerPython: String?

    @Option(help: "Trainings of each side in each environment.")
    var seeds = 5

    @Option(help: "File that keeps finished trainings (default: bench-sb3.jsonl beside the runs).")
    var file: String?

    @Flag(help: "Measure nothing, print what the file holds.")
    var show = false

    func validate() throws {
        if seeds < 1 { throw ValidationError("--seeds must be at least 1, not \(seeds)") }
        if against != nil, peerPython == nil, !show {
            throw ValidationError(
                "--against sb3 needs --peer-python PYTHON, where stable-baselines3 is installed")
        }
    }

    /// Measures what is missing and prints the table.
    func run(env: String?, steps: Int, json: Bool, _ installation: Installation) async throws {
        let all = PeerBenchmark.twins.map(\.ours)
        let chosen = env?.split(separator: ",").map(String.init) ?? all
        if let wrong = chosen.first(where: { !all.contains($0) }) {
            throw InputError("no published settings for \"\(wrong)\"; known: \(all.joined(separator: ", "))")
        }
        var benchmark = try PeerBenchmark(
            installation: installation, peerPython: peerPython ?? installation.python, environments: chosen,
            steps: steps, seeds: seeds, path: file ?? installation.runs + "/bench-sb3.jsonl")
        if !show {
            try await benchmark.run { cell, left in
                Output.error(
                    "\(cell.environment) seed \(cell.seed) \(cell.side): return "
                        + String(
                            format: "%.0f, %.0f CPU s; %d to come\n", cell.meanReturn, cell.cpuSeconds, left))
            }
        }
        print(json ? try JSONText.render(benchmark.rows) : Self.text(benchmark, steps: steps))
    }

    private static func text(_ benchmark: PeerBenchmark, steps: Int) -> String {
        func number(_ value: Double?, _ format: String) -> String {
            let text = value.map { String(format: format, $0) } ?? "-"
            return String(repeating: " ", count: max(1, 10 - text.count)) + text
        }
        var lines = [
            "returns after \(steps) steps, interquartile mean over seeds; steps per CPU second of learning",
            "environment   seeds    return       sb3     share   steps/s       sb3     times",
        ]
        for row in benchmark.rows {
            lines.append(
                row.environment.padding(toLength: 14, withPad: " ", startingAt: 0)
                    + "\(row.seeds)/\(row.peerSeeds)  " + number(row.meanReturn, "%.0f")
                    + number(row.peerMeanReturn, "%.0f") + number(row.share, "%.2f")
                    + number(row.stepsPerCPUSecond, "%.0f") + number(row.peerStepsPerCPUSecond, "%.0f")
                    + number(row.speed, "%.2f"))
        }
        return lines.joined(separator: "\n")
    }
}
