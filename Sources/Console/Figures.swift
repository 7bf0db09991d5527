package import Evolution
import Foundation

/// Writes numbers the way people read them: few digits, a real minus sign, units left to the caller.
package enum Figures {
    /// Formats a fitness with digits that fit its size: `1.43`, `−0.012`, `412.6`.
    package static func number(_ value: Double, scale: Double? = nil) -> String {
        guard value.isFinite else { return "—" }
        let text = String(format: "%.\(decimals(abs(scale ?? value)))f", abs(value))
        let isZero = !text.contains { $0 != "0" && $0 != "." }
        return value < 0 && !isZero ? "−" + text : text
    }

    /// Formats a difference with its sign always shown.
    package static func signed(_ value: Double, scale: Double? = nil) -> String {
        let text = number(value, scale: scale)
        return text.hasPrefix("−") || text == "—" ? text : "+" + text
    }

    /// Formats mean and half width of the interval: `1.43 ± 0.20`; the mean alone when there is no interval.
    ///
    /// Tasks are counted: `14 of 20`.
    package static func estimate(_ estimate: Estimate) -> String {
        if estimate.over == "tasks" { return estimate.figure }
        guard let low = estimate.low, let high = estimate.high, low.isFinite, high.isFinite else {
            return number(estimate.mean)
        }
        let half = (high - low) / 2
        let scale = max(abs(estimate.mean), half)
        return number(estimate.mean, scale: scale) + " ± " + number(half, scale: scale)
    }

    /// Formats how much better or worse a fitness is than another; tasks are counted.
    package static func gap(_ ours: Estimate, _ theirs: Estimate) -> String {
        guard ours.over == "tasks", theirs.over == "tasks" else {
            return signed(ours.mean - theirs.mean, scale: theirs.mean)
        }
        return tasks(Double(ours.solved - theirs.solved), isSigned: true)
    }

    /// Formats a number of tasks, without decimals where it is whole.
    package static func tasks(_ value: Double, isSigned: Bool) -> String {
        let isWhole = value == value.rounded()
        let text = String(format: isWhole ? "%.0f" : "%.1f", abs(value))
        return (value < 0 ? "−" : isSigned ? "+" : "") + text
    }

    /// Formats seconds as a clock: `0:07`, `12:41`, `1:02:03`.
    package static func clock(_ seconds: Double) -> String {
        let whole = wholeSeconds(seconds)
        let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
        return hours > 0
            ? String(format: "%d:%02d:%02d", hours, minutes, rest) : String(format: "%d:%02d", minutes, rest)
    }

    /// Formats seconds in words: `42 s`, `6 min`, `2 h 10 min`.
    package static func duration(_ seconds: Double) -> String {
        let whole = wholeSeconds(seconds)
        if whole < 90 { return "\(whole) s" }
        let minutes = (whole + 30) / 60
        if minutes < 90 { return "\(minutes) min" }
        return minutes % 60 == 0 ? "\(minutes / 60) h" : "\(minutes / 60) h \(minutes % 60) min"
    }

    /// Formats a count with a thousands prefix: `500k`, `1.5M`, `640`.
    package static func count(_ value: Int) -> String {
        switch abs(value) {
        case 1_000_000...: trimmed(Double(value) / 1_000_000) + "M"
        case 1_000...: trimmed(Double(value) / 1_000) + "k"
        default: "\(value)"
        }
    }

    /// Formats a number of things with its noun: `1 candidate`, `6 candidates`.
    package static func things(_ count: Int, _ noun: String) -> String {
        count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
    }

    private static func trimmed(_ value: Double) -> String {
        let text = String(format: "%.1f", value)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private static func wholeSeconds(_ seconds: Double) -> Int {
        seconds.isFinite ? Int(min(max(seconds, 0), 1e9).rounded()) : 0
    }

    private static func decimals(_ size: Double) -> Int {
        switch size {
        case 1000...: 0
        case 100...: 1
        case 0.1...: 2
        default: size == 0 ? 2 : 3
        }
    }
}
