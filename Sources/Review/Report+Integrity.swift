import Archive

extension Report {
    /// Says how far the rewards of the finalists mean what the fitness means; the winner's in full.
    func integritySection() -> String {
        let known = integrity.filter { report in candidates.contains { $0.id == report.candidate } }
        guard !known.isEmpty else { return "" }
        let words = winner.flatMap { winner in known.first { $0.candidate == winner.id } }.map(findings) ?? ""
        let intro =
            "All figures are the host's own: the trainer's curves, and what each reward gives for recorded behaviour. "
            + "Agreement is that of own reward and fitness over training (1: both rise together); given away is fitness "
            + "lost by keeping the checkpoint with the best own reward. The others are means of the reward a step, each in "
            + "its reward's own unit: of the trained policy, of random behaviour, of doing nothing, of the random behaviour "
            + "played backwards, and of it forwards and then back, which ends where it began."
        return section(
            "Can the rewards be trusted?", id: "integrity",
            words + valuesTable(known) + signalsTable(known) + HTML.text("p", intro, class: "quiet"))
    }

    private func findings(_ report: IntegrityReport) -> String {
        guard !report.concerns.isEmpty else {
            return HTML.text("p", "Nothing stands out in the winner's reward.")
        }
        let items = report.concerns.map { HTML.text("li", $0) }.joined()
        return HTML.text("p", "In the winner's reward, look at this:")
            + "<ul class=\"concerns\">\(items)</ul>"
    }

    private func valuesTable(_ reports: [IntegrityReport]) -> String {
        let unit = measure.unit.isEmpty ? "" : ", \(measure.unit)"
        let head = [
            "reward", "agreement", "given away\(unit)", "trained", "random", "nothing", "backwards",
            "and back", "concerns",
        ]
        let rows = reports.map { report in
            let values = ["random", "nothing", "reversed", "cycle"].map { report.value(of: $0) }
            let figures = [report.agreement, report.givenAway, report.trained] + values
            let cells =
                [HTML.text("th", label(id: report.candidate))]
                + figures.map { HTML.text("td", $0.map { Words.number($0) } ?? "—", class: "n") }
                + [HTML.text("td", "\(report.concerns.count)", class: "n")]
            return "<tr>\(cells.joined())</tr>"
        }
        return table(head, rows)
    }

    private func signalsTable(_ reports: [IntegrityReport]) -> String {
        let rows = reports.map { report in
            let signals = report.signals.sorted { $0.influence > $1.influence }.map {
                "\($0.name) \(Words.number(100 * $0.influence)) %"
            }
            let components = report.components.map { component in
                var text = component.name
                if let share = component.share { text += " \(Words.number(100 * share)) %" }
                if component.isFlat { text += ", flat" }
                return text
            }
            return "<tr>" + HTML.text("th", label(id: report.candidate))
                + HTML.text("td", signals.joined(separator: " · "), class: "names")
                + HTML.text("td", components.joined(separator: " · "), class: "names") + "</tr>"
        }
        return table(
            [
                "reward", "signals, by the change of the total without them",
                "components, by their share over training",
            ],
            rows)
    }

    private func table(_ head: [String], _ rows: [String]) -> String {
        let titles = head.enumerated().map { HTML.text("th", $1, class: $0 > 0 && head.count > 3 ? "n" : "") }
        return "<div class=\"scroll\"><table><thead><tr>\(titles.joined())</tr></thead><tbody>"
            + rows.joined() + "</tbody></table></div>"
    }
}
