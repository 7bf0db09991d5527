package import Archive
internal import Evolution
internal import Foundation

extension ReviewPage {
    /// Draws a candidate: votes, film, code with what changed, verdict, curves, trainings, prompt and answer.
    package func candidate(_ candidate: CandidateRecord, version: String) -> PageFrame {
        let name = report.label(candidate)
        let head =
            live("between", between(candidate))
            + "<h1>\(HTML.escaped(name)) \(verdictBadge(candidate)) \(votes(candidate.id))</h1>"
            + HTML.text("p", headline(candidate), class: "quiet")
        let left = [
            live("verdict", troubles(candidate)), part("Code", code(candidate)),
            live("curve", part("Fitness over training", curve(candidate))),
            live("components", components(candidate)), live("episodes", episodes(candidate)),
            live("measured", part(report.isHeuristic ? "Tasks" : "Trainings", measured(candidate))),
            live("integrity", integrity(candidate)), part("Prompt and answer", conversation(candidate)),
            live("told", part("What the proposer is told of it", told(candidate))),
            live("family", part("Where it stands", tree(highlighted: candidate))),
        ]
        let right = [ballot(candidate), card("Film", film(candidate)), card("Facts", facts(candidate))]
        let main =
            live("waiting", waitingNote()) + live("head", head)
            + "<div class=\"sides\"><div>\(left.joined(separator: "\n"))</div><aside>\(right.joined(separator: "\n"))</aside></div>"
        return PageFrame(
            title: "\(name) · \(report.run.name)",
            crumbs: [(report.run.name, runPath), (name, path(candidate))], main: main,
            poll: runPath + "/version", version: version, base: base, author: author)
    }

    private func card(_ title: String, _ inner: String) -> String {
        inner.isEmpty ? "" : "<div class=\"card\">\(HTML.text("h2", title))\(inner)</div>"
    }

    /// Leads to the candidates before and after this one.
    private func between(_ candidate: CandidateRecord) -> String {
        let order = report.candidates.filter { $0.generation >= 0 }.sorted {
            ($0.generation, $0.index) < ($1.generation, $1.index)
        }
        guard let place = order.firstIndex(where: { $0.id == candidate.id }) else { return "" }
        let before = place > 0 ? "← " + link(order[place - 1]) : ""
        let after = place + 1 < order.count ? link(order[place + 1]) + " →" : ""
        return "<div class=\"between\"><span>\(before)</span><span>\(after)</span></div>"
    }

    private func headline(_ candidate: CandidateRecord) -> String {
        let reached =
            report.isHeuristic
            ? report.solvedWords(candidate.id) : report.fitness(candidate.id) == nil ? "" : score(candidate)
        return [reached, report.note(candidate)].filter { !$0.isEmpty }.joined(separator: " · ")
    }

    private func troubles(_ candidate: CandidateRecord) -> String {
        let outcome = report.outcome(candidate)
        guard outcome.verdict != "ok" else { return "" }
        return
            "<section><h2>Verdict: \(HTML.escaped(outcome.verdict))</h2><pre class=\"words\">\(HTML.escaped(outcome.detail))</pre></section>"
    }

    // MARK: Votes

    private func ballot(_ candidate: CandidateRecord) -> String {
        let own = facts.reviews.filter { $0.candidate == candidate.id || $0.over == candidate.id }
        let said = own.reversed().map { self.said($0, withCandidate: false) }.joined()
        let place = facts.standing.place(of: candidate.id)
        let effect =
            place?.isRejected == true
            ? "It is not used any more: more people reject than approve it."
            : "What is approved is built on; what is rejected is not used any more."
        let rival =
            comparable.count > 1 && comparable.contains { $0.id == candidate.id }
            ? "<a class=\"button\" href=\"\(runPath)/compare?with=\(candidate.id)\">Compare</a>" : ""
        let inner =
            form(
                "\(runPath)/vote",
                hidden("candidate", candidate.id)
                    + "<textarea name=\"text\" maxlength=\"2000\" aria-label=\"Remark\" placeholder=\"A remark, or why\"></textarea>"
                    + "<div class=\"votes\">" + button("approve", "Approve", class: "yes")
                    + button("reject", "Reject", class: "no") + button("comment", "Only remark") + rival
                    + "</div>")
            + live(
                "said",
                HTML.text("p", effect, class: "quiet")
                    + (said.isEmpty ? "" : "<ul class=\"said\">\(said)</ul>"))
        return card("Your vote", inner)
    }

