package import Archive
package import Evolution
internal import Foundation

// The pages of `evolve review`: ReviewPage (what a run's page knows) → its views (ReviewPage+….swift) → PageFrame (the document
// around a view, with PageStyle and PageScript). Everything is drawn here, on the server's side, from the records; the script only
// carries votes, asks whether something changed, and puts newly drawn parts in the place of old ones. So every text of the archive
// passes HTML.escaped, as in the report.

/// Draws the pages of one run.
package struct ReviewPage: Sendable {
    /// Holds what a page shows beside the records of the report.
    package struct Facts: Sendable {
        package var reviews: [ReviewRecord] = []
        package var standing = Standing([])
        /// What the run waits for; nil while it does not.
        package var waiting: Waiting?
        /// Candidates whose film is there.
        package var filmed: Set<String> = []
        /// The run's own films, `best.mp4` and `best_and_human.mp4`, as far as they are there.
        package var runFilms: [String] = []
        package var hasReport = false
        /// What is kept of each candidate's episodes, as the archive has it: JSON, one text a training.
        package var digests: [String: [String]] = [:]
        /// Why no film can be made; nil where one can.
        package var noFilms: String?
        package var settings: RunSettings?
        /// True while a process works on the run.
        package var isBusy = false

        package init() {}
    }

    let report: Report
    let facts: Facts
    /// Path before everything, with the token: `/TOKEN`.
    let base: String
    /// Who a voter is unless they say otherwise.
    let author: String

    package init(report: Report, facts: Facts, base: String, author: String) {
        (self.report, self.facts, self.base, self.author) = (report, facts, base, author)
    }

    var runPath: String { "\(base)/run/\(Self.percent(report.run.name))" }
    func path(_ candidate: CandidateRecord) -> String { "\(runPath)/candidate/\(Self.percent(candidate.id))" }
    func filmPath(_ id: String) -> String { "\(runPath)/film/\(Self.percent(id))" }

    /// Writes a name as one segment of a path.
    static func percent(_ text: String) -> String {
        let plain = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~")
        return text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    }

    /// Finds a candidate by its whole hash.
    package func candidate(_ id: String) -> CandidateRecord? { report.candidates.first { $0.id == id } }

    /// Candidates that were proposed or given by a person: those one votes on.
    var votable: [CandidateRecord] {
        report.candidates.filter { ["proposal", "file", "initial"].contains($0.origin) }
    }

    /// Says what was said of a candidate, in a few marks; empty where nothing was.
    func votes(_ id: String) -> String {
        guard let place = facts.standing.place(of: id) else { return "" }
        var marks: [(String, String)] = []
        if place.approvals > 0 { marks.append(("up", "✓ \(place.approvals)")) }
        if place.rejections > 0 { marks.append(("down", "✗ \(place.rejections)")) }
        if place.won + place.lost + place.drawn > 0 {
            let drawn = place.drawn > 0 ? " =\(place.drawn)" : ""
            marks.append(
                (place.strength >= 1 ? "up" : "down", "\(place.won) : \(place.lost)\(drawn)"))
        }
        return marks.map { HTML.text("span", $0.1, class: "vote \($0.0)") }.joined(separator: " ")
    }

    /// Draws a part of a page that is put anew when the archive has changed.
    func live(_ id: String, _ inner: String, class style: String = "") -> String {
        var attributes = [("id", id), ("data-live", "")]
        if !style.isEmpty { attributes.append(("class", style)) }
        return HTML.element("div", attributes, inner)
    }

    /// Draws a heading with what follows; nothing where nothing follows.
    func part(_ title: String, _ inner: String) -> String {
        inner.isEmpty ? "" : "<section>\(HTML.text("h2", title))\n\(inner)</section>"
    }

    /// Draws a fold that stays as it was opened when the page is put anew.
    func fold(_ id: String, _ title: String, _ inner: String, isOpen: Bool = false) -> String {
        "<details id=\"\(HTML.escaped(id))\"\(isOpen ? " open" : "")><summary>\(title)</summary>\(inner)</details>"
    }

    /// Draws a form that posts to the server; the script keeps the page where it is.
    func form(_ action: String, class style: String = "", stays: Bool = true, _ inner: String) -> String {
        var attributes = [("method", "post"), ("action", action)]
        if !style.isEmpty { attributes.append(("class", style)) }
        if stays { attributes.append(("data-stay", "")) }
        return HTML.element("form", attributes, hidden("author", author) + inner)
    }

    func hidden(_ name: String, _ value: String) -> String {
        "<input type=\"hidden\" name=\"\(HTML.escaped(name))\" value=\"\(HTML.escaped(value))\">"
    }

    func button(_ value: String, _ words: String, class style: String = "") -> String {
        HTML.element(
            "button", [("name", "kind"), ("value", value), ("class", style)], HTML.escaped(words))
    }

    func link(_ candidate: CandidateRecord) -> String {
        HTML.element("a", [("href", path(candidate))], HTML.escaped(report.label(candidate)))
    }

    /// Says what a candidate reached, or how it failed.
    func score(_ candidate: CandidateRecord) -> String {
        if let words = report.scoreWords(candidate.id) { return words }
        let verdict = report.outcome(candidate).verdict
        return verdict == "ok" ? "not measured yet" : verdict
    }

    func verdictBadge(_ candidate: CandidateRecord) -> String {
        let verdict = report.outcome(candidate).verdict
        let isMeasured = report.fitness(candidate.id) != nil
        if verdict == "ok", !isMeasured { return HTML.text("span", "not measured yet", class: "pill") }
        return HTML.text("span", verdict, class: verdict == "ok" ? "pill good" : "pill bad")
    }

    /// Writes a time of the archive for people: `2026-11-23 06:40`.
    static func moment(_ text: String) -> String {
        String(text.prefix(16)).replacingOccurrences(of: "T", with: " ")
    }
}
