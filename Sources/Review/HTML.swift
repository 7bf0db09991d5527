import Foundation

/// Builds HTML from text that is not trusted: whatever is not a literal in this module passes `escaped`.
enum HTML {
    /// Makes text harmless inside elements and quoted attributes; control characters become a visible mark.
    static func escaped(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\n", "\t": result.unicodeScalars.append(scalar)
            case _ where isHidden(scalar): result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Wraps inner HTML in an element; attributes are escaped, `inner` is not.
    static func element(_ name: String, _ attributes: [(String, String)] = [], _ inner: String = "") -> String
    {
        let list = attributes.map { " \($0)=\"\(escaped($1))\"" }.joined()
        return "<\(name)\(list)>\(inner)</\(name)>"
    }

    /// Makes an element around plain text.
    static func text(_ name: String, _ text: String, class style: String = "") -> String {
        element(name, style.isEmpty ? [] : [("class", style)], escaped(text))
    }

    /// Control and direction-changing characters could make code read otherwise than it runs.
    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: true
        default: false
        }
    }
}
