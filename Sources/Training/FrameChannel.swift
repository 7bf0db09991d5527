internal import FoundationEssentials
internal import Glibc

/// Exchanges framed messages over a stream socket: two little-endian lengths, JSON, raw bytes.
///
/// One thread at a time uses it.
struct FrameChannel {
    /// Holds one received message.
    struct Frame {
        let text: [UInt8]
        let payload: [UInt8]

        /// Reads the JSON text as a value.
        func decoded<Message: Decodable>(as type: Message.Type) throws(TrainingError) -> Message {
            do {
                return try JSONDecoder().decode(type, from: Data(text))
            } catch {
                let start = String(decoding: text.prefix(200), as: UTF8.self)
                throw .protocolBroken("cannot read \(start) as \(type)")
            }
        }
    }

    /// Says why nothing was received.
    enum Interruption: Error {
        case closed
        case timedOut
    }

    /// The most bytes of one part of a message.
    static let largestPart = 64 << 20

    let descriptor: CInt

    /// Makes the bytes of one frame.
    static func encode(_ message: some Encodable, payload: [UInt8] = []) -> [UInt8] {
        let text: [UInt8]
        do {
            text = Array(try JSONEncoder().encode(message))
        } catch {
            preconditionFailure("a message of ours has no JSON: \(error)")
        }
        var frame: [UInt8] = []
        frame.reserveCapacity(8 + text.count + payload.count)
        for length in [text.count, payload.count] {
            withUnsafeBytes(of: UInt32(length).littleEndian) { frame.append(contentsOf: $0) }
        }
        return frame + text + payload
    }

    /// Sends one frame; false when the other side is gone.
    func send(_ frame: [UInt8]) -> Bool {
        var sent = 0
        while sent < frame.count {
            let count = frame[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, noSignal)
            }
            if count < 0 {
                if errno == EINTR { continue }
                return false
            }
            sent += count
        }
        return true
    }

    /// Waits until something can be read; false after `milliseconds`.
    func waits(milliseconds: CInt) -> Bool {
        var source = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&source, 1, milliseconds) > 0
    }

    /// Receives one frame; each piece of it has `seconds` to arrive.
    func receive(withinSeconds seconds: Double) throws -> Frame {
        let header = try bytes(8, seconds)
        let lengths = [0, 4].map { start in
            header[start..<start + 4].reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        guard lengths.allSatisfy({ $0 <= Self.largestPart }) else {
            throw TrainingError.protocolBroken("a frame of \(lengths[0]) + \(lengths[1]) bytes is too large")
        }
        return Frame(text: try bytes(lengths[0], seconds), payload: try bytes(lengths[1], seconds))
    }

    private func bytes(_ count: Int, _ seconds: Double) throws -> [UInt8] {
        var data = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            guard waits(milliseconds: CInt(clamping: Int(seconds * 1000))) else {
                throw Interruption.timedOut
            }
            let got = data[filled...].withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
            if got < 0 && errno == EINTR { continue }
            guard got > 0 else { throw Interruption.closed }
            filled += got
        }
        return data
    }
}

/// Asks the kernel not to raise SIGPIPE.
private let noSignal = CInt(MSG_NOSIGNAL)
