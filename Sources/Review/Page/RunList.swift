internal import Archive
internal import Evolution
internal import Foundation

/// Draws the list of all runs.
package struct RunList: Sendable {
    /// Sums up one run, or says why it cannot be read.
    package struct Entry: Sendable {
        package var name: String
        package var problem = ""
        package var subject = ""
        package var state = ""
        package var candidates = 0
        /// Label and score of the best so far, or that all failed; nil where nothing was measured.
        package var best: String?
        package var votes = 0
        package var createdAt = ""
        package var isBusy = false
        package var isWaiting = false
        /// Why it cannot be read; nil where it can.
        package var trouble: String?

        package init(name: String) { self.name = name }
    }

    private let entries: [Entry]
    private let base: String
    private let author: String

    package init(_ entries: [Entry], base: String, author: String) {
        // Those at work first, then the newest.
        self.entries = entries.sorted {
            ($0.isBusy ? 1 : 0, $0.createdAt, $0.name) > ($1.isBusy ? 1 : 0, $1.createdAt, $1.name)
        }
        (self.base, self.author) = (base, author)
    }

    /// Draws the page.
    package func page(version: String) -> PageFrame {
        let cards = entries.map(card).joined(separator: "\n")
        let empty = HTML.text("p", "No runs yet: `./evolve reward --env NAME` makes one.", class: "quiet")
        let main =
            HTML.text("h1", "Runs")
            + "<div id=\"runs\" data-live>\(entries.isEmpty ? empty : "<div class=\"runs\">\(cards)</div>")</div>"
        return PageFrame(
            title: "evolve review", crumbs: [], main: main, poll: base + "/version", version: version,
            base: base,
            author: author)
    }

    private func card(_ entry: Entry) -> String {
        if let trouble = entry.trouble {
            return "<div>" + HTML.text("b", entry.name) + HTML.text("p", trouble, class: "quiet") + "</div>"
        }
        let state = entry.isWaiting ? "waits for votes" : entry.isBusy ? "running" : stopped(entry.state)
        let counts = [Words.things(entry.candidates, "candidate"), Words.things(entry.votes, "vote")]
        return HTML.element(
            "a", [("href", "\(base)/run/\(ReviewPage.percent(entry.name))")],
            HTML.text("b", entry.name)
                + "<p><span class=\"pill \(entry.isBusy ? "now" : "")\">\(HTML.escaped(state))</span> "
                + HTML.escaped("\(entry.problem) for \(entry.subject)") + "</p>"
                + HTML.text("p", entry.best ?? "nothing measured yet", class: "figure")
                + HTML.text(
                    "p", (counts + [String(entry.createdAt.prefix(10))]).joined(separator: " · ")))
    }

    private func stopped(_ state: String) -> String { state == "running" ? "interrupted" : state }
}
