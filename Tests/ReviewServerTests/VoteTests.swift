import Archive
import Evolution
import Foundation
import Testing

@Suite(.timeLimit(.minutes(10))) struct VoteTests {
    @Test func everyKindOfVoteBecomesARow() async throws {
        let small = try await SmallRun()
        defer { small.delete() }
        let (left, right) = (SmallRun.id("g0.c0"), SmallRun.id("g1.c0"))
        try await serving(small.runs) { visitor in
            for (kind, text) in [
                ("approve", ""), ("reject", "wobbles & shakes"), ("comment", "ünïcode, 1+1=2"),
            ] {
                let form = ["candidate": left, "kind": kind, "text": text, "author": "Ada"]
                let answer = try await visitor.post("/run/small/vote", form)
                #expect(answer.status == 303)
                #expect(answer.headers["location"] == "\(visitor.base)/run/small/candidate/\(left)")
            }
            for kind in ["left", "right", "equal"] {
                let form = ["left": left, "right": right, "kind": kind, "text": "calmer", "author": "  "]
                #expect(try await visitor.post("/run/small/prefer", form).status == 303)
            }
            let page = try await visitor.get("/run/small").body
            #expect(page.contains("wobbles &amp; shakes") && page.contains("ünïcode, 1+1=2"))
        }
        let rows = try await small.archive.reviews()
        #expect(rows.map(\.kind) == [.approve, .reject, .comment, .prefer, .prefer, .equal])
        #expect(rows.map(\.author) == ["Ada", "Ada", "Ada", "tester", "tester", "tester"])
        #expect(rows.map(\.candidate) == [left, left, left, left, right, left])
        #expect(rows.map(\.over) == [nil, nil, nil, right, left, right])
        #expect(rows[1].text == "wobbles & shakes")
    }

    @Test func aVoteThatMakesNoSenseIsRefusedInWords() async throws {
        let small = try await SmallRun()
        defer { small.delete() }
        let id = SmallRun.id("g0.c0")
        try await serving(small.runs) { visitor in
            let long = String(repeating: "x", count: 2001)
            let cases: [(path: String, form: [String: String], status: Int)] = [
                ("vote", ["candidate": "none", "kind": "approve"], 404),
                ("vote", ["candidate": id, "kind": "praise"], 400),
                ("vote", ["candidate": id, "kind": "prefer"], 400),
                ("vote", ["candidate": id, "kind": "comment", "text": " "], 400),
                ("vote", ["candidate": id, "kind": "comment", "text": long], 400),
                ("prefer", ["left": id, "right": id, "kind": "left"], 400),
                ("praise", ["candidate": id], 404),
            ]
            for (path, form, status) in cases {
                let answer = try await visitor.post("/run/small/\(path)", form)
                #expect(answer.status == status, "\(form)")
            }
            #expect(try await small.archive.reviews().isEmpty)
        }
    }

    @Test func twoReviewersAndTheRunAtOnceLoseNothing() async throws {
        let small = try await SmallRun()
        defer { small.delete() }
        let id = SmallRun.id("g0.c0")
        let second = small.runs
        try await serving(small.runs) { ada in
            try await serving(second) { bob in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for (name, visitor) in [("Ada", ada), ("Bob", bob)] {
                        for part in 0..<4 {
                            group.addTask {
                                for number in 0..<10 {
                                    let form = [
                                        "candidate": id, "kind": "comment", "author": name,
                                        "text": "\(part)/\(number)",
                                    ]
                                    let answer = try await visitor.post("/run/small/vote", form)
                                    #expect(answer.status == 303)
                                }
                            }
                        }
                    }
                    group.addTask {
                        for number in 0..<20 { try await small.add("g2.c\(number)", fitness: 1) }
                    }
                    try await group.waitForAll()
                }
            }
        }
        let rows = try await small.archive.reviews()
        #expect(rows.count == 80)
        #expect(Set(rows.map { "\($0.author) \($0.text)" }).count == 80)
        #expect(try await small.archive.candidates().count == 24)
    }

    @Test func everyPairIsOfferedOnceBeforeAnyIsOfferedTwice() async throws {
        let small = try await SmallRun()
        defer { small.delete() }
        try await serving(small.runs) { visitor in
            var pairs: Set<Set<String>> = []
            for _ in 0..<3 {
                let page = try await visitor.get("/run/small/compare").body
                func id(_ name: String) -> String {
                    String(page.components(separatedBy: "name=\"\(name)\" value=\"").last?.prefix(64) ?? "")
                }
                let form = ["left": id("left"), "right": id("right"), "kind": "left"]
                #expect(try await visitor.post("/run/small/prefer", form).status == 303)
                pairs.insert([id("left"), id("right")])
            }
            #expect(pairs.count == 3)
        }
    }
}
