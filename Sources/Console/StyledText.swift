/// Names what a piece of text means; the terminal decides on the colour.
package enum Style: Sendable, Equatable {
    case plain, strong, quiet, good, bad, warning, accent

    /// Gives the ANSI parameters that switch the style on.
    fileprivate var parameters: String {
        switch self {
        case .plain: ""
        case .strong: "1"
        case .quiet: "2"
        case .good: "1;32"
        case .bad: "31"
        case .warning: "33"
        case .accent: "36"
        }
    }
}

/// Holds one line of text in styled spans, measured in terminal columns.
package struct StyledText: Sendable, Equatable {
    package struct Span: Sendable, Equatable {
        package var text: String
        package var style: Style
    }
    package private(set) var spans: [Span] = []

    package init(_ text: String = "", _ style: Style = .plain) { append(text, style) }

    /// Appends text; control characters are taken out, so that no candidate can steer the terminal.
    package mutating func append(_ text: String, _ style: Style = .plain) {
        guard !text.isEmpty else { return }
        spans.append(Span(text: DisplayWidth.harmless(text), style: style))
    }

    package mutating func append(_ other: StyledText) { spans += other.spans }

    /// Gives the number of terminal columns.
    package var width: Int { spans.reduce(0) { $0 + DisplayWidth.of($1.text) } }

    /// Cuts to at most `columns`, the last of which is then an ellipsis.
    package func clipped(to columns: Int) -> StyledText {
        guard width > columns else { return self }
        var result = StyledText()
        var left = max(columns - 1, 0)
        for span in spans {
            let part = DisplayWidth.prefix(of: span.text, columns: left)
            result.append(part, span.style)
            left -= DisplayWidth.of(part)
            if part != span.text || left == 0 {
                if columns > 0 { result.append("…", span.style) }
                break
            }
        }
        return result
    }

    /// Cuts or fills with blanks to exactly `columns`.
    package func padded(to columns: Int, right: Bool = false) -> StyledText {
        let cut = clipped(to: columns)
        let blanks = StyledText(String(repeating: " ", count: max(columns - cut.width, 0)))
        var result = right ? blanks : cut
        result.append(right ? cut : blanks)
        return result
    }

    /// Writes the text, with ANSI styles only if `colour`; every style is switched off again.
    package func rendered(colour: Bool) -> String {
        spans.map { span in
            guard colour, span.style != .plain else { return span.text }
            return "\u{1B}[\(span.style.parameters)m\(span.text)\u{1B}[0m"
        }.joined()
    }
}

/// Measures text in terminal columns.
package enum DisplayWidth {
    /// Counts columns: wide East Asian characters and emoji take two, combining marks none.
    package static func of(_ text: String) -> Int { text.reduce(0) { $0 + of($1) } }

    /// Gives the longest beginning of `text` that fits in `columns`.
    package static func prefix(of text: String, columns: Int) -> String {
        var used = 0
        return String(
            text.prefix { character in
                used += of(character)
                return used <= columns
            })
    }

    /// Replaces control and direction-changing characters by blanks: text of candidates is not trusted.
    package static func harmless(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isHarmful) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { result.append(isHarmful(scalar) ? " " : scalar) }
        return String(result)
    }

    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: true
        default: false
        }
    }

    private static func of(_ character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        switch first.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default:
            switch first.properties.generalCategory {
            case .nonspacingMark, .enclosingMark: return 0
            default: return 1
            }
        }
    }
}
