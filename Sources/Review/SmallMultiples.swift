/// Draws one small chart a reward component over training, all with the same size and each with its own scale.
struct SmallMultiples {
    struct Panel {
        var name: String
        /// Mean per step in each part of the training, from the first to the last.
        var points: [Double]
        var caption: String
    }

    var panels: [Panel]

    func html() -> String {
        guard !panels.isEmpty else { return "" }
        return "<div class=\"panels\">" + panels.map(panel).joined() + "</div>"
    }

    private func panel(_ panel: Panel) -> String {
        "<figure class=\"panel\"><figcaption><b>\(HTML.escaped(panel.name))</b> "
            + "<span>\(HTML.escaped(panel.caption))</span></figcaption>\(svg(panel))</figure>"
    }

    private func svg(_ panel: Panel) -> String {
        let values = panel.points.enumerated().filter { $0.element.isFinite }
        guard !values.isEmpty else { return "<p class=\"quiet\">no finite values</p>" }
        let (width, height) = (240.0, 130.0)
        let y = Axis(values: values.map(\.element), from: height - 22, to: 8, wanted: 3)
        let last = Double(max(panel.points.count - 1, 1))
        let x = { (index: Int) in 46 + Double(index) / last * (width - 58) }
        var result = "<svg class=\"chart\" viewBox=\"0 0 \(Int(width)) \(Int(height))\" role=\"img\" "
        result += "aria-label=\"\(HTML.escaped(panel.name)) over training\">"
        for tick in y.ticks {
            let place = point(y.position(tick))
            result += "<line class=\"\(tick == 0 ? "zero" : "grid")\" x1=\"46\" x2=\"\(point(width - 12))\" "
            result +=
                "y1=\"\(place)\" y2=\"\(place)\"/><text class=\"tick\" x=\"40\" y=\"\(place)\" dy=\"3.5\" "
            result += "text-anchor=\"end\">\(y.label(tick))</text>"
        }
        result += "<text class=\"tick\" x=\"46\" y=\"\(point(height - 5))\">start</text>"
        result += "<text class=\"tick\" x=\"\(point(width - 12))\" y=\"\(point(height - 5))\" "
        result += "text-anchor=\"end\">end of training</text>"
        let places = values.map { "\(point(x($0.offset))),\(point(y.position($0.element)))" }
        result += "<g class=\"curve winner\">"
        if places.count > 1 { result += "<polyline points=\"\(places.joined(separator: " "))\"/>" }
        if let final = values.last {
            result += "<circle class=\"dot\" cx=\"\(point(x(final.offset)))\" "
            result += "cy=\"\(point(y.position(final.element)))\" r=\"3\"/>"
        }
        return result + "</g></svg>"
    }
}
