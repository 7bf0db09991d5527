/// Writes a genome as Python, and finds the genome again in code written that way.
struct RewardCode {
    /// Names that arguments and constants must not take.
    static let reserved: Set<String> = [
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def",
        "del",
        "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda",
        "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield", "np", "numpy",
        "math",
        "total", "memory", "compute_reward",
    ]

    let catalogue: SignalCatalogue
    /// Names that components and constants must not take.
    private let unavailable: Set<String>

    init(catalogue: SignalCatalogue) {
        self.catalogue = catalogue
        unavailable = Self.reserved.union(catalogue.entries.map(\.signal.name))
    }

    /// Writes the whole file: import, function, genome comment.
    func source(of genome: Genome) -> String {
        let lines = lines(of: genome)
        let arguments = usedSignals(genome)
        let constants = lines.flatMap(\.constants).map { "\($0.name)=\($0.value)" }
        let components = lines.map { "        \"\($0.component)\": \($0.component),\n" }.joined()
        return """
            import numpy as np


            \(signature(arguments, constants))
                \"""\(documentation(genome, lines, arguments))
                \"""
            \(lines.map { assignment($0.component, $0.factors, by: "*") }.joined())\
            \(assignment("total", lines.map(\.component), by: "+"))\
                return total, {
            \(components)    }


            \(Genome.marker)\(genome.text)

            """
    }

    /// Finds the genome that code was written from; nil for foreign or edited code.
    ///
    /// The comment counts only when the code is, but for the docstring and blank ends, what the genome is written as.
    func genome(in code: String) -> Genome? {
        let rows = code.split(separator: "\n", omittingEmptySubsequences: false)
        let marked = rows.filter { $0.hasPrefix(Genome.marker) }
        guard marked.count == 1, let row = marked.first,
            let genome = Genome(text: trimmed(row.dropFirst(Genome.marker.count))), catalogue.accepts(genome)
        else { return nil }
        return essence(source(of: genome)) == essence(code) ? genome : nil
    }

    /// Writes one assignment, on one line or, where that is too long, one operand a line.
    func assignment(_ name: String, _ operands: [String], by sign: String) -> String {
        let short = "    \(name) = \(operands.joined(separator: " \(sign) "))\n"
        guard short.count > 97 else { return short }
        let rows = operands.joined(separator: "\n        \(sign) ")
        return "    \(name) = (\n        \(rows)\n    )\n"
    }

    /// Gives the lines that count: all but blank ones and docstrings.
    func essence(_ code: String) -> [Substring] {
        var rows: [Substring] = []
        var quoted = false
        for row in code.split(whereSeparator: \.isNewline) where !trimmed(row).isEmpty {
            let line = trimmed(row)
            let text = line.drop { $0 == " " }
            if quoted {
                quoted = !text.hasSuffix("\"\"\"")
            } else if text.hasPrefix("\"\"\"") {
                quoted = text.count < 6 || !text.hasSuffix("\"\"\"")
            } else {
                rows.append(line)
            }
        }
        return rows
    }

    func trimmed(_ text: Substring) -> Substring {
        var text = text
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }

    private func usedSignals(_ genome: Genome) -> [String] {
        var names: [String] = []
        for term in genome.terms {
            for name in [term.signal, term.gate.signal].compactMap(\.self) where !names.contains(name) {
                names.append(name)
            }
        }
        return names
    }

    func signature(_ arguments: [String], _ constants: [String]) -> String {
        let all = arguments + ["*"] + constants
        let short = "def compute_reward(\(all.joined(separator: ", "))):"
        guard short.count > 88 else { return short }
        return "def compute_reward(\n" + all.map { "    \($0),\n" }.joined() + "):"
    }
}

extension RewardCode {
    /// Holds one term as code: the component it fills, the factors of its value, and its constants.
    struct Line {
        var component: String
        var factors: [String]
        var constants: [(name: String, value: Double)]
    }

    /// Writes the terms in order, with names that clash with nothing.
    func lines(of genome: Genome) -> [Line] {
        var taken = unavailable
        var lines: [Line] = []
        for term in genome.terms {
            let names = baseNames(of: term)
            var number = 0
            var line = line(of: term, named: names[0])
            while taken.contains(line.component)
                || line.constants.contains(where: { taken.contains($0.name) })
            {
                number += 1
                let base = number < names.count ? names[number] : "\(names[names.count - 1])_\(number)"
                line = self.line(of: term, named: base)
            }
            taken.insert(line.component)
            for constant in line.constants { taken.insert(constant.name) }
            lines.append(line)
        }
        return lines
    }

