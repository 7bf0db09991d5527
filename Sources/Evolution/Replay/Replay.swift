internal import Archive
internal import Foundation

/// Says whether a run's loop, gone through again over its own records, decides the same.
package struct ReplayReport: Codable, Sendable, Equatable {
    package var schema = 1
    package var run: String
    package var isSame: Bool
    /// The first difference, in words; nil where there is none.
    package var difference: String?
    package var proposals: Int
    package var candidates: Int
    package var evaluations: Int
}

extension House {
    /// Goes through a finished run again: the answers and measurements are the recorded ones, every choice is made anew.
    ///
    /// Nothing is trained, searched or asked, and the run's own archive is only read. The offline proposer proposes anew.
    /// - Returns: whether the archive comes out the same, or the first difference.
    package func replay(_ name: String) async throws -> ReplayReport {
        let folder = try RunFolder.open(name, in: installation.runs)
        guard let record = try await folder.archive.run() else {
            throw EvolutionError.setUp(why: "\(name): nothing was recorded; there is nothing to replay")
        }
        let settings = try RunSettings(json: record.settingsJSON)
        guard settings.strategy != "score", settings.problem != "search-benchmark" else {
            throw EvolutionError.setUp(why: "\(name) is no search: it has no loop to go through again")
        }
        guard try record.summary() != nil else {
            throw EvolutionError.setUp(
                why: "\(name) did not come to its end; bring it there with `evolve resume \(name)` first")
        }
        guard let strategy = Strategies.named(settings.strategy, samples: settings.samples) else {
            throw EvolutionError.setUp(why: "\(name): unknown strategy \"\(settings.strategy)\"")
        }
        let parts = try parts(folder, settings, try await subject(of: folder, settings))
        let proposals = try await folder.archive.proposals()
        let isOffline = settings.model == "offline"
        let budgetMark = try await folder.archive.mark("budget")
        let proposer: any Proposer =
            isOffline
            ? parts.offline
            : RecordedProposer(
                proposals, settings: settings, prompts: parts.prompts, budgetMark: budgetMark)
        return try await Self.replayed(
            record, settings, from: folder.archive, problem: parts.problem, proposer: proposer,
            strategy: strategy, constants: CMAES(installation))
    }

    /// Goes through the loop in an archive of its own and compares the two.
    static func replayed(
        _ record: RunRecord, _ settings: RunSettings, from archive: RunArchive, problem: any Problem,
        proposer: any Proposer, strategy: any Strategy, constants: (any ConstantSearch)? = nil
    ) async throws -> ReplayReport {
        let whole = try await CanonicalExport(archive)
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("evolve-replay-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let copy = try RunArchive(path: folder + "/run.sqlite")
        var begun = record
        (begun.state, begun.summaryJSON) = ("running", nil)
        try await copy.save(begun)
        // Where time ran out is a fact of that day.
        if let limit = try await archive.mark("limit") { try await copy.setMark("limit", limit) }
        // So are people's words and votes.
        try await Evolver.copyVotes(from: archive, to: copy)
        var timeless = settings
        timeless.timeLimitSeconds = nil
        let evolver = Evolver(
            settings: timeless, archive: copy,
            problem: RecordedProblem(
                problem, candidates: try await archive.candidates(),
                evaluations: try await archive.evaluations()),
            proposer: proposer, strategy: strategy, constants: constants, emit: { _ in })
        var difference: String?
        do {
            _ = try await evolver.run()
        } catch let gap as RecordedProblem.Gap {
            difference = gap.description
        }
        let again = try await CanonicalExport(copy)
        // Where the loop left the records, what it did before that says more.
        let found = again.firstDifference(from: whole)
        if difference == nil || found?.isGap == false { difference = found?.words ?? difference }
        return ReplayReport(
            run: record.name, isSame: difference == nil, difference: difference,
            proposals: whole.proposals.count, candidates: whole.candidates.count,
            evaluations: whole.evaluations.count)
    }
}
