internal import Archive
internal import Foundation

/// The table of candidates: a column for each stage, since the figures of different seeds or tasks do not compare.
extension RunView {
    private var isHeuristic: Bool { run.problem == "heuristic" }

    /// Stages in which anything was measured.
    private var stages: [Stage] {
        Stage.allCases.filter { stage in individuals.contains { !$0.evaluations(in: stage).isEmpty } }
    }

    /// The stage whose CPU seconds are shown: of code that took no part in a search that of the comparison.
    private var timed: Stage {
        individuals.contains { !$0.candidate.isReference && !$0.evaluations(in: .search).isEmpty }
            ? .search : .confirm
    }

    /// Titles and candidates, the best first.
    var rows: [[String]] {
        let stages = stages
        let middle = stages.isEmpty ? [] : [isHeuristic ? "CPU s" : "trainings"]
        let titles =
            ["candidate", "hash"] + stages.map(title) + middle + [isHeuristic ? "what" : "components"]
        return [titles]
            + Individual.ranked(individuals, winner: summary?.best?.id).map { individual in
                let failure = individual.failure.map { failure in
                    "\(failure.verdict): \(failure.detail.split(separator: "\n").first ?? "")"
                }
                let scores = stages.map { individual.score(in: $0)?.figure ?? "-" }
                let about =
                    isHeuristic
                    ? what(individual) : individual.candidate.components.joined(separator: ", ")
                return [
                    individual.label + (individual.candidate.id == summary?.best?.id ? " *" : ""),
                    String(individual.candidate.id.prefix(8)),
                ] + scores + (stages.isEmpty ? [] : [effort(individual)]) + [failure ?? about]
            }
    }

    private func effort(_ individual: Individual) -> String {
        guard isHeuristic else { return String(individual.evaluations.count) }
        guard !individual.evaluations(in: timed).isEmpty else { return "-" }
        return String(format: "%.1f", individual.cpuSeconds(in: timed))
    }

    private func title(_ stage: Stage) -> String {
        if isHeuristic { return stage == .search ? "train" : stage.taskSet }
        return switch stage {
        case .search: "search"
        case .finalist: "finalist"
        case .confirm: "fresh"
        }
    }

    /// Says what the columns are and what the order rests on; empty where nothing was measured.
    var legend: String {
        guard !stages.isEmpty else { return "" }
        let isSearch = timed == .search
        if isHeuristic {
            let order = "\norder: by training tasks, of finalists by training and validation tasks together"
            return "columns: tasks solved, set by set; CPU seconds of the \(timed.taskWords)"
                + (isSearch ? order : "")
        }
        return isSearch
            ? "columns: means over seeds; those of the search and as finalist rank, fresh ones compare" : ""
    }
}
