import Archive
import Evolution
import Foundation

extension Report {
    /// Says in words what was asked, who won and how sure that is.
    func summarySection() -> String {
        var result = "<header><p class=\"eyebrow\">evolve · \(HTML.escaped(run.problem)) · "
        result += "\(HTML.escaped(run.createdAt))</p><h1>\(HTML.escaped(subject)): \(headline())</h1>"
        result += HTML.text("p", sentence(run.task), class: "lead") + "</header>"
        result += "<section id=\"summary\">"
        result += warnings().map { HTML.text("p", $0, class: "warning") }.joined()
        result += verdicts().map { HTML.text("p", $0) }.joined()
        result += tiles() + "</section>"
        return result
    }

    private func headline() -> String {
        guard let winner else { return candidates.isEmpty ? "nothing tried yet" : "no valid candidate" }
        let against = facts?.comparisons.first { $0.against == referenceName }
        guard let difference = against?.difference else { return "best is \(HTML.escaped(label(winner)))" }
        let rival = isHeuristic ? HTML.escaped(referenceName) : "the human reward"
        guard let low = difference.low, let high = difference.high else {
            return "compared with \(rival) on one seed only"
        }
        if low <= 0, high >= 0 { return "no difference found between best and \(rival)" }
        return "\(low > 0 ? "better" : "worse") than \(rival)"
    }

    private func warnings() -> [String] {
        var result: [String] = []
        if let layers = facts?.weakSandbox, !layers.isEmpty {
            result.append(
                "Weak sandbox: candidates ran without \(layers.joined(separator: ", ")). "
                    + "Do not trust code from a stranger's model with this set-up.")
        }
        if let stopped = facts?.stopped {
            result.append("The run was stopped early (\(stopped)); this is the best so far.")
        } else if run.state != "done" {
            result.append("The run is not finished (state: \(run.state)); this page shows what is there.")
        }
        return result
    }

    private func verdicts() -> [String] {
        var result: [String] = []
        if let winner {
            var text = "The best candidate is \(label(winner))"
            if let fitness = fitness(winner.id) {
                if isHeuristic {
                    result.append(
                        text + ", which solved \(solvedWords(winner.id, in: Stage.allCases.reversed())).")
                    return result + (facts?.comparisons ?? []).map(taskVerdict)
                }
                let fresh = confirmed(winner.id).compactMap(\.fitness)
                if fresh.count > 1, let met = Interval(fresh) {
                    text += ", with a \(measure.name) of \(amount(met)) on fresh seeds"
                    text += " (95 % interval over \(Words.things(fresh.count, "seed")))"
                } else {
                    let isSearched = ranked(winner.id).contains { $0.purpose == "search" }
                    text +=
                        ", with a \(measure.name) of \(amount(fitness))\(isSearched ? " in the search" : "")"
                    text += fitness.half == nil ? "" : " (95 % interval over \(basis(winner.id)))"
                }
            }
            result.append(text + ".")
        } else if !candidates.isEmpty || !proposals.isEmpty {
            result.append("None of the candidates could be measured; the table below says why.")
        } else {
            result.append("No candidate has been proposed yet.")
        }
        result += (facts?.comparisons ?? []).map(verdict)
        if let normalised = facts?.humanNormalised {
            let sparse = facts?.sparse.map { " (\(amount($0.interval)))" } ?? ""
            result.append(
                "The human-normalised score is \(Words.number(normalised)): 0 is the sparse reward\(sparse), "
                    + "1 the human one.")
        } else if let why = facts?.notNormalised {
            result.append("There is no human-normalised score: \(why).")
        }
        return result
    }

    /// Puts a comparison on tasks into words.
    private func taskVerdict(_ comparison: SummaryFacts.Compared) -> String {
        let difference = comparison.difference
        let size = Words.signed(difference.mean.rounded(), scale: 1000)
        let range =
            "\(Words.signed(difference.low ?? 0, scale: 100)) to \(Words.signed(difference.high ?? 0, scale: 100))"
        let counts =
            "\(Int(comparison.ours.mean)) against \(Int(comparison.theirs.mean)) of \(difference.count) held-out tasks"
        let warning = Statistics.warning(against: comparison.against, theirs: comparison.theirs.estimate)
        let remark = warning.map { " \($0.capitalisedFirst)." } ?? ""
        guard let low = difference.low, let high = difference.high, low > 0 || high < 0 else {
            return
                "Against \(comparison.against): no difference found. \(counts); the 95 % interval of the difference, "
                + "\(range), includes zero." + remark
        }
        return
            "Against \(comparison.against): \(low > 0 ? "better" : "worse"), \(counts), a difference of \(size), "
            + "95 % interval \(range)."
    }

