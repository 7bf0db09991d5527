import Archive
import Foundation

@testable import Evolution

/// Makes settings, archives and evolvers of scripted searches.
enum SearchFixture {
    static func settings(
        strategy: String = "eureka", samples: Int = 4, generations: Int = 4, seeds: Int = 3,
        finalists: Int = 2, racing: Bool? = true, budgetTokens: Int? = nil, budgetSteps: Int? = nil
    ) -> RunSettings {
        RunSettings(
            problem: "reward", subject: "numbers", task: "find it", model: "scripted", strategy: strategy,
            samples: samples, generations: generations, seeds: seeds, steps: 10, finalists: finalists,
            finalistSeeds: 2, confirmSeeds: 3, jobs: 2, seed: 7, initial: nil, promptsFolder: nil,
            timeLimitSeconds: nil, allowWeakSandbox: false, racing: racing, budgetTokens: budgetTokens,
            budgetSteps: budgetSteps)
    }

    static func archive(_ settings: RunSettings) async throws -> RunArchive {
        let folder = NSTemporaryDirectory() + "search-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let archive = try RunArchive(path: folder + "/run.sqlite")
        try await archive.save(
            RunRecord(
                name: "test", problem: settings.problem, subject: settings.subject, task: settings.task,
                settingsJSON: try settings.json(), seed: settings.seed, createdAt: "", state: "running"))
        return archive
    }

    static func evolver(
        _ settings: RunSettings, _ archive: RunArchive, paid: Counter = Counter(), fuse: Fuse? = nil,
        log: EventLog = EventLog(), continued: Counter? = nil, discarded: Counter? = nil
    ) throws -> Evolver {
        guard let strategy = Strategies.named(settings.strategy, samples: settings.samples) else {
            throw EvolutionError.setUp(why: "unknown strategy")
        }
        return Evolver(
            settings: settings, archive: archive,
            problem: ScriptedProblem(
                paid: paid, dies: fuse, continued: continued, discarded: discarded),
            proposer: ScriptedProposer(asked: Counter(), dies: fuse), strategy: strategy,
            emit: { log.append($0) })
    }

    /// A measured candidate: fitness by seed.
    static func individual(
        _ index: Int, _ values: [Double], generation: Int = 0, parents: [String] = [],
        wasStopped: Bool = false
    ) -> Individual {
        let id = "c\(generation)-\(index)"
        let candidate = CandidateRecord(
            id: id, code: id, origin: "proposal", generation: generation, index: index, parents: parents,
            verdict: "ok", detail: "", signals: [], components: [], constantsJSON: "{}")
        let evaluations = values.enumerated().map { seed, value in
            EvaluationRecord(
                candidate: id, purpose: "search", seed: UInt64(seed), steps: 10, verdict: "ok", detail: "",
                fitness: value, episodes: [value], curve: [], components: [], shipped: 0,
                trainerCPUSeconds: 0,
                workerCPUSeconds: 0, workerPeakBytes: 0, wallSeconds: 0, environmentSteps: 10, policy: nil)
        }
        return Individual(candidate: candidate, evaluations: evaluations, wasStopped: wasStopped)
    }
}
