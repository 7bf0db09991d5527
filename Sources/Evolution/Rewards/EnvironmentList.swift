internal import Foundation
package import Sandbox
package import Training

extension EnvironmentInfo {
    /// Names what candidates are held against first: a person's reward or the environment's own, else the sparse one.
    package var baseline: String {
        rewards["human"] == nil && ownReward != true && rewards["sparse"] != nil ? "sparse" : "human"
    }

    /// Is true for names of environments that do not ship whole: the trainer has to make one to know it.
    package static func isForeign(_ name: String) -> Bool {
        name.hasPrefix("gym:") || name.hasPrefix("craftax:") || name.hasSuffix(".py")
    }

    /// Reads the code of a reference reward.
    /// - Throws: ``EvolutionError/setUp(why:)`` when the environment has none of that name.
    package func reference(_ name: String, in sandboxes: String) throws -> String {
        guard let file = rewards[name],
            let data = FileManager.default.contents(
                atPath: file.hasPrefix("/") ? file : "\(sandboxes)/trainer/\(file)")
        else {
            throw EvolutionError.setUp(
                why:
                    "\(self.name) has no reward named \"\(name)\"; known: \(rewards.isEmpty ? "none" : rewards.keys.sorted().joined(separator: ", "))"
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

    /// Says how to start trainers with room for every signal of an environment.
    func trainer(for environment: EnvironmentInfo) -> TrainerConfiguration {
        var configuration = trainer
        configuration.memoryBytes = max(configuration.memoryBytes, environment.memoryBytes)
        return configuration
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

    /// Finds an environment by name, by the path of a user's file (`….py`), among Gymnasium's (`gym:ID`), or of
    /// the tasks on Craftax-Classic (`craftax:TASK`).
    /// - Throws: ``EvolutionError/unknownEnvironment(name:known:nearest:)``,
    ///   ``EvolutionError/unusableEnvironment(why:)``.
    package func environment(_ name: String) async throws -> EnvironmentInfo {
        if EnvironmentInfo.isForeign(name) { return try await foreign(name) }
        let environments = try await environments()
        if let found = environments.first(where: { $0.name == name.lowercased() }) { return found }
        let known = environments.map(\.name)
        throw EvolutionError.unknownEnvironment(name: name, known: known, nearest: nearest(name, known))
    }
    /// Describes an environment that does not ship, which the trainer's process has to make once to know it.
    private func foreign(_ name: String) async throws -> EnvironmentInfo {
        let key = name.hasSuffix(".py") ? URL(fileURLWithPath: name).standardizedFileURL.path : name
        let trainer = self.trainer
        let description = try await offPool { try trainer.describe(key) }
        guard let found = description.environments.first else {
            throw EvolutionError.unusableEnvironment(
                why: description.error ?? "\(key): there is no such environment")
        }
        return found
    }
}
