import Archive
package import Evolution

/// Writes a run as plain lines for pipes and logs: one a candidate, one a generation, no escape codes.
package enum PlainLines {
    /// Gives the lines that `event` adds, after `board` has taken it in.
    package static func lines(_ event: RunEvent, board: RunBoard, elapsed: Double) -> [String] {
        let lines = words(event, board, elapsed)
        let time = Figures.clock(elapsed)
        let stamp = String(repeating: " ", count: max(7 - time.count, 0)) + time + "  "
        return lines.map { stamp + DisplayWidth.harmless($0) }
    }

    private static func words(_ event: RunEvent, _ board: RunBoard, _ elapsed: Double) -> [String] {
        switch event {
        case .started(let run, let plan, let resumed):
            var line = "\(resumed ? "continuing" : "starting") \(run.name): \(run.problem) for \(run.subject)"
            if plan.generations > 0 {
                line += ", \(Figures.things(plan.generations, "generation")) of \(plan.samples)"
            }
            let model = plan.model.isEmpty ? "" : ", model \(plan.model)"
            return [line + ", \(board.words.budget(plan.steps))\(model), seed \(run.seed)"]
        case .stage(let name):
            return name == "search" ? [] : ["stage \(name)"]
        case .proposed(let generation, let index, nil, let note):
            return ["g\(generation).c\(index)  no code  \(note)"]
        case .checked(let generation, let index, let candidate, let verdict, let detail) where verdict != "ok":
            let label = generation < 0 ? String(candidate.prefix(8)) : "g\(generation).c\(index)"
            return ["\(label)  \(verdict)  \(detail)"]
        case .evaluated(let activity, let verdict, let detail, _, _, _):
            return evaluated(activity, verdict, detail, board).map { [$0] } ?? []
        case .stopped(let activity, let done, let planned):
            let row = board.rows.first {
                $0.purpose == activity.purpose && $0.generation == activity.generation
                    && $0.label == activity.label
            }
            let fitness = row?.fitness.map { amount($0, board) + "  " } ?? ""
            return ["\(activity.label)  stopped  \(fitness)clearly worse after \(done) of \(planned) seeds"]
        case .generationEnded(let number, _, _):
            return [ended(number, board, elapsed)]
        case .note(let text):
            return ["note: \(text)"]
        case .heard(let generation, let words) where !words.isEmpty:
            return ["said after generation \(generation): \(words)"]
        case .listening, .heard, .proposed, .checked, .generationStarted, .asking, .training, .replanned,
            .finished:
            return []
        }
    }

    /// Gives one line when all seeds of a candidate are in, or when it failed.
    private static func evaluated(
        _ activity: Activity, _ verdict: String, _ detail: String, _ board: RunBoard
    ) -> String? {
        let label = activity.purpose == "search" ? activity.label : "\(activity.purpose) \(activity.label)"
        guard verdict == "ok" else {
            let place = board.run?.problem == "heuristic" ? "" : "  seed \(activity.seed)"
            return "\(label)  \(verdict)  \(detail)\(place)"
        }
        let row = board.rows.first {
            $0.purpose == activity.purpose && $0.label == activity.label
                && $0.generation == activity.generation
        }
        guard let row, row.state == .done, let fitness = row.fitness else { return nil }
        var line = "\(label)  ok  \(amount(fitness, board))"
        if activity.purpose == "search", let other = board.reference?.fitness {
            line += "  against \(board.referenceName) \(Figures.gap(fitness, other))"
        }
        line += spent(row)
        if let effort = row.effort {
            line +=
                ", \(Figures.number(effort.cpuSeconds)) s CPU, \(Figures.count(Int(effort.speed))) evaluations a second"
        }
        return line
    }

    /// Says how long the trainings took; nothing where they were not done now.
    private static func spent(_ row: BoardRow) -> String {
        let count = row.trainings.count
        guard row.wallSeconds > 0 else { return "  measured before" }
        guard count > 1 else { return "  in \(Figures.duration(row.wallSeconds))" }
        return "  \(count) trainings of \(Figures.duration(row.wallSeconds / Double(count)))"
    }

    private static func ended(_ number: Int, _ board: RunBoard, _ elapsed: Double) -> String {
        let rows = board.rows.filter { $0.purpose == "search" && $0.generation == number }
        let failed = rows.filter(\.isFailed).count
        var line = "generation \(number)"
        if let plan = board.plan {
            line += " (\(number - RunBoard.firstGeneration + 1) of \(plan.generations))"
        }
        line += ": \(Figures.things(rows.count, "candidate")), \(failed) failed"
        if let best = board.best {
            line += ", best so far \(best.label) \(amount(best.fitness, board))"
        } else {
            line += ", none valid yet"
        }
        if let seconds = board.secondsLeft(at: elapsed) {
            line += ", about \(Figures.duration(seconds)) left"
        }
        return line
    }

    private static func amount(_ estimate: Estimate, _ board: RunBoard) -> String {
        let unit = board.plan?.fitnessUnit ?? ""
        return Figures.estimate(estimate) + (unit.isEmpty ? "" : " " + unit)
    }
}
