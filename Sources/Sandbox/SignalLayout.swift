/// Describes one named signal of an environment: what a candidate may ask for as an argument.
package struct SignalInfo: Codable, Sendable, Equatable {
    /// Names the argument.
    package let name: String
    /// Gives the shape of one row; `[]` is one number a row.
    package let shape: [Int]
    /// Names the unit, "1" where there is none.
    package let unit: String
    /// Says in one line what it is.
    package let text: String
    /// Bounds the typical range from below.
    package let low: Double?
    /// Bounds the typical range from above.
    package let high: Double?

    /// Creates a description.
    package init(
        name: String, shape: [Int] = [], unit: String = "1", text: String = "", low: Double? = nil,
        high: Double? = nil
    ) {
        self.name = name
        self.shape = shape
        self.unit = unit
        self.text = text
        self.low = low
        self.high = high
    }
}

/// Says where each signal of a chunk lies in the signals memory.
///
/// Every signal is contiguous float32 in C order, shape `(rows, *shape)`; row `t * environments + i` belongs to
/// step `t` of environment `i`. At `endedOffset` lies one byte a row, 1 where the episode ended with this step.
package struct SignalLayout: Codable, Sendable, Equatable {
    /// Places one signal.
    package struct Entry: Codable, Sendable, Equatable {
        /// Names the signal.
        package let name: String
        /// Gives the shape of one row.
        package let shape: [Int]
        /// Counts bytes from the start of the memory; a multiple of 4.
        package let offset: Int

        /// Creates an entry.
        package init(name: String, shape: [Int], offset: Int) {
            self.name = name
            self.shape = shape
            self.offset = offset
        }
    }

    /// Bounds the rows of one chunk.
    package let capacityRows: Int
    /// Lists the signals that are written.
    package let signals: [Entry]
    /// Counts bytes to the `ended` flags.
    package let endedOffset: Int
    /// Counts the bytes in use, at most the size of the memory.
    package let bytes: Int

    private enum CodingKeys: String, CodingKey {
        case capacityRows = "capacity_rows"
        case signals
        case endedOffset = "ended_offset"
        case bytes
    }

    /// Creates a layout from its parts.
    package init(capacityRows: Int, signals: [Entry], endedOffset: Int, bytes: Int) {
        self.capacityRows = capacityRows
        self.signals = signals
        self.endedOffset = endedOffset
        self.bytes = bytes
    }

    /// Packs signals one after another, each at a multiple of 64 bytes, the `ended` flags last.
    package init(packing signals: [SignalInfo], capacityRows: Int) {
        var offset = 0
        var entries: [Entry] = []
        for signal in signals {
            entries.append(Entry(name: signal.name, shape: signal.shape, offset: offset))
            let bytes = signal.shape.reduce(4 * capacityRows, *)
            offset += (bytes + 63) / 64 * 64
        }
        self.init(
            capacityRows: capacityRows, signals: entries, endedOffset: offset, bytes: offset + capacityRows)
    }
}
