extension RewardCode {
    /// Writes the docstring's inside: what is rewarded and punished in words, then the signals with their units.
    func documentation(_ genome: Genome, _ lines: [Line], _ arguments: [String]) -> String {
        let described = zip(genome.terms, lines).map { (term: $0, words: words(for: $0, $1)) }
        let rewards = described.filter { $0.term.weight > 0 }.map(\.words)
        let costs = described.filter { $0.term.weight < 0 }.map(\.words)
        var sentences: [String] = []
        if !rewards.isEmpty { sentences.append("Reward \(listed(rewards))") }
        if !costs.isEmpty { sentences.append("\(rewards.isEmpty ? "Punish" : "punish") \(listed(costs))") }
        let summary = wrapped(sentences.joined(separator: "; ") + ".", first: 7, then: "    ")
        let signals = arguments.compactMap { catalogue.entry($0)?.signal }.map { signal in
            let unit = signal.unit.isEmpty ? "" : " (\(plain(signal.unit)))"
            return wrapped("\(signal.name): \(plain(signal.text))\(unit)", first: 4, then: "        ")
        }
        return summary + "\n\n" + signals.map { "    \($0)" }.joined(separator: "\n")
    }

    func words(for term: Term, _ line: Line) -> String {
        let name = term.signal
        let inner =
            switch term.reduction {
            case .value: name
            case .squares: "the sum of squares of \(name)"
            case .meanAbsolute: "the mean size of \(name)"
            case .norm: "the length of \(name)"
            case .maximum: "the largest element of \(name)"
            case .element(let index): "element \(index) of \(name)"
            }
        let constants = line.constants.map(\.name)
        let shaped =
            switch term.shape {
            case .identity: inner
            case .complement: "every step without \(name)"
            case .absolute: "the size of \(inner)"
            case .square: "the square of \(inner)"
            case .near: "\(inner) near \(constants[1])"
            case .saturated: "\(inner) up to about \(constants[1])"
            case .above: "\(inner) above \(constants[1])"
            case .excess: "what \(inner) has beyond \(constants[1])"
            case .change: "every growth of \(inner)"
            }
        return switch term.gate {
        case .always: shaped
        case .above(let signal, _): "\(shaped) while \(signal) is above \(constants[constants.count - 1])"
        case .below(let signal, _): "\(shaped) while \(signal) is below \(constants[constants.count - 1])"
        case .unless(let flag): "\(shaped) unless \(flag)"
        }
    }

    func listed(_ items: [String]) -> String {
        guard let last = items.last, items.count > 1 else { return items.joined() }
        return items.dropLast().joined(separator: ", ") + " and " + last
    }

    /// Breaks text into lines of at most 88 columns; `first` columns of the first line are already taken.
    func wrapped(_ text: String, first: Int, then indent: String) -> String {
        var result = ""
        var column = first
        for word in text.split(separator: " ") {
            if column + word.count + 1 > 88 {
                result += "\n\(indent)"
                column = indent.count
            } else if !result.isEmpty {
                result += " "
                column += 1
            }
            result += word
            column += word.count
        }
        return result
    }

    /// Takes out of a description whatever could end or bend a docstring.
    func plain(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "\\": result.append("/")
            case "\"": result.append("'")
            default: result.append(character.isNewline || character.isWhitespace ? " " : character)
            }
        }
        return result
    }
}
