import Archive
import Evolution

/// Draws the board as lines of a given width; pure, so that it can be tested as text.
package struct LiveTable: Sendable {
    package var width: Int
    /// Most lines to draw; rows that matter least are left out, with a line that says so.
    package var height: Int

    package init(width: Int, height: Int) {
        self.width = max(width, 40)
        self.height = max(height, 8)
    }

    /// Gives the lines of the board at `elapsed` seconds; none is wider than `width`.
    package func lines(_ board: RunBoard, elapsed: Double) -> [StyledText] {
        let columns = Columns(board: board, width: width)
        let head = header(board, elapsed, width: min(columns.total, width))
        let foot = footer(board, elapsed)
        let body = table(board, columns, room: height - head.count - foot.count - 1)
        let lines = head + [columns.heading(unit: board.plan?.fitnessUnit ?? "")] + body + foot
        return lines.map { $0.clipped(to: width) }
    }

    private func header(_ board: RunBoard, _ elapsed: Double, width: Int) -> [StyledText] {
        var title = StyledText()
        if let run = board.run {
            title.append("\(run.problem) · \(run.subject)", .strong)
            title.append("  \(run.name)", .quiet)
        }
        let place = StyledText(place(board) + "  " + Figures.clock(elapsed), .plain)
        var first = title.padded(to: max(width - place.width - 1, 0))
        first.append(" ")
        first.append(place)
        guard let plan = board.plan else { return [first, StyledText()] }
        return [first, facts(plan, board), StyledText()]
    }

    /// Says what was asked for; where there is little room, in fewer words, and the run's seed is the last to go.
    private func facts(_ plan: RunPlan, _ board: RunBoard) -> StyledText {
        let budget = board.words.shortBudget(plan.steps)
        let each = plan.generations > 0 ? Figures.things(plan.samples, "candidate") + " a generation" : ""
        let fewer = plan.generations > 0 ? "\(plan.samples) a generation" : ""
        let seeds = plan.seeds > 1 ? "\(plan.seeds) seeds" : ""
        let jobs = plan.jobs > 1 ? "\(plan.jobs) at once" : ""
        let seed = board.run.map { "seed \($0.seed)" } ?? ""
        let forms = [
            [plan.model, each, budget, seeds, jobs, seed.isEmpty ? "" : "run " + seed],
            [plan.model, fewer, budget, seeds, jobs, seed], [plan.model, fewer, budget, seeds, seed],
            [plan.model, budget, seed],
        ].map { facts in
            StyledText(facts.filter { !$0.isEmpty }.joined(separator: " · "), .quiet)
        }
        if let fitting = forms.first(where: { $0.width <= width }) { return fitting }
        let room = max(width - DisplayWidth.of(seed) - 3, 0)
        var line = StyledText(plan.model, .quiet).clipped(to: room)
        line.append(" · " + seed, .quiet)
        return line
    }

    private func place(_ board: RunBoard) -> String {
        if let summary = board.summary { return summary.stopped.map { "stopped: \($0)" } ?? "done" }
        if let place = board.words.place(board.stage, reference: board.referenceName) { return place }
        guard let plan = board.plan, plan.generations > 0, let generation = board.generation else {
            return board.stage
        }
        return "generation \(generation), \(generation - RunBoard.firstGeneration + 1) of \(plan.generations)"
    }

    private func table(_ board: RunBoard, _ columns: Columns, room: Int) -> [StyledText] {
        var entries: [(line: StyledText, weight: Int)] = []
        var collapsed: Set<Int> = []
        for row in board.rows {
            let isOld =
                row.purpose == "search" && row.generation >= 0
                && board.endedGenerations[row.generation] != nil
                && (row.generation != board.generation || board.stage != "search" || board.summary != nil)
            if isOld {
                guard collapsed.insert(row.generation).inserted else { continue }
                entries.append((columns.generation(row.generation, board), 1))
            } else {
                let weight =
                    row.state == .training
                    ? 3 : row.label == board.referenceName || row.purpose != "search" ? 2 : 0
                entries.append((columns.row(row, board), weight))
            }
        }
        return fitting(entries, room: max(room, 2))
    }

    /// Leaves out the least important entries, earliest first, until the rest fits.
    private func fitting(_ entries: [(line: StyledText, weight: Int)], room: Int) -> [StyledText] {
        guard entries.count > room else { return entries.map(\.line) }
        let order = entries.indices.sorted { (entries[$0].weight, $0) < (entries[$1].weight, $1) }
        let dropped = Set(order.prefix(entries.count - room + 1))
        let kept = entries.indices.filter { !dropped.contains($0) }.map { entries[$0].line }
        return kept + [StyledText("… and \(dropped.count) more", .quiet)]
    }

    private func footer(_ board: RunBoard, _ elapsed: Double) -> [StyledText] {
        var result = [StyledText()]
        if let question = board.question {
            var line = StyledText("asking ", .plain)
            line.append(question.model, .strong)
            line.append(" for \(Figures.things(question.count, "candidate"))")
            line.append("  \(question.answered) in, \(Figures.clock(elapsed - question.since))", .quiet)
            result.append(line)
        }
        if let best = board.best { result.append(bestLine(best, board)) }
        guard board.plan != nil else { return result }
        let after = timeLeft(board, elapsed)
        let percent = "\(Int(board.fraction * 100)) %"
        let bar = ProgressBar(width: max(min(40, width - after.count - 10), 8)).drawn(board.fraction)
        var line = bar
        line.append(String(repeating: " ", count: max(6 - percent.count, 1)) + percent, .strong)
        line.append("  " + after, .quiet)
        result.append(line)
        return result
    }

    private func bestLine(_ best: RunBoard.Best, _ board: RunBoard) -> StyledText {
        let unit = board.plan.map { " " + $0.fitnessUnit } ?? ""
        var line = StyledText("best  ", .quiet)
        line.append("\(best.label)  \(Figures.estimate(best.fitness))\(unit)", .good)
        let name = board.referenceName
        let confirmed = board.rows.first { $0.purpose == "confirm" && $0.label == name }
        let before = board.reference?.fitness
        if let other = board.summary == nil ? before : confirmed?.fitness ?? before {
            let gap = Figures.gap(best.fitness, other)
            line.append("  \(name) \(Figures.estimate(other))  (\(gap))", .quiet)
        }
        return line
    }

    private func timeLeft(_ board: RunBoard, _ elapsed: Double) -> String {
        if board.summary != nil { return "in \(Figures.duration(elapsed))" }
        guard let seconds = board.secondsLeft(at: elapsed) else { return "measuring speed" }
        return "about \(Figures.duration(seconds)) left"
    }
}

/// Draws a share as a heavy line over a light one: it reads without colour too.
package struct ProgressBar: Sendable {
    package var width: Int

    /// Draws `fraction` (0...1) in steps of half a column.
    package func drawn(_ fraction: Double) -> StyledText {
        let halves = Int((min(max(fraction, 0), 1) * Double(width) * 2).rounded(.down))
        var done = String(repeating: "━", count: halves / 2)
        if halves % 2 == 1 { done += "╸" }
        var result = StyledText(done, .accent)
        result.append(String(repeating: "─", count: max(width - halves / 2 - halves % 2, 0)), .quiet)
        return result
    }
}
