internal import Archive

/// Puts a run together from its settings: problem, proposer, strategy, archive.
///
/// The commands call this and nothing below.
package struct House: Sendable {
    package let installation: Installation
    package let emit: @Sendable (RunEvent) -> Void
    /// Asks a person between generations; nil where there is nobody to ask.
    package var listener: Listener?

    package init(installation: Installation, emit: @escaping @Sendable (RunEvent) -> Void) {
        self.installation = installation
        self.emit = emit
    }

    /// Runs or continues a search in its folder and writes `best_reward.py` or `best_heuristic.py`.
    package func search(
        _ folder: RunFolder, _ settings: RunSettings, _ subject: Subject
    ) async throws -> RunSummary {
        guard let strategy = Strategies.named(settings.strategy, samples: settings.samples) else {
            throw EvolutionError.setUp(
                why:
                    "unknown strategy \"\(settings.strategy)\"; known: \(Strategies.names.joined(separator: ", "))"
            )
        }
        let parts = try parts(folder, settings, subject)
        let proposer = try await proposer(settings, parts, folder)
        return try await with(parts.problem) { problem in
            let evolver = Evolver(
                settings: settings, archive: folder.archive, problem: problem, proposer: proposer,
                strategy: strategy, constants: CMAES(installation),
                listener: settings.feedback == true ? listener : nil, emit: emit)
            let summary = try await evolver.run()
            try await audit(folder, settings, parts.secrets)
            try await compareNatively(folder, settings, subject)
            if let id = summary.best?.id, let winner = try await folder.archive.candidate(id) {
                try folder.write(winner.code, to: "best_\(settings.problem).py")
            }
            return summary
        }
    }

    /// Checks, measures and compares a person's own code, the settings' initial one, in its folder.
    package func score(
        _ folder: RunFolder, _ settings: RunSettings, _ subject: Subject, compared: Bool
    ) async throws -> RunSummary {
        let parts = try parts(folder, settings, subject)
        return try await with(parts.problem) { problem in
            let evolver = Evolver(
                settings: settings, archive: folder.archive, problem: problem, proposer: parts.offline,
                strategy: BestOfN(samples: 0), emit: emit)
            let scored = try await evolver.score(settings.initial ?? "", compared: compared)
            if scored.summary.best != nil {
                try folder.write(scored.candidate.code, to: "best_\(settings.problem).py")
            }
            return scored.summary
        }
    }

    /// Lends a problem to a piece of work and ends its processes afterwards, however the work ends.
    private func with(
        _ problem: any Problem, _ work: (any Problem) async throws -> RunSummary
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
