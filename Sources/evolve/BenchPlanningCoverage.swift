internal import Foundation
internal import Planning

/// `evolve bench planning --coverage`: how many tasks are solved, grounding included.
struct BenchPlanningCoverage {
    let searches: [(name: String, choice: SearchChoice)]
    let cpuSeconds: Double
    let peer: FastDownwardPeer?
    let judge: ValPeer?
    let record: PeerRecord
    let json: Bool

    /// One attempt at one task.
    private struct Attempt: Encodable {
        let search: String
        let solved: Bool
        var grounding_cpu_s: Double?
        var total_cpu_s: Double?
        var evaluations: Int?
        var plan_length: Int?
        /// Whether VAL accepts the plan.
        var accepted: Bool?
    }

    private struct Row: Encodable {
        let domain: String
        let task: String
        var attempts: [Attempt]
    }

    /// The peer's searches; each counts with the translation before it.
    private static let peerSearches = [
        ("fd-lazy", FastDownwardPeer.lazyGreedy), ("fd-lama-first", FastDownwardPeer.lamaFirst),
    ]

    private var names: [String] {
        searches.map(\.name) + (peer == nil ? [] : Self.peerSearches.map(\.0))
    }

    /// Tries all tasks, domain after domain.
    func run(_ domains: [[BenchPlanningTasks.Item]]) throws {
        if !json { BenchTable.show(head) }
        var rows: [Row] = []
        for items in domains {
            for item in items {
                var row = Row(domain: item.domain, task: item.name, attempts: [])
                for (name, choice) in searches { row.attempts.append(try attempt(item, name, choice)) }
                if let peer { row.attempts += try attempts(of: peer, item) }
                rows.append(row)
                if !json { BenchTable.show(line(row)) }
            }
        }
        if json {
            struct Report: Encodable {
                var schema = 1
                let limit_cpu_s: Double
                let rows: [Row]
            }
            return try PlanningFiles.printJSON(Report(limit_cpu_s: cpuSeconds, rows: rows))
        }
        printSummary(rows)
    }

    private func attempt(_ item: BenchPlanningTasks.Item, _ name: String, _ choice: SearchChoice) throws
        -> Attempt
    {
        let task = try item.parsed()
        let limits = SearchLimits(cpuSeconds: cpuSeconds)
        let solution = try PlanningFiles.parsing { () throws(PDDLError) in
            try Planner.solve(task, choice, limits)
        }
        var result = Attempt(search: name, solved: solution.plan != nil && solution.exitCode == 0)
        result.grounding_cpu_s = solution.groundingSeconds
        result.total_cpu_s = solution.groundingSeconds + solution.statistics.cpuSeconds
        result.evaluations = solution.statistics.evaluations
        result.plan_length = solution.plan?.steps.count
        if let judge, let plan = solution.plan {
            result.accepted = try judge.judge(domain: item.domainPath, task: item.taskPath, plan: plan)
                .accepts
        }
        return result
    }

    private func attempts(of peer: FastDownwardPeer, _ item: BenchPlanningTasks.Item) throws -> [Attempt] {
        var translation: FastDownwardPeer.Translation?
        defer { translation?.remove() }
        return try Self.peerSearches.map { name, search in
            var entry = record.find(domain: item.domain, task: item.name, search: name, limit: cpuSeconds)
            if entry == nil {
                let input =
                    try translation
                    ?? peer.translate(
                        domain: item.domainPath, task: item.taskPath, cpuSeconds: cpuSeconds)
                translation = input
                var figures = FastDownwardPeer.Figures()
                let rest = cpuSeconds - (input.cpuSeconds ?? cpuSeconds)
                if rest > 0 { figures = try peer.search(input, search, cpuSeconds: rest) }
                let total = input.cpuSeconds.map { $0 + (figures.total_cpu_s ?? 0) }
                let measured = PeerRecord.Entry(
                    domain: item.domain, task: item.name, search: name, limit_s: cpuSeconds,
                    translate_cpu_s: input.cpuSeconds,
                    solved: figures.solved && (total ?? .infinity) <= cpuSeconds, total_cpu_s: total,
                    plan_length: figures.plan.map {
                        $0.split(separator: "\n").filter { $0.first == "(" }.count
                    })
                try record.add(measured)
                entry = measured
            }
            var attempt = Attempt(search: name, solved: entry?.solved ?? false)
            attempt.grounding_cpu_s = entry?.translate_cpu_s
            attempt.total_cpu_s = entry?.total_cpu_s
            attempt.plan_length = entry?.plan_length
            return attempt
        }
    }

    private var head: String {
        """
        tasks solved in \(String(format: "%g", cpuSeconds)) CPU seconds, grounding included; seconds and steps of the plan
        \(BenchTable.left("domain", 13))\(BenchTable.left("task", 10))\
        \(names.map { String(repeating: " ", count: max(1, 22 - $0.count)) + $0 }.joined())
        """
    }

    private func line(_ row: Row) -> String {
        BenchTable.left(row.domain, 13) + BenchTable.left(row.task, 10)
            + row.attempts.map { attempt in
                let time = BenchTable.number(attempt.solved ? attempt.total_cpu_s : nil, "%.2f", 14)
                let length = BenchTable.number(
                    attempt.solved ? attempt.plan_length.map(Double.init) : nil, "%.0f", 7)
                return time + length + (attempt.accepted == false ? "!" : " ")
            }.joined()
    }

    private func printSummary(_ rows: [Row]) {
        BenchTable.show(
            "\nsolved of   "
                + names.map { String(repeating: " ", count: max(1, 16 - $0.count)) + $0 }.joined())
        var domains: [String] = []
        for row in rows where domains.last != row.domain { domains.append(row.domain) }
        func counts(_ rows: [Row]) -> String {
            names.indices.map { index in
                BenchTable.number(Double(rows.count { $0.attempts[index].solved }), "%.0f", 16)
            }.joined()
        }
        for domain in domains {
            let here = rows.filter { $0.domain == domain }
            BenchTable.show(
                BenchTable.left(domain, 12) + counts(here)
                    + BenchTable.number(Double(here.count), "of %.0f", 8))
        }
        BenchTable.show(
            BenchTable.left("all", 12) + counts(rows) + BenchTable.number(Double(rows.count), "of %.0f", 8))
        let judged = rows.flatMap(\.attempts).compactMap(\.accepted)
        if !judged.isEmpty {
            BenchTable.show("VAL accepts \(judged.count { $0 }) of our \(judged.count) plans")
        }
    }
}
