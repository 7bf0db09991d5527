internal import Archive
internal import Planning

/// Measures what native heuristics do in tasks, for a reader to hold the winner's evaluations against.
struct NativeComparison: Codable, Sendable, Equatable {
    /// Holds one task under one heuristic.
    struct Entry: Codable, Sendable, Equatable {
        var heuristic: String
        var result: TaskResult
    }

    /// CPU seconds for each task.
    var cpuSeconds: Double
    var heuristics: [String]
    var tasks: [Entry]

    private static let kinds: [(name: String, kind: HeuristicKind)] = [
        ("native goal count", .goalCount), ("native hFF", .relaxedPlan),
    ]

    /// Searches eagerly, as candidates are searched with, in each task with each native heuristic.
    /// - Complexity: at most two seconds of CPU time a task.
    static func run(_ entries: [TaskSets.Entry], of tasks: TaskSets, jobs: Int) async throws
        -> NativeComparison
    {
        let cpuSeconds = 1.0
        let limits = SearchLimits(cpuSeconds: cpuSeconds, memoryBytes: 1 << 30)
        let work = entries.flatMap { entry in kinds.map { (entry, $0) } }
        var found: [Int: Entry] = [:]
        try await withThrowingTaskGroup(of: (Int, Entry).self) { group in
            var next = 0
            func startNext() {
                guard next < work.count else { return }
                let (number, (entry, kind)) = (next, work[next])
                next += 1
                group.addTask {
                    let result = try await offPool { try search(entry, tasks.domain, kind.kind, limits) }
                    return (number, Entry(heuristic: kind.name, result: result))
                }
            }
            for _ in 0..<max(1, jobs) { startNext() }
            while let (number, entry) = try await group.next() {
                found[number] = entry
                startNext()
            }
        }
        return NativeComparison(
            cpuSeconds: cpuSeconds, heuristics: kinds.map(\.name),
            tasks: work.indices.compactMap { found[$0] })
    }

    static func search(
        _ entry: TaskSets.Entry, _ domain: Domain, _ kind: HeuristicKind, _ limits: SearchLimits
    ) throws -> TaskResult {
        let task = try PlanningTask(parsing: SourceText(name: entry.name, text: entry.text), domain: domain)
        let solution = try Planner.solve(task, .options(SearchOptions(.eager, [kind])), limits)
        let outcome =
            switch solution.outcome {
            case .plan: solution.verdict?.isValid == true ? "solved" : "no plan"
            default: "time"
            }
        return TaskResult(
            task: entry.name, size: entry.size, outcome: outcome,
            evaluations: solution.statistics.evaluations,
            cpuSeconds: solution.groundingSeconds + solution.statistics.cpuSeconds,
            planLength: solution.plan?.steps.count)
    }
}

extension TaskSets {
    /// Chooses the budget of a search in a training task: as many evaluations as native goal count needs in half of them.
    ///
    /// With much more almost every heuristic solves everything, with much less none solves anything, and neither tells them apart.
    /// - Returns: 1, 2 or 5 times a power of ten, from 50 to 20,000; the same on every machine.
    package func suggestedEvaluations() async throws -> Int {
        let (domain, entries) = (domain, train)
        let most = 20_000
        let counts = try await offPool {
            try entries.map { entry in
                let result = try NativeComparison.search(
                    entry, domain, .goalCount, SearchLimits(memoryBytes: 1 << 30, evaluations: most))
                return result.isSolved ? result.evaluations : most
            }
        }
        let middle = counts.sorted()[counts.count / 2]
        let round = [50, 100, 200, 500, 1000, 2000, 5000, 10_000, most]
        return round.min { abs($0 - middle) < abs($1 - middle) } ?? most
    }
}

extension House {
    /// Records what native heuristics do in the tasks by which the winner was chosen, once.
    func compareNatively(_ folder: RunFolder, _ settings: RunSettings, _ subject: Subject) async throws {
        guard case .heuristic(let tasks) = subject, try await folder.archive.mark("native") == nil else {
            return
        }
        let entries = settings.finalists > 0 && !tasks.validation.isEmpty ? tasks.validation : tasks.train
        let found = try await NativeComparison.run(entries, of: tasks, jobs: settings.jobs)
        try await folder.archive.setMark("native", try Evolver.json(found))
    }
}
