internal import Archive

extension IntegrityReport {
    /// Prints the report for people.
    var words: String {
        func line(_ name: String, _ text: String) -> String {
            "  " + name.padding(to: 30) + text
        }
        var lines = ["integrity"]
        if let agreement {
            lines.append(line("own reward and fitness", "rank correlation \(Integrity.figure(agreement))"))
        }
        if let givenAway {
            lines.append(
                line("fitness given away", "\(Integrity.figure(givenAway)) by shipping the best own reward"))
        }
        if let trained { lines.append(line("trained policy", "\(Integrity.figure(trained)) a step")) }
        let titles = [
            "random": "random behaviour", "nothing": "doing nothing", "reversed": "random played backwards",
            "cycle": "there and back again",
        ]
        for behaviour in behaviours {
            let value = behaviour.value.map { "\(Integrity.figure($0)) a step" } ?? "no value"
            let note = behaviour.note.isEmpty ? "" : ", \(behaviour.note)"
            lines.append(line(titles[behaviour.name] ?? behaviour.name, value + note))
        }
        let influences = signals.sorted { $0.influence > $1.influence }.map {
            "\($0.name) \(Integrity.figure(100 * $0.influence)) %"
        }
        lines.append(line("signals by influence", influences.joined(separator: ", ")))
        let parts = components.map { part in
            "\(part.name)\(part.share.map { " \(Integrity.figure(100 * $0)) %" } ?? "")\(part.isFlat ? " (flat)" : "")"
        }
        lines.append(line("components by share", parts.joined(separator: ", ")))
        lines += concerns.map { "  look: \($0)" }
        return lines.joined(separator: "\n")
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - count))
    }
}
