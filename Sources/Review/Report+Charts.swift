import Archive

extension Report {
    /// Shows every candidate's fitness over its training.
    func curvesSection() -> String {
        let ids = candidates.map(\.id)
        let curves = ids.compactMap { id -> LineChart.Curve? in
            guard let candidate = candidates.first(where: { $0.id == id }) else { return nil }
            return curve(candidate)
        }
        let chart = LineChart(
            title: "Fitness over training for every candidate", xTitle: "environment steps",
            yTitle: measureTitle, curves: curves)
        guard !curves.isEmpty else { return "" }
        var caption =
            "\(measure.name.prefix(1).uppercased())\(measure.name.dropFirst()) at the checkpoints of each "
        caption +=
            "training, mean over seeds; bands reach from the lowest seed to the highest. The ring marks the checkpoint that was kept: the one with the best "
        caption += "own reward, chosen without looking at fitness."
        if curves.count > 10 {
            caption += " Of the other candidates the five that end highest are labelled."
        }
        if curves.contains(where: { $0.role == .human }) { caption += " Dashed: the human reward." }
        return section("Fitness over training", id: "curves", figure(chart.html(), caption: caption))
    }

    /// Draws a candidate's mean curve over its seeds, with the band between its lowest and its highest seed.
    private func curve(_ candidate: CandidateRecord) -> LineChart.Curve? {
        guard let curve = seedCurve(candidate) else { return nil }
        let trainings = shownTrainings(candidate.id)
        return LineChart.Curve(
            label: label(candidate), role: role(candidate.id),
            points: zip(curve.steps, curve.mean).map { ($0, $1) },
            band: curve.low.isEmpty
                ? [] : curve.steps.indices.map { (curve.steps[$0], curve.low[$0], curve.high[$0]) },
            marked: trainings.count == 1 ? trainings[0].shipped : nil)
    }

    /// Shows how the winner's reward components moved while it trained.
    func componentsSection() -> String {
        guard let winner, let training = ranked(winner.id).first(where: { $0.verdict == "ok" }) else {
            return ""
        }
        let caption =
            "Mean per step of each component of \(label(winner)) in ten equal parts of its training "
            + "(seed \(training.seed)). Each panel has its own scale."
        return section(
            "Reward components of the winner", id: "components",
            figure(SmallMultiples(panels: panels(training)).html(), caption: caption))
    }

    /// Shows every value of the comparison on fresh seeds, as dots and as a table.
    func comparisonSection() -> String {
        let finalists = candidates.filter { !confirmed($0.id).isEmpty }
            .sorted { rank($0) < rank($1) }
        guard !finalists.isEmpty else { return "" }
        let groups = finalists.map { candidate -> DotPlot.Group in
            let values = confirmed(candidate.id).compactMap { training in
                training.fitness.map { (value: $0, name: "seed \(training.seed)") }
            }
            return DotPlot.Group(
                label: label(candidate), role: role(candidate.id), values: values,
                interval: Interval(values.map(\.value)))
        }
        let plot = DotPlot(title: "Fitness on fresh seeds", xTitle: measureTitle, groups: groups)
        let caption =
            "Each dot is one training on a seed that the search never used, the same seeds for all. "
            + "Below the dots: mean and 95 % interval over seeds; an arrow where it leaves the axis."
        return section(
            "On fresh seeds", id: "fresh-seeds",
            figure(plot.html(), caption: caption) + seedTable(finalists))
    }

    private func rank(_ candidate: CandidateRecord) -> Int {
        switch role(candidate.id) {
        case .winner: 0
        case .human: 1
        case .other: 2
        }
    }

    private func seedTable(_ finalists: [CandidateRecord]) -> String {
        var seeds: [UInt64] = []
        for training in finalists.flatMap({ confirmed($0.id) }) where !seeds.contains(training.seed) {
            seeds.append(training.seed)
        }
        let value = { (candidate: CandidateRecord, seed: UInt64) in
            self.confirmed(candidate.id).first { $0.seed == seed }?.fitness
        }
        let head = ["seed"] + finalists.map(label) + finalists.dropFirst().map { "winner − \(label($0))" }
        let isWinnerThere = finalists.first?.id == winner?.id
        let shown = isWinnerThere ? head : ["seed"] + finalists.map(label)
        let rows = seeds.map { seed -> String in
            var cells = [HTML.text("th", "\(seed)")]
            cells += finalists.map {
                HTML.text("td", value($0, seed).map { Words.number($0) } ?? "—", class: "n")
            }
            if isWinnerThere {
                cells += finalists.dropFirst().map { other in
                    let pair = value(finalists[0], seed).flatMap { ours in
                        value(other, seed).map { Words.signed(ours - $0) }
                    }
                    return HTML.text("td", pair ?? "—", class: "n")
                }
            }
            return "<tr>\(cells.joined())</tr>"
        }
        let titles = shown.enumerated().map { HTML.text("th", $0.element, class: $0.offset == 0 ? "" : "n") }
        return "<div class=\"scroll\"><table class=\"compact\"><thead><tr>\(titles.joined())</tr></thead>"
            + "<tbody>\(rows.joined())</tbody></table></div>"
    }
}
