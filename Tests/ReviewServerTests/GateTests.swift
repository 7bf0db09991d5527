import ReviewServer
import Testing

@Suite struct GateTests {
    private let gate = Gate(token: "secret", port: 4321)

    private func outcome(_ request: Gate.Request) -> Result<[String], Gate.Refusal> {
        Result { () throws(Gate.Refusal) in try gate.admit(request) }
    }

    private func post(
        origin: String? = "http://127.0.0.1:4321", type: String? = "application/x-www-form-urlencoded",
        length: String? = "10", encoding: String? = nil
    ) -> Gate.Request {
        Gate.Request(
            method: "POST", path: "/secret/run/r/vote", host: "127.0.0.1:4321", origin: origin,
            site: "same-origin", contentType: type, contentLength: length, transferEncoding: encoding)
    }

    @Test(arguments: ["127.0.0.1:4321", "localhost:4321", "LOCALHOST:4321"])
    func itsOwnAddressIsLetIn(host: String) {
        let request = Gate.Request(path: "/secret/run/my%20run", host: host)
        #expect(outcome(request) == .success(["run", "my run"]))
    }

    @Test(arguments: [
        nil, "evil.example:4321", "127.0.0.1", "127.0.0.1:80", "127.0.0.1.evil.example:4321", "[::1]:4321",
    ])
    func anotherHostIsRefused(host: String?) {
        #expect(outcome(Gate.Request(path: "/secret/", host: host)) == .failure(.wrongHost))
    }

    @Test(arguments: [
        "/", "", "/run/r", "/Secret/", "/secre/", "/secrets/", "/%73ecre", "/x/secret/", "secret/",
    ])
    func aRequestWithoutTheTokenIsRefused(path: String) {
        #expect(outcome(Gate.Request(path: path, host: "127.0.0.1:4321")) == .failure(.noToken))
    }

    @Test(arguments: [
        "http://evil.example", "null", "http://127.0.0.1:4322", "https://127.0.0.1:4321",
        "http://localhost:4321",
    ])
    func anotherOriginIsRefused(origin: String) {
        let request = Gate.Request(path: "/secret/", host: "127.0.0.1:4321", origin: origin)
        #expect(outcome(request) == .failure(.otherOrigin))
        #expect(outcome(post(origin: origin)) == .failure(.otherOrigin))
    }

    @Test(arguments: ["cross-site", "same-site"])
    func aLinkOnAnotherPageIsRefused(site: String) {
        let request = Gate.Request(path: "/secret/", host: "127.0.0.1:4321", site: site)
        #expect(outcome(request) == .failure(.otherOrigin))
    }

    @Test(arguments: [
        "/secret/run/..", "/secret/run/../x", "/secret/./run", "/secret/run/%2e%2e/x",
        "/secret/run/..%2f..%2fetc",
        "/secret/run/.hidden", "/secret//run", "/secret/run/a%00b", "/secret/run/a%5Cb", "/secret/run/a%2Fb",
        "/secret/run/%0a",
    ])
    func aPathThatLeadsElsewhereIsRefused(path: String) {
        #expect(outcome(Gate.Request(path: path, host: "127.0.0.1:4321")) == .failure(.badPath))
    }

    @Test func votesNeedAnOriginAndAForm() {
        #expect(outcome(post()) == .success(["run", "r", "vote"]))
        #expect(outcome(post(origin: nil)) == .failure(.otherOrigin))
        #expect(outcome(post(type: "text/plain")) == .failure(.badBody))
        #expect(outcome(post(type: nil)) == .failure(.badBody))
        #expect(outcome(post(length: nil)) == .failure(.badBody))
        #expect(outcome(post(encoding: "chunked")) == .failure(.badBody))
        #expect(outcome(post(length: "65537")) == .failure(.tooLarge))
    }

    @Test(arguments: ["PUT", "DELETE", "HEAD", "OPTIONS", "get"])
    func otherMethodsAreRefused(method: String) {
        let request = Gate.Request(method: method, path: "/secret/", host: "127.0.0.1:4321")
        #expect(outcome(request) == .failure(.badMethod))
    }
}
