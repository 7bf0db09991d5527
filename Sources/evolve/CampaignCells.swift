internal import Archive
internal import Campaigns
internal import Evolution
internal import Foundation

/// Turns a cell of a campaign into a run.
enum CampaignCells {
    /// Finds the environment or domain of a problem.
    static func subject(_ problem: CampaignProblem, _ installation: Installation) async throws -> Subject {
        problem.kind == "reward"
            ? .reward(try await installation.environment(problem.subject))
            : .heuristic(try TaskSets.find(problem.subject, tasks: nil, in: installation.sandboxes))
    }

    /// Tells what an earlier process left of a cell.
    static func found(_ cell: CampaignCell, _ installation: Installation) async throws -> CellResult {
        var result = CellResult(cell)
        guard RunFolder.names(in: installation.runs).contains(cell.run) else { return result }
        do {
            let archive = try RunArchive(path: try RunFolder.archivePath(cell.run, in: installation.runs))
            guard let run = try await archive.run() else { return result }
            if let why = contradiction(cell, try RunSettings(json: run.settingsJSON)) {
                throw InputError(why)
            }
            result.state = .running
            result.costUSD = try await Books.spent(in: archive)
            if let summary = try run.summary() { result.take(summary) }
        } catch {
            result.state = .failed
            result.problem = "\(error)"
        }
        return result
    }

    /// Runs a cell, or continues it.
    static func run(
        _ cell: CampaignCell, _ allowance: Campaign.Allowance, _ jobs: Int?, _ installation: Installation,
        freshBaselines: Bool
    ) async throws -> RunSummary {
        let house = House(installation: installation) { event in
            if case .note(let text) = event { Output.error("    \(text)\n") }
        }
        let subject = try await subject(cell.problem, installation)
        let folder: RunFolder
        let settings: RunSettings
        if RunFolder.names(in: installation.runs).contains(cell.run) {
            folder = try RunFolder.open(cell.run, in: installation.runs)
            guard let record = try await folder.archive.run() else {
                throw InputError("\(cell.run): it was killed before anything was recorded; delete its folder")
            }
            settings = try RunSettings(json: record.settingsJSON)
            if let why = contradiction(cell, settings) { throw InputError(why) }
        } else {
            settings = try await Self.settings(
                cell, subject, allowance, jobs, freshBaselines: freshBaselines)
            folder = try await RunFolder.create(settings, name: cell.run, in: installation.runs)
            if case .heuristic(let tasks) = subject { try tasks.keep(in: folder.path) }
        }
        // Many cells, few of which anybody looks at: `evolve resume CELL` films one of them.
        return try await Results.reporting(folder, subject, house, filmed: false) {
            try await house.search(folder, settings, subject)
        }
    }

    /// Says where a folder was made with other words than the file's: its results are not this cell's.
    private static func contradiction(_ cell: CampaignCell, _ made: RunSettings) -> String? {
        let counts = [
            "samples": made.samples, "generations": made.generations, "seeds": made.seeds,
            "steps": made.steps,
            "finalists": made.finalists, "finalist-seeds": made.finalistSeeds,
            "confirm-seeds": made.confirmSeeds, "tune": made.constantTrials ?? 0,
        ]
        var pairs = cell.problem.counts.sorted { $0.key < $1.key }.map { key, wanted in
            (key, "\(wanted)", counts[key].map { "\($0)" } ?? "")
        }
        pairs.append(("model", cell.model, made.model))
        pairs.append(("strategy", cell.strategy, made.strategy))
        if let seconds = cell.problem.taskSeconds {
            pairs.append(("task-seconds", "\(seconds)", made.taskSeconds.map { "\($0)" } ?? ""))
        }
        guard let (key, wanted, there) = pairs.first(where: { $0.1 != $0.2 }) else { return nil }
        return
            "the run \(cell.run) was made with \(key) \(there), the file says \(wanted); give the campaign another "
            + "name, or remove the run with `evolve archive prune \(cell.run) --yes`"
    }

    /// Fills what the file does not say from the problem's defaults.
    private static func settings(
        _ cell: CampaignCell, _ subject: Subject, _ allowance: Campaign.Allowance, _ jobs: Int?,
        freshBaselines: Bool
    ) async throws -> RunSettings {
        let counts = cell.problem.counts
        var settings: RunSettings
        switch subject {
        case .reward(let environment):
            settings = RunSettings(rewardFor: environment, model: cell.model, strategy: cell.strategy)
        case .heuristic(let tasks):
            settings = try await RunSettings(
                heuristicFor: tasks, model: cell.model, strategy: cell.strategy, evaluations: counts["steps"])
        }
        settings.samples = counts["samples"] ?? settings.samples
        settings.generations = counts["generations"] ?? settings.generations
        settings.seeds = counts["seeds"] ?? settings.seeds
        settings.steps = counts["steps"] ?? settings.steps
        settings.finalists = counts["finalists"] ?? settings.finalists
        settings.finalistSeeds = counts["finalist-seeds"] ?? settings.finalistSeeds
        settings.confirmSeeds = counts["confirm-seeds"] ?? settings.confirmSeeds
        settings.constantTrials = counts["tune"]
        settings.taskSeconds = cell.problem.taskSeconds ?? settings.taskSeconds
        settings.jobs = jobs ?? Variables.defaultJobs
        settings.seed = cell.seed
        settings.racing = true
        if freshBaselines { settings.freshBaselines = true }
        settings.timeLimitSeconds = allowance.seconds
        if cell.model != "offline" { settings.budgetUSD = allowance.usd }
        return settings
    }
}
