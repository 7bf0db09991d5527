/// Turns one signal into one number a step.
package enum Reduction: Sendable, Hashable {
    /// The signal itself; for scalar signals only.
    case value
    case squares
    case meanAbsolute
    case norm
    case maximum
    /// One element, counted through all axes in row order.
    case element(Int)

    /// Tells whether the result can never be below zero.
    var isNonNegative: Bool {
        switch self {
        case .squares, .meanAbsolute, .norm: true
        case .value, .maximum, .element: false
        }
    }
}

/// Bends the number before it is weighted.
package enum Shape: Sendable, Hashable {
    case identity
    /// 1 − x, for flags.
    case complement
    case absolute
    case square
    /// exp(−(x − target)² / temperature).
    case near(target: Double, temperature: Double)
    /// tanh(x / scale).
    case saturated(scale: Double)
    /// 1 where x > threshold, else 0.
    case above(threshold: Double)
    /// max(x − threshold, 0): pays more the further it goes.
    case excess(threshold: Double)
    /// x − x one step before; for programs of which only signs count.
    case change

    /// Word that names the shape without its constants.
    var kind: String {
        switch self {
        case .identity: "identity"
        case .complement: "complement"
        case .absolute: "abs"
        case .square: "square"
        case .near: "near"
        case .saturated: "tanh"
        case .above: "above"
        case .excess: "excess"
        case .change: "change"
        }
    }
}

/// Switches a term on and off.
package enum Gate: Sendable, Hashable {
    case always
    case above(signal: String, threshold: Double)
    case below(signal: String, threshold: Double)
    /// Counts only while the flag is 0.
    case unless(flag: String)

    /// Signal that the gate looks at; nil when it is always open.
    package var signal: String? {
        switch self {
        case .always: nil
        case .above(let signal, _), .below(let signal, _), .unless(let signal): signal
        }
    }

    /// Words that name the gate without its threshold.
    var kind: String {
        switch self {
        case .always: "always"
        case .above(let signal, _): "above:\(signal)"
        case .below(let signal, _): "below:\(signal)"
        case .unless(let flag): "unless:\(flag)"
        }
    }
}

/// Holds one addend of a reward: `weight · shape(reduction(signal)) · gate`.
package struct Term: Sendable, Hashable {
    /// Never zero; its sign says whether the term rewards or punishes.
    package var weight: Double
    package var shape: Shape
    package var reduction: Reduction
    package var signal: String
    package var gate: Gate

    package init(weight: Double, shape: Shape, reduction: Reduction, signal: String, gate: Gate = .always) {
        self.weight = weight
        self.shape = shape
        self.reduction = reduction
        self.signal = signal
        self.gate = gate
    }

    /// Names the term without any of its constants.
    package var structure: String {
        "\(shape.kind) \(reduction.text) \(signal) \(gate.kind)"
    }

    /// Rounds every constant to two significant digits.
    var short: Term {
        var term = self
        term.weight = weight.short
        switch shape {
        case .near(let target, let temperature):
            term.shape = .near(target: target.short, temperature: temperature.short)
        case .saturated(let scale): term.shape = .saturated(scale: scale.short)
        case .above(let threshold): term.shape = .above(threshold: threshold.short)
        case .excess(let threshold): term.shape = .excess(threshold: threshold.short)
        case .identity, .complement, .absolute, .square, .change: break
        }
        switch gate {
        case .above(let signal, let threshold): term.gate = .above(signal: signal, threshold: threshold.short)
        case .below(let signal, let threshold): term.gate = .below(signal: signal, threshold: threshold.short)
        case .always, .unless: break
        }
        return term
    }
}

/// Holds a reward as a sum of 1 to 8 terms.
package struct Genome: Sendable, Hashable {
    /// Largest number of terms.
    package static let limit = 8

    package var terms: [Term]

    package init(terms: [Term]) {
        self.terms = terms
    }

    /// Adds up terms that say the same thing, rounds the constants, and keeps the first terms up to the limit.
    ///
    /// Two terms of one structure are one term: their weights add where the shape has no constants, otherwise the
    /// first stays.
    func simplified() -> Genome {
        var kept: [Term] = []
        for term in terms.map(\.short) {
            guard let same = kept.firstIndex(where: { $0.structure == term.structure }) else {
                kept.append(term)
                continue
            }
            if kept[same].shape == term.shape, kept[same].gate == term.gate {
                kept[same].weight = (kept[same].weight + term.weight).short
            }
        }
        return Genome(terms: Array(kept.filter { $0.weight != 0 }.prefix(Genome.limit)))
    }

    /// Gives the key of all programs that train alike: terms in a fixed order, weights relative to the largest.
    ///
    /// The learner normalises returns, so a common factor on all weights changes nothing and would be trained twice.
    package var normalised: String {
        let largest = terms.map(\.weight.magnitude).max() ?? 1
        let texts = terms.map { term in
            var relative = term
            relative.weight = (term.weight / largest).short
            return relative.short.text
        }
        return texts.sorted().joined(separator: "; ")
    }
}
