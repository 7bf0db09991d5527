/// Draws curves over environment steps as inline SVG, with the few that matter labelled at their ends.
struct LineChart {
    /// Is one curve; `role` chooses its look.
    struct Curve {
        enum Role: String { case winner, human, other }
        var label: String
        var role: Role
        var points: [(x: Double, y: Double)]
        /// Bounds of the values at the points, where there are several seeds; drawn for winner and human.
        var band: [(x: Double, low: Double, high: Double)] = []
        /// Marks one point, for example the checkpoint that was shipped.
        var marked: Int?
    }

    var title: String
    var xTitle: String
    var yTitle: String
    var curves: [Curve]
    private var width = 760.0
    private var height = 380.0
    private var margin = (left: 58.0, right: 128.0, top: 26.0, bottom: 46.0)

    /// Width of a letter of a label.
    private static let letter = 7.3

    init(title: String, xTitle: String, yTitle: String, curves: [Curve]) {
        (self.title, self.xTitle, self.yTitle, self.curves) = (title, xTitle, yTitle, curves)
    }

    /// Draws twice, for wide and for narrow windows, so that letters keep their size; the style sheet shows one.
    func html() -> String {
        var narrow = self
        // Bold letters of 12 are up to so wide on average; the longest name that is drawn decides.
        let longest = Double(curves.map(\.label.count).max() ?? 0) * Self.letter + 18
        (narrow.width, narrow.height, narrow.margin.left) = (380, 320, 48)
        narrow.margin.right = min(max(84, longest), 128)
        return bothWidths(svg(), narrow.svg())
    }

    func svg() -> String {
        let drawable = curves.map(finite).filter { !$0.points.isEmpty }
        guard !drawable.isEmpty else { return "" }
        let points = drawable.flatMap(\.points)
        let x = Axis(
            values: points.map(\.x) + [0], from: margin.left, to: width - margin.right,
            wanted: width > 500 ? 5 : 3,
            isTight: true)
        let bounds = drawable.filter { $0.role != .other }.flatMap(\.band).flatMap { [$0.low, $0.high] }
        let y = Axis(values: points.map(\.y) + bounds, from: height - margin.bottom, to: margin.top)
        let order: [Curve.Role] = [.other, .human, .winner]
        let bands = order.flatMap { role in drawable.filter { $0.role == role }.map { band($0, x, y) } }
        let lines =
            bands + order.flatMap { role in drawable.filter { $0.role == role }.map { line($0, x, y) } }
        return "<svg class=\"chart\" viewBox=\"0 0 \(Int(width)) \(Int(height))\" role=\"img\" aria-label=\""
            + HTML.escaped(title) + "\">" + frame(x, y) + lines.joined() + endLabels(drawable, x, y)
            + "</svg>"
    }

    private func finite(_ curve: Curve) -> Curve {
        var result = curve
        result.points = curve.points.filter { $0.x.isFinite && $0.y.isFinite }
        if result.points.count != curve.points.count { result.marked = nil }
        result.band = curve.band.filter { $0.low.isFinite && $0.high.isFinite }
        return result
    }

    private func frame(_ x: Axis, _ y: Axis) -> String {
        var result = ""
        for tick in y.ticks {
            let height = point(y.position(tick))
            let style = tick == 0 ? "zero" : "grid"
            result += "<line class=\"\(style)\" x1=\"\(point(x.start))\" x2=\"\(point(x.end))\" "
            result += "y1=\"\(height)\" y2=\"\(height)\"/>"
            result += "<text class=\"tick\" x=\"\(point(x.start - 8))\" y=\"\(height)\" dy=\"4\" "
            result += "text-anchor=\"end\">\(y.label(tick))</text>"
        }
        for tick in x.ticks {
            let place = point(x.position(tick))
            result += "<line class=\"zero\" x1=\"\(place)\" x2=\"\(place)\" y1=\"\(point(y.start))\" "
            result += "y2=\"\(point(y.start + 4))\"/>"
            result += "<text class=\"tick\" x=\"\(place)\" y=\"\(point(y.start + 18))\" "
            result += "text-anchor=\"middle\">\(x.label(tick))</text>"
        }
        result += "<text class=\"axis\" x=\"\(point((x.start + x.end) / 2))\" y=\"\(point(height - 6))\" "
        result += "text-anchor=\"middle\">\(HTML.escaped(xTitle))</text>"
        result += "<text class=\"axis\" x=\"8\" y=\"14\">\(HTML.escaped(yTitle))</text>"
        return result
    }

