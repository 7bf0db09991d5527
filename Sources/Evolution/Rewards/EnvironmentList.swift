internal import Foundation
package import Sandbox
package import Training

extension EnvironmentInfo {
    /// Reads the code of a reference reward.
    /// - Throws: ``EvolutionError/setUp(why:)`` when the environment has none of that name.
    package func reference(_ name: String, in sandboxes: String) throws -> String {
        guard let file = rewards[name],
            let data = FileManager.default.contents(atPath: "\(sandboxes)/trainer/\(file)")
        else {
            throw EvolutionError.setUp(
                why:
                    "\(self.name) has no reward named \"\(name)\"; known: \(rewards.keys.sorted().joined(separator: ", "))"
            )
        }
        return String(decoding: data, as: UTF8.self)
    }
}

extension Installation {
    /// Says how to start trainers of this installation.
    var trainer: TrainerConfiguration {
        TrainerConfiguration(python: python, sandboxes: sandboxes, cache: compileCache)
    }

    /// Says how to start the worker program of this installation.
    /// - Parameter allowWeakSandbox: serve although required layers are missing.
    /// - Returns: a configuration for `Zygote`.
    package func zygote(allowWeakSandbox: Bool = false) -> ZygoteConfiguration {
        ZygoteConfiguration(
            worker: worker, python: python, harness: sandboxes + "/worker",
            allowsWeakSandbox: allowWeakSandbox)
    }

    /// Lists the environments by asking the trainer's package, without starting a trainer.
    /// - Throws: `TrainingError` when Python cannot start or the package is broken.
    package func environments() async throws -> [EnvironmentInfo] {
        let trainer = self.trainer
        return try await offPool { try trainer.describe().environments }
    }

    /// Finds an environment by name.
    /// - Throws: ``EvolutionError/unknownEnvironment(name:known:nearest:)``.
    package func environment(_ name: String) async throws -> EnvironmentInfo {
        let environments = try await environments()
        if let found = environments.first(where: { $0.name == name.lowercased() }) { return found }
        let known = environments.map(\.name)
        throw EvolutionError.unknownEnvironment(name: name, known: known, nearest: nearest(name, known))
    }
}
