/// Says what a signal is good for, judged by its type, unit and name alone.
package enum SignalRole: Sendable, Equatable {
    /// A speed in m/s: more of it is often the aim.
    case progress
    /// A height or an angle: often best near some value.
    case posture
    /// 0 or 1, such as `terminated`.
    case flag
    /// What the policy does: its size costs effort.
    case action
    /// Any other vector.
    case vector
    /// Time: known, and hardly ever worth a reward.
    case clock
    /// Any other number.
    case scalar
}

/// Knows the signals of one environment: their roles, ranges and closeness to the task.
package struct SignalCatalogue: Sendable {
    /// Holds a signal with what was found out about it.
    package struct Entry: Sendable {
        package let signal: TypedSignal
        package let role: SignalRole
        /// 1 when the task does not mention the signal, up to 4 when it clearly does.
        package let relevance: Double

        /// Number of elements a step.
        var size: Int { signal.shape.reduce(1, *) }
        var isScalar: Bool { signal.shape.isEmpty && role != .flag }
        var isVector: Bool { !signal.shape.isEmpty }
        /// Half the largest size an element typically has.
        var typical: Double { max(signal.low.magnitude, signal.high.magnitude) / 2 }
    }

    /// Usable signals in the order given: valid names, known elements, and a range that is not a single point.
    package let entries: [Entry]

    /// Sorts signals into roles and compares their words with the task's.
    package init(signals: [TypedSignal], task: String) {
        let taskWords = words(of: task)
        var entries: [Entry] = []
        for signal in signals {
            guard isUsableName(signal.name), signal.shape.allSatisfy({ $0 > 0 }), signal.low != signal.high,
                !entries.contains(where: { $0.signal.name == signal.name })
            else { continue }
            var known = signal
            if !(signal.low.isFinite && signal.high.isFinite && signal.low < signal.high) {
                known.low = -1
                known.high = 1
            }
            entries.append(
                Entry(
                    signal: known, role: SignalCatalogue.role(of: known),
                    relevance: SignalCatalogue.relevance(of: known, taskWords: taskWords)))
        }
        self.entries = entries
    }

    /// Finds a signal by name.
    package func entry(_ name: String) -> Entry? {
        entries.first { $0.signal.name == name }
    }

    /// Names the signal that tells what another was before the step; nil where there is none.
    func earlier(_ name: String) -> String? {
        let before = "previous_\(name)"
        return entry(before)?.signal.shape == entry(name)?.signal.shape ? before : nil
    }

    /// Tells whether every term fits its signal: known names, legal reductions and indices, gates on other signals.
    package func accepts(_ genome: Genome) -> Bool {
        (1...Genome.limit).contains(genome.terms.count) && genome.terms.allSatisfy { accepts($0) }
    }

    /// Tells whether a term fits its signal; changes are for those who ask for them.
    func accepts(_ term: Term, changes: Bool = false) -> Bool {
        guard let entry = entry(term.signal), term.weight.isFinite, term.weight != 0 else { return false }
        let reductions: Bool
        switch term.reduction {
        case .value: reductions = !entry.isVector
        case .element(let index): reductions = entry.isVector && (0..<entry.size).contains(index)
        case .squares, .meanAbsolute, .norm, .maximum: reductions = entry.isVector
        }
        let isChange = changes && term.shape == .change && entry.isScalar
        guard reductions, isChange || shapes(for: entry, term.reduction).contains(term.shape.kind) else {
            return false
        }
        guard let gate = term.gate.signal else { return true }
        guard let gating = self.entry(gate), gate != term.signal else { return false }
        if case .unless = term.gate { return gating.role == .flag }
        return gating.isScalar
    }

    /// Lists the shapes that make sense, so that no two of them say the same.
    func shapes(for entry: Entry, _ reduction: Reduction) -> [String] {
        if entry.role == .flag { return ["identity", "complement"] }
        if reduction.isNonNegative { return ["identity", "near", "tanh", "above"] }
        if entry.role == .progress {
            return ["identity", "abs", "square", "near", "tanh", "above", "excess"]
        }
        return ["identity", "abs", "square", "near", "tanh", "above"]
    }

    /// Gives the typical range of a reduced signal.
    func range(_ entry: Entry, _ reduction: Reduction) -> (low: Double, high: Double) {
        guard reduction.isNonNegative else { return (entry.signal.low, entry.signal.high) }
        return (0, 2 * size(entry, reduction))
    }

    /// Gives the typical size of a reduced signal.
    func size(_ entry: Entry, _ reduction: Reduction) -> Double {
        let count = Double(entry.size)
        switch reduction {
        case .value, .element, .meanAbsolute, .maximum: return entry.typical
        case .squares: return count * entry.typical * entry.typical
        case .norm: return (count * entry.typical * entry.typical).squareRoot()
        }
    }

    /// Gives the typical size of a term with weight 1.
    func size(of term: Term) -> Double {
        guard let entry = entry(term.signal) else { return 1 }
        let inner = size(entry, term.reduction)
        switch term.shape {
        case .identity, .absolute: return entry.role == .flag ? 1 : inner
        case .excess: return inner
        case .complement: return 1
        case .square: return inner * inner
        case .near, .saturated, .above: return 0.5
        case .change: return 0.1 * inner
        }
    }
}

extension SignalCatalogue {
    private static func role(of signal: TypedSignal) -> SignalRole {
        let name = words(of: signal.name)
        let unit = signal.unit.lowercased()
        func named(_ candidates: [String]) -> Bool { candidates.contains { name.contains($0) } }
        if signal.shape.isEmpty,
            named(["terminated", "done", "fallen"]) || ["bool", "flag", "0 or 1"].contains(unit)
        {
            return .flag
        }
        if named(["action", "actions", "torque", "torques", "control"]) { return .action }
        guard signal.shape.isEmpty else { return .vector }
        if named(["time", "clock"]) { return .clock }
        if unit == "m/s", named(["velocity", "speed"]) { return .progress }
        if unit == "rad" || named(["height", "angle", "tilt", "pitch", "roll", "upright"]) {
            return .posture
        }
        return .scalar
    }

    private static func relevance(of signal: TypedSignal, taskWords: [String]) -> Double {
        let name = words(of: signal.name)
        let named = name.filter { taskWords.contains($0) }.count
        let told = words(of: signal.text).filter {
            $0.count > 3 && !name.contains($0) && !commonWords.contains($0) && taskWords.contains($0)
        }
        let earlier = name.first == "previous" ? 0.4 : 1
        return earlier * min(4, 1 + Double(named) + 0.7 * Double(told.count))
    }
}

/// Words that say nothing about which signal a task means.
private let commonWords = [
    "with", "from", "that", "this", "each", "step", "over", "after", "before", "their", "mean",
]

/// Splits text into lower-case words of letters and digits.
private func words(of text: String) -> [String] {
    text.lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init)
}

/// Tells whether a name can be an argument of the generated function.
private func isUsableName(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first, !("0"..."9").contains(first) else { return false }
    let plain = name.unicodeScalars.allSatisfy {
        ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0) || $0 == "_"
    }
    return plain && !RewardCode.reserved.contains(name)
}
