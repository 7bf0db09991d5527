/// Decides which requests come in: those that name this server, come from its own page, and know its token.
///
/// A page elsewhere can send requests to loopback, also under a name of its own that leads there; it learns no token, cannot leave out
/// its origin, and cannot name this host.
package struct Gate: Sendable {
    /// What the decision rests on.
    package struct Request: Sendable, Equatable {
        package var method: String
        /// Path as it was sent, percent signs and all.
        package var path: String
        package var host: String?
        package var origin: String?
        /// `Sec-Fetch-Site`, which browsers set and pages cannot.
        package var site: String?
        package var contentType: String?
        package var contentLength: String?
        package var transferEncoding: String?

        package init(
            method: String = "GET", path: String, host: String?, origin: String? = nil, site: String? = nil,
            contentType: String? = nil, contentLength: String? = nil, transferEncoding: String? = nil
        ) {
            (self.method, self.path, self.host, self.origin) = (method, path, host, origin)
            (self.site, self.contentType, self.contentLength) = (site, contentType, contentLength)
            self.transferEncoding = transferEncoding
        }
    }

    /// Says why a request stays outside.
    package enum Refusal: Error, Sendable, Equatable {
        case wrongHost, otherOrigin, noToken, badPath, badMethod, badBody, tooLarge

        /// Status of the answer.
        package var status: (code: Int, words: String) {
            switch self {
            case .wrongHost: (421, "Misdirected Request")
            case .otherOrigin, .noToken: (403, "Forbidden")
            case .badPath: (404, "Not Found")
            case .badMethod: (405, "Method Not Allowed")
            case .badBody: (415, "Unsupported Media Type")
            case .tooLarge: (413, "Content Too Large")
            }
        }

        /// What the answer says.
        package var words: String {
            switch self {
            case .wrongHost: "This server answers only under its own address, as `evolve review` printed it."
            case .otherOrigin:
                "This request comes from another page; open the address that `evolve review` printed."
            case .noToken: "The address lacks the right token; open the address that `evolve review` printed."
            case .badPath: "There is nothing at this address."
            case .badMethod: "Only GET and POST are served."
            case .badBody: "Only forms are taken."
            case .tooLarge: "That is more than 64 KB; say it shorter."
            }
        }
    }

    /// Most bytes that a form may have.
    package static let largestBody = 65_536

    let token: String
    let port: UInt16

    package init(token: String, port: UInt16) { (self.token, self.port) = (token, port) }

    private var hosts: [String] { ["127.0.0.1:\(port)", "localhost:\(port)"] }

    /// Lets a request in, or not.
    /// - Returns: the segments of the path behind the token, decoded; none of them leads anywhere but down.
    package func admit(_ request: Request) throws(Refusal) -> [String] {
        guard let host = request.host?.lowercased(), hosts.contains(host) else { throw .wrongHost }
        if let origin = request.origin?.lowercased(), origin != "http://\(host)" { throw .otherOrigin }
        if let site = request.site?.lowercased(), site != "same-origin", site != "none" { throw .otherOrigin }
        guard let segments = Self.segments(request.path), let first = segments.first else { throw .noToken }
        guard Self.isSame(first, token) else { throw .noToken }
        let rest = Array(segments.dropFirst())
        guard rest.allSatisfy(Self.leadsDown) else { throw .badPath }
        switch request.method {
        case "GET": break
        case "POST":
            // Browsers name the origin of every post.
            guard request.origin != nil else { throw .otherOrigin }
            guard request.transferEncoding == nil, let length = request.contentLength.flatMap({ Int($0) })
            else { throw .badBody }
            guard length <= Self.largestBody else { throw .tooLarge }
            let kind = request.contentType?.split(separator: ";").first.map {
                $0.lowercased().filter { !$0.isWhitespace }
            }
            guard kind == "application/x-www-form-urlencoded" else { throw .badBody }
        default: throw .badMethod
        }
        return rest
    }

    /// Splits a path into decoded segments; nil where it is no path, or an escape in it stands for no text.
    private static func segments(_ path: String) -> [String]? {
        guard path.hasPrefix("/") else { return nil }
        var parts = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        if parts.last == "" { parts.removeLast() }
        var segments: [String] = []
        for part in parts {
            guard let text = Form.decoded(part, plusIsBlank: false) else { return nil }
            segments.append(text)
        }
        return segments
    }

    private static func leadsDown(_ segment: String) -> Bool {
        !segment.isEmpty && !segment.hasPrefix(".")
            && segment.unicodeScalars.allSatisfy {
                $0.value >= 32 && $0 != "/" && $0 != "\\" && $0.value != 127
            }
    }

    /// Compares without telling by the time taken how much was right.
    private static func isSame(_ left: String, _ right: String) -> Bool {
        let (a, b) = (Array(left.utf8), Array(right.utf8))
        guard a.count == b.count else { return false }
        return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
