import Archive
import Evolution
import Foundation

extension Report {
    /// Lists everything that was proposed, failed ones included, in the order of the run.
    func candidatesSection() -> String {
        var rows = candidates.map { ((sortKey($0.generation, $0.index), row($0))) }
        rows += proposals.compactMap { proposal in
            lost(proposal).map { (sortKey(proposal.generation, proposal.index), $0) }
        }
        guard !rows.isEmpty else { return "" }
        let order = rows.indices.sorted { (rows[$0].0, $0) < (rows[$1].0, $1) }
        let unit = measure.unit.isEmpty ? "" : ", \(measure.unit)"
        let scores = isHeuristic ? taskStages.map { ($0.taskSet, "n") } : [("fitness\(unit)", "n")]
        let head =
            [("candidate", ""), ("from", ""), ("verdict", "")] + scores + [
                (isHeuristic ? "evaluations" : "env steps", "n"),
                (isHeuristic ? "CPU" : "training", "n"), ("tokens", "n"),
            ] + (isHeuristic ? [] : [("components", "")])
        let titles = head.map { HTML.text("th", $0.0, class: $0.1) }.joined()
        return section(
            "All candidates", id: "candidates",
            "<div class=\"scroll\"><table><thead><tr>\(titles)</tr></thead>"
                + order.map { rows[$0].1 }.joined() + "</table></div>"
                + HTML.text("p", fitnessNote, class: "quiet")
        )
    }

    private var fitnessNote: String {
        if taskStages.isEmpty, isHeuristic { return "A failed candidate has no score, and none is implied." }
        return isHeuristic
            ? "Solved, set by set: all candidates met the training tasks, finalists the larger validation tasks, and only those that are "
                + "compared the held-out ones. Evaluations and CPU are of all of them. The larger tasks of a set count as unsolved, "
                + "without being tried, after \(HeuristicEvaluation.patience(.search)) or more unsolved in a row in training and "
                + "validation, after \(HeuristicEvaluation.patience(.confirm)) or more of the held-out ones. A failed candidate has no "
                + "score, and none is implied."
            : "Fitness is the mean with its 95 % interval, over seeds where there are several, else over the episodes of the "
                + "one training. A failed candidate has none, and none is implied."
    }

    private func sortKey(_ generation: Int, _ index: Int) -> Int { generation * 100_000 + index }

