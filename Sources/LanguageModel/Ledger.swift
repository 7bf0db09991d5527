internal import Synchronization

/// Keeps the money of a run: nothing is asked that would not fit under the limit.
///
/// Before a request its forecast is set aside. A complete answer books its price; a refusal gives the money back; where nobody
/// knows whether the endpoint charged (the answer broke off, or time ran out), the forecast is booked as spent.
package final class Ledger: Sendable {
    /// Says what was spent so far.
    package struct Balance: Codable, Sendable, Equatable {
        /// For complete answers, US dollars.
        package var paidUSD = 0.0
        /// For requests of which nobody knows whether they were charged.
        package var uncertainUSD = 0.0
        /// Set aside for requests that are under way.
        package var pendingUSD = 0.0
        package var answers = 0
        package var uncertainRequests = 0

        /// Makes an empty balance.
        package init() {}

        /// What counts against the limit.
        package var spentUSD: Double { paidUSD + uncertainUSD }
    }

    package let limitUSD: Double?
    private let state: Mutex<Balance>
    private let record: @Sendable (Balance) async throws -> Void

    /// Opens the books.
    /// - Parameters:
    ///   - limitUSD: most that may be spent; nil for no limit.
    ///   - opening: what an earlier sitting left; what was under way then is booked as spent.
    ///   - record: writes each change down before anything depends on it.
    package init(
        limitUSD: Double?, opening: Balance = Balance(),
        record: @escaping @Sendable (Balance) async throws -> Void = { _ in }
    ) {
        var opening = opening
        if opening.pendingUSD > 0 {
            opening.uncertainUSD += opening.pendingUSD
            opening.uncertainRequests += 1
            opening.pendingUSD = 0
        }
        self.limitUSD = limitUSD
        state = Mutex(opening)
        self.record = record
    }

    /// What the books say now.
    package var balance: Balance { state.withLock { $0 } }

    /// Sets money aside for a request.
    /// - Parameters:
    ///   - samples: answers wanted.
    ///   - price: forecast for so many answers, rising with them.
    /// - Returns: how many answers, at most `samples`, are affordable, and what was set aside for them.
    /// - Throws: ``ModelError/budget(spentUSD:limitUSD:forecastUSD:)`` when not even one answer is.
    func reserve(samples: Int, price: (Int) -> Double) async throws -> (samples: Int, usd: Double) {
        let limit = limitUSD
        let granted: (samples: Int, usd: Double) = try state.withLock { balance in
            let free = limit.map { $0 - balance.spentUSD - balance.pendingUSD } ?? .infinity
            // A hair's breadth for sums of decimal fractions.
            let fitting = (1...max(1, samples)).last { price($0) <= free + 1e-12 }
            guard let fitting else {
                throw ModelError.budget(
                    spentUSD: balance.spentUSD, limitUSD: limit ?? 0, forecastUSD: price(1))
            }
            balance.pendingUSD += price(fitting)
            return (fitting, price(fitting))
        }
        try await record(balance)
        return granted
    }

    /// Books what a complete answer cost.
    func settle(_ reservedUSD: Double, paidUSD: Double) async throws {
        state.withLock { balance in
            balance.pendingUSD = max(0, balance.pendingUSD - reservedUSD)
            balance.paidUSD += paidUSD
            balance.answers += 1
        }
        try await record(balance)
    }

    /// Books a request as spent of which nobody knows whether it was charged.
    func bookUncertain(_ reservedUSD: Double) async throws {
        state.withLock { balance in
            balance.pendingUSD = max(0, balance.pendingUSD - reservedUSD)
            balance.uncertainUSD += reservedUSD
            balance.uncertainRequests += 1
        }
        try await record(balance)
    }

    /// Gives back what was set aside for a request that was refused.
    func release(_ reservedUSD: Double) async throws {
        state.withLock { $0.pendingUSD = max(0, $0.pendingUSD - reservedUSD) }
        try await record(balance)
    }
}
