internal import Evolution
internal import Review

/// Writes `report.html` whenever a run comes to an end, also to an interrupted one.
enum Results {
    /// Does the work, then writes the report; where it is `filmed`, with films and curve, which take some ten seconds.
    static func reporting(
        _ folder: RunFolder, _ subject: Subject, _ house: House, filmed: Bool = true,
        work: () async throws -> RunSummary
    ) async throws -> RunSummary {
        do {
            let summary = try await work()
            try await write(folder, subject, house, filmed: filmed)
            return summary
        } catch {
            // The first error is the one that matters; a report that cannot be written either changes nothing.
            try? await write(folder, subject, house, filmed: filmed)
            throw error
        }
    }

    private static func write(
        _ folder: RunFolder, _ subject: Subject, _ house: House, filmed: Bool
    ) async throws {
        let measure = Report.Measure(name: subject.measure.name, unit: subject.measure.unit)
        let report = try await Report.read(
            folder.archive, measure: measure, runsFolder: house.installation.displayedRuns)
        guard var report else { return }
        if filmed, case .reward(let environment) = subject {
            report.films = await Pictures.make(report, folder, environment, house)
        }
        try folder.write(report.html(), to: "report.html")
    }
}
