import Testing

@testable import LanguageModel

@Suite struct UsageTests {
    private func usage(_ json: String, _ bytes: [Int]) throws -> Usage {
        Usage(try #require(JSONValue(bytes: Array(json.utf8))), bytes: bytes)
    }

    @Test func outputIsSharedByLengthAndInputEvenly() throws {
        let shared = try usage(#"{"usage":{"prompt_tokens":101,"completion_tokens":100}}"#, [300, 100])
        #expect(shared.inputTokens == [51, 50])
        #expect(shared.outputTokens == [75, 25])
    }

    @Test func aServerThatCountsOneChoiceIsCorrected() throws {
        let shared = try usage(
            #"{"usage":{"prompt_tokens":37,"completion_tokens":16},"timings":{}}"#, [48, 44])
        #expect(shared.outputTokens.reduce(0, +) == 31)
        let guessed = try usage(#"{"usage":{"completion_tokens":100}}"#, [350, 350, 350])
        #expect(guessed.outputTokens.reduce(0, +) == 300)
    }

    @Test func missingUsageIsEstimatedNotZero() throws {
        #expect(try usage("{}", [400, 0]).outputTokens == [100, 0])
    }

    @Test func reportedCostIsShared() throws {
        #expect(try usage(#"{"usage":{"cost":0.5}}"#, [30, 10]).costUSD == [0.375, 0.125])
    }

    @Test func sharesAlwaysAddUp() {
        for total in 0..<50 {
            #expect(Usage.shares(of: total, weights: [3, 0, 7, 11]).reduce(0, +) == total)
            #expect(Usage.shares(of: total, weights: [0, 0]).reduce(0, +) == total)
        }
    }
}
