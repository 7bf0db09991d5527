import Foundation
import Testing

@testable import LanguageModel

/// One endpoint that speaks every dialect and shows every fault, and many requests at once.
///
/// The full size is 1,000 requests for each dialect, whole and streamed; the fast one is a tenth of that.
@Suite(.serialized, .timeLimit(.minutes(10))) struct FaultStormTests {
    private static let isFull = ProcessInfo.processInfo.environment["EVOLVE_CHECK_ALL"] == "1"
    private static let ways: [EndpointOptions] = DialectName.allCases.flatMap { dialect in
        [false, true].map { EndpointOptions(dialect: dialect, streams: $0) }
    }

    @Test(arguments: ways) func nothingIsLostAndNothingIsPaidTwice(options: EndpointOptions) async throws {
        let (requests, atOnce) = (Self.isFull ? 1000 : 100, 64)
        let server = try FakeServer([
            "--faults", "0.2", "--stalls", "25", "--spared", "1", "--delay", "0.02",
        ])
        let ledger = Ledger(limitUSD: nil)
        let settings = HTTPModelSettings(
            limits: TransportLimits(idleSeconds: 3, responseBytes: 1 << 20),
            retry: RetryPolicy(firstSeconds: 0.01), seed: 5,
            prices: TokenPrices(inputPerMillion: 1, outputPerMillion: 2), ledger: ledger)
        let model = HTTPModel(
            base: server.base, name: "fake", key: APIKey(secret: "sk-storm"), options: options,
            settings: settings)
        // The first answer: from then on a page in HTML is a fault of the moment.
        try await Self.check(Self.ask(model, 0), marker: 0)

        let memory = Self.residentBytes()
        let answered = try await withThrowingTaskGroup(of: Void.self) { group in
            var (next, answered) = (1, 1)
            for _ in 0..<atOnce {
                let marker = next
                group.addTask { try Self.check(await Self.ask(model, marker), marker: marker) }
                next += 1
            }
            while try await group.next() != nil {
                answered += 1
                guard next < requests else { continue }
                let marker = next
                group.addTask { try Self.check(await Self.ask(model, marker), marker: marker) }
                next += 1
            }
            return answered
        }
        let growth = Self.residentBytes() - memory

        let log = try server.finish()
        #expect(answered == requests)
        #expect(log.complete.count == requests)
        #expect(log.complete.values.allSatisfy { $0 == 1 }, "a complete answer was asked for again")
        #expect(log.mostOpen <= atOnce)
        let share = Double(log.faults.values.reduce(0, +)) / Double(requests)
        #expect((0.1...0.3).contains(share), "\(share) of the requests met a fault")
        let books = ledger.balance
        #expect(books.answers == requests)
        #expect(books.uncertainRequests == log.uncertain, "\(log.faults)")
        #expect(books.pendingUSD < 1e-9)
        // 60 fresh tokens, 40 from a cache at the same price, 50 of output.
        #expect(abs(books.paidUSD - Double(requests) * 0.0002) < 1e-9)
        #expect(growth < 64 << 20, "\(growth >> 20) MiB more than before")
    }

    /// Asks until there is an answer: a silent endpoint is given up by the client, and asked again only by its caller.
    private static func ask(_ model: HTTPModel, _ marker: Int) async throws -> Completion? {
        for _ in 0..<3 {
            do {
                let request = ModelRequest(
                    messages: [
                        Message(role: .system, text: "short"),
                        Message(role: .user, text: "request \(marker)"),
                    ], maxTokens: 100)
                return try await model.complete(request).first
            } catch ModelError.timedOut(_, .idle, _) {
                continue
            }
        }
        return nil
    }

    private static func check(_ answer: Completion?, marker: Int) throws {
        let answer = try #require(answer)
        #expect(answer.text.hasPrefix("answer \(marker)\n"))
        #expect(answer.text.hasSuffix("```\n"))
        #expect(answer.reasoning == "hm")
        #expect(answer.model == "fake-1" && answer.finishReason == "stop")
        #expect(answer.inputTokens == 100 && answer.cachedInputTokens == 40 && answer.outputTokens == 50)
    }

    private static func residentBytes() -> Int {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4096
    }

    @Test(arguments: ways) func severalAnswersComeOneByOneWhereTheProtocolKnowsNoNumber(
        options: EndpointOptions
    ) async throws {
        let server = try FakeServer()
        let model = HTTPModel(base: server.base, name: "fake", key: nil, options: options)
        let request = ModelRequest(
            messages: [Message(role: .user, text: "request 7")], samples: 4, maxTokens: 50, seed: 3)
        let answers = try await model.complete(request)
        #expect(answers.count == 4)
        #expect(answers.allSatisfy { $0.text.hasPrefix("answer 7\n") && $0.reasoning == "hm" })
        #expect(answers.map(\.outputTokens) == [50, 50, 50, 50])
        #expect(try server.finish().received == (options.dialect == .chat ? 1 : 4))
    }

    @Test(arguments: ways) func cancellingEndsAtOnceInTheMiddleOfAStorm(options: EndpointOptions) async throws
    {
        let server = try FakeServer(["--faults", "1", "--stalls", "1"])
        let model = HTTPModel(base: server.base, name: "fake", key: nil, options: options)
        var start = ContinuousClock.now
        await withTaskGroup(of: Void.self) { group in
            for marker in 0..<32 { group.addTask { _ = try? await Self.ask(model, marker) } }
            try? await Task.sleep(for: .milliseconds(200))
            start = .now
            group.cancelAll()
        }
        // Far below what a stalled answer would hold it, far above what a busy machine takes.
        #expect((ContinuousClock.now - start).seconds < 60)
        _ = try server.finish()
    }
}
