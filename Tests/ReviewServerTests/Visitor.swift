import Evolution
import Foundation
import Glibc
import ReviewServer

/// Speaks HTTP over a socket word by word, so that a test can say what no browser would.
struct Visitor: Sendable {
    struct Answer: Sendable {
        var status: Int
        var headers: [String: String]
        var body: String
    }

    struct Trouble: Error { var what: String }

    let port: UInt16
    /// `/TOKEN`, what stands before every path.
    let base: String

    init(address: String) throws {
        let parts = address.split(separator: "/").map(String.init)
        guard parts.count == 3, let port = parts[1].split(separator: ":").last.flatMap({ UInt16($0) }) else {
            throw Trouble(what: address)
        }
        (self.port, base) = (port, "/" + parts[2])
    }

    func get(_ path: String, headers: [String: String] = [:]) async throws -> Answer {
        try await send("GET", base + path, headers)
    }

    /// Posts a form as the page itself does.
    func post(_ path: String, _ form: [String: String], headers: [String: String] = [:]) async throws
        -> Answer
    {
        let plain = CharacterSet.alphanumerics
        let body = form.map { name, value in
            "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: plain) ?? "")"
        }.joined(separator: "&")
        let own = [
            "Origin": "http://127.0.0.1:\(port)", "Content-Type": "application/x-www-form-urlencoded",
            "Content-Length": "\(body.utf8.count)",
        ]
        return try await send("POST", base + path, own.merging(headers) { $1 }, body)
    }

    /// Sends exactly this and reads the answer to its end; an empty header is left out.
    func send(
        _ method: String, _ target: String, _ headers: [String: String] = [:], _ body: String = ""
    ) async throws -> Answer {
        let lines = ["Host": "127.0.0.1:\(port)", "Connection": "close"].merging(headers) { $1 }
            .filter { !$0.value.isEmpty }.map { "\($0): \($1)\r\n" }.joined()
        let text = "\(method) \(target) HTTP/1.1\r\n\(lines)\r\n\(body)"
        let port = port
        let data = try await offPool { try Self.exchange(text, port) }
        let whole = String(decoding: data, as: UTF8.self)
        guard let end = whole.range(of: "\r\n\r\n") else { throw Trouble(what: "no answer: \(whole)") }
        let head = whole[..<end.lowerBound].components(separatedBy: "\r\n")
        let status = head[0].split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        let pairs = head.dropFirst().compactMap { line -> (String, String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (
                line[..<colon].lowercased(),
                line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            )
        }
        return Answer(
            status: status, headers: Dictionary(pairs, uniquingKeysWith: { first, _ in first }),
            body: String(whole[end.upperBound...]))
    }

    private static func exchange(_ text: String, _ port: UInt16) throws -> Data {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { throw Trouble(what: "socket: \(errno)") }
        defer { close(socket) }
        var limit = timeval(tv_sec: 300, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { throw Trouble(what: "connect: \(errno)") }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { throw Trouble(what: "send: \(errno)") }
            rest = rest.dropFirst(sent)
        }
        var answer = Data()
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count >= 0 else { throw Trouble(what: "recv: \(errno)") }
            if count == 0 { return answer }
            answer.append(contentsOf: buffer[..<count])
        }
    }
}

/// Lends a running server to a test.
func serving<Value: Sendable>(
    _ runs: String, noFilms: String? = "the test makes none",
    _ work: @escaping @Sendable (Visitor) async throws -> Value
) async throws -> Value {
    let program = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    let environment = ProcessInfo.processInfo.environment.merging(["EVOLVE_RUNS": runs]) { $1 }
    let installation = try Installation(environment: environment, executable: program.path)
    let server = ReviewServer(installation: installation, port: 0, author: "tester", noFilms: noFilms)
    let (addresses, listener) = AsyncStream.makeStream(of: String.self)
    return try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask {
            try await server.run { listener.yield($0) }
            return nil
        }
        group.addTask {
            for await address in addresses { return try await work(Visitor(address: address)) }
            return nil
        }
        defer { group.cancelAll() }
        while let value = try await group.next() {
            if let value { return value }
        }
        throw Visitor.Trouble(what: "the server ended")
    }
}