    private func basis(_ id: String) -> String {
        let trainings = ranked(id).count
        return trainings > 1
            ? Words.things(trainings, "seed")
            : "the \(Words.things(ranked(id).first?.episodes.count ?? 0, "episode")) of one training, "
                + "which says nothing about other seeds"
    }

    /// Puts one comparison into words; an interval that includes zero is no difference.
    private func verdict(_ comparison: SummaryFacts.Compared) -> String {
        let difference = comparison.difference
        let against = comparison.against == "human" ? "the human reward" : comparison.against
        let size = withUnit(Words.signed(difference.mean))
        let seeds = Words.things(max(comparison.seeds.count, difference.count), "fresh seed")
        var text: String
        if let low = difference.low, let high = difference.high {
            let range =
                "\(Words.signed(low, scale: difference.mean)) to \(Words.signed(high, scale: difference.mean))"
            if low <= 0, high >= 0 {
                text =
                    "Against \(against): no difference found. The difference is \(size), but its 95 % interval, "
                text += "\(range), includes zero"
            } else {
                text =
                    "Against \(against): \(low > 0 ? "better" : "worse") by \(size), 95 % interval \(range)"
            }
            text += " (\(seeds), the same for both)."
        } else {
            text =
                "Against \(against): the difference is \(size) on \(seeds). One seed says nothing about luck."
        }
        if Statistics.isTied(comparison.ours.estimate, comparison.theirs.estimate) {
            text += " The two are equal in all pairs of trainings."
        } else if let chance = comparison.probability {
            text += " It is the better one in \(Int((chance * 100).rounded())) % of all pairs of trainings."
        }
        return text
    }

    /// Shows the few figures that a reader looks for first.
    private func tiles() -> String {
        var items: [(String, String, String)] = []
        let opponents = opponents()
        for side in opponents {
            items.append(
                (
                    "\(side.isWinner ? "winner" : side.name), \(side.on)", side.figure,
                    side.isWinner ? "winner" : "human"
                ))
        }
        if opponents.isEmpty, let winner, let score = individuals[winner.id]?.score,
            let fitness = fitness(winner.id)
        {
            let on =
                isHeuristic
                ? score.stage.taskWords : score.stage == .confirm ? "fresh seeds" : "in the search"
            items.append(("best, \(on)", isHeuristic ? number(fitness) : amount(fitness), "winner"))
        }
        let (tried, failed) = (triedCount, failedCount)
        items.append(("candidates", failed > 0 ? "\(tried), \(failed) failed" : "\(tried)", ""))
        let steps = facts?.envSteps ?? evaluations.reduce(0) { $0 + paidSteps($1) }
        items.append((isHeuristic ? "evaluations" : "environment steps", Words.count(steps), ""))
        let seconds = facts?.wallSeconds ?? evaluations.reduce(0) { $0 + $1.wallSeconds }
        items.append((facts?.wallSeconds == nil ? "training time" : "wall time", Words.duration(seconds), ""))
        let tokens = facts?.tokens ?? proposals.reduce(0) { $0 + $1.inputTokens + $1.outputTokens }
        let cost = facts?.costUSD ?? proposals.reduce(0) { $0 + $1.costUSD }
        items.append(("tokens", Words.count(tokens), ""))
        if cost > 0 { items.append(("cost", "$" + String(format: "%.2f", cost), "")) }
        let cells = items.map { name, value, style in
            "<div class=\"\(style)\"><dt>\(HTML.escaped(name))</dt><dd>\(HTML.escaped(value))</dd></div>"
        }
        return "<dl class=\"tiles\">\(cells.joined())</dl>"
    }

    private func sentence(_ text: String) -> String {
        guard let first = text.first else { return "" }
        let end = text.last.map { ".!?".contains($0) } == true ? "" : "."
        return first.uppercased() + text.dropFirst() + end
    }
}
