internal import Foundation
package import Training

extension EnvironmentInfo {
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
    package var environments: [EnvironmentInfo]

    package init(environments: [EnvironmentInfo]) {
        self.environments = environments
    }

    /// Runs `python -m trainer describe`.
    /// - Throws: ``EvolutionError/setUp(why:)`` with the program's own words when it fails.
    package static func load(_ installation: Installation) async throws -> EnvironmentList {
        do {
            let data = try await installation.python(["-m", "trainer", "describe"])
            return try JSONDecoder().decode(EnvironmentList.self, from: data)
        } catch let error as EvolutionError {
            throw EvolutionError.setUp(why: "the environments cannot be listed: \(error); run ./evolve setup")
        }
    }

    /// Finds an environment by name.
    /// - Throws: ``EvolutionError/unknownEnvironment(name:known:nearest:)``.
    package func find(_ name: String) throws -> EnvironmentInfo {
        if let found = environments.first(where: { $0.name == name.lowercased() }) { return found }
        let known = environments.map(\.name)
        throw EvolutionError.unknownEnvironment(name: name, known: known, nearest: nearest(name, known))
    }
}
