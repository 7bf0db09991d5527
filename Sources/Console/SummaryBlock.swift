package import Evolution

/// Writes the last words of a run for people: the winner, how sure, where the files are, what to type next.
package struct SummaryBlock: Sendable {
    package var unit: String
    /// Folder that holds the runs' folders, as people type it.
    package var runsFolder = "Runs"
    /// How people call the tool.
    package var command = "./evolve"

    /// What the run was to do; a command that repeats a measurement takes its budget from it.
    package var plan: RunPlan?

    package init(
        unit: String, runsFolder: String = "Runs", command: String = "./evolve", plan: RunPlan? = nil
    ) {
        (self.unit, self.runsFolder, self.command, self.plan) = (unit, runsFolder, command, plan)
    }

    /// Gives the lines, unwrapped: paths and commands stay whole, so that they can be copied.
    package func lines(_ summary: RunSummary) -> [StyledText] {
        var lines = [StyledText()]
        lines.append(headline(summary))
        lines += summary.comparisons.flatMap(compared)
        lines += normalised(summary)
        lines.append(StyledText("  " + cost(summary), .quiet))
        if let stopped = summary.stopped {
            lines.append(StyledText("  stopped early: \(stopped); this is the best so far", .warning))
        }
        if !summary.weakSandbox.isEmpty {
            let layers = summary.weakSandbox.joined(separator: ", ")
            lines.append(StyledText("  weak sandbox: candidates ran without \(layers)", .warning))
        }
        lines.append(StyledText())
        return lines + places(summary)
    }

    /// Places the winner between the sparse and the human reward, or says why not.
    private func normalised(_ summary: RunSummary) -> [StyledText] {
        guard let score = summary.best?.humanNormalised else {
            let why = summary.normalised?.why
            return why.map { [StyledText("  no human-normalised score: \($0)", .quiet)] } ?? []
        }
        var line = StyledText("  human-normalised score \(Figures.number(score))")
        let sparse = summary.normalised?.sparse.map { " at \(amount($0))" } ?? ""
        line.append(": 0 is the sparse reward\(sparse), 1 the human one", .quiet)
        return [line]
    }

    /// Gives the lines that say how the winner compares.
    package func verdicts(_ summary: RunSummary) -> [StyledText] { summary.comparisons.flatMap(compared) }

    private func headline(_ summary: RunSummary) -> StyledText {
        guard let best = summary.best else {
            return StyledText(
                "No valid candidate: \(summary.candidates) tried, \(summary.failed) failed", .bad)
        }
        var line = StyledText("Best  ", .strong)
        line.append("\(best.label)  \(amount(best.fitness))", .good)
        if best.fitness.over == "tasks" { return line }
        let basis = "over \(Figures.things(best.fitness.count, singular(best.fitness.over)))"
        let isOneTraining = best.fitness.over == "episodes"
        line.append("  " + basis + (isOneTraining ? " of one training: says nothing about luck" : ""), .quiet)
        return line
    }

    private func compared(_ comparison: Comparison) -> [StyledText] {
        let difference = comparison.difference
        let isTasks = difference.over == "tasks"
        func signed(_ value: Double) -> String {
            isTasks ? Figures.tasks(value, isSigned: true) : Figures.signed(value, scale: difference.mean)
        }
        var line = StyledText("  against \(comparison.against): ")
        var amount = "    difference \(signed(difference.mean)) \(unit)".trimmedEnd
        if let low = difference.low, let high = difference.high {
            if low <= 0, high >= 0 {
                line.append("no difference found", .warning)
            } else {
                line.append(low > 0 ? "better" : "worse", low > 0 ? .good : .bad)
            }
            amount += ", 95 % interval \(signed(low)) to \(signed(high))"
        } else {
            line.append("one seed, which says nothing about luck", .warning)
        }
        if isTasks {
            let warning = Statistics.warning(against: comparison.against, theirs: comparison.theirs)
            return [line, StyledText(amount), tasks(comparison)]
                + (warning.map { [StyledText("    " + $0, .warning)] } ?? [])
        }
        let chance =
            Statistics.isTied(comparison.ours, comparison.theirs)
            ? "equal in all pairs"
            : "better in \(Int((comparison.probabilityOfImprovement * 100).rounded())) % of pairs"
        let second = StyledText(
            "    \(Figures.estimate(comparison.ours)) against \(Figures.estimate(comparison.theirs)) on "
                + "\(Figures.things(comparison.seeds.count, "fresh seed")); \(chance)",
            .quiet)
        return [line, StyledText(amount), second] + outcomes(comparison)
    }

    /// Says what else the environment counts, ours against theirs.
    private func outcomes(_ comparison: Comparison) -> [StyledText] {
        guard let pairs = comparison.outcomes else { return [] }
        let told = pairs.map { pair in
            let (ours, theirs) = (
                pair.ours.map { Figures.number($0) }, pair.theirs.map { Figures.number($0) }
            )
            return "\(pair.name.replacing("_", with: " ")) \(ours ?? "–") against \(theirs ?? "–")"
        }
        return [StyledText("    " + told.joined(separator: "; "), .quiet)]
    }

    private func tasks(_ comparison: Comparison) -> StyledText {
        let (gained, lost) = (comparison.gained ?? 0, comparison.lost ?? 0)
        let change =
            gained == 0 && lost == 0
            ? "both solve the same" : "solves \(gained) that it does not, fails at \(lost) that it solves"
        return StyledText(
            "    \(Figures.estimate(comparison.ours)) against \(Figures.estimate(comparison.theirs)) held-out tasks; "
                + change,
            .quiet)
    }

    private func cost(_ summary: RunSummary) -> String {
        var facts = ["\(Figures.things(summary.candidates, "candidate"))"]
        if summary.failed > 0 { facts[0] += ", \(summary.failed) failed" }
        facts.append(RunWords(problem: summary.problem).spent(summary.envSteps, measuring: true))
        facts.append(Figures.duration(summary.wallSeconds))
        if summary.tokens > 0 { facts.append("\(Figures.count(summary.tokens)) tokens") }
        if summary.costUSD > 0 { facts.append("$" + Figures.number(summary.costUSD)) }
        return facts.joined(separator: " · ")
    }

    private func places(_ summary: RunSummary) -> [StyledText] {
        let folder = "\(runsFolder)/\(summary.run)"
        var pairs = [("report", "\(folder)/report.html")]
        if summary.best != nil { pairs.append(("code", "\(folder)/best_\(summary.problem).py")) }
        if summary.stopped != nil { pairs.append(("continue", "\(command) resume \(summary.run)")) }
        pairs.append(("look", "\(command) show \(summary.run)"))
        if summary.best != nil, summary.problem == "reward" {
            let budget = plan.map { " --steps \($0.steps) --seeds \(max($0.confirmSeeds, 1))" } ?? ""
            let score = "\(command) score \(folder)/best_reward.py --env \(summary.subject)"
            let start = plan?.beginsWithPolicy == true ? " --start-policy \(folder)/\(StartPolicy.file)" : ""
            pairs.append(("again", score + budget + start))
        }
        if summary.best != nil, summary.problem == "heuristic" {
            let (tasks, code) = ("\(folder)/tasks", "\(folder)/best_heuristic.py")
            pairs.append(("again", "\(command) score \(code) --domain \(tasks)/domain.pddl --tasks \(tasks)"))
            pairs.append(("use", "\(command) plan \(tasks)/domain.pddl TASK.pddl --heuristic \(code)"))
        }
        return pairs.map { name, text in
            var line = StyledText("  " + name.padding(to: 10), .quiet)
            line.append(text, .accent)
            return line
        }
    }

    private func amount(_ estimate: Estimate) -> String { "\(Figures.estimate(estimate)) \(unit)".trimmedEnd }

    private func singular(_ word: String) -> String { word.hasSuffix("s") ? String(word.dropLast()) : word }
}

extension String {
    /// Gives the text without blanks at its end.
    fileprivate var trimmedEnd: String {
        var result = self
        while result.last == " " { result.removeLast() }
        return result
    }

    fileprivate func padding(to columns: Int) -> String {
        self + String(repeating: " ", count: max(columns - count, 0))
    }
}
