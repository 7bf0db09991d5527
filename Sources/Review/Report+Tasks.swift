import Archive
import Evolution

// What a heuristic's report shows in place of curves and components: coverage, the cactus plot, and evaluations.

extension Report {
    /// Says whether the run is about a planning heuristic.
    var isHeuristic: Bool { run.problem == "heuristic" }

    /// Names what candidates are held against: the first reference that took part in the comparison.
    var referenceName: String {
        guard isHeuristic else { return "human" }
        return candidates.first { $0.origin == "goal-count" }?.origin ?? facts?.comparisons.first?.against
            ?? ""
    }

    /// Shows, size by size, how many of the held-out tasks each one solved.
    func coverageSection() -> String {
        let contestants = comparedInTasks
        guard let tasks = contestants.first?.tasks, !tasks.isEmpty else { return "" }
        let groups = Self.groups(tasks.map(\.size))
        let head = ["objects", "tasks"] + contestants.map { label($0.candidate) }
        let rows = groups.map { sizes -> String in
            let names = tasks.filter { sizes.contains($0.size) }.map(\.task)
            let cells = contestants.map { contestant in
                let solved = contestant.tasks.count { names.contains($0.task) && $0.isSolved }
                return HTML.text("td", "\(solved)", class: "n")
            }
            let title =
                sizes.lowerBound == sizes.upperBound
                ? "\(sizes.lowerBound)" : "\(sizes.lowerBound) to \(sizes.upperBound)"
            return
                "<tr>\(HTML.text("th", title))\(HTML.text("td", "\(names.count)", class: "n"))\(cells.joined())</tr>"
        }
        let sums = contestants.map { HTML.text("td", "\($0.tasks.count(where: \.isSolved))", class: "n") }
        let last =
            "<tr>\(HTML.text("th", "all"))\(HTML.text("td", "\(tasks.count)", class: "n"))\(sums.joined())</tr>"
        var notes = contestants.compactMap { contestant -> String? in
            let untried = contestant.tasks.count { $0.outcome == "not tried" }
            return untried > 0 ? "\(label(contestant.candidate)) \(untried)" : nil
        }.joined(separator: ", ")
        if !notes.isEmpty {
            notes =
                " Not tried, after \(HeuristicEvaluation.patience(.confirm)) or more unsolved in a row, and counted as unsolved: "
                + "\(notes)."
        }
        return section(
            "Held-out tasks solved, by size", id: "coverage",
            table(head, rows + [last])
                + HTML.text(
                    "p",
                    "The same tasks and the same CPU time for all; no candidate and no prompt saw them before.\(notes)",
                    class: "quiet"))
    }

    /// Shows how many of the held-out tasks were solved within how much CPU time.
    func cactusSection() -> String {
        let contestants = comparedInTasks
        let longest =
            contestants.flatMap { $0.tasks.filter { $0.outcome != "not tried" } }.map(\.cpuSeconds).max() ?? 0
        let curves = contestants.map { contestant -> LineChart.Curve in
            let times = contestant.tasks.filter(\.isSolved).map(\.cpuSeconds).sorted()
            var points: [(x: Double, y: Double)] = [(0, 0)]
            for (index, time) in times.enumerated() {
                points += [(time, Double(index)), (time, Double(index + 1))]
            }
            points.append((longest, Double(times.count)))
            return LineChart.Curve(
                label: label(contestant.candidate), role: role(contestant.candidate.id), points: points,
                marked: nil)
        }
        guard curves.contains(where: { $0.points.count > 2 }) else { return "" }
        let chart = LineChart(
            title: "Held-out tasks solved within CPU time", xTitle: "CPU seconds a task",
            yTitle: "tasks solved",
            curves: curves)
        return section(
            "Solved within CPU time", id: "cactus",
            figure(
                chart.html(),
                caption:
                    "How many of the held-out tasks were solved within so many CPU seconds each, grounding and "
                    + "constructor included, measured from outside."))
    }

