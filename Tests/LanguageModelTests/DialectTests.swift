import Foundation
import Testing

@testable import LanguageModel

private let question = ModelRequest(
    messages: [
        Message(role: .system, text: "short"), Message(role: .user, text: "a"),
        Message(role: .assistant, text: "b"), Message(role: .user, text: "c"),
    ], samples: 2, temperature: 1.5, maxTokens: 9, seed: 5)

private func body(_ options: EndpointOptions, base: String = "http://h/v1") -> JSONValue {
    options.dialect.dialect.body(
        model: "m", question, samples: 2, done: 1, capabilities: Capabilities(base: base, options: options))
}

private func keys(_ value: JSONValue) -> Set<String> {
    guard case .object(let members) = value else { return [] }
    return Set(members.keys)
}

/// Feeds a stream in pieces of one size and returns what was collected.
private func collect(_ text: String, _ dialect: DialectName, size: Int = 7, closes: Bool = true)
    -> StreamedAnswer
{
    var stream = StreamedAnswer(dialect.dialect.stream())
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: size) {
        stream.take(bytes[start..<min(start + size, bytes.count)])
    }
    if closes { stream.close() }
    return stream
}

@Suite struct DialectTests {
    @Test func chatSendsWhatTheTableAllows() {
        #expect(
            keys(body(EndpointOptions())) == ["max_tokens", "messages", "model", "n", "seed", "temperature"])
        #expect(body(EndpointOptions())["seed"] == .number(6))
        let streamed = body(EndpointOptions(streams: true), base: "https://api.openai.com/v1")
        #expect(streamed["max_completion_tokens"] == .number(9) && streamed["max_tokens"] == nil)
        #expect(streamed["stream_options"]?["include_usage"] == .bool(true))
        let mistral = body(EndpointOptions(streams: true), base: "https://api.mistral.ai/v1")
        #expect(mistral["random_seed"] == .number(6) && mistral["stream_options"] == nil)
        let gemini = body(
            EndpointOptions(), base: "https://generativelanguage.googleapis.com/v1beta/openai")
        #expect(gemini["seed"] == nil)
    }

    @Test func responsesSendInstructionsAndKeepNothing() {
        let sent = body(EndpointOptions(dialect: .responses))
        #expect(
            keys(sent) == ["input", "instructions", "max_output_tokens", "model", "store", "temperature"])
        #expect(sent["instructions"] == .string("short") && sent["store"] == .bool(false))
        #expect(sent["input"]?.array?.count == 3)
    }

    @Test func messagesSendTheSystemApartAndAlwaysALimit() {
        let sent = body(EndpointOptions(dialect: .messages, streams: true))
        #expect(keys(sent) == ["max_tokens", "messages", "model", "stream", "system", "temperature"])
        #expect(sent["temperature"] == .number(1))
        let bare = MessagesDialect().body(
            model: "m", ModelRequest(messages: []), samples: 1, done: 0,
            capabilities: Capabilities(base: "http://h/v1"))
        #expect(bare["max_tokens"] == .number(4096))
    }

    @Test func keysTravelAsEachProtocolWants() {
        let key = APIKey(secret: "k")
        func sent(_ dialect: DialectName, _ base: String) -> [String] {
            dialect.dialect.headers(key, base: base).map { "\($0.name): \($0.value)" }
        }
        #expect(sent(.chat, "http://h/v1") == ["Authorization: Bearer k"])
        #expect(sent(.responses, "http://h/v1") == ["Authorization: Bearer k"])
        let own = ["anthropic-version: 2023-06-01", "x-api-key: k"]
        #expect(sent(.messages, "https://api.anthropic.com/v1") == own)
        #expect(sent(.messages, "http://h/v1") == own + ["Authorization: Bearer k"])
    }

    // MARK: - Streams

    private static let chatStream = """
        : OPENROUTER PROCESSING\r
        \r
        data: {"model":"m-1","choices":[{"index":0,"delta":{"role":"assistant","content":null}}]}\r
        \r


        data: {"choices":[{"index":0,"delta":{"reasoning_content":"hm"}}]}

        data: {"choices":[{"index":0,"delta":{"content":"ä"}},{"index":1,"delta":{"content":"b"}}]}

        : keep-alive

        event: ignored
        id: 3
        data: {"choices":[{"index":0,"delta":{"content":"ö"},"finish_reason":"stop"}]}

        data: {"choices":[{"index":1,"delta":{},"finish_reason":"length"}]}

        data: {"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":9}}

        data: [DONE]


        """

    @Test(arguments: [1, 2, 3, 5, 64, 10_000]) func aStreamIsTheSameInPiecesOfAnySize(size: Int) {
        let stream = collect(Self.chatStream, .chat, size: size, closes: false)
        #expect(stream.isComplete && stream.fault == nil)
        #expect(stream.answer.choices.map(\.text) == ["äö", "b"])
        #expect(stream.answer.choices.map(\.reasoning) == ["hm", ""])
        #expect(stream.answer.choices.map(\.finishReason) == ["stop", "length"])
        #expect(stream.answer.usage.input == 7 && stream.answer.usage.output == 9)
        #expect(stream.answer.model == "m-1")
    }

    @Test func aStreamWithoutItsMarkCountsOnceItIsClosedAndEveryChoiceEnded() {
        let whole = Self.chatStream.replacingOccurrences(of: "data: [DONE]", with: "")
        #expect(!collect(whole, .chat, closes: false).isComplete)
        #expect(collect(whole, .chat).isComplete)
        let cut = whole.replacingOccurrences(of: #""finish_reason":"length""#, with: #""x":1"#)
        #expect(!collect(cut, .chat).isComplete)
    }

    @Test func everyBeginningOfAStreamIsIncomplete() {
        let bytes = Array(Self.chatStream.utf8)
        let mark = bytes.count - "[DONE]\n\n".utf8.count
        for length in stride(from: 0, to: mark, by: 3) {
            let stream = collect(String(decoding: bytes[..<length], as: UTF8.self), .chat, closes: false)
            #expect(!stream.isComplete)
        }
    }

    @Test func responsesAreCollectedFromTypedEvents() {
        let text = """
            event: response.created
            data: {"type":"response.created","response":{"status":"in_progress","error":null,"output":[]}}

            event: response.reasoning_summary_text.delta
            data: {"type":"response.reasoning_summary_text.delta","delta":"hm"}

            event: response.output_text.delta
            data: {"type":"response.output_text.delta","delta":"on"}

            event: response.output_text.delta
            data: {"type":"response.output_text.delta","delta":"e"}

            event: response.incomplete
            data: {"type":"response.incomplete","response":{"model":"m-1","status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"output":[],"usage":{"input_tokens":3,"output_tokens":4,"output_tokens_details":{"reasoning_tokens":2}}}}


            """
        let stream = collect(text, .responses)
        #expect(stream.isComplete)
        #expect(stream.answer.choices == [RawChoice(text: "one", reasoning: "hm", finishReason: "length")])
        #expect(stream.answer.usage.reasoning == 2)
        let cut = text.components(separatedBy: "event: response.incomplete")[0]
        #expect(!collect(cut, .responses).isComplete)
    }

    @Test func messagesAreCollectedFromBlocks() {
        let text = """
            event: message_start
            data: {"type":"message_start","message":{"model":"m-1","usage":{"input_tokens":3,"cache_read_input_tokens":4,"output_tokens":1}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}}

            event: ping
            data: {"type":"ping"}

            data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}

            data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"xx"}}

            data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"one"}}

            data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":12}}

            data: {"type":"message_stop"}


            """
        let stream = collect(text, .messages)
        #expect(stream.isComplete)
        #expect(stream.answer.choices == [RawChoice(text: "one", reasoning: "hm", finishReason: "stop")])
        #expect(stream.answer.usage.input == 7 && stream.answer.usage.cachedInput == 4)
        #expect(stream.answer.usage.output == 12)
    }

    @Test(arguments: [
        (DialectName.chat, #"data: {"error":{"message":"busy","code":429}}"#, 429),
        (.chat, #"data: {"error":{"message":"no credit","code":"insufficient_quota"}}"#, 402),
        (.responses, #"data: {"type":"error","code":"rate_limit_exceeded","message":"busy"}"#, 429),
        (
            .responses,
            #"data: {"type":"response.failed","response":{"error":{"code":"server_error","message":"x"}}}"#,
            500
        ),
        (
            .messages,
            "event: error\ndata: "
                + #"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#, 529
        ),
        (.messages, #"data: {"type":"error","error":{"type":"invalid_request_error","message":"x"}}"#, 400),
    ]) func anErrorInTheStreamCountsAsWhatItSays(dialect: DialectName, event: String, status: Int) {
        let stream = collect(event + "\n\n", dialect)
        guard case .error(status, _)? = stream.fault else {
            return #expect(Bool(false), "\(String(describing: stream.fault))")
        }
        #expect(stream.isSettled)
    }

    /// Streams as llama.cpp's server sent them.
    @Test(arguments: [(DialectName.chat, 2), (.responses, 1), (.messages, 1)])
    func streamsOfARealServerAreRead(dialect: DialectName, choices: Int) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/streams/llama-cpp.\(dialect.rawValue).sse")
        let stream = collect(try String(contentsOf: file, encoding: .utf8), dialect, size: 100)
        #expect(stream.isComplete && stream.fault == nil)
        #expect(stream.answer.choices.count == choices)
        #expect(stream.answer.choices.allSatisfy { $0.text.hasPrefix("Hello") && $0.finishReason != nil })
        #expect(stream.answer.usage.input == 31 && (stream.answer.usage.output ?? 0) >= 8)
        #expect(stream.answer.model == "qwen2.5-coder-0.5b")
    }

    @Test func anEventWithoutItsBlankLineStillCountsAtTheEnd() {
        let stream = collect(#"data: {"type":"message_stop"}"#, .messages)
        #expect(stream.isComplete)
    }

    // MARK: - Refused settings

    @Test func streamingIsGivenUpWhereItIsRefused() throws {
        let streams = Capabilities(base: "http://h/v1", options: EndpointOptions(streams: true))
        let request = ModelRequest(messages: [])
        let first = try #require(
            streams.withoutRefused(message: "unknown field stream_options", request: request, samples: 1))
        #expect(first.streams && !first.streamOptions)
        let second = try #require(
            first.withoutRefused(message: "streaming is not supported", request: request, samples: 1))
        #expect(!second.streams)
        #expect(second.withoutRefused(message: "still no", request: request, samples: 1) == nil)
    }
}

@Suite struct JSONReaderTests {
    @Test(arguments: [
        ("null", JSONValue.null), (" [1, -2.5e3,true ] ", .array([.number(1), .number(-2500), .bool(true)])),
        (#"{"a":{"b":[]}}"#, .object(["a": .object(["b": .array([])])])),
        (#""\u00e4\n\"\\\/\ud83d\ude00""#, .string("ä\n\"\\/😀")), (#""\ud83dx""#, .string("\u{fffd}x")),
        (#""ä""#, .string("ä")),
    ]) func valuesAreRead(text: String, value: JSONValue) {
        #expect(JSONValue(bytes: Array(text.utf8)) == value)
    }

    @Test(arguments: [
        "", "{", "[1,]", "{\"a\"}", "tru", "1 2", "\"a", #""\x""#, "{a:1}", "<html>", "[1", "-", #""\u12""#,
    ]) func whatIsNoJSONIsRefused(text: String) {
        #expect(JSONValue(bytes: Array(text.utf8)) == nil)
    }

    @Test func depthIsBounded() {
        #expect(JSONValue(bytes: Array(String(repeating: "[", count: 100_000).utf8)) == nil)
    }

    @Test func whatIsWrittenIsReadBack() {
        let value = JSONValue.object([
            "b": .array([.number(0.1), .number(1e20), .null]), "a": .string("\u{1}\u{1f}\t\n\"\\ä😀\u{2028}"),
        ])
        #expect(JSONValue(bytes: value.encoded()) == value)
        #expect(
            String(decoding: JSONValue.object(["b": .number(4), "a": .null]).encoded(), as: UTF8.self)
                == #"{"a":null,"b":4}"#)
    }
}
