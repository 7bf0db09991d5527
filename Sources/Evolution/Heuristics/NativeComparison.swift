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
        let work = entries.flatMap { entry in kinds.map { (entry, $0) } }
        var found: [Int: Entry] = [:]
        try await withThrowingTaskGroup(of: (Int, Entry).self) { group in
            var next = 0
            func startNext() {
                guard next < work.count else { return }
                let (number, (entry, kind)) = (next, work[next])
                next += 1
                group.addTask {
                    let result = try await offPool { try search(entry, tasks.domain, kind.kind, cpuSeconds) }
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

    private static func search(
        _ entry: TaskSets.Entry, _ domain: Domain, _ kind: HeuristicKind, _ cpuSeconds: Double
    ) throws -> TaskResult {
        let task = try PlanningTask(parsing: SourceText(name: entry.name, text: entry.text), domain: domain)
        let solution = try Planner.solve(
            task, .options(SearchOptions(.eager, [kind])),
            SearchLimits(cpuSeconds: cpuSeconds, memoryBytes: 1 << 30))
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
