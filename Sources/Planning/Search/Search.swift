/// Searches for a plan.
///
/// One value holds everything a search needs; `run` dispatches to the algorithm.
///
/// All searches share the stepper (the working state), the pool (every state once) and four columns with a row for
/// each state. Queues hold state numbers (eager, A*) or pairs of a parent and an operator (lazy). Everything is
/// deterministic: operators come in the order of the generator, queues are first in first out.
package struct Search<Generator: SuccessorGenerator> {
    let variables: StateVariables
    var generator: Generator
    var heuristics: [any Heuristic]
    let options: SearchOptions
    /// May be lowered or raised between two parts of a search.
    package var limits: SearchLimits

    var pool: StatePool
    var stepper: StateStepper
    var parents: [Int32] = []
    var creators: [Int32] = []
    var costs: [Int32] = []
    var isClosed: [Bool] = []
    /// Eager search: how many of each state's operators are done, and its estimate.
    var progress: [Int32] = []
    var estimates: [Float] = []
    package private(set) var statistics = SearchStatistics()

    var queues: [OpenList] = []
    var values: [Double]
    var bestValues: [Double]
    var applicable: [Int32] = []
    var preferred: [Int32] = []
    var isPreferred: [Bool] = []
    var novelty: NoveltyTable?
    /// Set where an estimate was infinite without proof.
    var hasPruned = false
    /// Eager search: the state to go on from at once, because it is better than its parent.
    var climb: (state: Int, value: Double)?
    /// For states that count as one; nil where they are not merged.
    var orbits: OrbitHasher?
    var alike = AlikeOperators()

    private let start: Duration
    private let deadline: Deadline
    private var nextCheck = 0
    private var checkInterval = 16
    private var lastCheck: Duration
    private var duplicates = 0
    /// Set where an estimate was no number: the heuristic gives up, and the search with it.
    private var isGivenUp = false
    /// The work after which ``advance(by:)`` pauses.
    private var pause = Int.max

    /// Prepares a search.
    package init(
        _ variables: StateVariables, _ generator: Generator, heuristics: [any Heuristic],
        options: SearchOptions, limits: SearchLimits
    ) {
        self.variables = variables
        self.generator = generator
        self.heuristics = heuristics
        self.options = options
        self.limits = limits
        start = Deadline.now()
        lastCheck = start
        deadline = Deadline(cpuSeconds: limits.cpuSeconds)
        let layout = StateLayout(variables)
        pool = StatePool(layout)
        stepper = StateStepper(variables, layout)
        values = Array(repeating: 0, count: heuristics.count)
        bestValues = Array(repeating: .infinity, count: heuristics.count)
        if options.usesNovelty { novelty = NoveltyTable(variables) }
        // Where operators come in portions, their places in the list must not change.
        if options.mergesAlike, options.algorithm != .astar, generator is SuccessorTree {
            orbits = OrbitHasher(variables)
        }
    }

    /// Runs the search to its end or to a limit.
    package mutating func run() -> SearchOutcome { advance(by: .max) ?? .noPlanFound }

    /// Runs the search, from where it paused, to its end, to a limit, or for a part.
    ///
    /// - Parameter work: how much to do: evaluations, and a quarter of what else is done with states. A* never pauses.
    /// - Returns: how the search ended; nil where it paused.
    package mutating func advance(by work: Int) -> SearchOutcome? {
        if variables.goalIsUnreachable { return .unsolvable }
        let (sum, isEndless) = self.work.addingReportingOverflow(work)
        pause = isEndless ? .max : sum
        nextCheck = 0
        let outcome: SearchOutcome?
        switch options.algorithm {
        case .lazy: outcome = runLazy()
        case .eager: outcome = runEager()
        case .astar: outcome = runAStar()
        }
        statistics.states = pool.count
        statistics.stateBytes = stateBytes
        statistics.queueBytes = queues.reduce(0) { $0 + $1.bytes }
        statistics.cpuSeconds = (Deadline.now() - start).inSeconds
        if outcome == .unsolvable, hasPruned { return .noPlanFound }
        return outcome
    }

    /// What was done so far, for pauses and for looks at the clock.
    private var work: Int { statistics.evaluations + (statistics.expansions + duplicates) >> 2 }

    /// Whether the part is done.
    var isPauseDue: Bool { work >= pause }

    /// Bytes of states and queues.
    package var bytes: Int { stateBytes + queues.reduce(0) { $0 + $1.bytes } }

    private var stateBytes: Int {
        pool.bytes + parents.capacity * 4 + creators.capacity * 4 + costs.capacity * 4 + isClosed.capacity
            + progress.capacity * 4 + estimates.capacity * 4
    }

    /// Checks the limits: evaluations always, so that their limit strikes at the same place every time; clock and memory
    /// after some work, so much of it that some 10 milliseconds lie between two looks at the clock.
    mutating func limitReached() -> SearchOutcome? {
        if isGivenUp || statistics.evaluations >= limits.evaluations { return .outOfEvaluations }
        let work = work
        guard work >= nextCheck else { return nil }
        let now = Deadline.now()
        let passed = now - lastCheck
        if passed > .milliseconds(20) {
            checkInterval = max(1, checkInterval / 2)
        } else if passed < .milliseconds(5) {
            checkInterval = min(1024, checkInterval * 2)
        }
        lastCheck = now
        nextCheck = work + checkInterval
        if deadline.hasPassed(at: now) { return .outOfTime }
        if bytes > limits.memoryBytes { return .outOfMemory }
        return nil
    }

    /// Stores the stepper's state.
    ///
    /// - Returns: its number, and whether it is new.
    @inline(__always)
    mutating func store(parent: Int, operatorNumber: Int32) -> (state: Int, isNew: Bool) {
        let state: Int
        let isNew: Bool
        if let number = orbits?.colour(stepper.state) {
            let isSame: Bool
            (state, isNew, isSame) = pool.merge(stepper.row, hash: number)
            if !isSame { hasPruned = true }
        } else {
            (state, isNew) = pool.insert(stepper.row, hash: stepper.hash)
        }
        if isNew {
            parents.append(Int32(parent))
            creators.append(operatorNumber)
            let cost = operatorNumber < 0 ? 0 : generator.operators.costs[Int(operatorNumber)]
            costs.append(parent < 0 ? 0 : Self.sum(costs[parent], cost))
            isClosed.append(false)
        }
        return (state, isNew)
    }

    /// Adds costs, which stay at the greatest number rather than overflow.
    @inline(__always)
    static func sum(_ first: Int32, _ second: Int32) -> Int32 {
        let (sum, overflows) = first.addingReportingOverflow(second)
        return overflows ? .max : sum
    }

    /// Asks all heuristics about the stepper's state; `values` and `preferred` hold the answers.
    ///
    /// - Returns: false where the state is to be dropped.
    mutating func evaluate(_ state: Int) -> Bool {
        preferred.removeAll(keepingCapacity: true)
        let node = SearchNode(
            state: state, parent: Int(parents[state]), operatorNumber: Int(creators[state]),
            g: Int(costs[state]))
        for index in heuristics.indices {
            statistics.evaluations += 1
            values[index] = heuristics[index].evaluate(stepper.state, node, preferred: &preferred)
            if values[index] == .infinity || values[index].isNaN {
                if !heuristics[index].isSafe { hasPruned = true }
                if values[index].isNaN {
                    isGivenUp = true
                    nextCheck = 0
                }
                return false
            }
        }
        return true
    }

    /// Notes progress: true where some heuristic is at its best so far.
    mutating func notesProgress() -> Bool {
        var hasProgress = false
        for index in values.indices where values[index] < bestValues[index] {
            bestValues[index] = values[index]
            hasProgress = true
        }
        statistics.bestValue = bestValues.first ?? .infinity
        return hasProgress
    }

    mutating func countDuplicate() { duplicates += 1 }
    mutating func countExpansion() { statistics.expansions += 1 }
    mutating func countGenerated(_ count: Int) { statistics.generated += count }

    /// Whether the stepper's state is a goal.
    func isGoal() -> Bool {
        for goal in variables.goals
        where stepper.state[Int(variables.variableOf[Int(goal)])] != goal { return false }
        return true
    }

    /// The operators that led to a state.
    func path(to state: Int) -> SearchOutcome {
        var result: [Int32] = []
        var state = state
        while parents[state] >= 0 {
            result.append(creators[state])
            state = Int(parents[state])
        }
        return .plan(result.reversed())
    }

    /// Takes the next entry from the queue whose turn it is.
    mutating func popNext() -> (entry: UInt64, key: Double)? {
        var chosen = -1
        for index in queues.indices where queues[index].count > 0 {
            if chosen < 0 || queues[index].priority < queues[chosen].priority { chosen = index }
        }
        guard chosen >= 0 else { return nil }
        queues[chosen].priority += 1
        return queues[chosen].pop()
    }
}