    /// Compares the winner's evaluations in the larger tasks with those of native heuristics.
    func nativeSection() -> String {
        guard let winner, let native,
            let own = evaluations.first(where: { $0.candidate == winner.id && $0.purpose == "finalist" })?
                .tasks
                ?? evaluations.first(where: { $0.candidate == winner.id && $0.purpose == "search" })?.tasks
        else { return "" }
        let shown = own.filter { task in native.tasks.contains { $0.task == task.task } }
        guard !shown.isEmpty else { return "" }
        let head = ["task", "objects", label(winner)] + native.heuristics
        func cell(_ result: TaskResult?) -> String {
            guard let result, result.isSolved else { return HTML.text("td", "—", class: "n") }
            return HTML.text("td", Words.count(result.evaluations), class: "n")
        }
        let rows = shown.map { task -> String in
            let cells = native.heuristics.map { name in
                cell(native.tasks.first { $0.task == task.task && $0.heuristic == name }?.result)
            }
            return
                "<tr>\(HTML.text("th", task.task))\(HTML.text("td", "\(task.size)", class: "n"))\(cell(task))\(cells.joined())</tr>"
        }
        return section(
            "Evaluations, against native heuristics", id: "native",
            table(head, rows)
                + HTML.text(
                    "p",
                    "States that eager greedy search evaluated before it had a plan; a dash where there was none. The native heuristics "
                        + "are domain-independent, run in compiled code, and had \(Words.number(native.cpuSeconds)) CPU s a task.",
                    class: "quiet"))
    }

    /// Holds what native heuristics did in the same tasks, as the run recorded it.
    struct Native: Decodable, Equatable {
        struct Entry: Decodable, Equatable {
            var heuristic: String
            var result: TaskResult
            var task: String { result.task }
        }

        var cpuSeconds: Double
        var heuristics: [String]
        var tasks: [Entry]
    }

    // MARK: Parts

    /// Those who met the held-out tasks: the winner first, then the references and the others.
    private var comparedInTasks: [(candidate: CandidateRecord, tasks: [TaskResult])] {
        let found = candidates.compactMap { candidate -> (candidate: CandidateRecord, tasks: [TaskResult])? in
            let records = evaluations.filter { $0.candidate == candidate.id && $0.purpose == "confirm" }
            let tasks = records.compactMap(\.tasks).flatMap(\.self)
            return tasks.isEmpty ? nil : (candidate, tasks)
        }
        return found.sorted {
            (place(of: $0.candidate), -$0.tasks.count(where: \.isSolved))
                < (place(of: $1.candidate), -$1.tasks.count(where: \.isSolved))
        }
    }

    private func place(of candidate: CandidateRecord) -> Int {
        switch role(candidate.id) {
        case .winner: 0
        case .human: 1
        case .other: candidate.origin == "constant" ? 3 : 2
        }
    }

    /// Cuts the sizes into at most six groups of about as many tasks.
    private static func groups(_ sizes: [Int]) -> [ClosedRange<Int>] {
        let sorted = sizes.sorted()
        guard let first = sorted.first else { return [] }
        let wanted = max(1, (sorted.count + 5) / 6)
        var result: [ClosedRange<Int>] = []
        var (low, count) = (first, 0)
        for (index, size) in sorted.enumerated() {
            count += 1
            let isLast = index + 1 == sorted.count
            // Tasks of one size stay together.
            guard isLast || (count >= wanted && sorted[index + 1] != size) else { continue }
            result.append(low...size)
            count = 0
            if !isLast { low = sorted[index + 1] }
        }
        return result
    }

    private func table(_ head: [String], _ rows: [String]) -> String {
        let titles = head.enumerated().map { HTML.text("th", $0.element, class: $0.offset == 0 ? "" : "n") }
        return
            "<div class=\"scroll\"><table class=\"compact tasks\"><thead><tr>\(titles.joined())</tr></thead>"
            + "<tbody>\(rows.joined())</tbody></table></div>"
    }
}
