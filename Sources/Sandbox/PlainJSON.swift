/// Writes and reads the few messages that lie between a request and its first rewards.
///
/// After a pause everything runs from cold caches; there a general encoder and decoder take 0.1 ms each, which is a tenth
/// of what a new worker needs altogether. What these do not know is left to `JSONDecoder`.
enum PlainJSON {
    /// Writes a text as JSON.
    static func quote(_ text: String, into bytes: inout [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0..<0x20:
                bytes += Array("\\u00".utf8)
                bytes += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes names with finite numbers; nil where one is not finite.
    static func write(_ numbers: [String: Double], into bytes: inout [UInt8]) -> Void? {
        bytes.append(UInt8(ascii: "{"))
        for (index, (name, value)) in numbers.enumerated() {
            guard value.isFinite else { return nil }
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            quote(name, into: &bytes)
            bytes += Array(":\(value)".utf8)
        }
        bytes.append(UInt8(ascii: "}"))
        return ()
    }
}

extension LoadRequest {
    /// Gives the message; empty, which the harness answers with an error, where a constant is not finite.
    var message: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(code.utf8.count + 512)
        bytes += Array("{\"do\":\"load\",\"code\":".utf8)
        PlainJSON.quote(code, into: &bytes)
        let layout = layout
        bytes += Array(",\"layout\":{\"capacity_rows\":\(layout.capacityRows),\"signals\":[".utf8)
        for (index, signal) in layout.signals.enumerated() {
            bytes += Array(index > 0 ? ",{\"name\":".utf8 : "{\"name\":".utf8)
            PlainJSON.quote(signal.name, into: &bytes)
            bytes += Array(",\"shape\":\(signal.shape),\"offset\":\(signal.offset)}".utf8)
        }
        bytes += Array("],\"ended_offset\":\(layout.endedOffset),\"bytes\":\(layout.bytes)}".utf8)
        bytes += Array(",\"constants\":".utf8)
        guard PlainJSON.write(constants, into: &bytes) != nil else { return [] }
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }
}

/// Reads answers of exactly the form that the harness gives them when all is well and no text has anything to escape.
struct PlainAnswer {
    private let bytes: [UInt8]
    private var place = 0

    /// Reads an answer, or nil where its form is another one, whatever it says.
    static func read(_ bytes: [UInt8]) -> Reply? {
        var answer = PlainAnswer(bytes: bytes)
        guard answer.skip("{\"ok\": true, ") else { return nil }
        var candidate: CandidateDescription?
        var components: [String]?
        if answer.skip("\"components\": ") {
            components = answer.names()
        } else if answer.skip("\"candidate\": ") {
            candidate = answer.description()
        }
        guard candidate != nil || components != nil, answer.skip("}"), answer.place == bytes.count else {
            return nil
        }
        return Reply(
            ok: true, verdict: nil, detail: nil, line: nil, traceback: nil, candidate: candidate,
            components: components, memory: nil, facts: nil)
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func description() -> CandidateDescription? {
        guard skip("{\"signals\": "), let signals = names(),
            skip(", \"components\": "), let components = names(),
            skip(", \"constants\": "), let constants = numbers(),
            skip(", \"memory\": "), let memory = numbers(),
            skip(", \"normalised\": "), let normalised = text(),
            skip(", \"fingerprint\": "), let fingerprint = text(),
            skip(", \"lines\": "), let lines = count(), skip("}")
        else { return nil }
        return CandidateDescription(
            signals: signals, components: components, constants: constants, memory: memory,
            normalised: normalised, fingerprint: fingerprint, lines: lines)
    }

    private mutating func skip(_ expected: StaticString) -> Bool {
        let count = expected.utf8CodeUnitCount
        guard bytes.count - place >= count else { return false }
        let isThere = expected.withUTF8Buffer { text in
            for index in 0..<count where bytes[place + index] != text[index] { return false }
            return true
        }
        if isThere { place += count }
        return isThere
    }

    private mutating func names() -> [String]? {
        guard skip("[") else { return nil }
        var names: [String] = []
        if skip("]") { return names }
        repeat {
            guard let name = text() else { return nil }
            names.append(name)
        } while skip(", ")
        return skip("]") ? names : nil
    }

    private mutating func numbers() -> [String: Double]? {
        guard skip("{") else { return nil }
        var numbers: [String: Double] = [:]
        if skip("}") { return numbers }
        repeat {
            guard let name = text(), skip(": "), let value = number(),
                numbers.updateValue(value, forKey: name) == nil
            else { return nil }
        } while skip(", ")
        return skip("}") ? numbers : nil
    }

    /// Reads printable ASCII in quotes.
    private mutating func text() -> String? {
        guard skip("\"") else { return nil }
        let start = place
        while place < bytes.count, 0x20..<0x7f ~= bytes[place], bytes[place] != UInt8(ascii: "\\") {
            if bytes[place] == UInt8(ascii: "\"") {
                place += 1
                return String(decoding: bytes[start..<(place - 1)], as: UTF8.self)
            }
            place += 1
        }
        return nil
    }

    /// Reads a number like `-12.5`; others are rare.
    private mutating func number() -> Double? {
        let start = place
        _ = skip("-")
        guard count() != nil else { return nil }
        if skip(".") {
            let point = place
            while place < bytes.count, isDigit(bytes[place]) { place += 1 }
            guard place > point else { return nil }
        }
        // Whatever comes here instead of the end, an exponent among it, is no end to the caller either.
        return Double(String(decoding: bytes[start..<place], as: UTF8.self))
    }

    /// Reads a whole number of at most 15 digits.
    private mutating func count() -> Int? {
        let start = place
        var value = 0
        while place < bytes.count, isDigit(bytes[place]), place - start < 16 {
            value = value * 10 + Int(bytes[place] - UInt8(ascii: "0"))
            place += 1
        }
        let digits = place - start
        return digits == 0 || digits > 15 || digits > 1 && bytes[start] == UInt8(ascii: "0") ? nil : value
    }

    private func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
}
