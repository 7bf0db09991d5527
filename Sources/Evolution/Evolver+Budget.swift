package import Archive
internal import Foundation
internal import LanguageModel

/// The end of the money: recorded where it strikes, so that every later continuation stops at the same point.
extension Evolver {
    /// Asks, unless the money ended, now or in an earlier sitting.
    ///
    /// What was answered before is used: it is paid.
    /// - Returns: nil when nothing more may be asked.
    func withinBudget<Value>(
        _ generation: Int, _ ask: () async throws -> Value
    ) async throws -> Value? {
        guard try await archive.mark("budget") == nil else { return nil }
        do {
            return try await ask()
        } catch let error as ModelError {
            guard case .budget = error else { throw error }
            try await archive.setMark("budget", "generation \(generation)")
            emit(.note("\(error); going on to the comparison with what there is"))
            return nil
        }
    }

    /// Says whether the wall limit struck; once it has, the same point stops every later continuation.
    func limitReached(before point: String) async throws -> Bool {
        if let mark = try await archive.mark("limit") { return mark == point }
        guard let limit = settings.timeLimitSeconds, elapsed > limit else { return false }
        try await strike("time limit reached", before: point)
        return true
    }

    /// Says whether one of the limits forbids a further generation.
    ///
    /// Steps and tokens are counted before they are spent: a generation that may pass the limit is not begun, and what the
    /// choice among finalists and the comparison need is kept back. Only what earlier generations spent counts, so that a
    /// continuation in the middle of one stops where an uninterrupted run stops.
    func limitReached(before generation: Int, _ population: Population, _ account: StepAccount) async throws
        -> Bool
    {
        let point = "generation \(generation)"
        if let mark = try await archive.mark("limit") { return mark == point }
        if generation > 0, try await limitReached(before: point) { return true }
        if let limit = settings.budgetSteps {
            let spent = account.before + population.environmentSteps
            if spent + account.generation + account.reserve > limit {
                try await strike(
                    "--budget-steps \(limit): \(spent) are spent, a generation takes up to \(account.generation), "
                        + "and the comparison \(account.reserve)", before: point)
                return true
            }
        }
        if let limit = settings.budgetTokens, generation > 0 {
            let tokens = try await archive.tokensByGeneration().filter { $0.key < generation }
            let spent = tokens.values.reduce(0, +)
            if spent + (tokens.values.max() ?? 0) > limit {
                try await strike("--budget-tokens \(limit): \(spent) are spent", before: point)
                return true
            }
        }
        return false
    }

    private func strike(_ why: String, before point: String) async throws {
        try await archive.setMark("limit", point)
        emit(.note("\(why), before \(point): going on to the comparison with what there is"))
    }

    /// Holds what steps are needed for, at most.
    struct StepAccount {
        /// Spent before the search: references, and what it starts from.
        var before = 0
        /// One generation.
        var generation = 0
        /// Finalists and comparison.
        var reserve = 0
    }

    /// Counts what the run needs, by what an evaluation of a reference took.
    /// - Throws: ``EvolutionError/budgetTooSmall(why:)`` where the limit would end the search before its first generation.
    func stepAccount(_ references: [Individual], start: Individual?) throws -> StepAccount {
        let known = references.flatMap(\.evaluations)
        let each = known.map(\.environmentSteps).max() ?? settings.steps
        var account = StepAccount()
        account.before = (known + (start?.evaluations ?? [])).reduce(0) { $0 + $1.environmentSteps }
        account.generation =
            each * max(strategy.samples, min(settings.constantTrials ?? 0, 10)) * settings.seeds
        let late = problem.referenceStage == .confirm ? 2 : 2 + problem.references.count
        account.reserve =
            each
            * (settings.finalists * settings.finalistSeeds + late * settings.confirmSeeds + floorSeeds.count)
        guard let limit = settings.budgetSteps else { return account }
        let least = account.before + each * settings.seeds + account.reserve
        guard limit >= least else {
            throw EvolutionError.budgetTooSmall(
                why:
                    "--budget-steps \(limit) does not suffice for one candidate: references, one candidate on "
                    + "\(settings.seeds) seeds, finalists and comparison take up to \(least); "
                    + "give more, or fewer --steps, --seeds or --confirm-seeds")
        }
        return account
    }

    /// Says before anything is spent what the run may take.
    var forecast: String {
        let candidates = strategy.rounds(settings.generations) * strategy.samples
        let search = (candidates + (settings.constantTrials ?? 0)) * settings.seeds
        let references = settings.confirmSeeds > 0 ? problem.references.count : 0
        let chosen = min(settings.finalists, candidates)
        let finalists = chosen > 1 ? chosen * settings.finalistSeeds : 0
        let compared = (references + 2) * settings.confirmSeeds + floorSeeds.count
        let all = search + finalists + compared
        let what = settings.problem == "reward" ? "trainings" : "searches in a set of tasks"
        var words =
            "forecast: at most \(all) \(what) (\(search) in the search, \(finalists) of finalists, "
            + "\(compared) to compare)"
        if settings.problem == "reward" {
            words += ", \(all * settings.steps) environment steps to learn from"
        }
        var limits: [String] = []
        if let limit = settings.budgetSteps { limits.append("\(limit) steps") }
        if let limit = settings.budgetTokens { limits.append("\(limit) tokens") }
        if let limit = settings.budgetUSD { limits.append("\(limit) USD") }
        if let limit = settings.timeLimitSeconds { limits.append("\(Int(limit)) s for the search") }
        return words + (limits.isEmpty ? "" : "; it ends earlier at " + limits.joined(separator: ", "))
    }

    /// Says whether the money ended while this generation was asked for.
    func moneyEnded(in generation: Int) async throws -> Bool {
        try await archive.mark("budget") == "generation \(generation)"
    }

    /// What the run cost: the answers, and what was booked for requests that may have been charged.
    func spent() async throws -> Double { try await Books.spent(in: archive) }
}

/// Keeps the ledger's balance in the archive.
package enum Books {
    private static let mark = "ledger"

    /// What a run cost so far: the answers, and what was booked for requests that may have been charged.
    package static func spent(in archive: RunArchive) async throws -> Double {
        let answers = try await archive.totals().costUSD
        guard let books = try await balance(in: archive) else { return answers }
        return max(answers, books.spentUSD)
    }

    /// Reads the balance; nil where nothing was ever priced.
    /// - Throws: ``ArchiveError/damaged(path:why:)`` where it cannot be read: a limit must not begin anew.
    private static func balance(in archive: RunArchive) async throws -> Ledger.Balance? {
        guard let text = try await archive.mark(mark) else { return nil }
        do {
            return try JSONDecoder().decode(Ledger.Balance.self, from: Data(text.utf8))
        } catch {
            throw ArchiveError.damaged(path: archive.path, why: "the ledger's balance cannot be read")
        }
    }

    /// Opens the ledger of a run, which writes every change down first.
    static func open(_ archive: RunArchive, limitUSD: Double?) async throws -> Ledger {
        let opening = try await balance(in: archive) ?? Ledger.Balance()
        return Ledger(limitUSD: limitUSD, opening: opening) { balance in
            try await archive.setMark(mark, try Evolver.json(balance))
        }
    }
}
