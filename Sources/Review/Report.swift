package import Archive
import Evolution
import Foundation

// From the records of a run to one HTML file: Report (facts) → its sections (Report+….swift) → charts
// (LineChart, DotPlot, SmallMultiples: pure functions to SVG) and CodeListing. HTML.escaped stands between
// every text of the archive and the page; Stylesheet holds the looks.

/// Builds `report.html` of a run from its records alone: one file, no script, nothing loaded from elsewhere.
package struct Report: Sendable {
    /// Names the measure that candidates are ranked by.
    package struct Measure: Sendable, Equatable {
        /// For example `mean forward velocity`.
        package var name: String
        /// For example `m/s`; empty for a share.
        package var unit: String

        package init(name: String, unit: String) { (self.name, self.unit) = (name, unit) }
    }

    let run: RunRecord
    let candidates: [CandidateRecord]
    let proposals: [ProposalRecord]
    let evaluations: [EvaluationRecord]
    let feedback: [FeedbackRecord]
    let integrity: [IntegrityReport]
    /// Votes and remarks of people, in their order.
    let reviews: [ReviewRecord]
    /// What the critic said before the trainings, by candidate.
    let critiques: [String: Critique]
    let measure: Measure
    /// Name and version of what took part, shown for reproduction.
    let versions: [String: String]
    /// How people call the tool.
    let command: String
    /// Folder of the runs' folders, as people type it.
    let runsFolder: String
    let facts: SummaryFacts?
    /// Films of policies, and why one is missing.
    package var films = Films()
    /// What native heuristics did; nil where nobody looked.
    let native: Native?
    /// The candidates with what was measured of them, by hash.
    let individuals: [String: Individual]

    /// Takes the records of one run; the final result is read from `run.summaryJSON`, if there is one.
    package init(
        run: RunRecord, candidates: [CandidateRecord], proposals: [ProposalRecord],
        evaluations: [EvaluationRecord], feedback: [FeedbackRecord], measure: Measure,
        integrity: [IntegrityReport] = [], reviews: [ReviewRecord] = [],
        critiques: [String: Critique] = [:],
        versions: [String: String] = [:], command: String = "./evolve", runsFolder: String = "Runs",
        nativeJSON: String? = nil
    ) {
        self.integrity = integrity
        (self.reviews, self.critiques) = (reviews, critiques)
        (self.run, self.candidates, self.proposals) = (run, candidates, proposals)
        (self.evaluations, self.feedback, self.measure) = (evaluations, feedback, measure)
        (self.versions, self.command, self.runsFolder) = (versions, command, runsFolder)
        facts = SummaryFacts(json: run.summaryJSON)
        native = nativeJSON.flatMap { try? JSONDecoder().decode(Native.self, from: Data($0.utf8)) }
        let measured = Dictionary(grouping: evaluations, by: \.candidate)
        individuals = Dictionary(
            candidates.map { ($0.id, Individual(candidate: $0, evaluations: measured[$0.id] ?? [])) },
            uniquingKeysWith: { first, _ in first })
    }

    /// Reads all records of a run from its archive.
    /// - Throws: what the archive throws; nil comes back when the run has no row yet.
    package static func read(
        _ archive: RunArchive, measure: Measure, versions: [String: String] = [:],
        command: String = "./evolve",
        runsFolder: String = "Runs"
    ) async throws -> Report? {
        guard let run = try await archive.run() else { return nil }
        let candidates = try await archive.candidates()
        return Report(
            run: run, candidates: candidates, proposals: try await archive.proposals(),
            evaluations: try await archive.evaluations(), feedback: try await archive.feedback(),
            measure: measure, integrity: try await archive.integrityReports(of: candidates),
            reviews: try await archive.reviews(), critiques: try await archive.critiques(),
            versions: versions, command: command, runsFolder: runsFolder,
            nativeJSON: try await archive.mark("native"))
    }

    /// Gives the whole page.
    package func html() -> String {
        let title = "\(run.problem) for \(subject) · \(run.name)"
        let measured =
            isHeuristic
            ? [coverageSection(), cactusSection(), nativeSection()]
            : [
                filmsSection(), comparisonSection(), curvesSection(), componentsSection(),
                integritySection(),
            ]
        let sections =
            [summarySection()] + measured + [
                codeSection(), lineageSection(), criticSection(), peopleSection(), candidatesSection(),
                detailsSection(), reproductionSection(),
            ]
        return """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; media-src data:">
            <title>\(HTML.escaped(title))</title>
            <style>
            \(Stylesheet.text)</style></head>
            <body><main>
            \(sections.filter { !$0.isEmpty }.joined(separator: "\n"))
            </main></body></html>

            """
    }

    /// Wraps a section with its heading; nothing when it has no content.
    func section(_ title: String, id: String, _ content: String) -> String {
        guard !content.isEmpty else { return "" }
        return "<section id=\"\(id)\"><h2>\(HTML.escaped(title))</h2>\n\(content)\n</section>"
    }

    /// Wraps a drawing with its caption.
    func figure(_ drawing: String, caption: String) -> String {
        guard !drawing.isEmpty else { return "" }
        return "<figure>\(drawing)<figcaption>\(HTML.escaped(caption))</figcaption></figure>"
    }
}
