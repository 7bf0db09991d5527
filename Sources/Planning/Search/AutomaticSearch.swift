/// The search behind `auto`: several searches that take turns, each going on where it paused, until one has a plan.
///
/// No single search is best everywhere, and none tells beforehand that it will fail; in turns the best of them costs its
/// own time and a share. What each is there for (figures: `evolve bench planning --coverage --search …`):
/// - climbing by goal count and novelty: thousands of states for the price of one hFF, and it sees no dead ends where
///   there are none. It goes first and alone, for a moment, then with small turns. It leaves nothing out, so that it
///   can also prove that there is no plan.
/// - lazy greedy search with hFF and preferred operators (Richter and Helmert, 2009), which counts states that differ
///   only in the names of interchangeable objects as one.
/// - the same with hFF and landmarks in turns, as in LAMA (Richter and Westphal, 2010).
///
/// Turns are counted in evaluations, not in seconds: the same task gives the same plan on any machine.
struct AutomaticSearch {
    /// One of the searches.
    private struct Member {
        let options: SearchOptions
        /// How many evaluations a turn has.
        let turn: Int
        var search: Search<SuccessorTree>?
        var outcome: SearchOutcome?
    }

    /// The climb goes alone for so many evaluations.
    private static let climbAlone = 20_000

    private var members = [
        Member(
            options: SearchOptions(.eager, [.goalCount], novelty: true, commits: true), turn: 2000),
        Member(
            options: SearchOptions(.lazy, [.relaxedPlan], preferred: true, mergesAlike: true), turn: 500),
        Member(
            options: SearchOptions(
                .lazy, [.relaxedPlan, .landmarkCount], preferred: true, mergesAlike: true), turn: 500),
    ]
    private let ground: GroundTask
    private let relaxed: RelaxedTask
    private let tree: SuccessorTree
    private let limits: SearchLimits
    private let start = Deadline.now()

    /// Searches a ground task.
    static func run(_ ground: GroundTask, _ limits: SearchLimits)
        -> (outcome: SearchOutcome, statistics: SearchStatistics)
    {
        var search = AutomaticSearch(ground, limits)
        let outcome = search.run()
        return (outcome, search.statistics)
    }

    private init(_ ground: GroundTask, _ limits: SearchLimits) {
        self.ground = ground
        self.limits = limits
        relaxed = RelaxedTask(ground, usesCosts: false)
        tree = SuccessorTree(ground, only: relaxed.isRelevant)
    }

    private mutating func run() -> SearchOutcome {
        if let outcome = advance(0, by: Self.climbAlone), isFinal(outcome) { return outcome }
        while true {
            for index in members.indices where members[index].outcome == nil {
                if let outcome = advance(index, by: members[index].turn), isFinal(outcome) { return outcome }
            }
            if members.allSatisfy({ $0.outcome != nil }) {
                // A member that ran out of memory might have found a plan with more.
                return members.contains { $0.outcome == .outOfMemory } ? .outOfMemory : .noPlanFound
            }
        }
    }

    /// Whether nothing is left to do for the other members.
    private func isFinal(_ outcome: SearchOutcome) -> Bool {
        switch outcome {
        case .plan, .unsolvable, .outOfTime, .outOfEvaluations: true
        case .noPlanFound, .outOfMemory: false
        }
    }

    /// Gives a member a turn, within what is left for all.
    private mutating func advance(_ index: Int, by work: Int) -> SearchOutcome? {
        var rest = limits
        rest.cpuSeconds -= (Deadline.now() - start).inSeconds
        if members[index].search == nil {
            if rest.cpuSeconds <= 0 { return .outOfTime }
            members[index].search = Planner.search(ground, relaxed, tree, members[index].options, rest)
        }
        let others = members.indices.filter { $0 != index }
        rest.memoryBytes -= others.reduce(0) { $0 + (members[$1].search?.bytes ?? 0) }
        if limits.evaluations < .max {
            rest.evaluations -= others.reduce(0) { $0 + (members[$1].search?.statistics.evaluations ?? 0) }
        }
        members[index].search?.limits = rest
        members[index].outcome = members[index].search?.advance(by: work)
        return members[index].outcome
    }

    /// The sums over all members; the best value is hFF's where that was asked.
    private var statistics: SearchStatistics {
        var sum = SearchStatistics()
        for search in members.compactMap(\.search) {
            let part = search.statistics
            sum.evaluations += part.evaluations
            sum.expansions += part.expansions
            sum.generated += part.generated
            sum.states += part.states
            sum.stateBytes += part.stateBytes
            sum.queueBytes += part.queueBytes
            sum.bestValue = part.bestValue
        }
        sum.cpuSeconds = (Deadline.now() - start).inSeconds
        return sum
    }
}
