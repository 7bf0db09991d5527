internal import FlyingFox
internal import Foundation
internal import Review

/// Stands between the site and HTTP: what comes in, and headers that go with every answer.
enum Reply {
    /// Answers a request, whatever comes of it.
    static func answer(_ request: HTTPRequest, _ gate: Gate, _ site: Site) async -> HTTPResponse {
        do {
            let path = try gate.admit(Gate.Request(request))
            if request.method == .POST {
                let body = try await request.bodyData
                return response(
                    try await site.post(path, Form(String(decoding: body, as: UTF8.self))), request, site)
            }
            let query = Form(request.target.query(percentEncoded: true))
            return response(try await site.get(path, query), request, site)
        } catch let refusal as Gate.Refusal {
            // Who is not let in learns nothing of the token, not even a link.
            return plain(refusal.status.code, refusal.status.words, refusal.words)
        } catch SiteError.notFound {
            return response(
                .refused(code: 404, words: "Not Found", why: "There is no such run, candidate or file."),
                request, site)
        } catch SiteError.badForm(let why) {
            return response(.refused(code: 400, words: "Bad Request", why: why), request, site)
        } catch {
            return response(
                .refused(code: 500, words: "Internal Server Error", why: "\(error)"), request, site)
        }
    }

    private static func response(_ answer: Site.Answer, _ request: HTTPRequest, _ site: Site) -> HTTPResponse
    {
        switch answer {
        case .page(let frame): return page(frame, .ok)
        case .text(let text, let type):
            return make(.ok, type + "; charset=utf-8", Data(text.utf8))
        case .file(let path, let type): return file(path, type, request)
        case .see(let path):
            var response = make(.seeOther, "text/plain; charset=utf-8", Data())
            response.headers[.location] = path
            return response
        case .refused(let code, let words, let why):
            return page(.message(words, why, base: site.base), HTTPStatusCode(code, phrase: words))
        }
    }

    private static func page(_ frame: PageFrame, _ status: HTTPStatusCode) -> HTTPResponse {
        let nonce = ReviewServer.random()
        var response = make(status, "text/html; charset=utf-8", Data(frame.html(nonce: nonce).utf8))
        response.headers[HTTPHeader("Content-Security-Policy")] = PageFrame.policy(nonce: nonce)
        return response
    }

    private static func plain(_ code: Int, _ words: String, _ text: String) -> HTTPResponse {
        make(HTTPStatusCode(code, phrase: words), "text/plain; charset=utf-8", Data((text + "\n").utf8))
    }

    /// Makes an answer with the headers that every answer has: nothing is kept, framed, guessed or sent on.
    private static func make(_ status: HTTPStatusCode, _ type: String, _ body: Data) -> HTTPResponse {
        HTTPResponse(
            statusCode: status,
            headers: HTTPHeaders([
                .contentType: type, .cacheControl: "no-store",
                HTTPHeader("Content-Security-Policy"): "default-src 'none'; frame-ancestors 'none'",
                HTTPHeader("X-Content-Type-Options"): "nosniff", HTTPHeader("X-Frame-Options"): "DENY",
                HTTPHeader("Referrer-Policy"): "same-origin",
                HTTPHeader("Cross-Origin-Opener-Policy"): "same-origin",
                HTTPHeader("Cross-Origin-Resource-Policy"): "same-origin",
            ]), body: body)
    }

    /// Serves a file, or the part that a player asks for.
    private static func file(_ path: String, _ type: String, _ request: HTTPRequest) -> HTTPResponse {
        guard let data = FileManager.default.contents(atPath: path) else {
            return plain(404, "Not Found", "The file is gone.")
        }
        var response: HTTPResponse
        if let part = request.headers[.range].flatMap({ ByteRange($0, of: data.count) }) {
            response = make(.partialContent, type, data.subdata(in: part.bytes))
            response.headers[.contentRange] =
                "bytes \(part.bytes.lowerBound)-\(part.bytes.upperBound - 1)/\(data.count)"
        } else {
            response = make(.ok, type, data)
        }
        response.headers[.acceptRanges] = "bytes"
        if type.hasPrefix("text/html") {
            // The report: one file of our own, with its style and films inside.
            response.headers[HTTPHeader("Content-Security-Policy")] =
                "default-src 'none'; style-src 'unsafe-inline'; media-src data:; frame-ancestors 'none'"
        }
        return response
    }
}

/// Reads a header such as `bytes=100-199`.
struct ByteRange: Equatable {
    let bytes: Range<Int>

    /// Reads one range; nil for none, several, or one outside of the file, which is then sent whole.
    init?(_ header: String, of count: Int) {
        guard header.hasPrefix("bytes="), !header.contains(",") else { return nil }
        let ends = header.dropFirst(6).split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard ends.count == 2 else { return nil }
        let (first, last) = (Int(ends[0]), Int(ends[1]))
        switch (first, last) {
        case (let first?, nil) where ends[1].isEmpty && first >= 0 && first < count: bytes = first..<count
        case (let first?, let last?) where first >= 0 && first <= last && first < count:
            bytes = first..<min(last + 1, count)
        case (nil, let last?) where ends[0].isEmpty && last > 0: bytes = max(0, count - last)..<count
        default: return nil
        }
    }
}

extension Gate.Request {
    fileprivate init(_ request: HTTPRequest) {
        self.init(
            method: request.method.rawValue, path: request.target.path(percentEncoded: true),
            host: request.headers[.host], origin: request.headers[HTTPHeader("Origin")],
            site: request.headers[HTTPHeader("Sec-Fetch-Site")], contentType: request.headers[.contentType],
            contentLength: request.headers[.contentLength],
            transferEncoding: request.headers[.transferEncoding])
    }
}
