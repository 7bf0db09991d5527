package import Archive

/// Writes curves as TensorBoard event files: TFRecord frames around the few protocol buffer fields that scalars need.
package enum TensorBoardFile {
    /// Gives a file's name and bytes for each training, in a folder of its own, so that TensorBoard shows it as a run.
    /// - Parameters:
    ///   - candidates: those of the run.
    ///   - evaluations: their trainings.
    /// - Returns: paths such as `g1.c0-confirm-17/events.out.tfevents.0.evolve`, in the order of the trainings.
    package static func files(
        candidates: [CandidateRecord], evaluations: [EvaluationRecord]
    ) -> [(path: String, bytes: [UInt8])] {
        evaluations.compactMap { training in
            let points = CurveTable.points(candidates: candidates, evaluations: [training])
            guard let first = points.first else { return nil }
            var bytes = record(event(step: 0, version: "brain.Event:2"))
            for point in points where point.value.isFinite {
                let tag = point.kind == "curve" ? point.name : "component/" + point.name
                bytes += record(event(step: point.steps, tag: tag, value: Float(point.value)))
            }
            let folder = "\(plain(first.label))-\(plain(first.purpose))-\(first.seed)"
            return (folder + "/events.out.tfevents.0.evolve", bytes)
        }
    }

    /// Frames a message: length, its checksum, the message, its checksum, all little-endian.
    static func record(_ message: [UInt8]) -> [UInt8] {
        let length = little(UInt64(message.count))
        return length + little(masked(length)) + message + little(masked(message))
    }

    /// Encodes `tensorflow.Event`: wall time (1), step (2), and the file's version (3) or a summary (5) of one scalar.
    private static func event(
        step: Int, version: String? = nil, tag: String = "", value: Float = 0
    ) -> [UInt8] {
        // No clock: equal archives give equal files.
        var message = [0x09] + little(0.0.bitPattern) + [0x10] + varint(UInt64(step))
        if let version {
            message += field(0x1a, Array(version.utf8))
        } else {
            let scalar = field(0x0a, Array(tag.utf8)) + [0x15] + little(value.bitPattern)
            message += field(0x2a, field(0x0a, scalar))
        }
        return message
    }

    private static func field(_ key: UInt8, _ content: [UInt8]) -> [UInt8] {
        [key] + varint(UInt64(content.count)) + content
    }

    private static func varint(_ value: UInt64) -> [UInt8] {
        var (rest, bytes) = (value, [UInt8]())
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7f) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }

    private static func little<Number: FixedWidthInteger>(_ value: Number) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }

    /// Gives TFRecord's masked CRC-32C (Castagnoli, reflected polynomial 0x82f63b78).
    static func masked(_ bytes: [UInt8]) -> UInt32 {
        var crc: UInt32 = 0xffff_ffff
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0x82f6_3b78 : crc >> 1 }
        }
        crc = ~crc
        return ((crc >> 15) | (crc << 17)) &+ 0xa282_ead8
    }

    private static func plain(_ text: String) -> String {
        String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber || ".-_".contains($0)) ? $0 : "-" })
    }
}
