internal import Archive
internal import Evolution
internal import Foundation

extension ReviewPage {
    /// Draws a run: how far it is, what people like, where candidates come from, curves, and all candidates.
    /// - Parameter version: what the archive's version was when its records were read.
    /// - Returns: the page.
    package func overview(version: String) -> PageFrame {
        let head =
            HTML.text("p", "\(report.run.problem) for \(report.subject)", class: "eyebrow")
            + HTML.text("h1", report.run.name) + live("state", stateLine())
            + HTML.text("p", report.run.task, class: "quiet")
        let main = [
            head, live("waiting", waitingNote()), live("tiles", tiles()), actions(),
            live("liking", part("What people like", likings())),
            live("lineage", part("Lineage", tree(highlighted: nil))),
            live("list", part("Candidates", list())),
            live("curves", report.curvesSection()), part("Films", runFilms()),
            live("remarks", part("What was said", remarks())),
        ]
        return PageFrame(
            title: "\(report.run.name) · evolve review",
            crumbs: [(report.run.name, runPath)], main: main.joined(separator: "\n"),
            poll: runPath + "/version",
            version: version, base: base, author: author)
    }

    /// Says in what state the run is.
    private func stateLine() -> String {
        let state =
            facts.isBusy ? "running" : report.run.state == "running" ? "interrupted" : report.run.state
        let made = Self.moment(report.run.createdAt)
        return "<p><span class=\"pill \(facts.isBusy ? "now" : "")\">\(HTML.escaped(state))</span> "
            + HTML.text("span", "begun \(made) UTC, \(modelWords)", class: "quiet") + "</p>"
    }

    private var modelWords: String {
        guard let settings = facts.settings else { return "settings unknown" }
        if settings.strategy == "score" { return "a person's own code is scored, seed \(settings.seed)" }
        let who = settings.model == "offline" ? "offline proposer" : settings.model
        return "\(settings.strategy) with the \(who), seed \(settings.seed)"
    }

    func waitingNote() -> String {
        guard let waiting = facts.waiting, facts.isBusy else { return "" }
        let words =
            "The run waits for votes before generation \(waiting.generation), until "
            + "\(Self.moment(waiting.until)) UTC at the latest."
        return HTML.element(
            "div", [("class", "warning")],
            HTML.escaped(words) + form("\(runPath)/continue", "<button class=\"main\">Go on now</button>"))
    }

    private func tiles() -> String {
        let count = report.triedCount
        let generation = report.candidates.map(\.generation).max() ?? -1
        let planned = facts.settings.map { $0.strategy == "score" ? 0 : $0.generations } ?? 0
        var rows: [(String, String, String)] = []
        if planned > 0 { rows.append(("generation", "\(generation + 1) of \(planned)", "")) }
        rows.append(("candidates", "\(count), \(report.failedCount) failed", ""))
        // Only what met the same seeds or tasks stands side by side.
        let opponents = report.opponents()
        for side in opponents {
            let title = "\(side.isWinner ? "best, \(side.name)" : side.name), \(side.on)"
            rows.append((title, side.figure, side.isWinner ? "winner" : "human"))
        }
        if opponents.isEmpty, let best = report.winner {
            rows.append(("best, \(report.label(best))", score(best), "winner"))
        }
        rows.append(("votes and remarks", "\(facts.reviews.count)", ""))
        let items = rows.prefix(4).map { row in
            HTML.element("div", [("class", row.2)], HTML.text("dt", row.0) + HTML.text("dd", row.1))
        }
        return HTML.element("dl", [("class", "tiles four")], items.joined())
    }

    private func actions() -> String {
        var links: [String] = []
        if comparable.count > 1 {
            links.append(
                HTML.element("a", [("class", "button main"), ("href", runPath + "/compare")], "Compare two"))
        }
        if facts.hasReport {
            links.append(HTML.element("a", [("class", "button"), ("href", runPath + "/report")], "Report"))
        }
        return live("actions", links.isEmpty ? "" : "<div class=\"actions\">\(links.joined())</div>")
    }

    /// Shows whom people like best and least, and what that does to the run.
    private func likings() -> String {
        let known = facts.standing
        guard !known.places.isEmpty else {
            return HTML.text(
                "p",
                "Nobody has voted yet. What people like best is built on in the next generation, and the next question shows the best and "
                    + "the least liked; rejected candidates are not used any more.", class: "quiet")
        }
        func side(_ place: Standing.Place?, _ title: String, _ style: String) -> String {
            guard let place, let candidate = candidate(place.candidate) else {
                return "<div class=\"\(style)\"><b>\(title)</b><p class=\"quiet\">no vote says so</p></div>"
            }
            let said = place.remarks.map { HTML.element("p", [], "“\(HTML.escaped($0))”") }.joined()
            return "<div class=\"\(style)\"><b>\(title): \(link(candidate))</b> \(votes(candidate.id))"
                + HTML.text("p", score(candidate), class: "quiet") + said + "</div>"
        }
        let effect =
            facts.isBusy
            ? "The next question builds on the best liked and shows both."
            : "A run that goes on builds on the best liked and shows both in its questions."
        return "<div class=\"liking\">" + side(known.liked.first, "Best liked", "best")
            + side(known.worst, "Least liked", "worst") + "</div>" + HTML.text("p", effect, class: "quiet")
    }

