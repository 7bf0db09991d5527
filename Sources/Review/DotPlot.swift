/// Draws every value of a few groups as dots on one axis, with mean and interval: nothing hides in a bar.
struct DotPlot {
    struct Group {
        var label: String
        var role: LineChart.Curve.Role
        /// Value and what it belongs to, for example a seed.
        var values: [(value: Double, name: String)]
        var interval: Interval?
    }

    var title: String
    var xTitle: String
    var groups: [Group]
    private var width = 760.0
    private var left = 150.0
    private let rowHeight = 54.0

    init(title: String, xTitle: String, groups: [Group]) {
        (self.title, self.xTitle, self.groups) = (title, xTitle, groups)
    }

    /// Draws twice, for wide and for narrow windows.
    func html() -> String {
        var narrow = self
        (narrow.width, narrow.left) = (380, 96)
        return bothWidths(svg(), narrow.svg())
    }

    func svg() -> String {
        let groups = groups.filter { $0.values.contains { $0.value.isFinite } }
        guard !groups.isEmpty else { return "" }
        let values = groups.flatMap { $0.values.map(\.value) }.filter(\.isFinite)
        let span = max((values.max() ?? 0) - (values.min() ?? 0), 1e-9)
        // Intervals of two or three seeds are huge; they may not squeeze the values into one spot.
        let ends = groups.compactMap(\.interval).flatMap { interval -> [Double] in
            guard let half = interval.half else { return [] }
            let reach = min(half, span * 1.5)
            return [interval.mean - reach, interval.mean + reach]
        }
        let x = Axis(values: values + ends, from: left, to: width - 24, wanted: width > 500 ? 6 : 4)
        let bottom = 14 + rowHeight * Double(groups.count)
        var result = "<svg class=\"chart\" viewBox=\"0 0 \(Int(width)) \(Int(bottom + 44))\" role=\"img\" "
        result += "aria-label=\"\(HTML.escaped(title))\">"
        for tick in x.ticks {
            let place = point(x.position(tick))
            result +=
                "<line class=\"\(tick == 0 ? "zero" : "grid")\" x1=\"\(place)\" x2=\"\(place)\" y1=\"10\" "
            result +=
                "y2=\"\(point(bottom))\"/><text class=\"tick\" x=\"\(place)\" y=\"\(point(bottom + 17))\" "
            result += "text-anchor=\"middle\">\(x.label(tick))</text>"
        }
        result += "<text class=\"axis\" x=\"\(point((x.start + x.end) / 2))\" y=\"\(point(bottom + 38))\" "
        result += "text-anchor=\"middle\">\(HTML.escaped(xTitle))</text>"
        for (index, group) in groups.enumerated() {
            result += row(group, x, centre: 14 + rowHeight * (Double(index) + 0.5))
        }
        return result + "</svg>"
    }

    private func row(_ group: Group, _ x: Axis, centre: Double) -> String {
        let room = Int((left - 12) / 6.8)
        let name = group.label.count > room ? group.label.prefix(room - 1) + "…" : group.label[...]
        var result = "<g class=\"dots \(group.role.rawValue)\"><text class=\"label \(group.role.rawValue)\" "
        result += "x=\"\(point(left - 12))\" y=\"\(point(centre))\" dy=\"4\" text-anchor=\"end\">"
        result += "\(HTML.escaped(String(name)))</text>"
        if let interval = group.interval {
            let mean = point(x.position(interval.mean))
            if let half = interval.half {
                let low = interval.mean - half
                let high = interval.mean + half
                result +=
                    "<line class=\"range\" x1=\"\(point(x.position(low)))\" x2=\"\(point(x.position(high)))\" "
                result += "y1=\"\(point(centre + 11))\" y2=\"\(point(centre + 11))\"/>"
                result += arrow(low < x.low, at: x.start, centre + 11, -1)
                result += arrow(high > x.high, at: x.end, centre + 11, 1)
            }
            result += "<line class=\"mean\" x1=\"\(mean)\" x2=\"\(mean)\" y1=\"\(point(centre + 5))\" "
            result += "y2=\"\(point(centre + 17))\"/>"
        }
        for item in group.values where item.value.isFinite {
            result +=
                "<circle cx=\"\(point(x.position(item.value)))\" cy=\"\(point(centre - 5))\" r=\"5\"><title>"
            result += "\(HTML.escaped(item.name)): \(Words.number(item.value))</title></circle>"
        }
        return result + "</g>"
    }

    /// Shows that an interval goes on beyond the axis.
    private func arrow(_ isNeeded: Bool, at x: Double, _ y: Double, _ side: Double) -> String {
        guard isNeeded else { return "" }
        let back = point(x - side * 6)
        return "<polyline class=\"range\" points=\"\(back),\(point(y - 4)) \(point(x)),\(point(y)) "
            + "\(back),\(point(y + 4))\"/>"
    }
}
