// A campaign from its file to its table. Read from here:
//
//   CampaignFile(text:path:) → cells → Campaign.run: one run a cell, in order → CampaignTable
//
// A cell is an ordinary run with a folder of its own, so everything that holds for runs holds here: a finished cell is
// never run again, a killed one goes on where it was, and a failing one is written down and the next begins.
package import Evolution

/// Runs the cells of a campaign.
package struct Campaign: Sendable {
    package let file: CampaignFile

    /// Says what happens, in lines for people.
    package typealias Tell = @Sendable (String) -> Void

    /// Looks for what an earlier process left of a cell; nil when there is nothing.
    package typealias Look = @Sendable (CampaignCell) async throws -> CellResult?

    /// Runs a cell, or continues it, within what is left of the campaign's budget.
    package typealias Work = @Sendable (CampaignCell, Allowance) async throws -> RunSummary

    /// Holds what a cell may use.
    package struct Allowance: Sendable, Equatable {
        /// US dollars; nil for no limit.
        package var usd: Double?
        /// Wall seconds until no further measurement may start; nil for no limit.
        package var seconds: Double?
    }

    package init(file: CampaignFile) {
        self.file = file
    }

    /// Runs every cell that is not finished.
    /// - Returns: what became of each cell, in the file's order.
    /// - Throws: `CancellationError` on interrupt, and nothing else: a failing cell is a result.
    package func run(look: Look, work: Work, tell: Tell) async throws -> [CellResult] {
        let clock = ContinuousClock()
        let start = clock.now
        var results: [CellResult] = []
        var spent = 0.0
        let cells = file.cells
        for (number, cell) in cells.enumerated() {
            try Task.checkCancellation()
            let place = "cell \(number + 1) of \(cells.count)  \(cell.run)"
            var result = try await look(cell) ?? CellResult(cell)
            if result.state == .done
                || (result.state == .stopped && file.budgetUSD == nil && file.wallSeconds == nil)
            {
                spent += result.costUSD
                tell("\(place)  finished before: \(Self.words(result))")
                results.append(result)
                continue
            }
            let elapsed = start.duration(to: clock.now) / .seconds(1)
            let allowance = Allowance(
                usd: file.budgetUSD.map { $0 - spent }, seconds: file.wallSeconds.map { $0 - elapsed })
            if let seconds = allowance.seconds, seconds <= 0 {
                tell("\(place)  not begun: the campaign's time of \(Int(file.wallSeconds ?? 0)) s is used up")
                results.append(result)
                continue
            }
            if let usd = allowance.usd, usd <= 0, cell.model != "offline" {
                tell("\(place)  not begun: the campaign's money is spent")
                results.append(result)
                continue
            }
            tell("\(place)  begins")
            do {
                result.take(try await work(cell, allowance))
                spent += result.costUSD
                tell("\(place)  \(Self.words(result))")
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                // What it paid for before it failed is gone all the same.
                if let left = try await look(cell) { result.costUSD = left.costUSD }
                spent += result.costUSD
                result.state = .failed
                result.problem = "\(error)"
                tell("\(place)  failed: \(error)")
            }
            results.append(result)
        }
        return results
    }

    private static func words(_ result: CellResult) -> String {
        guard let fitness = result.fitness else {
            return "\(result.state.rawValue), no valid candidate of \(result.candidates)"
        }
        return "\(result.state.rawValue), winner \(CampaignTable.number(fitness))"
    }
}
