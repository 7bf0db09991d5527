/// Holds one event of a stream: its name, empty where none was sent, and its data.
struct ServerEvent: Equatable, Sendable {
    var name: String
    var data: [UInt8]
}

/// Cuts server-sent events out of bytes that arrive in pieces of any size.
///
/// Comments (": keep-alive"), blank lines, unknown fields and all three line ends are as the standard wants them. Beyond it, an
/// event that the end of the stream cuts off from its blank line still counts: some servers leave it out.
struct EventStream: Sendable {
    private var line: [UInt8] = []
    private var name = ""
    private var data: [UInt8] = []
    private var hasData = false
    private var endedWithReturn = false

    /// Takes a piece and hands over the events that it completes.
    mutating func take(_ bytes: some Sequence<UInt8>, _ each: (ServerEvent) -> Void) {
        for byte in bytes {
            switch byte {
            case 0x0a where endedWithReturn: endedWithReturn = false
            case 0x0a, 0x0d:
                endedWithReturn = byte == 0x0d
                endLine(each)
            default:
                endedWithReturn = false
                line.append(byte)
            }
        }
    }

    /// Takes the end of the stream.
    mutating func finish(_ each: (ServerEvent) -> Void) {
        endLine(each)
        endLine(each)
    }

    private mutating func endLine(_ each: (ServerEvent) -> Void) {
        defer { line.removeAll(keepingCapacity: true) }
        guard !line.isEmpty else {
            if hasData { each(ServerEvent(name: name, data: data)) }
            name = ""
            data.removeAll(keepingCapacity: true)
            hasData = false
            return
        }
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        var value = colon < line.endIndex ? line[(colon + 1)...] : []
        if value.first == 0x20 { value = value.dropFirst() }
        let field = line[..<colon]
        if field.elementsEqual("data".utf8) {
            if hasData { data.append(0x0a) }
            data += value
            hasData = true
        } else if field.elementsEqual("event".utf8) {
            name = String(decoding: value, as: UTF8.self)
        }
    }
}
