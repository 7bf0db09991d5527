/// Where each state variable lies in a packed state: its word, shift and mask.
package struct StateLayout: Sendable {
    package struct Field: Sendable {
        package let word: Int32
        package let shift: Int32
        package let mask: UInt64
    }

    package let fields: [Field]
    package let starts: [Int32]
    /// The number of 64-bit words of a packed state, at least 1.
    package let words: Int
    /// The number of bits that carry information.
    package let bits: Int

    /// Places variables with the most bits first, each in the first word with room.
    package init(_ variables: StateVariables) {
        starts = variables.variableStart
        let widths = (0..<variables.variableCount).map { variable in
            let values = variables.variableStart[variable + 1] - variables.variableStart[variable]
            return max(1, 32 - (values - 1).leadingZeroBitCount)
        }
        bits = widths.reduce(0, +)
        var fields = Array(repeating: Field(word: 0, shift: 0, mask: 0), count: widths.count)
        var used: [Int] = []
        var firstWithRoom = 0
        for width in stride(from: 32, to: 0, by: -1) {
            for variable in widths.indices where widths[variable] == width {
                var word = firstWithRoom
                while word < used.count, used[word] + width > 64 { word += 1 }
                if word == used.count { used.append(0) }
                fields[variable] = Field(
                    word: Int32(word), shift: Int32(used[word]), mask: (1 << UInt64(width)) - 1)
                used[word] += width
                while firstWithRoom < used.count, used[firstWithRoom] == 64 { firstWithRoom += 1 }
            }
            // A word that is too full for this width may still take narrower variables.
            firstWithRoom = used.firstIndex { $0 < 64 } ?? used.count
        }
        self.fields = fields
        words = max(1, used.count)
    }

    /// Writes a state, one proposition a variable, into `words` packed words.
    package func pack(_ state: [Int32], into row: inout [UInt64]) {
        for word in row.indices { row[word] = 0 }
        for variable in fields.indices {
            let field = fields[variable]
            row[Int(field.word)] |=
                UInt64(UInt32(bitPattern: state[variable] &- starts[variable])) << UInt64(field.shift)
        }
    }

    /// A random-looking number of a proposition; a state's hash is the exclusive or over its propositions.
    @inline(__always)
    static func key(_ proposition: Int32) -> UInt64 {
        var value = (UInt64(UInt32(bitPattern: proposition)) &+ 1) &* 0x9E37_79B9_7F4A_7C15
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// The hash of a whole state.
    func hash(_ state: [Int32]) -> UInt64 {
        state.reduce(0) { $0 ^ Self.key($1) }
    }
}
