internal import Foundation

/// Compares the learner with stable-baselines3's on Gymnasium's own rewards: returns at equal steps, and speed.
///
/// Every training is a cell of a file, so that the comparison can be made in parts. The cells alternate between both
/// sides, so that a busy machine treats them alike; speed is CPU time, not wall time.
package struct PeerBenchmark: Sendable {
    /// Is one training of one side.
    package struct Cell: Codable, Sendable, Equatable {
        /// `evolve` or `sb3`.
        package var side: String
        package var environment: String
        package var seed: Int
        package var steps: Int
        /// Mean return of the last policy over its episodes, without noise.
        package var meanReturn: Double
        /// CPU seconds of learning, without the measurement.
        package var cpuSeconds: Double
    }

    /// Sums up one environment.
    package struct Row: Codable, Sendable, Equatable {
        package var environment: String
        package var seeds: Int
        package var peerSeeds: Int
        /// Interquartile means of the returns.
        package var meanReturn: Double?
        package var peerMeanReturn: Double?
        package var stepsPerCPUSecond: Double?
        package var peerStepsPerCPUSecond: Double?

        /// Share of the peer's interquartile mean that was reached; nil where a side is missing or the peer's is not positive.
        package var share: Double? {
            guard let meanReturn, let peerMeanReturn, peerMeanReturn > 0 else { return nil }
            return meanReturn / peerMeanReturn
        }

        /// Times as many steps a CPU second as the peer.
        package var speed: Double? {
            guard let stepsPerCPUSecond, let peerStepsPerCPUSecond else { return nil }
            return stepsPerCPUSecond / peerStepsPerCPUSecond
        }
    }

    /// Names of Gymnasium by names of ours, in the order in which they are measured: cheap ones first.
    package static let twins: [(ours: String, theirs: String)] = [
        ("halfcheetah", "HalfCheetah-v5"), ("hopper", "Hopper-v5"), ("ant", "Ant-v5"),
        ("walker2d", "Walker2d-v5"),
    ]

    let installation: Installation
    /// A Python with stable-baselines3 and gymnasium[mujoco].
    let peerPython: String
    let environments: [String]
    let steps: Int
    let seeds: Int
    package private(set) var file: MeasurementFile<Cell>

    /// Makes a comparison that goes on from what the file holds.
    /// - Throws: ``EvolutionError/setUp(why:)`` when that Python does not have stable-baselines3.
    package init(
        installation: Installation, peerPython: String, environments: [String], steps: Int, seeds: Int,
        path: String
    ) throws {
        self.installation = installation
        self.peerPython = peerPython
        self.environments = environments
        self.steps = steps
        self.seeds = seeds
        file = MeasurementFile(path: path)
        guard FileManager.default.isExecutableFile(atPath: peerPython) else {
            throw EvolutionError.setUp(
                why: "no Python at \(peerPython); make one with stable-baselines3 and gymnasium[mujoco]: "
                    + "python3.11 -m venv FOLDER && FOLDER/bin/pip install stable-baselines3 'gymnasium[mujoco]'"
            )
        }
    }

    /// Measures what is missing, one training after another.
    /// - Parameter progress: hears of each finished cell, with the number of those still to come.
    /// - Throws: ``EvolutionError`` when a side fails or the file cannot be written; finished cells are kept.
    package mutating func run(progress: (Cell, Int) -> Void) async throws {
        let wanted = (0..<seeds).flatMap { seed in
            environments.flatMap { name in ["evolve", "sb3"].map { (side: $0, name: name, seed: seed) } }
        }
        let missing = wanted.filter { item in
            !file.cells.contains {
                $0.side == item.side && $0.environment == item.name && $0.seed == item.seed
                    && $0.steps == steps
            }
        }
        for (number, item) in missing.enumerated() {
            try Task.checkCancellation()
            let cell =
                item.side == "evolve"
                ? try await ours(item.name, item.seed) : try await theirs(item.name, item.seed)
            try file.append(cell)
            progress(cell, missing.count - number - 1)
        }
    }

    private func ours(_ name: String, _ seed: Int) async throws -> Cell {
        struct Answer: Decodable {
            var mean_return: Double
            var cpu_seconds: Double
        }
        let data = try await installation.python([
            "-m", "trainer", "learn", "--environment", name, "--seed", "\(seed)", "--steps", "\(steps)",
            "--cache", installation.compileCache,
        ])
        let answer = try JSONDecoder().decode(Answer.self, from: data)
        return Cell(
            side: "evolve", environment: name, seed: seed, steps: steps, meanReturn: answer.mean_return,
            cpuSeconds: answer.cpu_seconds)
    }

    private func theirs(_ name: String, _ seed: Int) async throws -> Cell {
        struct Answer: Decodable {
            var returns: [Double]
            var cpu_seconds: Double
        }
        guard let twin = Self.twins.first(where: { $0.ours == name }) else {
            throw EvolutionError.setUp(
                why:
                    "no published settings for \(name); known: \(Self.twins.map(\.ours).joined(separator: ", "))"
            )
        }
        let data = try await installation.python(
            [
                installation.sandboxes + "/peers/sb3_training.py", "--environment", twin.theirs, "--seed",
                "\(seed)",
                "--steps", "\(steps)",
            ], interpreter: peerPython)
        let answer = try JSONDecoder().decode(Answer.self, from: data)
        return Cell(
            side: "sb3", environment: name, seed: seed, steps: steps,
            meanReturn: answer.returns.reduce(0, +) / Double(max(answer.returns.count, 1)),
            cpuSeconds: answer.cpu_seconds)
    }

    /// Sums up what there is so far.
    package var rows: [Row] {
        environments.map { name in
            func cells(_ side: String) -> [Cell] {
                file.cells.filter {
                    $0.side == side && $0.environment == name && $0.steps == steps && $0.seed < seeds
                }
            }
            func speed(_ cells: [Cell]) -> Double? {
                let seconds = cells.map(\.cpuSeconds).reduce(0, +)
                return seconds > 0 ? Double(cells.map(\.steps).reduce(0, +)) / seconds : nil
            }
            let (mine, others) = (cells("evolve"), cells("sb3"))
            return Row(
                environment: name, seeds: mine.count, peerSeeds: others.count,
                meanReturn: Statistics.interquartileMean(mine.map(\.meanReturn)),
                peerMeanReturn: Statistics.interquartileMean(others.map(\.meanReturn)),
                stepsPerCPUSecond: speed(mine), peerStepsPerCPUSecond: speed(others))
        }
    }
}
