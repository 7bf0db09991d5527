/// The search behind `auto`: searches one after the other, each on a share of the budget.
enum AutomaticSearch {
    static func run(_ ground: GroundTask, _ limits: SearchLimits)
        -> (outcome: SearchOutcome, statistics: SearchStatistics)
    {
        Planner.search(ground, SearchOptions(.lazy, [.relaxedPlan], preferred: true), limits)
    }
}
