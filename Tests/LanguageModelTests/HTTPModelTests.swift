import Foundation
import Synchronization
import Testing

@testable import LanguageModel

/// Remembers waits and notices instead of waiting.
final class Diary: Sendable {
    let waits = Mutex<[Double]>([])
    let notices = Mutex<[String]>([])

    func settings(
        limits: TransportLimits = TransportLimits(), retry: RetryPolicy = RetryPolicy(),
        prices: TokenPrices? = nil
    ) -> HTTPModelSettings {
        HTTPModelSettings(
            limits: limits, retry: retry, seed: 7, prices: prices,
            notice: { [self] text in notices.withLock { $0.append(text) } },
            pause: { [self] duration in waits.withLock { $0.append(duration.seconds) } })
    }
}

private let question = [Message(role: .system, text: "short"), Message(role: .user, text: "say ä\n\"one\"")]

private func request(samples: Int = 1, seed: UInt64? = nil, maxTokens: Int? = nil, temperature: Double? = nil)
    -> ModelRequest
{
    ModelRequest(
        messages: question, samples: samples, temperature: temperature, maxTokens: maxTokens, seed: seed,
        label: "g0")
}

private func model(_ endpoint: FakeEndpoint, _ settings: HTTPModelSettings, key: String? = nil) -> HTTPModel {
    HTTPModel(base: endpoint.base, name: "tiny", key: key.map(APIKey.init(secret:)), settings: settings)
}

private func failure(_ work: () async throws -> Void) async -> ModelError? {
    do {
        try await work()
        return nil
    } catch {
        return error as? ModelError
    }
}