    private func film(_ candidate: CandidateRecord) -> String {
        report.isHeuristic ? "" : filmPlace(candidate, isOrdered: false, plays: false)
    }

    // MARK: Code

    private func code(_ candidate: CandidateRecord) -> String {
        let whole = CodeListing(code: candidate.code).html()
        let parents = candidate.parents.compactMap(self.candidate).filter { $0.id != candidate.id }
        guard let parent = parents.first else { return whole }
        let diff = CodeDiff(from: parent.code, to: candidate.code)
        let words = "Changed from \(link(parent)): +\(diff.added) −\(diff.cut) lines"
        let others = parents.dropFirst().map { other in
            let diff = CodeDiff(from: other.code, to: candidate.code)
            return fold(
                "diff-\(other.id.prefix(12))",
                "Changed from \(link(other)): +\(diff.added) −\(diff.cut) lines",
                diff.html())
        }.joined()
        return fold("diff", words, diff.html(), isOpen: true) + others
            + fold("whole", "The whole code", whole, isOpen: true)
    }

    // MARK: Measurements

    private func curve(_ candidate: CandidateRecord) -> String {
        guard !report.isHeuristic, let own = report.seedCurve(candidate) else { return "" }
        func line(_ curve: SeedCurve, _ role: LineChart.Curve.Role, marked: Int?) -> LineChart.Curve {
            LineChart.Curve(
                label: curve.label, role: role, points: zip(curve.steps, curve.mean).map { ($0, $1) },
                band: curve.low.isEmpty
                    ? [] : curve.steps.indices.map { (curve.steps[$0], curve.low[$0], curve.high[$0]) },
                marked: marked)
        }
        let trainings = report.shownTrainings(candidate.id)
        var curves = candidate.parents.prefix(2).compactMap(self.candidate).filter { $0.id != candidate.id }
            .compactMap(report.seedCurve).map { line($0, .other, marked: nil) }
        if let human = report.human, human.id != candidate.id, let curve = report.seedCurve(human) {
            curves.append(line(curve, .human, marked: nil))
        }
        curves.append(line(own, .winner, marked: trainings.count == 1 ? trainings[0].shipped : nil))
        let chart = LineChart(
            title: "Fitness over training", xTitle: "environment steps", yTitle: report.measureTitle,
            curves: curves)
        return report.figure(
            chart.html(), caption: "Blue: this candidate. Grey: its parents. Dashed: the human reward.")
    }

    private func components(_ candidate: CandidateRecord) -> String {
        guard let training = report.ranked(candidate.id).first(where: { $0.verdict == "ok" }),
            !training.components.isEmpty
        else { return "" }
        return part(
            "Reward components over training", SmallMultiples(panels: report.panels(training)).html())
    }

    private func measured(_ candidate: CandidateRecord) -> String {
        let own = report.evaluations.filter { $0.candidate == candidate.id }
        guard !own.isEmpty else { return HTML.text("p", "Not measured yet.", class: "quiet") }
        if report.isHeuristic { return own.map(tasks).joined() }
        let rows = own.map { training in
            let result = training.fitness.map { Words.number($0) } ?? training.verdict
            return "<tr>" + HTML.text("th", training.purpose)
                + HTML.text("td", "\(training.seed)", class: "n")
                + HTML.text("td", result, class: "n")
                + HTML.text("td", Words.count(training.steps), class: "n")
                + HTML.text("td", Words.duration(training.wallSeconds), class: "n") + "</tr>"
        }
        let unit = report.measure.unit.isEmpty ? "" : ", \(report.measure.unit)"
        let head =
            "<th>for</th><th class=\"n\">seed</th><th class=\"n\">fitness\(HTML.escaped(unit))</th>"
            + "<th class=\"n\">steps</th><th class=\"n\">time</th>"
        return
            "<div class=\"scroll\"><table class=\"compact\"><thead><tr>\(head)</tr></thead><tbody>\(rows.joined())</tbody></table></div>"
    }

