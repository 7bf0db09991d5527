package import Archive
internal import Foundation

/// Runs the real loop, with its real archive, on a landscape.
package struct SyntheticSearch: Sendable {
    package var landscape: Landscape
    package var strategy = "eureka"
    package var samples = 16
    package var generations = 60
    package var seeds = 3
    package var finalists = 6
    package var finalistSeeds = 6
    package var racing = true
    /// Has trainings pause at half of their steps, to be raced there first.
    package var rungs = false
    /// Gives trainings a curve with a point at half of their steps.
    package var curves = false
    package var seed: UInt64 = 1
    /// Seconds that each evaluation waits.
    package var pause = 0.0
    /// Proposes only what is new.
    package var isTireless = false

    package init(landscape: Landscape) { self.landscape = landscape }

    /// Tells what a search found, held against the truth.
    package struct Finding: Sendable {
        /// Hash of the winner; nil where nothing was valid.
        package var winner: String?
        /// True worth that the winner lacks to the best that was proposed.
        package var selectionError: Double
        /// True worth that the winner lacks to the optimum of a hill.
        package var regret: Double
        /// Candidates up to the first that is the optimum; nil where none was.
        package var found: Int?
        package var candidates: Int
        /// Trainings of the search, and all of them; one that paused and was not continued counts for half.
        package var searchTrainings: Double
        package var trainings: Double
        /// Shares of the pairs of candidates whose order at half of the steps is not that at the end: of all, and of those that end a
        /// deviation apart; nil without curves.
        package var crossings: (all: Double, apart: Double)?
    }

    /// Settings of the run, as its archive keeps them.
    package var settings: RunSettings {
        var settings = RunSettings(
            problem: "search-benchmark", subject: "landscape", task: "find the best design",
            model: "scripted",
            strategy: strategy, samples: samples, generations: generations, seeds: seeds, steps: 1000,
            finalists: finalists, finalistSeeds: finalistSeeds, confirmSeeds: 0, jobs: 2, seed: seed,
            initial: nil, promptsFolder: nil, timeLimitSeconds: nil, allowWeakSandbox: false, racing: racing)
        settings.rung = rungs ? 0.5 : nil
        return settings
    }

    /// Runs or continues the search in an archive that has its own row already.
    package func run(in archive: RunArchive) async throws -> RunSummary {
        let settings = settings
        guard let strategy = Strategies.named(strategy, samples: samples) else {
            throw EvolutionError.setUp(
                why: "unknown strategy \"\(strategy)\"; known: \(Strategies.names.joined(separator: ", "))")
        }
        let evolver = Evolver(
            settings: settings, archive: archive,
            problem: SyntheticProblem(landscape: landscape, pause: pause, isPausing: rungs || curves),
            proposer: SyntheticProposer(landscape: landscape, isTireless: isTireless), strategy: strategy,
            emit: { _ in })
        return try await evolver.run()
    }

    /// Runs the search in an archive of its own, which is thrown away.
    package func finding() async throws -> Finding {
        try await Self.withArchive(settings) { archive in
            let summary = try await run(in: archive)
            return try await judged(summary, archive)
        }
    }

    /// Lends an archive with a run's own row, in a temporary folder.
    static func withArchive<Value: Sendable>(
        _ settings: RunSettings, _ work: (RunArchive) async throws -> Value
    ) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("evolve-search-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let archive = try RunArchive(path: folder + "/run.sqlite")
        try await archive.save(
            RunRecord(
                name: "search", problem: settings.problem, subject: settings.subject, task: settings.task,
                settingsJSON: try settings.json(), seed: settings.seed, createdAt: "", state: "running"))
        return try await work(archive)
    }

    private func judged(_ summary: RunSummary, _ archive: RunArchive) async throws -> Finding {
        let candidates = try await archive.candidates()
        let truths = candidates.map { candidate in
            candidate.verdict == "ok"
                ? DesignCode.design(candidate.code).map(landscape.truth) ?? -.infinity : -.infinity
        }
        let best = truths.max() ?? -.infinity
        let chosen = zip(candidates, truths).first { $0.0.id == summary.best?.id }?.1 ?? -.infinity
        let evaluations = try await archive.evaluations()
        func trainings(_ evaluations: [EvaluationRecord]) -> Double {
            evaluations.reduce(0) { $0 + Double($1.steps) / Double(settings.steps) }
        }
        return Finding(
            winner: summary.best?.id, selectionError: best - chosen,
            regret: landscape.quality == .hill ? -chosen : best - chosen,
            found: truths.firstIndex { $0 == 0 }.map { $0 + 1 }, candidates: candidates.count,
            searchTrainings: trainings(evaluations.filter { $0.purpose == "search" }),
            trainings: trainings(evaluations), crossings: crossings(in: evaluations))
    }

    /// Counts how often two candidates, each by the mean of its first three seeds, change their order in the second half.
    private func crossings(in evaluations: [EvaluationRecord]) -> (all: Double, apart: Double)? {
        let whole = Dictionary(grouping: evaluations.filter { $0.curve.count == 2 }, by: \.candidate)
        let points = whole.keys.sorted().compactMap { id in whole[id]?.prefix(3) }.map { records in
            (
                early: Statistics.mean(records.map { $0.curve[0].fitness }),
                late: Statistics.mean(records.map { $0.curve[1].fitness })
            )
        }
        guard points.count > 2 else { return nil }
        let middle = Statistics.mean(points.map(\.late))
        let deviation = Statistics.mean(points.map { ($0.late - middle) * ($0.late - middle) }).squareRoot()
        var (pairs, crossed) = ((all: 0, apart: 0), (all: 0, apart: 0))
        for (number, one) in points.enumerated() {
            for other in points.dropFirst(number + 1) {
                let isApart = abs(one.late - other.late) > deviation
                let isCrossed = (one.late - other.late) * (one.early - other.early) < 0
                pairs.all += 1
                pairs.apart += isApart ? 1 : 0
                crossed.all += isCrossed ? 1 : 0
                crossed.apart += isApart && isCrossed ? 1 : 0
            }
        }
        return (
            Double(crossed.all) / Double(max(1, pairs.all)),
            Double(crossed.apart) / Double(max(1, pairs.apart))
        )
    }
}
