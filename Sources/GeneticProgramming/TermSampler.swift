/// Draws random terms: the priors of the proposer.
///
/// They speak of types only. Speeds are mostly rewarded as they are, heights and angles near a value, the size of
/// actions and other vectors is a small cost, a flag is punished or its absence rewarded; signals that the task
/// mentions come up more often. How large a term is follows from the signal's range, so that no unit dominates.
struct TermSampler {
    /// Says which part a term plays in a fresh program.
    enum Part {
        /// What the program is about; every fresh program has one.
        case aim
        /// What it cares for besides.
        case side
    }

    let catalogue: SignalCatalogue

    /// Draws a fresh program of 1 to 3 terms; `position` in 0 ..< 1 decides what it is about.
    func program(aimAt position: Double, _ random: inout SplitMix64) -> Genome {
        let aim = SplitMix64.pick(weights(for: .aim), at: position)
        var terms = [term(on: catalogue.entries[aim], part: .aim, &random)]
        // Simple at first; variation adds what pays (as NEAT does with networks, Stanley and Miikkulainen 2002).
        let sides = random.pick([0.5, 0.35, 0.15])
        for _ in 0..<sides {
            // One term a signal: a first program should say one thing about each, and never take it back.
            let side = term(part: .side, &random)
            if !terms.contains(where: { $0.signal == side.signal }) { terms.append(side) }
        }
        return Genome(terms: terms)
    }

    /// Draws a term on a signal that suits its part.
    func term(part: Part, _ random: inout SplitMix64) -> Term {
        term(on: catalogue.entries[random.pick(weights(for: part))], part: part, &random)
    }

    private func weights(for part: Part) -> [Double] {
        catalogue.entries.map { entry in
            let closeness = entry.relevance * entry.relevance
            return switch (part, entry.role) {
            case (.aim, .progress): 2.6 * closeness
            case (.aim, .posture): 1.3 * closeness
            case (.aim, .flag): 0.6 * closeness
            case (.aim, .action): 0.25 * closeness
            case (.aim, .vector): 0.6 * closeness
            case (.aim, .scalar): 0.7 * closeness
            case (.side, .progress): 0.6 * entry.relevance
            case (.side, .posture): 1
            case (.side, .flag): 0.9
            case (.side, .action): 2.6
            case (.side, .vector): 0.9
            case (.side, .scalar): 0.6
            case (_, .clock): 0.05
            }
        }
    }

    private func term(on entry: SignalCatalogue.Entry, part: Part, _ random: inout SplitMix64) -> Term {
        let reduction = reduction(of: entry, &random)
        let kind = shapeKind(of: entry, reduction, &random)
        let shape = shape(kind, of: entry, reduction, &random)
        var term = Term(weight: 1, shape: shape, reduction: reduction, signal: entry.signal.name)
        let contribution =
            switch (part, entry.role) {
            case (_, .flag): kind == "identity" ? random.logUniform(1, 30) : random.logUniform(0.1, 2)
            case (_, .action): random.logUniform(0.02, 0.4)
            case (.aim, _): random.logUniform(0.5, 3)
            case (.side, .progress): random.logUniform(0.3, 2)
            case (.side, _): random.logUniform(0.03, 0.6)
            }
        let sign = random.chance(praise(for: entry, reduction, kind)) ? 1.0 : -1.0
        term.weight = sign * contribution / max(catalogue.size(of: term), 1e-6)
        if random.chance(0.12), let gate = gate(for: entry, &random) { term.gate = gate }
        return term.short
    }

    private func reduction(of entry: SignalCatalogue.Entry, _ random: inout SplitMix64) -> Reduction {
        guard entry.isVector else { return .value }
        let odds: [Double] = entry.role == .action ? [6, 2, 1, 0.3, 0.4] : [3, 1.5, 1.5, 1, 3]
        switch random.pick(odds) {
        case 0: return .squares
        case 1: return .meanAbsolute
        case 2: return .norm
        case 3: return .maximum
        default: return .element(random.index(entry.size))
        }
    }

    /// Picks a shape that suits the role; `besides` names one that will not do.
    func shapeKind(
        of entry: SignalCatalogue.Entry, _ reduction: Reduction, besides: String? = nil,
        _ random: inout SplitMix64
    ) -> String {
        let kinds = catalogue.shapes(for: entry, reduction).filter { $0 != besides }
        let odds = kinds.map { kind -> Double in
            switch (entry.role, kind) {
            case (.progress, "identity"): 11
            case (.progress, "abs"), (.progress, "square"): 0.3
            // First programs are simple; what pays more than in proportion comes by variation.
            case (.progress, "excess"): besides == nil ? 0 : 3
            case (.posture, "near"): 6
            case (.action, "identity"), (.vector, "identity"): 6
            case (.flag, "identity"): 1.5
            case (.posture, "identity"), (_, "above"), (_, "tanh"): 0.8
            default: 1
            }
        }
        return kinds[random.pick(odds)]
    }

    /// Fills in the constants of a shape from the signal's range.
    func shape(
        _ kind: String, of entry: SignalCatalogue.Entry, _ reduction: Reduction, _ random: inout SplitMix64
    ) -> Shape {
        let range = catalogue.range(entry, reduction)
        let span = range.high - range.low
        switch kind {
        case "near":
            let centred = range.low == -range.high && random.chance(0.5)
            let width = span * random.logUniform(0.05, 0.4)
            let target = centred ? 0 : range.low + span * random.uniform(0.15, 0.85)
            return .near(target: target, temperature: max(width * width, 1e-6))
        case "tanh":
            return .saturated(scale: max(catalogue.size(entry, reduction) * random.logUniform(0.3, 2), 1e-6))
        case "above": return .above(threshold: range.low + span * random.uniform(0.2, 0.8))
        case "excess": return .excess(threshold: range.high * random.uniform(0.05, 0.5))
        case "complement": return .complement
        case "abs": return .absolute
        case "square": return .square
        default: return .identity
        }
    }

    /// Says how likely a term is a reward rather than a cost.
    private func praise(for entry: SignalCatalogue.Entry, _ reduction: Reduction, _ kind: String) -> Double {
        switch (entry.role, kind) {
        case (.flag, "complement"): 0.97
        case (.flag, _): 0.04
        case (_, "near"): 0.92
        case (.progress, "identity"), (.progress, "tanh"), (.progress, "above"), (.progress, "excess"): 0.85
        case (_, "square"), (_, "abs"): 0.2
        case (.action, _): reduction.isNonNegative ? 0.15 : 0.4
        case (.vector, _): reduction.isNonNegative ? 0.2 : 0.5
        default: 0.5
        }
    }

    /// Draws a gate that looks at another signal; nil when there is none.
    func gate(for entry: SignalCatalogue.Entry, _ random: inout SplitMix64) -> Gate? {
        let others = catalogue.entries.filter {
            $0.signal.name != entry.signal.name && ($0.isScalar || $0.role == .flag)
        }
        guard !others.isEmpty else { return nil }
        let odds = others.map { $0.role == .clock ? 0.05 : $0.role == .posture ? 2 : 1 }
        let other = others[random.pick(odds)]
        guard other.role != .flag else { return .unless(flag: other.signal.name) }
        let span = other.signal.high - other.signal.low
        if random.chance(0.65) {
            let threshold = other.signal.low + span * random.uniform(0.1, 0.6)
            return .above(signal: other.signal.name, threshold: threshold)
        }
        return .below(
            signal: other.signal.name, threshold: other.signal.low + span * random.uniform(0.4, 0.9))
    }
}
