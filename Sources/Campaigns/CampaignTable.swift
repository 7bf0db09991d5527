package import Evolution

/// Tells what became of one cell.
package struct CellResult: Codable, Sendable, Equatable {
    /// Says how far a cell came.
    package enum State: String, Codable, Sendable {
        case waiting, running, done, stopped, failed
    }

    package var run: String
    package var subject: String
    package var strategy: String
    package var model: String
    package var seed: UInt64
    package var state: State
    /// Why it failed; empty otherwise.
    package var problem: String
    /// The winner's fitness on the fresh seeds or held-out tasks of the comparison; nil where there is no winner.
    package var fitness: Double?
    /// The winner's difference to the reference (human reward, goal count); nil where none was measured.
    package var difference: Double?
    package var candidates: Int
    package var costUSD: Double
    package var environmentSteps: Int
    package var wallSeconds: Double

    /// Makes the result of a cell that has not begun.
    package init(_ cell: CampaignCell, state: State = .waiting, problem: String = "") {
        run = cell.run
        subject = cell.problem.subject
        strategy = cell.strategy
        model = cell.model
        seed = cell.seed
        self.state = state
        self.problem = problem
        (candidates, costUSD, environmentSteps, wallSeconds) = (0, 0, 0, 0)
    }

    /// Takes over what a run's summary says.
    package mutating func take(_ summary: RunSummary) {
        state = summary.stopped == nil ? .done : .stopped
        fitness = summary.best?.fitness.mean
        difference = summary.comparisons.first?.difference.mean
        candidates = summary.candidates
        costUSD = summary.costUSD
        environmentSteps = summary.envSteps
        wallSeconds = summary.wallSeconds
    }
}

/// Compares the methods of a campaign: means with intervals, paired differences, who beats whom.
package struct CampaignTable: Codable, Sendable, Equatable {
    /// A strategy with a model.
    package struct Method: Codable, Sendable, Hashable {
        package var strategy: String
        package var model: String

        /// The strategy alone where there is one model only.
        package func label(_ models: Int) -> String { models > 1 ? "\(strategy) · \(model)" : strategy }
    }

    /// One line of a problem's table.
    package struct Row: Codable, Sendable, Equatable {
        package var method: Method
        package var done: Int
        package var failed: Int
        package var cells: Int
        /// Over seeds; nil while nothing valid came out.
        package var fitness: Estimate?
        package var values: [Double]
        package var seeds: [UInt64]
        /// Against the campaign's baseline, paired by seed; nil for the baseline itself.
        package var comparison: Comparison?
        package var candidates: Int
        package var wallSeconds: Double
        package var costUSD: Double
    }

    /// One problem's table.
    package struct Problem: Codable, Sendable, Equatable {
        package var subject: String
        package var rows: [Row]
        /// Share of shared seeds on which the row's method beats the column's; ties half, nil without shared seeds.
        package var wins: [[Double?]]
        /// Whether row and column are equal on all shared seeds, so that a half stands for no win at all.
        package var ties: [[Bool]]?
    }

    package var schema = 1
    package var campaign: String
    package var baseline: String
    package var problems: [Problem]
    package var models: Int

    /// Computes the table from what became of the cells.
    package init(_ file: CampaignFile, _ results: [CellResult]) {
        campaign = file.name
        baseline = file.baseline
        models = file.models.count
        let methods = file.strategies.flatMap { strategy in
            file.models.map { Method(strategy: strategy, model: $0) }
        }
        problems = file.problems.map { problem in
            let here = results.filter { $0.subject == problem.subject }
            func cells(_ method: Method) -> [CellResult] {
                here.filter { $0.strategy == method.strategy && $0.model == method.model }
            }
            let wins = methods.map { row in methods.map { Self.share(cells(row), of: cells($0)) } }
            let rows = methods.map { method in
                let base = Method(strategy: file.baseline, model: method.model)
                return Self.row(method, cells(method), base == method ? nil : cells(base), file.baseline)
            }
            let ties = methods.map { row in methods.map { Self.isTied(cells(row), cells($0)) } }
            return Problem(subject: problem.subject, rows: rows, wins: wins, ties: ties)
        }
    }

    private static func row(
        _ method: Method, _ cells: [CellResult], _ base: [CellResult]?, _ name: String
    ) -> Row {
        let valid = cells.filter { $0.fitness != nil }
        let values = valid.compactMap(\.fitness)
        var comparison: Comparison?
        if let base {
            let pairs = paired(cells, base)
            if !pairs.isEmpty {
                comparison = Statistics.compare(
                    pairs.map(\.ours), with: pairs.map(\.theirs), against: name, seeds: pairs.map(\.seed))
            }
        }
        return Row(
            method: method, done: cells.count { $0.state == .done || $0.state == .stopped },
            failed: cells.count { $0.state == .failed }, cells: cells.count,
            fitness: values.isEmpty ? nil : Statistics.estimate(values, over: "seeds"), values: values,
            seeds: valid.map(\.seed), comparison: comparison,
            candidates: cells.map(\.candidates).reduce(0, +),
            wallSeconds: cells.map(\.wallSeconds).reduce(0, +), costUSD: cells.map(\.costUSD).reduce(0, +))
    }

    private static func paired(
        _ ours: [CellResult], _ theirs: [CellResult]
    ) -> [(seed: UInt64, ours: Double, theirs: Double)] {
        ours.compactMap { mine in
            guard let fitness = mine.fitness,
                let other = theirs.first(where: { $0.seed == mine.seed })?.fitness
            else { return nil }
            return (mine.seed, fitness, other)
        }
    }

    private static func isTied(_ ours: [CellResult], _ theirs: [CellResult]) -> Bool {
        let pairs = paired(ours, theirs)
        return !pairs.isEmpty && pairs.allSatisfy { $0.ours == $0.theirs }
    }

    private static func share(_ ours: [CellResult], of theirs: [CellResult]) -> Double? {
        let pairs = paired(ours, theirs)
        guard !pairs.isEmpty else { return nil }
        return pairs.reduce(0) { $0 + ($1.ours > $1.theirs ? 1 : $1.ours == $1.theirs ? 0.5 : 0) }
            / Double(pairs.count)
    }
}
