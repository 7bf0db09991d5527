package import Evolution
internal import Foundation

/// The table as people and spreadsheets read it.
extension CampaignTable {
    /// Formats with three significant digits.
    package static func number(_ value: Double) -> String { String(format: "%.3g", value) }

    /// Formats mean and 95 % interval: `2.4 [1.9, 2.9]`; the mean alone where one value is all there is.
    package static func interval(_ estimate: Estimate?) -> String {
        guard let estimate else { return "-" }
        guard let low = estimate.low, let high = estimate.high else { return number(estimate.mean) }
        return "\(number(estimate.mean)) [\(number(low)), \(number(high))]"
    }

    /// Says of a difference what its interval allows to say.
    package static func verdict(_ difference: Estimate) -> String {
        guard let low = difference.low, let high = difference.high else { return "one seed says nothing" }
        if low == 0, high == 0 { return "equal on all shared seeds" }
        return low > 0 ? "better" : high < 0 ? "worse" : "no difference found"
    }

    /// Draws one table a problem and, below, who beats whom.
    package func text() -> String {
        problems.map { problem in
            var rows = [
                ["method", "runs", "winner's fitness", "against \(baseline)", "", "candidates", "wall"]
            ]
            rows += problem.rows.map { row in
                [
                    row.method.label(models),
                    "\(row.done)/\(row.cells)" + (row.failed > 0 ? ", \(row.failed) failed" : ""),
                    Self.interval(row.fitness), row.comparison.map { Self.interval($0.difference) } ?? "",
                    row.comparison.map { Self.verdict($0.difference) } ?? "", "\(row.candidates)",
                    "\(Int(row.wallSeconds.rounded())) s",
                ]
            }
            let labels = problem.rows.map { $0.method.label(models) }
            var wins = [["wins, % of shared seeds"] + labels.map { "over " + $0 }]
            for (number, row) in problem.wins.enumerated() {
                wins.append(
                    [labels[number]]
                        + row.enumerated().map { column, share in
                            problem.win(number, column, share, nothing: "-") {
                                "\(Int(($0 * 100).rounded()))"
                            }
                        })
            }
            return "\(problem.subject)\n\n\(TextTable.text(rows))\n\n\(TextTable.text(wins))"
        }.joined(separator: "\n\n\n")
    }

    /// Writes one line a cell with everything that was measured.
    package static func csv(_ results: [CellResult]) -> String {
        var lines = [
            "run,subject,strategy,model,seed,state,fitness,difference_to_reference,candidates,cost_usd,env_steps,wall_s,problem"
        ]
        for cell in results {
            let fields = [
                cell.run, cell.subject, cell.strategy, cell.model, "\(cell.seed)", cell.state.rawValue,
                cell.fitness.map { "\($0)" } ?? "", cell.difference.map { "\($0)" } ?? "",
                "\(cell.candidates)",
                "\(cell.costUSD)", "\(cell.environmentSteps)", "\(cell.wallSeconds)", cell.problem,
            ]
            lines.append(fields.map(quoted).joined(separator: ","))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Quotes a field where it needs it (RFC 4180).
    private static func quoted(_ field: String) -> String {
        field.contains { "\",\n\r".contains($0) }
            ? "\"" + field.replacingOccurrences(of: "\"", with: "\"\"") + "\"" : field
    }
}

extension CampaignTable.Problem {
    /// Writes one cell of the table of wins: `equal` where two methods never differ.
    package func win(
        _ row: Int, _ column: Int, _ share: Double?, nothing: String, _ write: (Double) -> String
    ) -> String {
        guard row != column else { return "" }
        return ties?[row][column] == true ? "equal" : share.map(write) ?? nothing
    }
}
