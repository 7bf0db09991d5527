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
        for block in stride(from: 0, to: bytes.count, by: 64) {
            compress(&state, bytes[block..<(block + 64)])
        }
        return state
    }

    private static func compress(_ state: inout [UInt32], _ block: ArraySlice<UInt8>) {
        var schedule: [UInt32] = stride(from: block.startIndex, to: block.endIndex, by: 4).map { at in
            block[at..<(at + 4)].reduce(0) { $0 << 8 | UInt32($1) }
        }
        for index in 16..<64 {
            let near = schedule[index - 15]
            let far = schedule[index - 2]
            let small = rotate(near, 7) ^ rotate(near, 18) ^ (near >> 3)
            let large = rotate(far, 17) ^ rotate(far, 19) ^ (far >> 10)
            schedule.append(schedule[index - 16] &+ small &+ schedule[index - 7] &+ large)
        }
        var work = state
        for index in 0..<64 {
            let sum1 = rotate(work[4], 6) ^ rotate(work[4], 11) ^ rotate(work[4], 25)
            let choice = (work[4] & work[5]) ^ (~work[4] & work[6])
            let first = work[7] &+ sum1 &+ choice &+ constants[index] &+ schedule[index]
            let sum0 = rotate(work[0], 2) ^ rotate(work[0], 13) ^ rotate(work[0], 22)
            let majority = (work[0] & work[1]) ^ (work[0] & work[2]) ^ (work[1] & work[2])
            work = [first &+ sum0 &+ majority] + work[0..<3] + [work[3] &+ first] + work[4..<7]
        }
        for index in 0..<8 { state[index] = state[index] &+ work[index] }
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
