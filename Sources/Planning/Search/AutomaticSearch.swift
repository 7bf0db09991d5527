/// The search behind `auto`: a short greedy climb by goal count, which costs next to nothing and settles tasks that are
/// easy but wide, and then lazy search with hFF and preferred operators on all that is left of the budget.
enum AutomaticSearch {
    /// The climb is given up after this many evaluations, or this share of the time.
    private static let climbEvaluations = 200_000
    private static let climbShare = 0.05

    static func run(_ ground: GroundTask, _ limits: SearchLimits)
        -> (outcome: SearchOutcome, statistics: SearchStatistics)
    {
        var first = limits
        first.cpuSeconds = limits.cpuSeconds * climbShare
        first.evaluations = min(climbEvaluations, limits.evaluations / 10)
        let climb = Planner.search(
            ground, SearchOptions(.eager, [.goalCount], novelty: true, commits: true), first)
        switch climb.outcome {
        case .plan, .unsolvable: return climb
        case .noPlanFound, .outOfTime, .outOfMemory, .outOfEvaluations: break
        }
        var rest = limits
        rest.cpuSeconds -= climb.statistics.cpuSeconds
        if limits.evaluations < .max { rest.evaluations -= climb.statistics.evaluations }
        var (outcome, statistics) = Planner.search(
            ground, SearchOptions(.lazy, [.relaxedPlan], preferred: true), rest)
        statistics.evaluations += climb.statistics.evaluations
        statistics.expansions += climb.statistics.expansions
        statistics.generated += climb.statistics.generated
        statistics.cpuSeconds += climb.statistics.cpuSeconds
        return (outcome, statistics)
    }
}
