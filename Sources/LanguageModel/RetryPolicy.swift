internal import Foundation
internal import Synchronization

/// Says how often and how long to wait for an endpoint that is busy or down.
package struct RetryPolicy: Sendable, Equatable {
    /// Tries in all, at least 1.
    package var attempts: Int
    /// First wait; each further one doubles, up to `longestSeconds`.
    package var firstSeconds: Double
    package var longestSeconds: Double
    /// A server that asks for more patience than this is given up at once.
    package var longestServerSeconds: Double

    /// Makes a policy; the defaults wait about a minute in all.
    package init(
        attempts: Int = 7, firstSeconds: Double = 0.5, longestSeconds: Double = 30,
        longestServerSeconds: Double = 120
    ) {
        self.attempts = attempts
        self.firstSeconds = firstSeconds
        self.longestSeconds = longestSeconds
        self.longestServerSeconds = longestServerSeconds
    }

    /// Tells whether a status means "not now" rather than "no".
    static func isTemporary(status: Int) -> Bool {
        status == 408 || status == 409 || status == 429 || (500...599).contains(status)
    }

    /// The wait before another try: what the server asks for, or doubling steps with jitter.
    ///
    /// `failures` counts the tries that failed so far, at least 1. `chance` in 0..<1 is the jitter: a wait lies between half
    /// and all of its step.
    /// - Returns: seconds, or nil where the server asks for more than `longestServerSeconds`.
    func wait(failures: Int, headers: [String: String], now: Date, chance: Double) -> Double? {
        let step = min(longestSeconds, firstSeconds * pow(2, Double(failures - 1)))
        let own = step * (0.5 + chance / 2)
        guard let asked = Self.serverWait(headers, now: now) else { return own }
        guard asked <= longestServerSeconds else { return nil }
        // A little later than asked, so that waiting clients do not all return at the same instant.
        return asked + min(own, 1) * (asked > 0 ? 1 : 0.5)
    }

    /// Reads `retry-after-ms`, then `retry-after` in seconds or as a date.
    static func serverWait(_ headers: [String: String], now: Date) -> Double? {
        if let text = headers["retry-after-ms"], let value = Double(text), value.isFinite, value >= 0 {
            return value / 1000
        }
        guard let text = headers["retry-after"] else { return nil }
        if let value = Double(text) { return value.isFinite && value >= 0 ? value : nil }
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return formatter.date(from: text).map { max(0, $0.timeIntervalSince(now)) }
    }
}

/// Draws the jitter from a seed (SplitMix64), so that a run's waits can be repeated.
final class Jitter: Sendable {
    private let state: Mutex<UInt64>

    init(seed: UInt64) {
        state = Mutex(seed)
    }

    /// The next number in 0..<1.
    func next() -> Double {
        state.withLock { state in
            state &+= 0x9e37_79b9_7f4a_7c15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
            return Double((mixed ^ (mixed >> 31)) >> 11) * 0x1p-53
        }
    }
}
