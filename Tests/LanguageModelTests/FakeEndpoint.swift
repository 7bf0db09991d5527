import Foundation
import Synchronization

/// Answers HTTP on loopback with a scripted fault or answer per request, one thread a connection.
final class FakeEndpoint: Sendable {
    /// What a request is answered with.
    enum Reply: Sendable {
        case json(String, status: Int = 200, headers: [String: String] = [:])
        case text(String, type: String, status: Int = 200)
        /// Announces more bytes than it sends, then closes.
        case cutShort(String)
        /// Closes without a word.
        case nothing
        /// Says nothing until the client goes away.
        case silence
        /// Sends the headers and the beginning, then says nothing until the client goes away.
        case stall(String)
        /// Sends bytes without end until the client goes away.
        case flood
    }

    struct Received: Sendable {
        var head: String
        var body: [String: JSONText]
    }

    /// JSON members as text, enough to compare.
    typealias JSONText = String

    private struct State {
        var received: [Received] = []
        var goneClients = 0
    }

    let port: UInt16
    private let listener: Int32
    private let state = Mutex(State())
    private let reply: @Sendable (Received, Int) -> Reply

    /// Starts listening on a free port.
    init(_ reply: @escaping @Sendable (Received, Int) -> Reply) throws {
        self.reply = reply
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        port = try bindLoopback(listener)
        guard listen(listener, 16) == 0 else { throw POSIXError(.EADDRINUSE) }
        Thread.detachNewThread { [self] in
            while case let client = accept(listener, nil, nil), client >= 0 {
                Thread.detachNewThread { self.serve(client) }
            }
        }
    }

    /// Starts an endpoint that gives these replies in order and repeats the last.
    convenience init(_ replies: Reply...) throws {
        try self.init { _, index in replies[min(index, replies.count - 1)] }
    }

    var base: String { "http://127.0.0.1:\(port)/v1" }
    var received: [Received] { state.withLock { $0.received } }
    /// Clients that went away while the endpoint was silent.
    var goneClients: Int { state.withLock { $0.goneClients } }

    func stop() {
        _ = shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private func serve(_ client: Int32) {
        defer { close(client) }
        guard let request = Self.readRequest(client) else { return }
        let index = state.withLock { state in
            state.received.append(request)
            return state.received.count - 1
        }
        switch reply(request, index) {
        case .json(let body, let status, let headers):
            send(client, status: status, type: "application/json", headers: headers, body: body)
        case .text(let body, let type, let status):
            send(client, status: status, type: type, headers: [:], body: body)
        case .cutShort(let body):
            let length = body.utf8.count + 100
            write(
                client,
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(length)\r\n\r\n\(body)"
            )
        case .nothing: break
        case .silence: waitForDeparture(client)
        case .stall(let body):
            write(
                client,
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n\(body)")
            waitForDeparture(client)
        case .flood:
            write(client, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
            let block = String(repeating: "x", count: 1 << 16)
            while write(client, block) {}
        }
    }

    private func send(_ client: Int32, status: Int, type: String, headers: [String: String], body: String) {
        let more = headers.map { "\($0.key): \($0.value)\r\n" }.joined()
        write(
            client,
            "HTTP/1.1 \(status) Word\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n"
                + "Connection: close\r\n\(more)\r\n\(body)")
    }

    private func waitForDeparture(_ client: Int32) {
        var byte: UInt8 = 0
        while recv(client, &byte, 1, 0) > 0 {}
        state.withLock { $0.goneClients += 1 }
    }

    @discardableResult
    private func write(_ client: Int32, _ text: String) -> Bool {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let sent = bytes.withUnsafeBytes {
                Glibc.send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { return false }
            bytes = bytes.dropFirst(sent)
        }
        return true
    }

    private static func readRequest(_ client: Int32) -> Received? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if let end = text.range(of: "\r\n\r\n") {
                let head = String(text[..<end.lowerBound])
                let length = head.lowercased().components(separatedBy: "content-length: ").last
                    .flatMap { Int($0.prefix { $0.isNumber }) }
                let body = text[end.upperBound...]
                if body.utf8.count >= length ?? 0 { return Received(head: head, body: members(String(body))) }
            }
            let count = recv(client, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            bytes += buffer[..<count]
        }
    }

    private static func members(_ body: String) -> [String: String] {
        let object = (try? JSONSerialization.jsonObject(with: Data(body.utf8))) as? [String: Any] ?? [:]
        return object.mapValues { "\($0)" }
    }
}

/// Binds to a free port of 127.0.0.1 and returns it.
func bindLoopback(_ descriptor: Int32) throws -> UInt16 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
            bind(descriptor, address, length) == 0 ? getsockname(descriptor, address, &length) : -1
        }
    }
    guard result == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
    return UInt16(bigEndian: address.sin_port)
}

/// A chat completion with these texts, as JSON.
func chat(_ texts: [String], usage: (prompt: Int, completion: Int) = (10, 8), more: String = "") -> String {
    let choices = texts.enumerated().map { index, text in
        let content = String(decoding: (try? JSONEncoder().encode(text)) ?? Data(), as: UTF8.self)
        return
            #"{"index":\#(index),"finish_reason":"stop","message":{"role":"assistant","content":\#(content)}}"#
    }
    return #"{"model":"m-1","choices":[\#(choices.joined(separator: ","))],"#
        + #""usage":{"prompt_tokens":\#(usage.prompt),"completion_tokens":\#(usage.completion)}\#(more)}"#
}
