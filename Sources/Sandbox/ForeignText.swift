/// Makes text that a candidate may have chosen fit for terminals, reports and prompts.
enum ForeignText {
    /// Bounds the detail of a verdict, characters.
    static let detail = 4000
    /// Bounds a traceback, characters.
    static let traceback = 8000

    /// Replaces what is no plain text, such as terminal codes and marks that reverse the direction, and cuts.
    static func shown(_ text: String, limit: Int = .max) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(limit) {
            let isPlain = scalar == "\n" || scalar == "\t" || isPrintable(scalar)
            scalars.append(isPlain ? scalar : "\u{fffd}")
        }
        return String(scalars)
    }

    /// Is true for names of components, constants and memory: short, printable, without quotes.
    static func isName(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        return (1...64).contains(scalars.count)
            && scalars.allSatisfy { isPrintable($0) && $0 != "\"" && $0 != "\\" }
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return 0x20..<0x7f ~= scalar.value }
        return switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
            false
        case .spaceSeparator: scalar == "\u{a0}"
        default: true
        }
    }
}

extension [String] {
    /// Is true where no name comes twice; for short lists.
    var areDistinct: Bool {
        indices.allSatisfy { index in !self[..<index].contains(self[index]) }
    }
}

extension CandidateDescription {
    /// Says what in this description no honest harness would say, or nil.
    ///
    /// A worker can forge its answer: what the rest of the program relies on is looked at here.
    func complaint(layout: SignalLayout) -> String? {
        guard signals.count <= layout.signals.count, signals.areDistinct,
            signals.allSatisfy({ name in layout.signals.contains { $0.name == name } })
        else {
            return "claimed signals that are not offered"
        }
        guard components.count <= RewardWorker.maximumComponents, components.areDistinct,
            components.allSatisfy(ForeignText.isName)
        else { return "claimed components that cannot be" }
        let numbers = [constants, memory]
        guard numbers.allSatisfy({ $0.count <= 256 && $0.keys.allSatisfy(ForeignText.isName) }),
            numbers.allSatisfy({ $0.values.allSatisfy(\.isFinite) })
        else { return "claimed constants or memory that cannot be" }
        let isHash = { (text: String) in
            text.isEmpty || text.utf8.count == 64 && text.allSatisfy { "0123456789abcdef".contains($0) }
        }
        return isHash(normalised) && isHash(fingerprint) && lines >= 0 ? nil : "claimed hashes that are none"
    }
}
