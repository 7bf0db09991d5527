// `evolve review`: a page on loopback. A request goes Gate (is it ours?) → Site (what does it ask for?) → RunLibrary (the archives,
// read anew when they changed) and ReviewPage (which draws, in Review) → back through Reply (HTTP). Votes go through Site+Votes into the
// archive's table of reviews, where the run finds them before its next question. Films are made by FilmStudio.
package import Evolution
internal import FlyingFox
internal import FlyingSocks
internal import Foundation
internal import Synchronization

/// Serves the review page to this machine alone.
package struct ReviewServer: Sendable {
    private let installation: Installation
    private let port: UInt16
    private let token: String
    private let author: String
    private let noFilms: String?

    /// Makes a server with a fresh token.
    /// - Parameters:
    ///   - installation: where runs and the trainer lie.
    ///   - port: port on 127.0.0.1; 0 for any that is free.
    ///   - author: who votes unless a voter says otherwise.
    ///   - noFilms: why no film may be made; nil where one may.
    package init(installation: Installation, port: UInt16, author: String, noFilms: String?) {
        (self.installation, self.port, self.author) = (installation, port, author)
        self.noFilms = noFilms
        token = Self.random()
    }

    /// Serves until it is cancelled.
    /// - Parameter ready: is called once with the address, token and all, when the server listens.
    /// - Throws: ``ReviewServerError/cannotListen(port:why:)``, or `CancellationError`.
    package func run(ready: @escaping @Sendable (String) -> Void) async throws {
        let bound = BoundPort()
        let studio = FilmStudio(installation)
        let site = Site(
            base: "/\(token)", author: author, library: RunLibrary(installation, noFilms: noFilms),
            studio: studio, noFilms: noFilms)
        let token = self.token
        let handler = ClosureHTTPHandler { request in
            let gate = Gate(token: token, port: bound.number.withLock { $0 })
            return await Reply.answer(request, gate, site)
        }
        let address: sockaddr_in = try .inet(ip4: "127.0.0.1", port: port)
        let server = HTTPServer(address: address, timeout: 60, logger: .disabled, handler: handler)
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await server.run() }
                group.addTask { await studio.run() }
                group.addTask {
                    try await server.waitUntilListening()
                    guard case .ip4(_, let port)? = await server.listeningAddress else { return }
                    bound.number.withLock { $0 = port }
                    ready("http://127.0.0.1:\(port)/\(token)/")
                }
                defer { group.cancelAll() }
                while try await group.next() != nil {}
            }
        } catch let error as SocketError {
            if Task.isCancelled { throw CancellationError() }
            throw ReviewServerError.cannotListen(port: Int(port), why: error.localizedDescription)
        }
    }

    /// Draws 32 hexadecimal digits from the system's source of randomness.
    static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<2).map { _ in
            let digits = String(generator.next() as UInt64, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}

/// Remembers the port once it is known; until then no request names this host.
private final class BoundPort: Sendable {
    let number = Mutex<UInt16>(0)
}

/// Says why the review page cannot be served.
package enum ReviewServerError: Error, Sendable, Equatable, CustomStringConvertible {
    case cannotListen(port: Int, why: String)

    package var description: String {
        switch self {
        case .cannotListen(let port, let why):
            "cannot listen on 127.0.0.1:\(port): \(why); choose another port with --port, or leave it out"
        }
    }
}
