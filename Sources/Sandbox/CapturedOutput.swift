internal import Glibc

/// Keeps the beginning and the end of what a worker prints, however much that is.
struct CapturedOutput: Sendable {
    private let limit: Int
    private var head: [UInt8] = []
    private var tail: [UInt8] = []
    private var dropped = 0

    init(limit: Int) { self.limit = limit }

    /// Takes in everything that waits in a non-blocking pipe.
    mutating func drain(_ descriptor: CInt) {
        var buffer = [UInt8](repeating: 0, count: 16384)
        // A flood is taken in portions, so that the caller's deadline is looked at in between.
        for _ in 0..<16 {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return }
            append(buffer[..<count])
        }
    }

    private mutating func append(_ bytes: ArraySlice<UInt8>) {
        let room = max(0, limit / 2 - head.count)
        head += bytes.prefix(room)
        tail += bytes.dropFirst(room)
        guard tail.count > limit else { return }
        let excess = tail.count - limit / 2
        dropped += excess
        tail.removeFirst(excess)
    }

    /// Gives the kept text; what is no UTF-8, or would steer a terminal, becomes a replacement character.
    var text: String {
        let end = tail.suffix(limit / 2)
        let left = dropped + tail.count - end.count
        let between = left > 0 ? Array("\n… \(left) bytes left out …\n".utf8) : []
        return ForeignText.shown(String(decoding: head + between + end, as: UTF8.self))
    }
}