    private func row(_ candidate: CandidateRecord) -> String {
        let (verdict, detail) = outcome(candidate)
        let trainings = evaluations.filter { $0.candidate == candidate.id }
        let tokens = proposals.filter {
            candidate.origin == "proposal" && $0.generation == candidate.generation
                && $0.index == candidate.index
        }.reduce(0) { $0 + $1.inputTokens + $1.outputTokens }
        let steps = trainings.reduce(0) { $0 + paidSteps($1) }
        let name =
            "<a href=\"#c-\(HTML.escaped(anchor(candidate.id)))\">\(HTML.escaped(label(candidate)))</a>"
        let isWinner = candidate.id == winner?.id
        let cells = [
            "<th>\(name)\(isWinner ? " <b class=\"badge\">best</b>" : "")</th>",
            HTML.text("td", candidate.parents.map(label(id:)).joined(separator: ", ")),
            verdictCell(verdict),
            scoreCells(candidate.id),
            HTML.text("td", steps > 0 ? Words.count(steps) : "—", class: "n"),
            HTML.text(
                "td", trainings.isEmpty ? "—" : Words.duration(trainings.reduce(0) { $0 + seconds($1) }),
                class: "n"
            ),
            HTML.text("td", tokens > 0 ? Words.count(tokens) : "—", class: "n"),
            isHeuristic ? "" : HTML.text("td", candidate.components.joined(separator: ", "), class: "names"),
        ]
        return group(cells, detail: detail, isWinner: isWinner)
    }

    /// One cell a set of tasks, or one for the fitness.
    private func scoreCells(_ id: String) -> String {
        guard isHeuristic else { return HTML.text("td", fitness(id).map(number) ?? "—", class: "n") }
        return taskStages.map { stage in
            HTML.text("td", individuals[id]?.score(in: stage)?.figure ?? "—", class: "n")
        }.joined()
    }

    private func seconds(_ evaluation: EvaluationRecord) -> Double {
        isHeuristic ? evaluation.workerCPUSeconds : evaluation.wallSeconds
    }

    /// Gives the row of an answer that brought nothing new: no code, or code that was there before.
    private func lost(_ proposal: ProposalRecord) -> String? {
        guard isLastAttempt(proposal) else { return nil }
        var (verdict, detail) = ("no code", proposal.failure ?? "")
        if let id = proposal.candidate {
            let isFirst = candidates.contains {
                $0.id == id && $0.generation == proposal.generation && $0.index == proposal.index
            }
            guard !isFirst, candidates.contains(where: { $0.id == id }) else { return nil }
            (verdict, detail) = ("repeated", "the same code as \(label(id: id)); not measured again")
        }
        let tokens = proposal.inputTokens + proposal.outputTokens
        let cells = [
            HTML.text("th", "g\(proposal.generation).c\(proposal.index)"),
            HTML.text("td", proposal.parents.map(label(id:)).joined(separator: ", ")),
            verdictCell(verdict), scoreCells(""), HTML.text("td", "—", class: "n"),
            HTML.text("td", "—", class: "n"),
            HTML.text("td", tokens > 0 ? Words.count(tokens) : "—", class: "n"),
            isHeuristic ? "" : "<td></td>",
        ]
        return group(cells, detail: detail, isWinner: false)
    }

    private func verdictCell(_ verdict: String) -> String {
        let style = verdict == "ok" ? "" : verdict == "repeated" ? " quiet" : " failed"
        let mark = style == " failed" ? "✗ " : ""
        return "<td><span class=\"verdict\(style)\">\(mark)\(HTML.escaped(verdict))</span></td>"
    }

    private func group(_ cells: [String], detail: String, isWinner: Bool) -> String {
        var result = "<tbody\(isWinner ? " class=\"winner\"" : "")><tr>\(cells.joined())</tr>"
        if !detail.isEmpty {
            result +=
                "<tr class=\"detail\"><td colspan=\"\(isHeuristic ? 6 + taskStages.count : 8)\"><div>\(HTML.escaped(detail))</div></td></tr>"
        }
        return result + "</tbody>\n"
    }

    /// Shows the winner's code.
    func codeSection() -> String {
        guard let winner else { return "" }
        let id = HTML.element("code", [], HTML.escaped(String(winner.id.prefix(12))))
        return section(
            "The winning code", id: "code",
            "<div id=\"c-\(HTML.escaped(anchor(winner.id)))\"><p class=\"quiet\">\(HTML.escaped(label(winner))), "
                + "SHA-256 \(id)…, also in <code>best_\(HTML.escaped(run.problem)).py</code></p>"
                + CodeListing(code: winner.code).html() + changes(winner) + "</div>")
    }

    /// Keeps every other candidate's code, and what the proposer was told about it, one fold each.
    func detailsSection() -> String {
        let others = candidates.filter { $0.id != winner?.id }
        let folds = others.map { candidate -> String in
            let words = feedback.filter { $0.candidate == candidate.id }.map(\.text)
            var result = "<details id=\"c-\(HTML.escaped(anchor(candidate.id)))\"><summary>"
            result +=
                "\(HTML.escaped(label(candidate))) <span class=\"quiet\">\(HTML.escaped(outcome(candidate).verdict))"
            result += "</span></summary>" + CodeListing(code: candidate.code).html() + changes(candidate)
            result += componentPanels(candidate)
            let said = proposals.filter { $0.candidate == candidate.id && !$0.note.isEmpty }.map(\.note)
            result += said.map { HTML.text("p", $0, class: "quiet") }.joined()
            result += words.map { "<h3>Feedback to the proposer</h3><pre>\(HTML.escaped($0))</pre>" }.joined()
            return result + "</details>"
        }
        let title = winner == nil ? "Code of the candidates" : "Code of the other candidates"
        return section(title, id: "others", folds.joined(separator: "\n"))
    }

    /// Keeps anchors short and free of anything but letters and digits.
    func anchor(_ id: String) -> String {
        String(id.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }.prefix(16))
    }
}