    /// Gives a short name for a term, and a longer one for when that is taken.
    private func baseNames(of term: Term) -> [String] {
        if term.shape == .complement { return ["not_\(term.signal)"] }
        let reduced =
            switch term.reduction {
            case .value, .squares: term.signal
            case .meanAbsolute: "\(term.signal)_size"
            case .norm: "\(term.signal)_norm"
            case .maximum: "\(term.signal)_max"
            case .element(let index): "\(term.signal)_\(index)"
            }
        return switch term.shape {
        case .identity, .complement: [reduced]
        case .absolute: [reduced, "\(reduced)_magnitude"]
        case .square: [reduced, "\(reduced)_squared"]
        case .near: [reduced, "\(reduced)_near"]
        case .saturated: [reduced, "\(reduced)_bounded"]
        case .above: [reduced, "\(reduced)_above"]
        case .excess: ["\(reduced)_excess"]
        case .change: ["\(reduced)_change"]
        }
    }

    private func line(of term: Term, named base: String) -> Line {
        let weight = "\(base)_weight"
        var constants = [(name: weight, value: term.weight.magnitude)]
        func constant(_ suffix: String, _ value: Double) -> String {
            constants.append((name: "\(base)_\(suffix)", value: value))
            return "\(base)_\(suffix)"
        }
        let inner = reduced(term)
        let shaped: String
        switch term.shape {
        case .identity: shaped = inner
        case .complement: shaped = "(1.0 - \(inner))"
        case .absolute: shaped = "np.abs(\(inner))"
        case .square: shaped = "\(inner)**2"
        case .near(let target, let temperature):
            let far = "(\(inner) - \(constant("target", target))) ** 2"
            shaped = "np.exp(-(\(far)) / \(constant("temperature", temperature)))"
        case .saturated(let scale): shaped = "np.tanh(\(inner) / \(constant("scale", scale)))"
        case .above(let threshold):
            shaped = "(\(inner) > \(constant("threshold", threshold))).astype(np.float32)"
        case .excess(let threshold):
            shaped = "np.maximum(\(inner) - \(constant("threshold", threshold)), 0.0)"
        case .change: shaped = change(of: inner)
        }
        let praises = term.weight > 0
        var factors = [praises ? weight : "-\(weight)", shaped]
        switch term.gate {
        case .always: break
        case .above(let signal, let threshold): factors.append("(\(signal) > \(constant("gate", threshold)))")
        case .below(let signal, let threshold): factors.append("(\(signal) < \(constant("gate", threshold)))")
        case .unless(let flag): factors.append("(1.0 - \(flag))")
        }
        let component = "\(base)_\(praises ? "reward" : "cost")"
        return Line(component: component, factors: factors, constants: constants)
    }

    /// Writes how a number differs from the step before: by the signal that tells it, or from memory.
    private func change(of name: String) -> String {
        if let earlier = catalogue.earlier(name) { return "(\(name) - \(earlier))" }
        return "(\(name) - memory[\"last_\(name)\"]) * memory[\"begun\"]"
    }

    /// Writes the number a step that a term looks at; the batch axis stays.
    private func reduced(_ term: Term) -> String {
        let name = term.signal
        let shape = catalogue.entry(name)?.signal.shape ?? []
        let axes = shape.indices.map { String($0 - shape.count) }.joined(separator: ", ")
        let axis = shape.count > 1 ? "(\(axes))" : axes
        switch term.reduction {
        case .value: return name
        case .squares: return "np.sum(\(name)**2, axis=\(axis))"
        case .meanAbsolute: return "np.mean(np.abs(\(name)), axis=\(axis))"
        case .norm: return "np.sqrt(np.sum(\(name)**2, axis=\(axis)))"
        case .maximum: return "np.max(\(name), axis=\(axis))"
        case .element(let index):
            var rest = index
            var places: [String] = []
            for length in shape.reversed() {
                places.insert(String(rest % length), at: 0)
                rest /= length
            }
            return "\(name)[:, \(places.joined(separator: ", "))]"
        }
    }
}
