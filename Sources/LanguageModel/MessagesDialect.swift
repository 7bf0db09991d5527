/// Speaks Anthropic's messages, which want a token limit and know no n or seed.
struct MessagesDialect: Dialect {
    /// The limit where the request names none: the protocol wants one.
    static let defaultMaxTokens = 4096

    let path = "/messages"

    func headers(_ key: APIKey?, base: String) -> [(name: String, value: String)] {
        var headers = [(name: "anthropic-version", value: "2023-06-01")]
        guard let key else { return headers }
        headers.append(("x-api-key", key.secret))
        // Compatible servers look for the key where the other protocols have it.
        if !base.hasPrefix("https://api.anthropic.com/") {
            headers.append(("Authorization", "Bearer \(key.secret)"))
        }
        return headers
    }

    func body(
        model: String, _ request: ModelRequest, samples: Int, done: Int, capabilities: Capabilities
    ) -> JSONValue {
        let system = request.messages.filter { $0.role == .system }.map(\.text)
        var members: [String: JSONValue] = [
            "model": .string(model),
            "messages": .array(
                request.messages.filter { $0.role != .system }.map {
                    .object(["role": .string($0.role.rawValue), "content": .string($0.text)])
                }),
            "max_tokens": .number(Double(request.maxTokens ?? Self.defaultMaxTokens)),
        ]
        if !system.isEmpty { members["system"] = .string(system.joined(separator: "\n\n")) }
        if let temperature = request.temperature, capabilities.temperature {
            members["temperature"] = .number(min(temperature, 1))
        }
        if capabilities.streams { members["stream"] = .bool(true) }
        return .object(members)
    }

    func answer(_ json: JSONValue) throws(AnswerFault) -> RawAnswer {
        guard let content = json["content"]?.array else { throw .malformed("\"content\" is missing") }
        var choice = RawChoice()
        for block in content {
            choice.text += block["text"]?.string ?? ""
            choice.reasoning += block["thinking"]?.string ?? ""
        }
        choice.finishReason = Self.finishReason(json["stop_reason"]?.string)
        choice.moveRefusal()
        var usage = RawUsage()
        usage.add(json["usage"])
        return RawAnswer(model: json["model"]?.string, choices: [choice], usage: usage)
    }

    func stream() -> any AnswerStream { MessagesStream() }

    static func finishReason(_ reason: String?) -> String {
        switch reason {
        case "end_turn", "stop_sequence": "stop"
        case "max_tokens", "model_context_window_exceeded": "length"
        case let other?: other
        case nil: "unknown"
        }
    }
}

/// Collects the events of a message: blocks of text and thinking, then why it stopped.
struct MessagesStream: AnswerStream {
    private(set) var answer = RawAnswer(choices: [RawChoice()])
    private(set) var isComplete = false

    mutating func takeDone() {}

    mutating func take(_ json: JSONValue, event: String) throws(AnswerFault) {
        switch json["type"]?.string ?? event {
        case "message_start":
            answer.model = json["message"]?["model"]?.string
            answer.usage.add(json["message"]?["usage"])
        case "content_block_start":
            answer.choices[0].text += json["content_block"]?["text"]?.string ?? ""
            answer.choices[0].reasoning += json["content_block"]?["thinking"]?.string ?? ""
        case "content_block_delta":
            answer.choices[0].text += json["delta"]?["text"]?.string ?? ""
            answer.choices[0].reasoning += json["delta"]?["thinking"]?.string ?? ""
        case "message_delta":
            answer.usage.add(json["usage"])
            if let reason = json["delta"]?["stop_reason"]?.string {
                answer.choices[0].finishReason = MessagesDialect.finishReason(reason)
            }
        case "message_stop":
            answer.choices[0].finishReason = answer.choices[0].finishReason ?? "unknown"
            answer.choices[0].moveRefusal()
            isComplete = true
        default:
            if let fault = ErrorBody.fault(in: json, httpStatus: 200) { throw fault }
        }
    }
}

extension RawUsage {
    /// Takes over the figures of a message; the later ones of a stream count, and are whole sums.
    fileprivate mutating func add(_ usage: JSONValue?) {
        guard let usage else { return }
        let cached = usage["cache_read_input_tokens"]?.integer
        let written = usage["cache_creation_input_tokens"]?.integer
        if let fresh = usage["input_tokens"]?.integer {
            // Tokens read from or written to a cache are told beside the others.
            cachedInput = cached ?? cachedInput
            input = fresh + cachedInput + (written ?? 0)
        }
        output = usage["output_tokens"]?.integer ?? output
    }
}

extension RawChoice {
    /// A refusal is told by the reason alone; its words, if any, came as text.
    fileprivate mutating func moveRefusal() {
        guard finishReason == "refusal" else { return }
        refusal = text.isEmpty ? "no reason given" : text
        text = ""
    }
}
