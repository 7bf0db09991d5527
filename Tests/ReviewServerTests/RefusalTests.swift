import Archive
import Foundation
import Testing

/// What must stay outside, asked over a real socket.
@Suite(.timeLimit(.minutes(10))) struct RefusalTests {
    @Test func withoutTheTokenNothingIsToldNotEvenThatThereIsOne() async throws {
        let small = try await SmallRun()
        defer { small.delete() }
        try await serving(small.runs) { visitor in
            for target in ["/", "/run/small", "/version", "/\(String(repeating: "0", count: 32))/run/small"] {
                let answer = try await visitor.send("GET", target)
                #expect(answer.status == 403)
                #expect(!answer.body.contains(visitor.base.dropFirst()))
                #expect(!answer.body.contains("small"))
            }
            #expect(try await visitor.get("/run/small").status == 200)
        }
    }

    @Test func anotherHostOriginOrPageIsRefused() async throws {
        let small = try await SmallRun()
        defer { small.delete() }
        try await serving(small.runs) { visitor in
            let vote = ["candidate": SmallRun.id("g0.c0"), "kind": "approve"]
            #expect(
                try await visitor.get("/", headers: ["Host": "evil.example:\(visitor.port)"]).status == 421)
            #expect(try await visitor.get("/", headers: ["Host": ""]).status == 421)
            #expect(try await visitor.get("/", headers: ["Origin": "http://evil.example"]).status == 403)
            #expect(try await visitor.get("/", headers: ["Sec-Fetch-Site": "cross-site"]).status == 403)
            for origin in ["http://evil.example", "null", ""] {
                let answer = try await visitor.post("/run/small/vote", vote, headers: ["Origin": origin])
                #expect(answer.status == 403)
            }
            let plain = ["Content-Type": "text/plain"]
            #expect(try await visitor.post("/run/small/vote", vote, headers: plain).status == 415)
            #expect(try await small.archive.reviews().isEmpty)
        }
    }

    @Test(arguments: [
        "/run/../../small", "/run/small/../../../etc/passwd", "/run/%2e%2e/%2e%2e/etc/passwd",
        "/run/small/..%2f..%2foutside.mp4", "/run/small/film/..%2f..%2foutside.mp4", "/run/small/run.sqlite",
        "/run/small/lock", "/run/small/policies", "/run/none", "/run/small/candidate/0000",
        "/run/small/film/0000",
        "/run", "/elsewhere", "/run/small/candidate", "/run/small/%ff",
    ])
    func aPathOutOfTheRunIsRefused(path: String) async throws {
        let small = try await SmallRun()
        defer { small.delete() }
        try Data("outside".utf8).write(to: URL(fileURLWithPath: small.runs + "/outside.mp4"))
        try await serving(small.runs) { visitor in
            let answer = try await visitor.get(path)
            #expect((400..<500).contains(answer.status))
            #expect(!answer.body.contains("outside") && !answer.body.contains("root:"))
        }
    }

    @Test func aLinkThatLeadsOutOfTheRunIsNotFollowed() async throws {
        let small = try await SmallRun()
        defer { small.delete() }
        let id = SmallRun.id("g0.c0")
        let folder = "\(small.runs)/small"
        let outside = small.runs + "/outside"
        try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: true)
        try Data("outside".utf8).write(to: URL(fileURLWithPath: "\(outside)/\(id.prefix(16)).mp4"))
        try FileManager.default.createSymbolicLink(
            atPath: folder + "/best.mp4", withDestinationPath: "\(outside)/\(id.prefix(16)).mp4")
        try FileManager.default.createSymbolicLink(atPath: folder + "/films", withDestinationPath: outside)
        try await serving(small.runs) { visitor in
            #expect(try await visitor.get("/run/small/best.mp4").status == 404)
            #expect(try await visitor.get("/run/small/film/\(id)").status == 404)
            try FileManager.default.removeItem(atPath: folder + "/films")
            try FileManager.default.createDirectory(
                atPath: folder + "/films", withIntermediateDirectories: true)
            try Data("0123456789".utf8).write(
                to: URL(fileURLWithPath: "\(folder)/films/\(id.prefix(16)).mp4"))
            let part = try await visitor.get("/run/small/film/\(id)", headers: ["Range": "bytes=2-4"])
            #expect(part.status == 206)
            #expect(part.body == "234")
            #expect(part.headers["content-range"] == "bytes 2-4/10")
        }
    }
}
