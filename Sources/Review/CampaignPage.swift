package import Campaigns
internal import Evolution

/// Shows a campaign as one page that works offline: a table, every seed as a dot, who beats whom.
package struct CampaignPage: Sendable {
    private let table: CampaignTable
    private let cells: [CellResult]

    package init(_ table: CampaignTable, _ cells: [CellResult]) {
        (self.table, self.cells) = (table, cells)
    }

    /// Gives the whole page.
    package func html() -> String {
        let title = "Campaign \(table.campaign)"
        let finished = cells.count { $0.state == .done || $0.state == .stopped }
        let failed = cells.count { $0.state == .failed }
        var lead = "\(finished) of \(cells.count) runs finished"
        if failed > 0 { lead += ", \(failed) failed" }
        let usd = cells.map(\.costUSD).reduce(0, +)
        if usd > 0 { lead += ", \(CampaignTable.number(usd)) USD" }
        let head = HTML.text("p", "evolve campaign", class: "eyebrow") + HTML.text("h1", table.campaign)
        let body = table.problems.map(section).joined(separator: "\n")
        return """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>\(HTML.escaped(title))</title>
            <style>
            \(Stylesheet.text)</style></head>
            <body><main>
            <header>\(head)\(HTML.text("p", lead, class: "lead"))</header>
            \(body)
            \(troubles())
            </main></body></html>

            """
    }

    private func section(_ problem: CampaignTable.Problem) -> String {
        let groups = problem.rows.map { row in
            DotPlot.Group(
                label: row.method.label(table.models),
                role: row.method.strategy == table.baseline ? .human : .winner,
                values: zip(row.values, row.seeds).map { ($0, "seed \($1)") }, interval: Interval(row.values))
        }
        let plot = DotPlot(
            title: "Winner's fitness by method on \(problem.subject)",
            xTitle: "winner's fitness, one dot a seed",
            groups: groups
        ).html()
        let caption =
            "Each dot is the winner of one run, measured on fresh seeds or held-out tasks that all methods of its "
            + "seed share; the line below is the 95 % interval of the mean. Orange: \(table.baseline)."
        return "<section><h2>\(HTML.escaped(problem.subject))</h2>"
            + "<figure>\(plot)\(HTML.text("figcaption", caption))</figure>"
            + "<div class=\"scroll\">\(methods(problem))</div>"
            + "<h3>Who beats whom, % of shared seeds</h3><div class=\"scroll\">\(wins(problem))</div></section>"
    }

    private func methods(_ problem: CampaignTable.Problem) -> String {
        let head = [
            "method", "runs", "winner's fitness", "against \(table.baseline)", "", "candidates", "wall, s",
        ]
        let rows = problem.rows.map { row in
            [
                row.method.label(table.models), "\(row.done) of \(row.cells)",
                CampaignTable.interval(row.fitness),
                row.comparison.map { CampaignTable.interval($0.difference) } ?? "",
                row.comparison.map { CampaignTable.verdict($0.difference) } ?? "", "\(row.candidates)",
                CampaignTable.number(row.wallSeconds),
            ]
        }
        return drawn(head, rows)
    }

    private func wins(_ problem: CampaignTable.Problem) -> String {
        let labels = problem.rows.map { $0.method.label(table.models) }
        let rows = problem.wins.enumerated().map { number, row in
            [labels[number]]
                + row.enumerated().map { column, share in
                    problem.win(number, column, share, nothing: "–") { CampaignTable.number($0 * 100) }
                }
        }
        return drawn([""] + labels.map { "over " + $0 }, rows)
    }

    private func drawn(_ head: [String], _ rows: [[String]]) -> String {
        let titles = head.map { HTML.text("th", $0) }.joined()
        let lines = rows.map { row in
            "<tr>" + HTML.text("th", row.first ?? "") + row.dropFirst().map { HTML.text("td", $0) }.joined()
                + "</tr>"
        }
        return "<table><thead><tr>\(titles)</tr></thead><tbody>\(lines.joined())</tbody></table>"
    }

    private func troubles() -> String {
        let failed = cells.filter { $0.state == .failed }
        guard !failed.isEmpty else { return "" }
        let items = failed.map { HTML.text("li", "\($0.run): \($0.problem)") }.joined()
        return "<section><h2>Runs that failed</h2><ul>\(items)</ul></section>"
    }
}
