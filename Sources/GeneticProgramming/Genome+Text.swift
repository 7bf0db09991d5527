// The spelling of a genome: five words a term, terms separated by semicolons, for example
// `1.2 identity value x_velocity always; -0.05 identity squares action unless:terminated`.

extension Reduction {
    var text: String {
        switch self {
        case .value: "value"
        case .squares: "squares"
        case .meanAbsolute: "mean_abs"
        case .norm: "norm"
        case .maximum: "max"
        case .element(let index): "element:\(index)"
        }
    }

    init?(text: Substring) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        switch (parts.first, parts.count) {
        case ("value", 1): self = .value
        case ("squares", 1): self = .squares
        case ("mean_abs", 1): self = .meanAbsolute
        case ("norm", 1): self = .norm
        case ("max", 1): self = .maximum
        case ("element", 2):
            guard let index = Int(parts[1]), index >= 0 else { return nil }
            self = .element(index)
        default: return nil
        }
    }
}

extension Shape {
    var text: String {
        switch self {
        case .identity, .complement, .absolute, .square, .change: kind
        case .near(let target, let temperature): "near:\(target):\(temperature)"
        case .saturated(let scale): "tanh:\(scale)"
        case .above(let threshold): "above:\(threshold)"
        case .excess(let threshold): "excess:\(threshold)"
        }
    }

    init?(text: Substring) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let numbers = parts.dropFirst().compactMap { finite($0) }
        guard numbers.count == parts.count - 1 else { return nil }
        switch (parts.first, numbers.count) {
        case ("identity", 0): self = .identity
        case ("complement", 0): self = .complement
        case ("abs", 0): self = .absolute
        case ("square", 0): self = .square
        case ("change", 0): self = .change
        case ("near", 2):
            guard numbers[1] > 0 else { return nil }
            self = .near(target: numbers[0], temperature: numbers[1])
        case ("tanh", 1):
            guard numbers[0] > 0 else { return nil }
            self = .saturated(scale: numbers[0])
        case ("above", 1): self = .above(threshold: numbers[0])
        case ("excess", 1): self = .excess(threshold: numbers[0])
        default: return nil
        }
    }
}

extension Gate {
    var text: String {
        switch self {
        case .always, .unless: kind
        case .above(_, let threshold), .below(_, let threshold): "\(kind):\(threshold)"
        }
    }

    init?(text: Substring) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        switch (parts.first, parts.count) {
        case ("always", 1): self = .always
        case ("unless", 2): self = .unless(flag: String(parts[1]))
        case ("above", 3):
            guard let threshold = finite(parts[2]) else { return nil }
            self = .above(signal: String(parts[1]), threshold: threshold)
        case ("below", 3):
            guard let threshold = finite(parts[2]) else { return nil }
            self = .below(signal: String(parts[1]), threshold: threshold)
        default: return nil
        }
    }
}

extension Term {
    var text: String {
        "\(weight) \(shape.text) \(reduction.text) \(signal) \(gate.text)"
    }

    init?(text: Substring) {
        let words = text.split(separator: " ")
        guard words.count == 5, let weight = finite(words[0]), weight != 0, let shape = Shape(text: words[1]),
            let reduction = Reduction(text: words[2]), let gate = Gate(text: words[4])
        else { return nil }
        self.init(weight: weight, shape: shape, reduction: reduction, signal: String(words[3]), gate: gate)
    }
}

extension Genome {
    /// Start of the comment line that carries the genome inside the code.
    static let marker = "# genome: "

    /// Spells the genome on one line.
    package var text: String {
        terms.map(\.text).joined(separator: "; ")
    }

    /// Reads a genome back; nil when the text is not exactly one.
    package init?(text: Substring) {
        let parts = text.split(separator: ";", omittingEmptySubsequences: false)
        let terms = parts.compactMap { Term(text: $0) }
        guard terms.count == parts.count, (1...Genome.limit).contains(terms.count) else { return nil }
        self.terms = terms
    }
}

private func finite(_ text: Substring) -> Double? {
    guard let number = Double(text), number.isFinite else { return nil }
    return number
}
