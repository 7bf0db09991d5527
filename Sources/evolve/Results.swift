internal import Evolution
internal import Review

/// Writes `report.html` whenever a run comes to an end, also to an interrupted one.
enum Results {
    static func reporting(
        _ folder: RunFolder, _ subject: Subject, _ house: House,
        work: () async throws -> RunSummary
    ) async throws -> RunSummary {
        do {
            let summary = try await work()
            try await write(folder, subject, house)
            return summary
        } catch {
            // The first error is the one that matters; a report that cannot be written either changes nothing.
            try? await write(folder, subject, house)
            throw error
        }
    }

    private static func write(_ folder: RunFolder, _ subject: Subject, _ house: House) async throws {
        let measure = Report.Measure(name: subject.measure.name, unit: subject.measure.unit)
        let report = try await Report.read(
            folder.archive, measure: measure, runsFolder: house.installation.displayedRuns)
        guard var report else { return }
        if case .reward(let environment) = subject {
            report.films = await Pictures.make(report, folder, environment, house)
        }
        try folder.write(report.html(), to: "report.html")
    }
}