    private func tasks(_ evaluation: EvaluationRecord) -> String {
        let tasks = evaluation.tasks ?? []
        let rows = tasks.map { task in
            "<tr>" + HTML.text("th", task.task) + HTML.text("td", "\(task.size)", class: "n")
                + HTML.text("td", task.words)
                + HTML.text("td", task.planLength.map { "\($0)" } ?? "—", class: "n")
                + HTML.text("td", task.evaluations > 0 ? Words.count(task.evaluations) : "—", class: "n")
                + HTML.text("td", String(format: "%.2f s", task.cpuSeconds), class: "n") + "</tr>"
        }
        let head =
            "<th>task</th><th class=\"n\">objects</th><th>outcome</th><th class=\"n\">plan</th><th class=\"n\">evaluations</th>"
            + "<th class=\"n\">CPU</th>"
        let solved = tasks.count(where: \.isSolved)
        let stage = evaluation.stage
        let isCut = tasks.contains { $0.outcome == "not tried" }
        let note =
            isCut
            ? HTML.text("p", HeuristicEvaluation.patienceWords(stage).capitalisedFirst + ".", class: "quiet")
            : ""
        return fold(
            "tasks-\(evaluation.purpose)",
            HTML.escaped("\(solved) of \(tasks.count) \(stage.taskWords) solved"),
            "<div class=\"scroll\"><table class=\"compact tasks\"><thead><tr>\(head)</tr></thead><tbody>\(rows.joined())</tbody></table></div>\(note)",
            isOpen: stage == .search)
    }

    private func integrity(_ candidate: CandidateRecord) -> String {
        guard let known = report.integrity.first(where: { $0.candidate == candidate.id }) else { return "" }
        let items = known.concerns.map { HTML.text("li", $0) }.joined()
        return part(
            "Can the reward be trusted?",
            known.concerns.isEmpty ? HTML.text("p", "Nothing stands out.") : "<ul>\(items)</ul>")
    }

    private func told(_ candidate: CandidateRecord) -> String {
        let words = report.feedback.filter { $0.candidate == candidate.id }.map(\.text)
        guard !words.isEmpty else { return "" }
        return fold(
            "feedback", "Feedback", words.map { "<pre class=\"words\">\(HTML.escaped($0))</pre>" }.joined())
    }

    private func facts(_ candidate: CandidateRecord) -> String {
        let children = report.candidates.filter { $0.parents.contains(candidate.id) && $0.id != candidate.id }
        let parents = candidate.parents.map { id in
            self.candidate(id).map(link) ?? HTML.escaped(String(id.prefix(8)))
        }
        let answers = report.proposals.filter { $0.candidate == candidate.id }
        let tokens = answers.reduce(0) { $0 + $1.inputTokens + $1.outputTokens }
        var rows: [(String, String)] = [
            ("made from", parents.joined(separator: ", ")),
            ("children", children.map(link).joined(separator: ", ")),
            ("signals", HTML.escaped(candidate.signals.joined(separator: ", "))),
            ("constants", HTML.escaped(constants(candidate))),
            ("asked", HTML.escaped(answers.first?.model ?? candidate.origin)),
        ]
        if tokens > 0 { rows.append(("tokens", Words.count(tokens))) }
        rows.append(("hash", "<code>\(HTML.escaped(String(candidate.id.prefix(16))))…</code>"))
        let items = rows.filter { !$0.1.isEmpty }.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" }.joined()
        return live("facts", "<dl class=\"facts\">\(items)</dl>")
    }

    private func constants(_ candidate: CandidateRecord) -> String {
        let known = try? JSONDecoder().decode([String: Double].self, from: Data(candidate.constantsJSON.utf8))
        return (known ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key) \(Words.number($0.value))" }
            .joined(separator: ", ")
    }
}