@Suite(.timeLimit(.minutes(5))) struct HTTPModelTests {
    @Test func completionsCarryTextUsageAndModel() async throws {
        let endpoint = try FakeEndpoint(.json(chat(["one", "three"], usage: (11, 8))))
        defer { endpoint.stop() }
        let prices = TokenPrices(inputPerMillion: 1_000_000, outputPerMillion: 2_000_000)
        let answers = try await model(endpoint, Diary().settings(prices: prices), key: "sk-1").complete(
            request(samples: 2, seed: 1 << 40 | 5, maxTokens: 9, temperature: 0.5))
        #expect(answers.map(\.text) == ["one", "three"])
        #expect(answers.map(\.model) == ["m-1", "m-1"])
        #expect(answers.map(\.inputTokens) == [6, 5])
        #expect(answers.map(\.outputTokens) == [3, 5])
        #expect(answers.map(\.costUSD).reduce(0, +) == 27)
        let sent = try #require(endpoint.received.first)
        #expect(sent.head.hasPrefix("POST /v1/chat/completions HTTP/1.1"))
        #expect(sent.head.contains("Authorization: Bearer sk-1"))
        #expect(sent.body["n"] == "2" && sent.body["seed"] == "5" && sent.body["max_tokens"] == "9")
        #expect(sent.body["temperature"] == "0.5" && sent.body["model"] == "tiny")
    }

    @Test func nothingOptionalIsSentByDefault() async throws {
        let endpoint = try FakeEndpoint(.json(chat(["one"])))
        defer { endpoint.stop() }
        _ = try await model(endpoint, Diary().settings()).complete(request())
        let sent = try #require(endpoint.received.first)
        #expect(Set(sent.body.keys) == ["messages", "model"])
        #expect(!sent.head.contains("Authorization"))
    }

    @Test func missingChoicesAreAskedForAgainWithOtherSeeds() async throws {
        let endpoint = try FakeEndpoint { _, index in .json(chat(["a\(index)"])) }
        defer { endpoint.stop() }
        let answers = try await model(endpoint, Diary().settings()).complete(request(samples: 3, seed: 40))
        #expect(answers.map(\.text) == ["a0", "a1", "a2"])
        #expect(endpoint.received.map { $0.body["n"] } == ["3", "2", nil])
        #expect(endpoint.received.map { $0.body["seed"] } == ["40", "41", "42"])
    }

    @Test func whatWasPaidForIsHandedOverWhenALaterPartFails() async throws {
        let endpoint = try FakeEndpoint(.json(chat(["a", "b"])), .json(#"{"error":"gone"}"#, status: 403))
        defer { endpoint.stop() }
        let diary = Diary()
        let answers = try await model(endpoint, diary.settings()).complete(request(samples: 4))
        #expect(answers.map(\.text) == ["a", "b"])
        #expect(diary.notices.withLock { $0.last?.contains("2 of 4 answers") } == true)
    }

    @Test func moreChoicesThanAskedForAreCutOff() async throws {
        let endpoint = try FakeEndpoint(.json(chat(["a", "b", "c"])))
        defer { endpoint.stop() }
        #expect(try await model(endpoint, Diary().settings()).complete(request(samples: 2)).count == 2)
    }

    // MARK: - Refused settings

    @Test func aRefusedSettingIsLeftOutFromThenOn() async throws {
        let refusal =
            #"{"error":{"message":"Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens'."}}"#
        let endpoint = try FakeEndpoint { seen, _ in
            seen.body["max_tokens"] != nil ? .json(refusal, status: 400) : .json(chat(["ok"]))
        }
        defer { endpoint.stop() }
        let model = model(endpoint, Diary().settings())
        _ = try await model.complete(request(maxTokens: 50))
        _ = try await model.complete(request(maxTokens: 50))
        #expect(endpoint.received.map { $0.body["max_completion_tokens"] } == [nil, "50", "50"])
    }

    @Test func severalRefusedSettingsAreLeftOutOneAfterTheOther() async throws {
        let endpoint = try FakeEndpoint { seen, _ in
            for field in ["temperature", "seed"] where seen.body[field] != nil {
                return .json(#"{"error":{"message":"no such thing","param":"\#(field)"}}"#, status: 400)
            }
            return .json(chat(["ok"]))
        }
        defer { endpoint.stop() }
        _ = try await model(endpoint, Diary().settings()).complete(request(seed: 1, temperature: 1))
        #expect(endpoint.received.count == 3)
    }

    @Test func theServersBoundOnSamplesIsTaken() async throws {
        let refusal = #"{"error":{"message":"Field 'n': Value must be between 1 <= value <= 2, but got 5"}}"#
        let endpoint = try FakeEndpoint { seen, _ in
            let samples = Int(seen.body["n"] ?? "1") ?? 1
            return samples > 2
                ? .json(refusal, status: 400) : .json(chat((0..<samples).map { "answer \($0)" }))
        }
        defer { endpoint.stop() }
        let answers = try await model(endpoint, Diary().settings()).complete(request(samples: 5))
        #expect(answers.count == 5)
        #expect(endpoint.received.map { $0.body["n"] } == ["5", "2", "2", nil])
    }

    @Test func anUnexplainedRefusalDropsEveryOptionOnceAndThenEnds() async throws {
        let endpoint = try FakeEndpoint(.json(#"[{"error":{"code":400,"message":"bad"}}]"#, status: 400))
        defer { endpoint.stop() }
        let model = model(endpoint, Diary().settings())
        let error = await failure {
            _ = try await model.complete(request(samples: 2, seed: 1, temperature: 1))
        }
        #expect(error == .refused(endpoint: endpoint.base, status: 400, message: "bad"))
        #expect(endpoint.received.count == 2)
        #expect(Set(endpoint.received[1].body.keys) == ["messages", "model"])
    }

    @Test func aPromptThatIsTooLongIsSaidSo() async throws {
        let endpoint = try FakeEndpoint(
            .json(
                #"{"error":{"code":400,"message":"too many tokens","type":"exceed_context_size_error"}}"#,
                status: 400))
        defer { endpoint.stop() }
        let model = model(endpoint, Diary().settings())
        let error = await failure { _ = try await model.complete(request(samples: 2)) }
        guard case .promptTooLong = error else { return #expect(Bool(false), "\(String(describing: error))") }
        #expect(endpoint.received.count == 1)
    }

    // MARK: - Waiting

    @Test(arguments: [408, 409, 429, 500, 503, 529]) func aBusyEndpointIsAskedAgain(status: Int) async throws
    {
        let endpoint = try FakeEndpoint(
            .json(#"{"error":{"message":"busy"}}"#, status: status),
            .text("<p>busy</p>", type: "text/html", status: 502),
            .json(chat(["ok"])))
        defer { endpoint.stop() }
        let diary = Diary()
        #expect(try await model(endpoint, diary.settings()).complete(request()).map(\.text) == ["ok"])
        let waits = diary.waits.withLock { $0 }
        #expect(waits.count == 2)
        #expect((0.25...0.5).contains(waits[0]) && (0.5...1).contains(waits[1]))
    }

    @Test func theServersOwnWaitIsHonouredMillisecondsFirst() async throws {
        let endpoint = try FakeEndpoint(
            .json("{}", status: 429, headers: ["Retry-After-Ms": "4000", "Retry-After": "9"]),
            .json("{}", status: 429, headers: ["retry-after": "9"]), .json(chat(["ok"])))
        defer { endpoint.stop() }
        let diary = Diary()
        _ = try await model(endpoint, diary.settings()).complete(request())
        let waits = diary.waits.withLock { $0 }
        #expect((4...5).contains(waits[0]) && (9...10).contains(waits[1]))
    }

    @Test func aWaitBeyondPatienceEndsAtOnce() async throws {
        let endpoint = try FakeEndpoint(
            .json(#"{"error":{"message":"daily limit"}}"#, status: 429, headers: ["retry-after": "86400"]))
        defer { endpoint.stop() }
        let model = model(endpoint, Diary().settings())
        let error = await failure { _ = try await model.complete(request()) }
        #expect(
            error == .overloaded(endpoint: endpoint.base, status: 429, message: "daily limit", attempts: 1))
    }

    @Test func attemptsRunOutWithTheLastReason() async throws {
        let endpoint = try FakeEndpoint(.json(#"{"error":{"message":"loading model"}}"#, status: 503))
        defer { endpoint.stop() }
        let model = model(endpoint, Diary().settings(retry: RetryPolicy(attempts: 3)))
        let error = await failure { _ = try await model.complete(request()) }
        #expect(
            error == .overloaded(endpoint: endpoint.base, status: 503, message: "loading model", attempts: 3))
        #expect(endpoint.received.count == 3)
    }

    @Test func anEndpointThatIsDownIsNamed() async throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        let port = try bindLoopback(descriptor)
        close(descriptor)
        let diary = Diary()
        let model = HTTPModel(
            base: "http://127.0.0.1:\(port)/v1", name: "tiny", key: nil,
            settings: diary.settings(retry: RetryPolicy(attempts: 4)))
        let error = await failure { _ = try await model.complete(request()) }
        guard case .unreachable(let endpoint, _) = error else {
            return #expect(Bool(false), "\(String(describing: error))")
        }
        #expect(endpoint == "http://127.0.0.1:\(port)/v1")
        #expect(diary.waits.withLock { $0.count } == 3)
    }

    @Test func waitsAreTheSameForTheSameSeed() {
        let first = Jitter(seed: 3)
        let second = Jitter(seed: 3)
        let draws = (0..<100).map { _ in first.next() }
        #expect(draws == (0..<100).map { _ in second.next() })
        #expect(draws.allSatisfy { (0..<1).contains($0) } && Set(draws).count == 100)
    }

    @Test func aRetryDateIsRead() {
        let now = Date(timeIntervalSince1970: 1_700_000_000)
        let wait = RetryPolicy.serverWait(["retry-after": "Tue, 14 Nov 2023 22:13:30 GMT"], now: now)
        #expect(wait == 10)
        #expect(RetryPolicy.serverWait(["retry-after": "soon"], now: now) == nil)
    }

    // MARK: - Faults

    @Test func everyKindOfBadAnswerHasItsOwnError() async throws {
        typealias Check = @Sendable (ModelError?) -> Bool
        let table: [(FakeEndpoint.Reply, Check)] = [
            (
                .text("<html>hello</html>", type: "text/html"),
                { if case .notJSON? = $0 { true } else { false } }
            ),
            (.json(""), { if case .notJSON? = $0 { true } else { false } }),
            (.json(#"{"choices":[]}"#), { if case .malformed? = $0 { true } else { false } }),
            (.json(#"{"hello":1}"#), { if case .malformed? = $0 { true } else { false } }),
            (.json(chat([" \n"])), { if case .emptyAnswer? = $0 { true } else { false } }),
            (
                .json(
                    #"{"choices":[{"finish_reason":"length","message":{"content":null,"reasoning_content":"hm"}}]}"#
                ),
                { "\($0.map(String.init(describing:)) ?? "")".contains("allow more") }
            ),
            (
                .json(
                    #"{"choices":[{"finish_reason":"stop","message":{"content":null,"refusal":"I will not"}}]}"#
                ),
                { if case .refusedAnswer(_, "I will not")? = $0 { true } else { false } }
            ),
            (
                .json(#"{"error":{"message":"no credit","code":402}}"#),
                { if case .refused(_, 402, "no credit")? = $0 { true } else { false } }
            ),
            (
                .text("moved", type: "text/plain", status: 301),
                { if case .refused(_, 301, _)? = $0 { true } else { false } }
            ),
            (.flood, { if case .tooLarge(_, 1_000_000)? = $0 { true } else { false } }),
        ]
        for (reply, isRight) in table {
            let endpoint = try FakeEndpoint(reply)
            defer { endpoint.stop() }
            let model = model(endpoint, Diary().settings(limits: TransportLimits(responseBytes: 1_000_000)))
            let error = await failure { _ = try await model.complete(request()) }
            #expect(isRight(error), "\(reply) gave \(String(describing: error))")
            #expect(endpoint.received.count == 1, "\(reply) was sent again")
        }
    }

    @Test func anAnswerThatBreaksOffIsAskedForAgain() async throws {
        let endpoint = try FakeEndpoint(.cutShort(#"{"choices":["#), .nothing, .json(chat(["ok"])))
        defer { endpoint.stop() }
        #expect(try await model(endpoint, Diary().settings()).complete(request()).map(\.text) == ["ok"])

        let broken = try FakeEndpoint(.cutShort(#"{"choices":["#))
        defer { broken.stop() }
        let model = model(broken, Diary().settings(retry: RetryPolicy(attempts: 2)))
        let error = await failure { _ = try await model.complete(request()) }
        guard case .truncated(_, 12, _) = error else {
            return #expect(Bool(false), "\(String(describing: error))")
        }
    }

    @Test func anErrorUnderStatus200CountsAsWhatItSays() async throws {
        let endpoint = try FakeEndpoint(
            .json(#"{"error":{"message":"upstream busy","code":429}}"#), .json(chat(["ok"])))
        defer { endpoint.stop() }
        #expect(try await model(endpoint, Diary().settings()).complete(request()).map(\.text) == ["ok"])
    }

    @Test func oneEmptyAnswerAmongOthersIsKept() async throws {
        let endpoint = try FakeEndpoint(.json(chat(["", "b"])))
        defer { endpoint.stop() }
        #expect(
            try await model(endpoint, Diary().settings()).complete(request(samples: 2)).map(\.text) == [
                "", "b",
            ])
    }

    @Test func oneRefusalOfSeveralRequestsTakesItsPlaceWithoutText() async throws {
        let refusal =
            #"{"content":[{"type":"text","text":"I will not"}],"stop_reason":"refusal","usage":{}}"#
        let endpoint = try FakeEndpoint { _, index in
            .json(
                index == 1
                    ? refusal
                    : #"{"content":[{"type":"text","text":"a\#(index)"}],"stop_reason":"end_turn"}"#)
        }
        defer { endpoint.stop() }
        let model = HTTPModel(
            base: endpoint.base, name: "m", key: nil, options: EndpointOptions(dialect: .messages),
            settings: Diary().settings())
        let answers = try await model.complete(request(samples: 3))
        #expect(answers.map(\.text) == ["a0", "", "a2"])
        #expect(answers.map(\.finishReason) == ["stop", "refusal", "stop"])
        #expect(answers[0].inputTokens > 0)

        let refusing = try FakeEndpoint(.json(refusal))
        defer { refusing.stop() }
        let second = HTTPModel(
            base: refusing.base, name: "m", key: nil, options: EndpointOptions(dialect: .messages),
            settings: Diary().settings())
        let error = await failure { _ = try await second.complete(request(samples: 2)) }
        #expect(error == .refusedAnswer(endpoint: refusing.base, text: "I will not"))
    }

    @Test func keepAliveCommentsReasoningAndPartsAreTolerated() async throws {
        let body = """
            : keep-alive

            {"choices":[{"message":{"reasoning_content":"hm","content":[{"type":"thinking","thinking":[]},{"type":"text","text":"a"},{"text":"b"}]}}]}
            """
        let endpoint = try FakeEndpoint(.json(body))
        defer { endpoint.stop() }
        let answers = try await model(endpoint, Diary().settings()).complete(request())
        #expect(answers.map(\.text) == ["ab"])
        #expect(answers[0].finishReason == "unknown" && answers[0].outputTokens == 1)
    }

    @Test func silenceEndsWithTheIdleLimitAndIsNotSentAgain() async throws {
        for reply in [FakeEndpoint.Reply.silence, .stall(#"{"choi"#)] {
            let endpoint = try FakeEndpoint(reply)
            defer { endpoint.stop() }
            let model = model(endpoint, Diary().settings(limits: TransportLimits(idleSeconds: 0.15)))
            let error = await failure { _ = try await model.complete(request()) }
            #expect(error == .timedOut(endpoint: endpoint.base, phase: .idle, seconds: 0.15))
            #expect(endpoint.received.count == 1)
        }
    }

    @Test func anExchangeEndsWithItsTotalLimit() async throws {
        let endpoint = try FakeEndpoint(.silence)
        defer { endpoint.stop() }
        let model = model(endpoint, Diary().settings(limits: TransportLimits(totalSeconds: 0.15)))
        let error = await failure { _ = try await model.complete(request()) }
        #expect(error == .timedOut(endpoint: endpoint.base, phase: .total, seconds: 0.15))
    }

    @Test func cancellingEndsAtOnce() async throws {
        let endpoint = try FakeEndpoint(.silence)
        defer { endpoint.stop() }
        let model = model(endpoint, Diary().settings())
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = try await model.complete(request()) }
            while endpoint.received.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
            let start = ContinuousClock.now
            group.cancelAll()
            await #expect(throws: CancellationError.self) { try await group.next() }
            // Far below the ten minutes that the silence may last, far above what a busy machine takes.
            #expect((ContinuousClock.now - start).seconds < 60)
        }
    }

    @Test func aKeyNeverStandsInAnError() async throws {
        let endpoint = try FakeEndpoint(.json(#"{"error":{"message":"bad key sk-secret"}}"#, status: 401))
        defer { endpoint.stop() }
        let model = model(endpoint, Diary().settings(), key: "sk-secret")
        let error = await failure { _ = try await model.complete(request()) }
        #expect("\(String(describing: error))".contains("(key)"))
        #expect(!"\(String(describing: error))".contains("sk-secret"))
    }
}
