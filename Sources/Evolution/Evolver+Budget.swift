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
        let answers = try await archive.proposals().map(\.costUSD).reduce(0, +)
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
