/// Says the same things in the words of each problem: rewards are trained with, heuristics searched with.
struct RunWords: Sendable, Equatable {
    private let isHeuristic: Bool

    /// Takes a run's problem, `reward` or `heuristic`.
    init(problem: String?) { isHeuristic = problem == "heuristic" }

    /// While it goes on: `training`.
    var doing: String { isHeuristic ? "searching" : "training" }
    /// When it is over: `trained`.
    var done: String { isHeuristic ? "searched" : "trained" }
    /// Of one evaluation: `500k steps a training`.
    func budget(_ steps: Int) -> String {
        "\(Figures.count(steps)) \(isHeuristic ? "evaluations a training task" : "steps a training")"
    }
    /// The same where there is little room.
    func shortBudget(_ steps: Int) -> String {
        "\(Figures.count(steps)) \(isHeuristic ? "evaluations a task" : "steps")"
    }
    /// Of a whole run: `8.7M environment steps`.
    func spent(_ steps: Int, measuring: Bool = false) -> String {
        let all = measuring ? " with measuring" : ""
        return "\(Figures.count(steps)) \(isHeuristic ? "evaluations" : "environment steps" + all)"
    }
    /// Where the run is, by its stage; nil for the search.
    func place(_ stage: String, reference: String) -> String? {
        switch stage {
        case "constants": "other constants for the best"
        case "confirm": isHeuristic ? "comparing on held-out tasks" : "confirming on fresh seeds"
        case "baseline": isHeuristic ? "searching with \(reference)" : "training the \(reference) reward"
        case "finalists": isHeuristic ? "finalists on larger tasks" : "finalists on further seeds"
        default: nil
        }
    }
}
