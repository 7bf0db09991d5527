internal import Archive
internal import Foundation
internal import Sandbox
package import Training

/// Puts a run together from its settings: problem, proposer, strategy, archive.
///
/// The commands call this and nothing below.
package struct House: Sendable {
    package let installation: Installation
    package let emit: @Sendable (RunEvent) -> Void

    package init(installation: Installation, emit: @escaping @Sendable (RunEvent) -> Void) {
        self.installation = installation
        self.emit = emit
    }

    /// Runs or continues a search in its folder and writes `best_reward.py`.
    package func search(
        _ folder: RunFolder, _ settings: RunSettings, _ environment: EnvironmentInfo
    ) async throws -> RunSummary {
        guard let strategy = Strategies.named(settings.strategy, samples: settings.samples) else {
            throw EvolutionError.setUp(
                why:
                    "unknown strategy \"\(settings.strategy)\"; known: \(Strategies.names.joined(separator: ", "))"
            )
        }
        let prompts = try RewardPrompts(
            installation: installation, settings: settings, environment: environment)
        let proposer = try await proposer(settings, environment, prompts, folder)
        return try await with(problem(folder, settings, environment, prompts)) { problem in
            let evolver = Evolver(
                settings: settings, archive: folder.archive, problem: problem, proposer: proposer,
                strategy: strategy, emit: emit)
            let summary = try await evolver.run()
            try await audit(folder, settings, environment)
            if let id = summary.best?.id, let winner = try await folder.archive.candidate(id) {
                try folder.write(winner.code, to: "best_reward.py")
            }
            return summary
        }
    }

    /// Checks, trains and compares a person's own code, the settings' initial one, in its folder.
    package func score(
        _ folder: RunFolder, _ settings: RunSettings, _ environment: EnvironmentInfo, againstHuman: Bool
    ) async throws -> RunSummary {
        let prompts = try RewardPrompts(
            installation: installation, settings: settings, environment: environment)
        return try await with(problem(folder, settings, environment, prompts)) { problem in
            let evolver = Evolver(
                settings: settings, archive: folder.archive, problem: problem,
                proposer: OfflineProposing(signals: environment.signals, task: settings.task),
                strategy: BestOfN(samples: 0), emit: emit)
            let scored = try await evolver.score(settings.initial ?? "", againstHuman: againstHuman)
            if scored.summary.best != nil { try folder.write(scored.candidate.code, to: "best_reward.py") }
            return scored.summary
        }
    }

    private func problem(
        _ folder: RunFolder, _ settings: RunSettings, _ environment: EnvironmentInfo, _ prompts: RewardPrompts
    ) -> RewardProblem {
        RewardProblem(
            environment: environment, installation: installation, prompts: prompts, runFolder: folder.path,
            jobs: settings.jobs, allowWeakSandbox: settings.allowWeakSandbox)
    }

    /// Lends a problem to a piece of work and ends its processes afterwards, however the work ends.
    private func with(
        _ problem: RewardProblem, _ work: (RewardProblem) async throws -> RunSummary
    ) async throws -> RunSummary {
        do {
            let summary = try await work(problem)
            await problem.shutDown()
            return summary
        } catch {
            await problem.shutDown()
            throw error
        }
    }
}
