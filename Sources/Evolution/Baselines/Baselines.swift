internal import Archive
internal import Foundation
internal import Training

/// Is the store as one run uses it: with what takes part in this run's trainings.
package actor Baselines {
    private let store: BaselineStore
    private let installation: Installation
    /// Measures everything anew, and keeps that.
    private let isFresh: Bool
    /// What takes part; found when first needed, since it reads many files.
    private var trainer: String?

    /// Opens the store for a run; nil for an environment of the user's own, of which nobody knows what else it reads.
    /// - Parameters:
    ///   - environment: its name.
    ///   - installation: where runs and trainer lie.
    ///   - isFresh: measures everything anew, and keeps that.
    ///   - notice: takes what a person should know.
    package init?(
        for environment: String, _ installation: Installation, isFresh: Bool,
        notice: @escaping @Sendable (String) -> Void
    ) {
        // `gym:module:ID` imports a module of the user's.
        let isForeign = environment.hasSuffix(".py") || environment.split(separator: ":").count > 2
        guard !isForeign else { return nil }
        store = BaselineStore(runs: installation.runs, notice: notice)
        self.installation = installation
        self.isFresh = isFresh
    }

    /// Looks for exactly this training.
    func find(_ training: RewardTraining) async throws -> EvaluationRecord? {
        guard !isFresh else { return nil }
        let (store, key) = (store, try await key(training))
        return try await offPool {
            store.find(
                key, purpose: training.job.purpose, policy: training.policy, for: training.folder)
        }
    }

    /// Keeps what came of a training.
    func keep(_ record: EvaluationRecord, of training: RewardTraining) async throws {
        let (store, key) = (store, try await key(training))
        try await offPool { store.keep(record, as: key, from: training.folder) }
    }

    private func key(_ training: RewardTraining) async throws -> BaselineStore.Key {
        BaselineStore.Key(
            environment: training.environment, code: training.candidate.id, steps: training.job.steps,
            seed: training.job.seed, procedure: training.procedure, trainer: try await fingerprint())
    }

    private func fingerprint() async throws -> String {
        if let trainer { return trainer }
        let installation = installation
        let found = try await offPool { TrainerFingerprint.of(installation) }
        trainer = found
        return found
    }
}
