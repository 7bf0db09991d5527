import Archive
import Testing

@testable import Evolution

@Suite struct StandingTests {
    private func review(
        _ kind: ReviewRecord.Kind, _ candidate: String, over: String? = nil, by author: String = "Ada",
        text: String = ""
    ) -> ReviewRecord {
        ReviewRecord(
            candidate: candidate, kind: kind, text: text, author: author, createdAt: "", over: over)
    }

    @Test func whoWinsMoreStandsHigher() {
        let standing = Standing([
            review(.prefer, "a", over: "b"), review(.prefer, "b", over: "c"), review(.prefer, "a", over: "c"),
        ])
        #expect(standing.places.map(\.candidate) == ["a", "b", "c"])
        #expect(standing.liked.map(\.candidate) == ["a"])
        #expect(standing.worst?.candidate == "c")
        #expect(abs((standing.place(of: "b")?.strength ?? 0) - 1) < 1e-6)
        #expect(standing.place(of: "a")?.won == 2)
    }

    @Test func strengthsAreThoseOfTheModel() {
        // One game between two, and one won and one lost by each against a middling candidate: p solves
        // 2 / (1 / (p + q) + 2 / (p + 1)) = p for the winner, and by symmetry q = 1 / p.
        let standing = Standing([review(.prefer, "a", over: "b")])
        let (p, q) = (standing.places[0].strength, standing.places[1].strength)
        #expect(abs(p * q - 1) < 1e-6)
        #expect(abs(p - 2 / (1 / (p + q) + 2 / (p + 1))) < 1e-6)
        #expect(p > 1.2 && p < 2)
    }

    @Test func ofOnePersonsVotesTheLastCounts() {
        let standing = Standing([
            review(.prefer, "a", over: "b"), review(.prefer, "b", over: "a"), review(.approve, "c"),
            review(.reject, "c"), review(.reject, "b", by: "Bob"), review(.approve, "b", by: "Eve"),
        ])
        #expect(standing.rejected == ["c"])
        let b = standing.place(of: "b")
        #expect([b?.won, b?.lost, b?.approvals, b?.rejections] == [1, 0, 1, 1])
        #expect(
            standing.places.map(\.candidate) == ["b", "a", "c"]
                || standing.places.map(\.candidate) == ["b", "c", "a"])
    }

    @Test func noDifferenceMovesNobody() {
        let standing = Standing([review(.equal, "a", over: "b")])
        #expect(standing.places.map(\.strength) == [1, 1])
        #expect(standing.liked.isEmpty && standing.worst == nil)
    }

    @Test func theOrderOfVotesDoesNotMatterToTheStrengths() {
        let votes = [
            review(.prefer, "a", over: "b"), review(.prefer, "c", over: "b", by: "Bob"),
            review(.approve, "d"),
            review(.prefer, "d", over: "a", by: "Bob"), review(.reject, "e"),
        ]
        #expect(Standing(votes) == Standing(votes.reversed()))
    }

    @Test func remarksBecomeOneLineAndTheLastThreeStay() {
        let remarks = (0..<5).map { review(.comment, "a", text: "remark\n\($0)  !") }
        let long = review(.comment, "b", text: String(repeating: "x", count: 400))
        let standing = Standing(remarks + [long])
        #expect(standing.place(of: "a")?.remarks == ["remark 2 !", "remark 3 !", "remark 4 !"])
        #expect(standing.place(of: "b")?.remarks.first?.count == 300)
        #expect(standing.place(of: "a")?.strength == 1)
    }
}
