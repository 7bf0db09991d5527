internal import Foundation
package import Sandbox

/// Describes an environment as the trainer declares it: what a proposer may know of it, and its measured defaults.
package struct EnvironmentDescription: Codable, Sendable, Equatable {
    /// Says what is measured.
    package struct Fitness: Codable, Sendable, Equatable {
        package var name: String
        package var unit: String
        package var text: String
    }

    /// Gives the budgets with which the ranking of known rewards was found right.
    package struct Defaults: Codable, Sendable, Equatable {
        package var steps: Int
        package var samples: Int
        package var generations: Int
        package var seeds: Int
        package var finalists: Int
        package var finalistSeeds: Int
        package var confirmSeeds: Int

        private enum CodingKeys: String, CodingKey {
            case steps, samples, generations, seeds, finalists
            case finalistSeeds = "finalist_seeds"
            case confirmSeeds = "confirm_seeds"
        }
    }

    package var name: String
    package var title: String
    /// One sentence, imperative.
    package var task: String
    /// Steps of a full episode.
    package var horizon: Int
    package var fitness: Fitness
    package var termination: String
    package var signals: [SignalInfo]
    package var defaults: Defaults
    /// Reference rewards by name (`human`, `sparse`, …): paths relative to the trainer's folder.
    package var rewards: [String: String]

    /// Reads the code of a reference reward.
    /// - Throws: ``EvolutionError/setUp(why:)`` when the environment has none of that name.
    package func reference(_ name: String, in sandboxes: String) throws -> String {
        guard let file = rewards[name],
            let data = FileManager.default.contents(atPath: "\(sandboxes)/trainer/\(file)")
        else {
            throw EvolutionError.setUp(
                why: "\(self.name) has no reward named \"\(name)\"; known: \(rewards.keys.sorted().joined(separator: ", "))")
        }
        return String(decoding: data, as: UTF8.self)
    }
}

/// Lists the environments by asking the trainer's package, without starting a trainer.
package struct EnvironmentList: Codable, Sendable {
    package var environments: [EnvironmentDescription]

    package init(environments: [EnvironmentDescription]) {
        self.environments = environments
    }

    /// Runs `python -m trainer describe`.
    /// - Throws: ``EvolutionError/setUp(why:)`` with the program's own words when it fails.
    package static func load(_ installation: Installation) async throws -> EnvironmentList {
        try await offPool {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: installation.python)
            process.arguments = ["-m", "trainer", "describe"]
            process.environment = ["PYTHONPATH": installation.sandboxes, "PYTHONDONTWRITEBYTECODE": "1"]
            let output = Pipe()
            let complaint = Pipe()
            process.standardOutput = output
            process.standardError = complaint
            process.standardInput = FileHandle.nullDevice
            try process.run()
            let data = output.fileHandleForReading.readDataToEndOfFile()
            let words = complaint.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            guard process.terminationStatus == 0 else {
                let last = String(decoding: words, as: UTF8.self).split(separator: "\n").last ?? "no reason given"
                throw EvolutionError.setUp(why: "the environments cannot be listed: \(last); run ./evolve setup")
            }
            return try JSONDecoder().decode(EnvironmentList.self, from: data)
        }
    }

    /// Finds an environment by name.
    /// - Throws: ``EvolutionError/unknownEnvironment(name:known:nearest:)``.
    package func find(_ name: String) throws -> EnvironmentDescription {
        if let found = environments.first(where: { $0.name == name.lowercased() }) { return found }
        let known = environments.map(\.name)
        throw EvolutionError.unknownEnvironment(name: name, known: known, nearest: nearest(name, known))
    }
}