    /// Lists the candidates, newest generation first, the best of each first.
    private func list() -> String {
        let groups = Dictionary(grouping: report.candidates) { max($0.generation, -1) }
        guard !groups.isEmpty else { return HTML.text("p", "No candidate yet.", class: "quiet") }
        let rows = groups.keys.sorted(by: >).map { generation -> String in
            let title = generation < 0 ? "not from a generation" : "generation \(generation)"
            let members = report.ordered(groups[generation] ?? [])
            return "<tr class=\"group\"><th colspan=\"\(columns.count + 3)\">\(title)</th></tr>"
                + members.map(row).joined()
        }
        let head =
            "<tr><th>candidate</th>" + columns.map { HTML.text("th", $0, class: "n") }.joined()
            + "<th>votes</th><th class=\"terms\">what</th></tr>"
        return
            "<div class=\"scroll\"><table class=\"list\"><thead>\(head)</thead><tbody>\(rows.joined())</tbody></table></div>"
    }

    /// Titles of the figures: one a set of tasks, or the fitness.
    private var columns: [String] {
        let unit = report.measure.unit.isEmpty ? "" : ", \(report.measure.unit)"
        return report.taskStages.isEmpty ? ["fitness" + unit] : report.taskStages.map(\.taskSet)
    }

    /// The figures of a candidate, or why there is none.
    private func figures(_ candidate: CandidateRecord) -> String {
        let stages = report.taskStages
        let isMeasured = report.fitness(candidate.id) != nil
        guard isMeasured else {
            let attributes = [("class", "n"), ("colspan", "\(max(stages.count, 1))")]
            return HTML.element("td", attributes, verdictBadge(candidate))
        }
        if stages.isEmpty {
            return HTML.text("td", report.fitness(candidate.id).map(report.number) ?? "", class: "n")
        }
        return stages.map { stage in
            HTML.text("td", report.individuals[candidate.id]?.score(in: stage)?.figure ?? "—", class: "n")
        }.joined()
    }

    private func row(_ candidate: CandidateRecord) -> String {
        let outcome = report.outcome(candidate)
        let what =
            outcome.verdict == "ok"
            ? report.isHeuristic ? report.note(candidate) : candidate.components.joined(separator: ", ")
            : outcome.detail.split(separator: "\n").first.map(String.init) ?? ""
        let cells = [
            HTML.element("th", [], link(candidate)),
            figures(candidate),
            HTML.element("td", [], votes(candidate.id)),
            HTML.text("td", what, class: "why terms"),
        ]
        return "<tr\(candidate.id == report.winner?.id ? " class=\"best\"" : "")>\(cells.joined())</tr>"
    }

    private func runFilms() -> String {
        let films = facts.runFilms.map { name in
            let words =
                name == "best.mp4" ? "The winner's policy." : "The winner's policy beside the human reward's."
            return
                "<figure><video controls loop muted playsinline preload=\"metadata\" src=\"\(HTML.escaped("\(runPath)/\(name)#t=0.1"))\">"
                + "</video><figcaption>\(words)</figcaption></figure>"
        }
        return films.isEmpty ? "" : "<div class=\"reel\">\(films.joined())</div>"
    }

    /// Lists votes and remarks, the newest first, all but a dozen folded away.
    private func remarks() -> String {
        let shown = facts.reviews.reversed().map { said($0, withCandidate: true) }
        guard !shown.isEmpty else { return "" }
        func list(_ rows: some Sequence<String>) -> String { "<ul class=\"said\">\(rows.joined())</ul>" }
        let older = shown.dropFirst(12).prefix(1000)
        return list(shown.prefix(12))
            + (older.isEmpty ? "" : fold("older", "\(older.count) more", list(older)))
    }

    /// Says who voted how.
    func said(_ review: ReviewRecord, withCandidate: Bool) -> String {
        func name(_ id: String) -> String {
            candidate(id).map(link) ?? HTML.escaped(String(id.prefix(8)))
        }
        let about = withCandidate ? " \(name(review.candidate))" : ""
        let act =
            switch review.kind {
            case .approve: "approved\(about)"
            case .reject: "rejected\(about)"
            case .comment where review.after != nil:
                "asked after generation \(review.after ?? 0)"
                    + (review.candidate.isEmpty ? "" : ", of\(about)")
            case .comment: withCandidate ? "of\(about)" : "said"
            case .prefer: "liked \(name(review.candidate)) better than \(name(review.over ?? ""))"
            case .equal: "saw no difference between \(name(review.candidate)) and \(name(review.over ?? ""))"
            }
        let words = review.text.isEmpty ? "" : HTML.text("q", review.text)
        return "<li><b>\(HTML.escaped(review.author))</b> \(act) "
            + HTML.text("span", Self.moment(review.createdAt), class: "quiet") + words + "</li>"
    }
}
