internal import Foundation

/// Finds the tunable constants in a candidate's code, and writes other values in their place; the rest stays as it is.
///
/// Tunable constants are keyword-only parameters with a number as default. One whose default is computed (`2 * np.pi`) is left
/// alone.
struct ConstantsCode {
    /// Holds one constant: its name, the number that stands in the code, and whether that is a whole one.
    struct Constant: Equatable, Sendable {
        var name: String
        var value: Double
        var isWhole: Bool
    }

    let constants: [Constant]
    private let bytes: [UInt8]
    /// Where the numbers stand, in the order of ``constants``.
    private let places: [Range<Int>]

    /// Looks for constants of known names in the first function that has any of them; nil where there are none.
    init?(_ code: String, names: Set<String>) {
        let bytes = Array(code.utf8)
        self.bytes = bytes
        for start in Self.parameterLists(bytes) {
            var constants: [Constant] = []
            var places: [Range<Int>] = []
            for parameter in Self.parameters(bytes, from: start) where names.contains(parameter.name) {
                let text = String(decoding: bytes[parameter.number], as: UTF8.self)
                guard let value = Double(text.replacingOccurrences(of: "_", with: "")), value.isFinite else {
                    continue
                }
                let isWhole = !text.contains { ".eE".contains($0) }
                constants.append(Constant(name: parameter.name, value: value, isWhole: isWhole))
                places.append(parameter.number)
            }
            if !constants.isEmpty {
                (self.constants, self.places) = (constants, places)
                return
            }
        }
        return nil
    }

    /// Writes the code with other values, in the order of ``constants``; whole numbers stay whole.
    func setting(_ values: [Double]) -> String {
        var text = bytes
        for (index, place) in places.enumerated().reversed() {
            text.replaceSubrange(place, with: Array(Self.text(values[index], constants[index].isWhole).utf8))
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Gives the value that a coordinate of the search stands for: a factor for what is not zero, a distance from zero.
    static func value(of constant: Constant, at coordinate: Double) -> Double {
        let bounded = min(max(coordinate, -3), 3)
        return constant.value == 0 ? bounded : constant.value * exp(bounded)
    }

    private static func text(_ value: Double, _ isWhole: Bool) -> String {
        if isWhole { return String(Int(min(max(value.rounded(), -1e15), 1e15))) }
        let short = String(format: "%.6g", value)
        return short.contains { ".e".contains($0) } ? short : short + ".0"
    }

    /// Finds the places after the opening brackets of all function definitions.
    private static func parameterLists(_ bytes: [UInt8]) -> [Int] {
        let text = String(decoding: bytes, as: UTF8.self)
        return text.ranges(of: "def ").compactMap { range in
            var position = text.utf8.distance(from: text.startIndex, to: range.upperBound)
            while position < bytes.count, isNamePart(bytes[position]) { position += 1 }
            while position < bytes.count, bytes[position] == UInt8(ascii: " ") { position += 1 }
            guard position < bytes.count, bytes[position] == UInt8(ascii: "(") else { return nil }
            return position + 1
        }
    }

    /// Reads keyword-only parameters whose default looks like a number, up to the closing bracket.
    private static func parameters(_ bytes: [UInt8], from start: Int) -> [(name: String, number: Range<Int>)]
    {
        var found: [(name: String, number: Range<Int>)] = []
        var isKeywordOnly = false
        var begin = start
        var depth = 1
        var position = start
        while position < bytes.count, depth > 0 {
            switch bytes[position] {
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            case UInt8(ascii: "#"):
                // A comment between parameters belongs to none of them.
                let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
                if isBlank(bytes[begin..<position]) { begin = end }
                position = end
                continue
            case UInt8(ascii: "\""), UInt8(ascii: "'"): return found
            default: break
            }
            let isEnd = depth == 0 || (depth == 1 && bytes[position] == UInt8(ascii: ","))
            if isEnd {
                let part = begin..<position
                if bytes[part].first(where: { !isSpace($0) }) == UInt8(ascii: "*") {
                    isKeywordOnly = true
                } else if isKeywordOnly, let parameter = parameter(bytes, part) {
                    found.append(parameter)
                }
                begin = position + 1
            }
            position += 1
        }
        return found
    }

    /// Reads `name = 1.5` or `name: float = 1.5`.
    private static func parameter(_ bytes: [UInt8], _ part: Range<Int>) -> (name: String, number: Range<Int>)?
    {
        guard let equals = bytes[part].firstIndex(of: UInt8(ascii: "=")) else { return nil }
        let name = bytes[part.lowerBound..<equals].drop(while: isSpace).prefix(while: isNamePart)
        var number = equals + 1..<part.upperBound
        while let first = bytes[number].first, isSpace(first) { number.removeFirst() }
        // What follows the number up to the comma must be blank, or a comment: `2 * np.pi` is no number.
        let length = bytes[number].prefix { !isSpace($0) && $0 != UInt8(ascii: "#") }.count
        let rest = bytes[number.lowerBound + length..<part.upperBound].drop(while: isSpace)
        guard rest.isEmpty || rest.first == UInt8(ascii: "#") else { return nil }
        number = number.lowerBound..<number.lowerBound + length
        return name.isEmpty || number.isEmpty ? nil : (String(decoding: name, as: UTF8.self), number)
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || (48...57).contains(byte) || (65...90).contains(byte)
            || (97...122).contains(byte) || byte >= 128
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

    private static func isBlank(_ bytes: ArraySlice<UInt8>) -> Bool { bytes.allSatisfy(isSpace) }
}
