internal import Foundation
internal import Planning

/// `evolve bench planning --native`: grounding, evaluations per CPU second and bytes a state.
struct BenchPlanningSpeed {
    let cpuSeconds: Double
    let peer: FastDownwardPeer?
    let json: Bool

    /// Neither planner grounds for longer than this.
    private static let groundingLimit = 300.0

    /// One line of the result.
    private struct Row: Encodable {
        let domain: String
        let task: String
        var operators: Int?
        var grounding_cpu_s: Double?
        var translate_cpu_s: Double?
        var hff_per_s: Double?
        var peer_hff_per_s: Double?
        var goal_count_per_s: Double?
        var peer_goal_count_per_s: Double?
        var overhead_bytes_per_state: Double?
    }

    /// Measures speed on some tasks and grounding alone on others.
    func run(_ items: [BenchPlanningTasks.Item], alsoGround: [BenchPlanningTasks.Item]) throws {
        if !json { BenchTable.show(Self.head) }
        var rows: [Row] = []
        for (item, searches) in items.map({ ($0, true) }) + alsoGround.map({ ($0, false) }) {
            var row = Row(domain: item.domain, task: item.name)
            try measure(item, &row, searches: searches)
            if let peer { try compare(peer, item, &row, searches: searches) }
            rows.append(row)
            if !json { BenchTable.show(Self.line(row)) }
        }
        if json {
            struct Report: Encodable {
                var schema = 1
                let rows: [Row]
            }
            return try PlanningFiles.printJSON(Report(rows: rows))
        }
        BenchTable.show(Self.summary(rows))
    }

    private func measure(_ item: BenchPlanningTasks.Item, _ row: inout Row, searches: Bool) throws {
        let task = try item.parsed()
        let figures = try PlanningFiles.parsing { () throws(PDDLError) in
            try PlanningBenchmark(
                task, heuristics: searches ? [.relaxedPlan, .goalCount] : [], cpuSeconds: cpuSeconds,
                groundingSeconds: Self.groundingLimit)
        }
        guard let figures else { return }
        row.operators = figures.operators
        row.grounding_cpu_s = figures.groundingSeconds
        row.hff_per_s = figures.rates.first?.evaluationsPerSecond
        row.goal_count_per_s = figures.rates.last?.evaluationsPerSecond
        row.overhead_bytes_per_state = figures.rates.compactMap(\.overheadPerState).max()
    }

    private func compare(
        _ peer: FastDownwardPeer, _ item: BenchPlanningTasks.Item, _ row: inout Row, searches: Bool
    ) throws {
        let translation = try peer.translate(
            domain: item.domainPath, task: item.taskPath, cpuSeconds: Self.groundingLimit)
        defer { translation.remove() }
        row.translate_cpu_s = translation.cpuSeconds
        guard searches, translation.cpuSeconds != nil else { return }
        func rate(_ heuristic: String) throws -> Double? {
            try peer.search(
                translation, "eager_greedy([\(heuristic)],max_time=\(cpuSeconds))",
                cpuSeconds: cpuSeconds + 30
            )
            .evaluationsPerSecond
        }
        row.peer_hff_per_s = try rate("ff()")
        row.peer_goal_count_per_s = try rate("goalcount()")
    }

    private static let head = """
        CPU seconds; evaluations per CPU second of eager greedy search; ratio: ours by the peer's, Fast Downward
        domain       task            operators   ground    peer  ratio      hFF/s     peer  ratio    goals/s     peer  ratio  overhead
                                                                                                                            bytes/state
        """

    private static func line(_ row: Row) -> String {
        let number = BenchTable.number
        let ratio = BenchTable.ratio
        return BenchTable.left(row.domain, 13) + BenchTable.left(row.task, 12)
            + number(row.operators.map(Double.init), "%.0f", 13)
            + number(row.grounding_cpu_s, "%.2f", 9) + number(row.translate_cpu_s, "%.2f", 8)
            + number(ratio(row.grounding_cpu_s, row.translate_cpu_s), "%.2f", 7)
            + number(row.hff_per_s, "%.0f", 11) + number(row.peer_hff_per_s, "%.0f", 9)
            + number(ratio(row.hff_per_s, row.peer_hff_per_s), "%.2f", 7)
            + number(row.goal_count_per_s, "%.0f", 11) + number(row.peer_goal_count_per_s, "%.0f", 9)
            + number(ratio(row.goal_count_per_s, row.peer_goal_count_per_s), "%.2f", 7)
            + number(row.overhead_bytes_per_state, "%.0f", 10)
    }

    /// The worst of each kind.
    private static func summary(_ rows: [Row]) -> String {
        func worst(_ values: [Double?], _ choose: ([Double]) -> Double?) -> String {
            choose(values.compactMap(\.self)).map { String(format: "%.2f", $0) } ?? "-"
        }
        let ratio = BenchTable.ratio
        let grounding = worst(rows.map { ratio($0.grounding_cpu_s, $0.translate_cpu_s) }) { $0.max() }
        let hff = worst(rows.map { ratio($0.hff_per_s, $0.peer_hff_per_s) }) { $0.min() }
        let goals = worst(rows.map { ratio($0.goal_count_per_s, $0.peer_goal_count_per_s) }) { $0.min() }
        let bytes = worst(rows.map(\.overhead_bytes_per_state)) { $0.max() }
        return """
            worst ratios: grounding \(grounding) of the peer's time, hFF \(hff) and goal count \(goals) of its \
            evaluations; at most \(bytes) bytes a state beyond its bits
            """
    }
}
