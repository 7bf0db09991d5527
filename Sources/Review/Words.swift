import Archive
import Foundation

/// Writes numbers for readers: few digits, a real minus sign, thousands in words.
enum Words {
    static func number(_ value: Double, scale: Double? = nil) -> String {
        guard value.isFinite else { return "—" }
        let size = abs(scale ?? value)
        if size >= 1e6 || (size > 0 && size < 1e-3) {
            return String(format: "%.2g", value).replacingOccurrences(of: "-", with: "−")
        }
        let decimals = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 0.1 || size == 0 ? 2 : 4
        let text = String(format: "%.\(decimals)f", abs(value))
        let isZero = !text.contains { $0 != "0" && $0 != "." }
        return value < 0 && !isZero ? "−" + text : text
    }

    static func signed(_ value: Double, scale: Double? = nil) -> String {
        let text = number(value, scale: scale)
        return text.hasPrefix("−") || text == "—" ? text : "+" + text
    }

    static func interval(_ interval: Interval) -> String {
        guard let half = interval.half else { return number(interval.mean) }
        let scale = max(abs(interval.mean), half)
        return number(interval.mean, scale: scale) + " ± " + number(half, scale: scale)
    }

    static func count(_ value: Int) -> String {
        func short(_ value: Double) -> String {
            let text = String(format: "%.2f", value)
            let trimmed = String(text.reversed().drop { $0 == "0" }.drop { $0 == "." }.reversed())
            return trimmed.replacingOccurrences(of: "-", with: "−")
        }
        switch abs(value) {
        case 1_000_000...: return short(Double(value) / 1e6) + " M"
        case 1_000...: return short(Double(value) / 1e3) + " k"
        default: return "\(value)"
        }
    }

    static func things(_ count: Int, _ noun: String) -> String {
        count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
    }

    static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "—" }
        if seconds < 90 { return "\(Int(seconds.rounded())) s" }
        let minutes = Int((seconds / 60).rounded())
        return minutes < 90 ? "\(minutes) min" : "\(minutes / 60) h \(minutes % 60) min"
    }
}

extension String {
    /// The text with a capital at its beginning.
    var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}

/// Gives a mean with its two-sided 95 % interval by Student's t; no interval for a single value.
struct Interval: Equatable {
    var mean: Double
    var half: Double?
    var count: Int

    init(mean: Double, half: Double?, count: Int) { (self.mean, self.half, self.count) = (mean, half, count) }

    /// Computes the interval of `values`; nil when there is no finite value.
    init?(_ values: [Double]) {
        let values = values.filter(\.isFinite)
        guard !values.isEmpty else { return nil }
        let count = Double(values.count)
        mean = values.reduce(0, +) / count
        self.count = values.count
        guard values.count > 1 else { return }
        let centre = mean
        let variance = values.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / (count - 1)
        half = StudentT.quantile975(degreesOfFreedom: values.count - 1) * (variance / count).squareRoot()
    }
}
