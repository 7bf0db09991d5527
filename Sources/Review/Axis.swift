import Foundation

/// Maps values to positions and chooses round ticks; every result is finite.
struct Axis {
    let low: Double
    let high: Double
    /// Position of `low` and of `high` in the drawing.
    let start: Double
    let end: Double
    let ticks: [Double]

    /// Covers all finite `values`, rounded out to ticks; a single value gets room on both sides.
    init(values: [Double], from start: Double, to end: Double, wanted: Int = 5, isTight: Bool = false) {
        let values = values.filter { $0.isFinite && abs($0) < 1e15 }
        var low = values.min() ?? 0
        var high = values.max() ?? 1
        if high - low < max(abs(high), abs(low), 1e-6) * 1e-6 {
            let room = max(abs(high) * 0.5, 0.5)
            (low, high) = (low - room, high + room)
        }
        let step = Self.roundStep((high - low) / Double(max(wanted, 1)))
        let first = isTight ? (low / step).rounded(.up) : (low / step).rounded(.down)
        let last = isTight ? (high / step).rounded(.down) : (high / step).rounded(.up)
        let count = min(max(Int(last - first), 0), 40)
        ticks = (0...count).map { (first + Double($0)) * step }
        self.low = isTight ? low : first * step
        self.high = isTight ? high : last * step
        (self.start, self.end) = (start, end)
    }

    func position(_ value: Double) -> Double {
        guard value.isFinite, high > low else { return start }
        return start + (min(max(value, low), high) - low) / (high - low) * (end - start)
    }

    /// Labels a tick with as many decimals as the step needs.
    func label(_ tick: Double) -> String {
        let step = ticks.count > 1 ? abs(ticks[1] - ticks[0]) : max(abs(tick), 1)
        if max(abs(low), abs(high)) >= 10_000 { return Words.count(Int(tick.rounded())) }
        let decimals = min(max(0, Int((-log10(step) - 1e-9).rounded(.up))), 6)
        let text = String(format: "%.\(decimals)f", abs(tick) < step * 1e-6 ? 0 : tick)
        return text.replacingOccurrences(of: "-", with: "−")
    }

    private static func roundStep(_ rough: Double) -> Double {
        let power = pow(10, log10(max(rough, 1e-12)).rounded(.down))
        let ratio = rough / power
        return power * (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10)
    }
}

/// Writes SVG coordinates with one decimal.
func point(_ value: Double) -> String { value.isFinite ? String(format: "%.1f", value) : "0" }
