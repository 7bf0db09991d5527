internal import Archive
internal import Evolution
internal import Foundation

/// What two heuristics did in the same tasks: there is no film to look at.
extension ReviewPage {
    /// Puts two candidates side by side: solved, CPU time and lengths of plans, set by set; empty where they met no set both.
    func taskTable(_ left: CandidateRecord, _ right: CandidateRecord) -> String {
        let rows = report.taskStages.compactMap { stage -> String? in
            let sides = [left, right].map { tasks($0, stage) }
            guard sides.allSatisfy({ !$0.isEmpty }) else { return nil }
            let title = HTML.element("th", [("colspan", "3")], stage.taskWords)
            return "<tr class=\"group\">\(title)</tr>"
                + row("solved", sides.map { "\($0.count(where: \.isSolved)) of \($0.count)" })
                + row("CPU", sides.map { seconds($0) })
                + shared(sides[0], sides[1])
        }
        guard !rows.isEmpty else { return "" }
        let head = ["", report.label(left), report.label(right)].enumerated().map {
            HTML.text("th", $0.element, class: $0.offset == 0 ? "" : "n")
        }
        return part(
            "What they did",
            "<div class=\"scroll\"><table class=\"compact list\"><thead><tr>\(head.joined())</tr></thead>"
                + "<tbody>\(rows.joined())</tbody></table></div>")
    }

    /// Compares effort where both found a plan: elsewhere the weaker one would look better for having solved the small ones only.
    private func shared(_ left: [TaskResult], _ right: [TaskResult]) -> String {
        let both = left.compactMap { mine in
            right.first { $0.task == mine.task && $0.isSolved && mine.isSolved }.map { (mine, $0) }
        }
        guard !both.isEmpty else { return row("solved by both", ["none", "none"]) }
        let sides = [both.map(\.0), both.map(\.1)]
        let scope = "of \(Words.things(both.count, "task")) that both solved"
        return row("plan steps, \(scope)", sides.map { "\($0.compactMap(\.planLength).reduce(0, +))" })
            + row("evaluations, \(scope)", sides.map { Words.count($0.map(\.evaluations).reduce(0, +)) })
    }

    private func row(_ title: String, _ cells: [String]) -> String {
        "<tr>" + HTML.text("th", title) + cells.map { HTML.text("td", $0, class: "n") }.joined() + "</tr>"
    }

    private func seconds(_ tasks: [TaskResult]) -> String {
        String(format: "%.1f s", tasks.reduce(0) { $0 + $1.cpuSeconds })
    }

    private func tasks(_ candidate: CandidateRecord, _ stage: Stage) -> [TaskResult] {
        report.individuals[candidate.id]?.evaluations(in: stage).compactMap(\.tasks).flatMap(\.self) ?? []
    }
}