    private func band(_ curve: Curve, _ x: Axis, _ y: Axis) -> String {
        guard curve.role != .other, curve.band.count > 1 else { return "" }
        let top = curve.band.map { (x.position($0.x), y.position($0.high)) }
        let bottom = curve.band.reversed().map { (x.position($0.x), y.position($0.low)) }
        let path = (top + bottom).map { "\(point($0.0)),\(point($0.1))" }.joined(separator: " ")
        return "<polygon class=\"band \(curve.role.rawValue)\" points=\"\(path)\"/>"
    }

    private func line(_ curve: Curve, _ x: Axis, _ y: Axis) -> String {
        let places = curve.points.map { (x.position($0.x), y.position($0.y)) }
        let role = curve.role.rawValue
        var result = "<g class=\"curve \(role)\"><title>\(HTML.escaped(curve.label))</title>"
        if places.count > 1 {
            let path = places.map { "\(point($0)),\(point($1))" }.joined(separator: " ")
            result += "<polyline points=\"\(path)\"/>"
        }
        for (index, place) in places.enumerated() where curve.role != .other || places.count == 1 {
            let isMarked = index == curve.marked
            guard isMarked || curve.role == .winner || places.count == 1 else { continue }
            result += "<circle class=\"\(isMarked ? "marked" : "dot")\" cx=\"\(point(place.0))\" "
            result += "cy=\"\(point(place.1))\" r=\"\(isMarked ? "5" : "2.5")\">"
            result += "<title>\(HTML.escaped(curve.label)): \(Words.number(curve.points[index].y))"
            result +=
                " at \(Words.count(Int(curve.points[index].x)))\(isMarked ? ", kept" : "")</title></circle>"
        }
        return result + "</g>"
    }

    /// Labels winner and human always and of many others the five that end highest; labels are pushed apart.
    private func endLabels(_ curves: [Curve], _ x: Axis, _ y: Axis) -> String {
        let main = curves.filter { $0.role != .other }
        let others = curves.filter { $0.role == .other }
        let ranked = others.sorted { ($0.points.last?.y ?? 0) > ($1.points.last?.y ?? 0) }
        var labels = (main + ranked.prefix(others.count <= 8 ? 8 : 5)).compactMap { curve in
            curve.points.last.map {
                (curve: curve, x: x.position($0.x), y: y.position($0.y), want: y.position($0.y))
            }
        }
        labels.sort { $0.y < $1.y }
        for (index, place) in spread(labels.map(\.want), gap: 14, within: y.end...(y.start + 4)).enumerated()
        {
            labels[index].y = place
        }
        return labels.map { label in
            let place = x.end + 14
            var result = ""
            if abs(label.y - label.want) > 3 || x.end - label.x > 3 {
                result += "<line class=\"leader\" x1=\"\(point(label.x + 4))\" y1=\"\(point(label.want))\" "
                result += "x2=\"\(point(place - 3))\" y2=\"\(point(label.y))\"/>"
            }
            let name = label.curve.label
            let room = Int((margin.right - 18) / Self.letter)
            let short = name.count > room ? name.prefix(room - 1) + "…" : name[...]
            result += "<text class=\"label \(label.curve.role.rawValue)\" x=\"\(point(place))\" "
            result += "y=\"\(point(label.y))\" dy=\"4\">\(HTML.escaped(String(short)))</text>"
            return result
        }.joined()
    }
}

/// Moves sorted places apart to at least `gap`, each crowd around its own middle, inside `bounds`.
///
/// Pools neighbours that would overlap, as in isotonic regression, so that no label moves further than it must.
func spread(_ places: [Double], gap: Double, within bounds: ClosedRange<Double>) -> [Double] {
    var crowds: [(count: Int, middle: Double)] = []
    for place in places {
        var crowd = kept(1, place)
        while let last = crowds.last,
            last.middle + Double(last.count) * gap / 2 > crowd.middle - Double(crowd.count) * gap / 2
        {
            crowds.removeLast()
            let count = last.count + crowd.count
            let sum = last.middle * Double(last.count) + crowd.middle * Double(crowd.count)
            crowd = kept(count, sum / Double(count))
        }
        crowds.append(crowd)
    }
    return crowds.flatMap { crowd in
        (0..<crowd.count).map { crowd.middle + (Double($0) - Double(crowd.count - 1) / 2) * gap }
    }

    func kept(_ count: Int, _ middle: Double) -> (count: Int, middle: Double) {
        let half = Double(count - 1) * gap / 2
        return (count, max(min(middle, bounds.upperBound - half), bounds.lowerBound + half))
    }
}

/// Pairs a drawing for wide windows with one for narrow windows.
func bothWidths(_ wide: String, _ narrow: String) -> String {
    "<div class=\"wide\">\(wide)</div><div class=\"narrow\">\(narrow)</div>"
}
