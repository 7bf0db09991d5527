import Archive
import Evolution

extension Report {
    /// Shows which candidate came from which, generation by generation, with the winner's line.
    func lineageSection() -> String {
        let generations = Dictionary(grouping: candidates.filter { $0.generation >= 0 }, by: \.generation)
        guard generations.count > 1, let winner else { return "" }
        let line = ancestry(of: winner)
        let drawing = tree(generations, Set(line.map(\.id)))
        let caption =
            "Each dot is a candidate, each column a generation, best at the top; a line leads to the parent that it was made "
            + "from, a dashed one to further parents. Blue: the winner and where it came from. Hollow: failed."
        return section(
            "Lineage", id: "lineage", figure(drawing, caption: caption) + lineTable(line.reversed()))
    }

    /// Gives a candidate and its first parents, back to the beginning.
    func ancestry(of candidate: CandidateRecord) -> [CandidateRecord] {
        var line = [candidate]
        while let parent = line.last?.parents.first,
            let known = candidates.first(where: { $0.id == parent }),
            !line.contains(where: { $0.id == known.id })
        {
            line.append(known)
        }
        return line
    }

    private func tree(_ generations: [Int: [CandidateRecord]], _ line: Set<String>) -> String {
        let columns = generations.keys.sorted()
        let tallest = generations.values.map(\.count).max() ?? 1
        let (stepX, stepY) = (min(150.0, 640.0 / Double(max(columns.count - 1, 1))), 22.0)
        let height = Double(tallest) * stepY + 34
        var places: [String: (x: Double, y: Double)] = [:]
        for (column, generation) in columns.enumerated() {
            let ordered = ordered(generations[generation] ?? [])
            for (row, candidate) in ordered.enumerated() where places[candidate.id] == nil {
                places[candidate.id] = (40 + Double(column) * stepX, 34 + Double(row) * stepY)
            }
        }
        var (lines, dots) = ("", "")
        for candidate in candidates {
            guard let place = places[candidate.id] else { continue }
            for (number, parent) in candidate.parents.enumerated() {
                guard let start = places[parent], parent != candidate.id else { continue }
                let isMain = number == 0 && line.contains(candidate.id) && line.contains(parent)
                let look = isMain ? " class=\"winner\"" : number > 0 ? " class=\"second\"" : ""
                lines +=
                    "<line\(look) x1=\"\(point(start.x))\" y1=\"\(point(start.y))\" "
                lines += "x2=\"\(point(place.x))\" y2=\"\(point(place.y))\"/>"
            }
            let style =
                candidate.id == winner?.id
                ? "winner"
                : outcome(candidate).verdict != "ok" ? "failed" : line.contains(candidate.id) ? "line" : ""
            let said = scoreWords(candidate.id) ?? outcome(candidate).verdict
            dots += "<circle class=\"\(style)\" cx=\"\(point(place.x))\" cy=\"\(point(place.y))\" r=\"5\">"
            dots += "<title>\(HTML.escaped(label(candidate))): \(HTML.escaped(said))</title></circle>"
        }
        let titles = columns.enumerated().map { column, generation in
            "<text class=\"tick\" x=\"\(point(40 + Double(column) * stepX))\" y=\"14\" text-anchor=\"middle\">g\(generation)</text>"
        }.joined()
        let width = 80 + Double(max(columns.count - 1, 1)) * stepX
        return "<div class=\"scroll\"><svg class=\"chart tree\" style=\"max-width:\(Int(width))px\" "
            + "viewBox=\"0 0 \(Int(width)) \(Int(height))\" role=\"img\" aria-label=\"Lineage\">"
            + lines + dots + titles + "</svg></div>"
    }

    private func lineTable(_ line: [CandidateRecord]) -> String {
        var previous: CandidateRecord?
        let rows = line.map { candidate -> String in
            let diff = previous.map { CodeDiff(from: $0.code, to: candidate.code) }
            let before = previous?.components ?? candidate.components
            let new = candidate.components.filter { !before.contains($0) }.map { "+ \($0)" }
            let gone = before.filter { !candidate.components.contains($0) }.map { "− \($0)" }
            previous = candidate
            let name =
                "<a href=\"#c-\(HTML.escaped(anchor(candidate.id)))\">\(HTML.escaped(label(candidate)))</a>"
            let cells = [
                "<th>\(name)</th>",
                HTML.text("td", scoreWords(candidate.id) ?? "—", class: "n"),
                HTML.text("td", diff.map { "+\($0.added) −\($0.cut) lines" } ?? "the beginning"),
                HTML.text(
                    "td", isHeuristic ? note(candidate) : (new + gone).joined(separator: ", "), class: "names"
                ),
            ]
            return "<tr>\(cells.joined())</tr>"
        }
        let head = [
            "candidate", isHeuristic ? "solved" : "fitness", "code", isHeuristic ? "what" : "components",
        ].enumerated().map {
            HTML.text("th", $0.element, class: $0.offset == 1 ? "n" : "")
        }
        return "<div class=\"scroll\"><table class=\"compact\"><thead><tr>\(head.joined())</tr></thead>"
            + "<tbody>\(rows.joined())</tbody></table></div>"
    }

    /// Says what a candidate reached, with its unit or its set of tasks; nil where nothing.
    func scoreWords(_ id: String) -> String? {
        isHeuristic ? individuals[id]?.score?.words : fitness(id).map { amount($0) }
    }

    /// Says how a candidate came about, as its proposer has it.
    func note(_ candidate: CandidateRecord) -> String {
        proposals.last { $0.candidate == candidate.id }?.note ?? ""
    }

    /// Shows what a candidate changed of its parent's code, folded away.
    func changes(_ candidate: CandidateRecord) -> String {
        guard let id = candidate.parents.first, id != candidate.id,
            let parent = candidates.first(where: { $0.id == id })
        else { return "" }
        let diff = CodeDiff(from: parent.code, to: candidate.code)
        guard diff.added + diff.cut > 0 else { return "" }
        return "<h3>Changed from \(HTML.escaped(label(parent))): +\(diff.added) −\(diff.cut) lines</h3>"
            + diff.html()
    }

    /// Shows how a candidate's components moved in its first training.
    func componentPanels(_ candidate: CandidateRecord) -> String {
        guard let training = ranked(candidate.id).first(where: { $0.verdict == "ok" }),
            !training.components.isEmpty
        else { return "" }
        return "<h3>Components over its training (seed \(training.seed))</h3>"
            + SmallMultiples(panels: panels(training)).html()
    }

    func panels(_ training: EvaluationRecord) -> [SmallMultiples.Panel] {
        training.components.map { series in
            SmallMultiples.Panel(
                name: series.name, points: series.points,
                caption:
                    "mean \(Words.number(series.mean)), \(Words.number(series.min)) to \(Words.number(series.max))"
            )
        }
    }
}
