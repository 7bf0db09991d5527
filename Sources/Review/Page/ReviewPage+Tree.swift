internal import Archive
internal import Evolution

extension ReviewPage {
    /// Draws which candidate was made from which: one column a generation, best at the top; every dot leads to its candidate.
    /// - Parameter highlighted: the candidate whose page this is; its ancestors are drawn strong. The winner, where nil.
    /// - Returns: HTML with an SVG drawing.
    func tree(highlighted: CandidateRecord?) -> String {
        let members = report.candidates.filter { $0.generation >= 0 || $0.origin == "initial" }
        guard !members.isEmpty else { return HTML.text("p", "No candidate yet.", class: "quiet") }
        let layout = TreeLayout(
            members, ordered: report.ordered, widest: members.map { mark($0).count }.max() ?? 0)
        let line = Set((highlighted ?? report.winner).map(report.ancestry)?.map(\.id) ?? [])
        var (lines, dots) = ("", "")
        for candidate in members {
            guard let place = layout.places[candidate.id] else { continue }
            for (number, parent) in candidate.parents.enumerated() {
                guard let start = layout.places[parent], parent != candidate.id else { continue }
                let isMain = number == 0 && line.contains(candidate.id) && line.contains(parent)
                lines +=
                    "<line class=\"\(isMain ? "winner" : number > 0 ? "second" : "")\" x1=\"\(point(start.x + layout.start(mark(of: parent))))\" "
                lines += "y1=\"\(point(start.y))\" x2=\"\(point(place.x))\" y2=\"\(point(place.y))\"/>"
            }
            dots += dot(candidate, place, layout, isHere: candidate.id == highlighted?.id, line)
        }
        let titles = layout.columns.map { column in
            "<text class=\"tick\" x=\"\(point(column.x))\" y=\"14\" text-anchor=\"middle\">\(column.title)</text>"
        }.joined()
        let (width, height) = (Int(layout.width), Int(layout.height))
        let caption =
            "A column is a generation, best at the top; lines lead to what a candidate was made from, dashed to further parents. "
            + "Green: liked. Red: disliked. Hollow: failed."
        return
            "<figure><div class=\"scroll\"><svg class=\"chart tree\" width=\"\(width)\" height=\"\(height)\" "
            + "viewBox=\"0 0 \(width) \(height)\" role=\"group\" aria-label=\"Lineage\">\(lines)\(dots)\(titles)</svg></div>"
            + "<figcaption>\(caption)</figcaption></figure>"
    }

    /// Names a candidate beside its dot, with its figure.
    private func mark(_ candidate: CandidateRecord) -> String {
        let short = candidate.generation >= 0 ? "c\(candidate.index)" : report.label(candidate)
        let figure =
            report.isHeuristic
            ? report.individuals[candidate.id]?.score?.figure
            : report.fitness(candidate.id).map { Words.number($0.mean) }
        return figure.map { "\(short) \($0)" } ?? short
    }

    private func mark(of id: String) -> String { candidate(id).map(mark) ?? "" }

    private func dot(
        _ candidate: CandidateRecord, _ place: TreeLayout.Place, _ layout: TreeLayout, isHere: Bool,
        _ line: Set<String>
    ) -> String {
        let said = facts.standing.place(of: candidate.id)
        let isFailed = report.outcome(candidate).verdict != "ok"
        let liking = said.map {
            $0.isRejected || $0.strength < 1 ? "disliked" : $0.strength > 1 ? "liked" : ""
        }
        let style =
            isFailed
            ? "failed"
            : isHere
                ? "here"
                : liking.flatMap { $0.isEmpty ? nil : $0 }
                    ?? (candidate.id == report.winner?.id
                        ? "winner" : line.contains(candidate.id) ? "line" : "")
        let name = report.label(candidate)
        let words = "\(name): \(score(candidate))"
        let mark =
            layout.hasNames
            ? "<text class=\"mark\" x=\"\(point(place.x + 10))\" y=\"\(point(place.y + 4))\">\(HTML.escaped(mark(candidate)))</text>"
            : ""
        return
            "<a href=\"\(path(candidate))\" aria-label=\"\(HTML.escaped(words))\"><circle class=\"\(style)\" "
            + "cx=\"\(point(place.x))\" cy=\"\(point(place.y))\" r=\"\(isHere ? 7 : 5)\">"
            + "<title>\(HTML.escaped(words))</title></circle>\(mark)</a>"
    }
}

/// Places candidates in columns.
struct TreeLayout {
    typealias Place = (x: Double, y: Double)

    let places: [String: Place]
    let columns: [(x: Double, title: String)]
    let width: Double
    let height: Double
    /// Says that there is room for a name beside each dot.
    let hasNames: Bool

    /// - Parameters:
    ///   - members: who is drawn.
    ///   - ordered: orders those of a column, the best first.
    ///   - widest: letters of the longest name beside a dot.
    init(
        _ members: [CandidateRecord], ordered: ([CandidateRecord]) -> [CandidateRecord], widest: Int
    ) {
        let generations = Dictionary(grouping: members) { max($0.generation, -1) }
        let numbers = generations.keys.sorted()
        hasNames = numbers.count <= 12
        let step = hasNames ? Self.room(widest) + 46 : 44.0
        var places: [String: Place] = [:]
        var columns: [(x: Double, title: String)] = []
        var tallest = 0
        for (rank, number) in numbers.enumerated() {
            let x = 26 + Double(rank) * step
            columns.append((x, number < 0 ? "start" : "g\(number)"))
            let column = ordered(generations[number] ?? [])
            for (row, candidate) in column.enumerated() where places[candidate.id] == nil {
                places[candidate.id] = (x, 34 + Double(row) * 24)
            }
            tallest = max(tallest, column.count)
        }
        (self.places, self.columns) = (places, columns)
        width = 40 + Double(max(numbers.count - 1, 0)) * step + (hasNames ? Self.room(widest) : 10)
        height = 34 + Double(tallest) * 24
    }

    /// Says how far right of its dot a candidate's lines begin: behind its name, so that none runs through it.
    func start(_ mark: String) -> Double { hasNames ? Self.room(mark.count) : 0 }

    /// Width of a name and what keeps it apart from its dot.
    private static func room(_ letters: Int) -> Double { 14 + 5.9 * Double(letters) }
}
