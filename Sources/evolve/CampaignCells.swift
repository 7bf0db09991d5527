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
            result.state = .running
            if let summary = try run.summary() { result.take(summary) }
        } catch {
            result.state = .failed
            result.problem = "\(error)"
        }
        return result
    }

    /// Runs a cell, or continues it.
    static func run(
        _ cell: CampaignCell, _ allowance: Campaign.Allowance, _ jobs: Int?, _ installation: Installation
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
        } else {
            settings = try await Self.settings(cell, subject, allowance, jobs)
            folder = try await RunFolder.create(settings, name: cell.run, in: installation.runs)
            if case .heuristic(let tasks) = subject { try tasks.keep(in: folder.path) }
        }
        return try await Results.reporting(folder, subject, house) {
            try await house.search(folder, settings, subject)
        }
    }

    /// Fills what the file does not say from the problem's defaults.
    private static func settings(
        _ cell: CampaignCell, _ subject: Subject, _ allowance: Campaign.Allowance, _ jobs: Int?
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
        settings.taskSeconds = cell.problem.taskSeconds ?? settings.taskSeconds
        settings.jobs = jobs ?? Variables.defaultJobs
        settings.seed = cell.seed
        settings.timeLimitSeconds = allowance.seconds
        if cell.model != "offline" { settings.budgetUSD = allowance.usd }
        return settings
    }
}
