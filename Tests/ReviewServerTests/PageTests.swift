import Archive
import Foundation
import Testing

@Suite(.timeLimit(.minutes(10))) struct PageTests {
    @Test func nothingOfTheArchiveBecomesMarkup() async throws {
        let small = try await SmallRun(hostile: true)
        defer { small.delete() }
        try await small.archive.add(
            ReviewRecord(
                candidate: SmallRun.id("g0.c0"), kind: .comment, text: SmallRun.hostile,
                author: SmallRun.hostile, createdAt: "2026-11-23T07:00:00Z"))
        let (left, right) = (SmallRun.id("g0.c0"), SmallRun.id("g1.c0"))
        try await serving(small.runs) { visitor in
            var seen = 0
            for path in [
                "/", "/run/small", "/run/small/candidate/\(left)", "/run/small/candidate/\(right)",
                "/run/small/candidate/\(SmallRun.id("g0.c2"))",
                "/run/small/compare?left=\(left)&right=\(right)",
            ] {
                let answer = try await visitor.get(path)
                #expect(answer.status == 200)
                // The page's own script is the only one, and no attribute came out of a text.
                #expect(answer.body.components(separatedBy: "<script").count == 2)
                #expect(!answer.body.contains("<img"))
                #expect(!answer.body.contains("\" onload="))
                seen += answer.body.components(separatedBy: "&lt;script&gt;alert(").count - 1
            }
            // Code, diff, prompt, answer, reasoning, note, verdict, feedback, remark: it was there to be escaped.
            #expect(seen > 20)
        }
    }

    @Test func theScriptRunsUnderANonceOfItsOwn() async throws {
        let small = try await SmallRun()
        defer { small.delete() }
        try await serving(small.runs) { visitor in
            var nonces: Set<String> = []
            for _ in 0..<3 {
                let answer = try await visitor.get("/run/small")
                let policy = answer.headers["content-security-policy"] ?? ""
                let nonce =
                    policy.components(separatedBy: "script-src 'nonce-").last?.prefix { $0 != "'" } ?? ""
                #expect(nonce.count == 32)
                #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
                #expect(!policy.contains("unsafe"))
                #expect(answer.body.contains("<script nonce=\"\(nonce)\">"))
                #expect(answer.headers["cache-control"] == "no-store")
                nonces.insert(String(nonce))
            }
            #expect(nonces.count == 3)
        }
    }

    @Test func aCandidateIsShownWithItsParentsPromptAndAnswer() async throws {
        let small = try await SmallRun()
        defer { small.delete() }
        try await serving(small.runs) { visitor in
            let page = try await visitor.get("/run/small/candidate/\(SmallRun.id("g1.c0"))").body
            for words in [
                "Changed from", "g0.c0", "g0.c1", "asked", "answered", "reasoned", "told", "g1_c0=1.0",
                "Fitness over training", "Reward components",
            ] { #expect(page.contains(words), "\(words)") }
            let failed = try await visitor.get("/run/small/candidate/\(SmallRun.id("g0.c2"))").body
            #expect(failed.contains("Verdict: error") && failed.contains("line 1:"))
        }
    }

    @Test func thePageKnowsWhenSomethingChanged() async throws {
        let small = try await SmallRun()
        defer { small.delete() }
        try await serving(small.runs) { visitor in
            let first = try await visitor.get("/run/small/version").body
            let runs = try await visitor.get("/version").body
            #expect(try await visitor.get("/run/small").body.contains("data-version=\"\(first)\""))
            #expect(try await visitor.get("/run/small/version").body == first)
            // Another connection to the file, as the run itself has one.
            try await small.add("g1.c1", parents: ["g0.c0"], fitness: 9.25)
            #expect(try await visitor.get("/run/small/version").body != first)
            #expect(try await visitor.get("/version").body != runs)
            #expect(try await visitor.get("/run/small").body.contains("g1.c1"))
        }
    }

    @Test func aDamagedRunHidesNoOther() async throws {
        let small = try await SmallRun()
        defer { small.delete() }
        try FileManager.default.createDirectory(
            atPath: small.runs + "/broken", withIntermediateDirectories: true)
        try Data("no database".utf8).write(to: URL(fileURLWithPath: small.runs + "/broken/run.sqlite"))
        try await serving(small.runs) { visitor in
            let page = try await visitor.get("/")
            #expect(page.status == 200)
            #expect(page.body.contains("best g1.c0") && page.body.contains("damaged"))
        }
    }

    @Test func whereFilmsAreNotWantedThePageSaysWhy() async throws {
        let small = try await SmallRun()
        defer { small.delete() }
        try await serving(small.runs, noFilms: "EVOLVE_PICTURES=0 leaves films out") { visitor in
            let id = SmallRun.id("g0.c0")
            #expect(try await visitor.post("/run/small/film/\(id)", [:]).status == 303)
            let state = try await visitor.get("/run/small/film/\(id)/state").body
            #expect(state.contains("absent") && state.contains("EVOLVE_PICTURES=0"))
            #expect(try await visitor.get("/run/small/candidate/\(id)").body.contains("EVOLVE_PICTURES=0"))
        }
    }
}
