internal import Foundation
internal import Planning
internal import PlanningDomains

/// `evolve bench planning --lifted`: goal count where there are far too many operators to ground.
struct BenchPlanningLifted {
    let seconds: Double
    let json: Bool

    /// Sizes of the hardest test tasks: 48 and 19 million ground operators.
    private static let sizes: [(DomainFamily, [String: Int])] = [
        (.childsnack, ["children": 292, "trays": 10, "tables": 10]),
        (.transport, ["vehicles": 50, "packages": 194, "locations": 99]),
    ]
    private static let evaluations = 1000

    private struct Row: Encodable {
        let domain: String
        let evaluations: Int
        let outcome: String
        /// From the parsed text to the last evaluation.
        let cpu_s: Double
        let states: Int
        let variables: Int
        /// Of this program since its start.
        let peak_bytes: Int
    }

    /// Searches each task until it has asked for 1,000 evaluations.
    func run() throws {
        if !json {
            BenchTable.show("domain       variables  evaluations   states    CPU s   peak MiB   ended by")
        }
        var rows: [Row] = []
        for (family, size) in Self.sizes {
            let text = family.task(size: size, seed: 1, name: family.rawValue)
            let domain = try PlanningFiles.domain(family.rawValue)
            let task = try PlanningFiles.parsing { () throws(PDDLError) in
                try PlanningTask(parsing: SourceText(name: family.rawValue, text: text), domain: domain)
            }
            let limits = SearchLimits(cpuSeconds: seconds, evaluations: Self.evaluations)
            let solution = try PlanningFiles.parsing { () throws(PDDLError) in
                try Planner.solve(task, .automatic, limits)
            }
            let row = Row(
                domain: family.rawValue, evaluations: solution.statistics.evaluations,
                outcome: "\(solution.outcome)".prefix { $0 != "(" }.description,
                cpu_s: solution.groundingSeconds + solution.statistics.cpuSeconds,
                states: solution.statistics.states, variables: solution.variables,
                peak_bytes: PeerProcess.ownPeakBytes())
            rows.append(row)
            guard !json else { continue }
            let number = BenchTable.number
            BenchTable.show(
                BenchTable.left(row.domain, 11) + number(Double(row.variables), "%.0f", 11)
                    + number(Double(row.evaluations), "%.0f", 13) + number(Double(row.states), "%.0f", 9)
                    + number(row.cpu_s, "%.2f", 9) + number(Double(row.peak_bytes) / 1_048_576, "%.0f", 11)
                    + "   " + row.outcome)
        }
        if json {
            struct Report: Encodable {
                var schema = 1
                let rows: [Row]
            }
            try PlanningFiles.printJSON(Report(rows: rows))
        }
    }
}
