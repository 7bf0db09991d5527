/// Computes SHA-256 (FIPS 180-4), which names candidates by their content.
///
/// Forty lines of our own rather than a package: the one that offers it builds for over a minute on two cores.
package enum ContentHash {
    /// Hashes text as UTF-8.
    /// - Returns: 64 lower-case hexadecimal digits.
    package static func hex(_ text: String) -> String {
        hex(Array(text.utf8))
    }

    /// Hashes bytes.
    /// - Returns: 64 lower-case hexadecimal digits.
    package static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".unicodeScalars)
        var text = String.UnicodeScalarView()
        for word in words(of: bytes) {
            for shift in stride(from: 28, through: 0, by: -4) {
                text.append(digits[Int((word >> UInt32(shift)) & 15)])
            }
        }
        return String(text)
    }

    /// Derives a seed below 2^31 from text, for random streams named by purpose.
    package static func seed(_ text: String) -> UInt64 {
        UInt64(words(of: Array(text.utf8))[0] >> 1)
    }

    private static func words(of message: [UInt8]) -> [UInt32] {
        var bytes = message
        bytes.append(0x80)
        while bytes.count % 64 != 56 { bytes.append(0) }
        let bitCount = UInt64(message.count) &* 8
        for shift in stride(from: 56, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: bitCount >> shift))
        }
        var state = initialState
        var schedule = [UInt32](repeating: 0, count: 64)
        for block in stride(from: 0, to: bytes.count, by: 64) {
            for index in 0..<16 {
                let at = block + 4 * index
                let high = UInt32(bytes[at]) << 24 | UInt32(bytes[at + 1]) << 16
                schedule[index] = high | UInt32(bytes[at + 2]) << 8 | UInt32(bytes[at + 3])
            }
            compress(&state, &schedule)
        }
        return state
    }

    /// Mixes one block, whose 16 words stand at the start of the schedule, into the state.
    private static func compress(_ state: inout [UInt32], _ schedule: inout [UInt32]) {
        for index in 16..<64 {
            let (near, far) = (schedule[index - 15], schedule[index - 2])
            let small = rotate(near, 7) ^ rotate(near, 18) ^ (near >> 3)
            let large = rotate(far, 17) ^ rotate(far, 19) ^ (far >> 10)
            schedule[index] = schedule[index - 16] &+ small &+ schedule[index - 7] &+ large
        }
        var (a, b, c, d) = (state[0], state[1], state[2], state[3])
        var (e, f, g, h) = (state[4], state[5], state[6], state[7])
        for index in 0..<64 {
            let sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
            let first = h &+ sum1 &+ ((e & f) ^ (~e & g)) &+ constants[index] &+ schedule[index]
            let sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
            let second = sum0 &+ ((a & b) ^ (a & c) ^ (b & c))
            (h, g, f, e) = (g, f, e, d &+ first)
            (d, c, b, a) = (c, b, a, first &+ second)
        }
        for (index, word) in [a, b, c, d, e, f, g, h].enumerated() { state[index] = state[index] &+ word }
    }

    private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
        word >> count | word << (32 - count)
    }

    /// First 32 bits of the fractional parts of the square roots of the first 8 primes.
    private static let initialState: [UInt32] = primes.prefix(8).map { fraction(of: Double($0).squareRoot()) }

    /// First 32 bits of the fractional parts of the cube roots of the first 64 primes.
    private static let constants: [UInt32] = primes.map { prime in
        // Newton's method on x^3 = prime; the fraction needs 32 of the 52 bits that a Double holds.
        var root = 7.0
        for _ in 0..<60 { root -= (root * root * root - Double(prime)) / (3 * root * root) }
        return fraction(of: root)
    }

    private static func fraction(of value: Double) -> UInt32 {
        UInt32((value - value.rounded(.down)) * 4_294_967_296)
    }

    private static let primes: [Int] = (2...311).filter { number in
        !(2..<number).contains { $0 * $0 <= number && number % $0 == 0 }
    }
}
