import Foundation

/// Holds JSON with its keys in the order of writing, so that equal events give equal bytes.
package indirect enum JSONText: Sendable, Equatable {
    case object([(String, JSONText)])
    case array([JSONText])
    case string(String)
    case integer(Int)
    case natural(UInt64)
    case number(Double)
    case boolean(Bool)
    case null

    package static func == (left: JSONText, right: JSONText) -> Bool { left.text == right.text }

    /// Writes the value on one line; numbers that are not finite become null.
    package var text: String {
        switch self {
        case .object(let pairs):
            "{" + pairs.map { Self.quoted($0) + ":" + $1.text }.joined(separator: ",") + "}"
        case .array(let values): "[" + values.map(\.text).joined(separator: ",") + "]"
        case .string(let text): Self.quoted(text)
        case .integer(let value): "\(value)"
        case .natural(let value): "\(value)"
        case .number(let value): value.isFinite ? "\(value)" : "null"
        case .boolean(let value): value ? "true" : "false"
        case .null: "null"
        }
    }

    /// Wraps an optional number.
    package static func optional(_ value: Double?) -> JSONText { value.map { .number($0) } ?? .null }
    /// Wraps an optional text.
    package static func optional(_ value: String?) -> JSONText { value.map { .string($0) } ?? .null }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _
            where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
                || scalar.value == 0x2028 || scalar.value == 0x2029:
                result += String(format: "\\u%04x", scalar.value)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
