import Archive
import Evolution

/// Lays out the columns of the live table: label, stage, fitness and, where there is room, against human.
struct Columns {
    private let label: Int
    private let stage: Int
    private let fitness: Int
    /// 0 when the column is left out.
    private let human: Int
    private let reference: String
    private let width: Int
    /// Width of a whole line.
    var total: Int { 2 + label + 2 + stage + 2 + fitness + (human > 0 ? 2 + human : 0) }

    init(board: RunBoard, width: Int) {
        self.width = width
        let longest = board.rows.map { DisplayWidth.of($0.label) }.max() ?? 0
        label = min(max(longest, 9), width >= 100 ? 28 : width >= 76 ? 18 : 12)
        fitness = 15
        reference = board.referenceName
        human =
            width >= 70 && board.reference != nil ? max(9, DisplayWidth.of("vs \(board.referenceName)")) : 0
        let used = 2 + label + 2 + fitness + 2 + (human > 0 ? human + 2 : 0)
        stage = min(max(width - used, 10), 46)
    }

    func heading(unit: String) -> StyledText {
        let fitnessTitle =
            unit.isEmpty ? "fitness" : DisplayWidth.prefix(of: "fitness, \(unit)", columns: fitness)
        var line = cells(
            mark: StyledText(" "), StyledText("candidate", .quiet), StyledText("stage", .quiet),
            StyledText(fitnessTitle, .quiet), StyledText("vs \(reference)", .quiet))
        line = line.clipped(to: width)
        return line
    }

    func row(_ row: BoardRow, _ board: RunBoard) -> StyledText {
        let isBest = board.best?.label == row.label && row.purpose == "search" && row.isOver
        if case .failed(let verdict, let detail) = row.state {
            return failure(row, verdict, detail)
        }
        let name = StyledText(row.label, isBest ? .good : row.state == .training ? .strong : .plain)
        var value = StyledText()
        if let fitness = row.fitness, row.state == .done {
            value.append(Figures.estimate(fitness), isBest ? .good : .plain)
        } else if let latest = row.latest {
            let isTasks = board.run?.problem == "heuristic"
            value.append(isTasks ? "\(Int(latest)) solved" : Figures.number(latest), .quiet)
        }
        var against = StyledText()
        if row.state == .done, row.label != reference, let mine = row.fitness,
            let other = rival(of: row, board)
        {
            against.append(Figures.gap(mine, other))
        }
        let mark = isBest ? StyledText("★", .good) : StyledText(" ")
        return cells(mark: mark, name, progress(row, board), value, against)
    }

    func generation(_ number: Int, _ board: RunBoard) -> StyledText {
        let rows = board.rows.filter { $0.purpose == "search" && $0.generation == number }
        let failed = rows.filter(\.isFailed).count
        let top = rows.filter { $0.state == .done }.max {
            ($0.fitness?.mean ?? -.infinity) < ($1.fitness?.mean ?? -.infinity)
        }
        var what = StyledText(Figures.things(rows.count, "candidate"))
        if failed > 0 { what.append(", \(failed) failed", .quiet) }
        if let top, what.width + top.label.count + 7 <= stage { what.append(", best \(top.label)", .quiet) }
        var against = StyledText()
        if let mine = top?.fitness, let other = board.reference?.fitness {
            against.append(Figures.gap(mine, other), .quiet)
        }
        let value = StyledText(top?.fitness.map(Figures.estimate) ?? "none valid")
        let isBest = top != nil && top?.label == board.best?.label
        let mark = isBest ? StyledText("★", .good) : StyledText(" ")
        return cells(mark: mark, StyledText("gen. \(number)"), what, value, against)
    }

    /// Compares confirmations with the reference's own confirmation, the search with its baseline; a heuristic's finalists
    /// were tried in tasks that the reference never met.
    private func rival(of row: BoardRow, _ board: RunBoard) -> Estimate? {
        let twin = board.rows.first { $0.purpose == "confirm" && $0.label == reference }
        if row.purpose == "confirm" { return twin?.fitness }
        if row.purpose == "finalist", row.effort != nil { return nil }
        return board.reference?.fitness
    }

    private func progress(_ row: BoardRow, _ board: RunBoard) -> StyledText {
        switch row.state {
        case .asking: return StyledText("asking", .quiet)
        case .checking: return StyledText("checking", .quiet)
        case .waiting: return StyledText("waiting", .quiet)
        case .done:
            var words = word(row, board, past: true) + " " + spent(row)
            if let effort = row.effort {
                words +=
                    ", \(Figures.count(Int(effort.speed))) eval./s, \(Figures.number(effort.cpuSeconds)) s CPU"
            }
            return StyledText(words, .quiet)
        case .failed: return StyledText()
        case .training:
            let expected = max(board.seeds(of: row.purpose), row.trainings.count)
            let share = row.trainings.reduce(0) { $0 + $1.fraction } / Double(expected)
            var after = "\(Int(share * 100)) %"
            after = String(repeating: " ", count: max(5 - after.count, 0)) + after
            if expected > 1 {
                after += " \(row.trainings.filter { $0.verdict != nil }.count)/\(expected) seeds"
            }
            let before = word(row, board, past: false) + " "
            let room = min(stage - before.count - after.count, 18)
            var line = StyledText()
            if room >= 6 {
                line.append(before)
                line.append(ProgressBar(width: room).drawn(share))
            } else {
                line.append(ProgressBar(width: max(stage - after.count, 4)).drawn(share))
            }
            line.append(after)
            return line
        }
    }

    /// Says how long the trainings took, each on its own: side by side they take less than their sum.
    private func spent(_ row: BoardRow) -> String {
        guard row.wallSeconds > 0 else { return "before" }
        let count = row.trainings.count
        let each = Figures.clock(row.wallSeconds / Double(max(count, 1)))
        return count > 1 ? "\(count) × \(each)" : "in \(each)"
    }

    private func word(_ row: BoardRow, _ board: RunBoard, past: Bool) -> String {
        switch (row.purpose, past) {
        case ("finalist", true): "finalist"
        case ("finalist", false): "finalist"
        case ("confirm", true): "confirmed"
        case ("confirm", false): "confirming"
        case (_, true): board.words.done
        case (_, false): board.words.doing
        }
    }

    private func failure(_ row: BoardRow, _ verdict: String, _ detail: String) -> StyledText {
        var line = StyledText("✗ ", .bad)
        line.append(StyledText(row.label).padded(to: label))
        line.append("  ")
        line.append(verdict, .bad)
        if !detail.isEmpty { line.append("  " + detail, .quiet) }
        return line.clipped(to: width)
    }

    private func cells(
        mark: StyledText, _ name: StyledText, _ what: StyledText, _ value: StyledText, _ against: StyledText
    ) -> StyledText {
        var line = mark.padded(to: 2)
        line.append(name.padded(to: label))
        line.append("  ")
        line.append(what.padded(to: stage))
        line.append("  ")
        line.append(value.padded(to: fitness, right: true))
        if human > 0 {
            line.append("  ")
            line.append(against.padded(to: human, right: true))
        }
        return line
    }
}
