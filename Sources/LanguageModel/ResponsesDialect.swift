/// Speaks OpenAI's responses, which know no n, seed or stop.
struct ResponsesDialect: Dialect {
    let path = "/responses"

    func headers(_ key: APIKey?, base: String) -> [(name: String, value: String)] {
        key.map { [("Authorization", "Bearer \($0.secret)")] } ?? []
    }

    func body(
        model: String, _ request: ModelRequest, samples: Int, done: Int, capabilities: Capabilities
    ) -> JSONValue {
        let instructions = request.messages.filter { $0.role == .system }.map(\.text)
        var members: [String: JSONValue] = [
            "model": .string(model),
            "input": .array(
                request.messages.filter { $0.role != .system }.map {
                    .object(["role": .string($0.role.rawValue), "content": .string($0.text)])
                }),
        ]
        if !instructions.isEmpty {
            members["instructions"] = .string(instructions.joined(separator: "\n\n"))
        }
        // Nothing of a run shall stay with the provider for longer than the answer takes.
        if capabilities.store { members["store"] = .bool(false) }
        if let temperature = request.temperature, capabilities.temperature {
            members["temperature"] = .number(temperature)
        }
        if let limit = request.maxTokens, let field = capabilities.tokenLimit {
            members[field] = .number(Double(limit))
        }
        if capabilities.streams { members["stream"] = .bool(true) }
        return .object(members)
    }

    func answer(_ json: JSONValue) throws(AnswerFault) -> RawAnswer {
        guard let output = json["output"]?.array else { throw .malformed("\"output\" is missing") }
        var choice = RawChoice()
        for item in output {
            let parts = item["content"]?.array ?? []
            if item["type"]?.string == "reasoning" {
                for part in (item["summary"]?.array ?? []) + parts {
                    choice.reasoning += part["text"]?.string ?? ""
                }
                continue
            }
            for part in parts {
                if let words = part["text"]?.string { choice.text += words }
                choice.refusal += part["refusal"]?.string ?? ""
            }
        }
        choice.finishReason = Self.finishReason(json)
        return RawAnswer(model: json["model"]?.string, choices: [choice], usage: Self.usage(json))
    }

    func stream() -> any AnswerStream { ResponsesStream() }

    static func finishReason(_ json: JSONValue) -> String {
        switch json["incomplete_details"]?["reason"]?.string {
        case "max_output_tokens": "length"
        case "content_filter": "refusal"
        case let other?: other
        case nil: json["status"]?.string == "completed" ? "stop" : json["status"]?.string ?? "unknown"
        }
    }

    static func usage(_ json: JSONValue) -> RawUsage {
        let usage = json["usage"]
        return RawUsage(
            input: usage?["input_tokens"]?.integer,
            cachedInput: usage?["input_tokens_details"]?["cached_tokens"]?.integer ?? 0,
            output: usage?["output_tokens"]?.integer,
            reasoning: usage?["output_tokens_details"]?["reasoning_tokens"]?.integer ?? 0,
            costUSD: usage?["cost"]?.number)
    }
}

/// Collects the events of a response; the last one repeats the whole of it.
struct ResponsesStream: AnswerStream {
    private(set) var answer = RawAnswer(choices: [RawChoice()])
    private(set) var isComplete = false

    mutating func takeDone() {}

    mutating func take(_ json: JSONValue, event: String) throws(AnswerFault) {
        let type = json["type"]?.string ?? event
        switch type {
        case "response.output_text.delta": answer.choices[0].text += json["delta"]?.string ?? ""
        case "response.refusal.delta": answer.choices[0].refusal += json["delta"]?.string ?? ""
        case "response.reasoning_text.delta", "response.reasoning_summary_text.delta":
            answer.choices[0].reasoning += json["delta"]?.string ?? ""
        case "response.completed", "response.incomplete":
            guard let response = json["response"] else { throw .malformed("the last event is empty") }
            let whole = try ResponsesDialect().answer(response)
            // What was streamed counts where the last event leaves the text out.
            let streamed = answer.choices[0]
            answer = whole
            if whole.choices[0].text.isEmpty, whole.choices[0].refusal.isEmpty {
                answer.choices[0].text = streamed.text
                answer.choices[0].refusal = streamed.refusal
            }
            if whole.choices[0].reasoning.isEmpty { answer.choices[0].reasoning = streamed.reasoning }
            isComplete = true
        case "response.failed", "error":
            let body = json["response"] ?? json
            throw ErrorBody.fault(in: body, httpStatus: 200)
                ?? ErrorBody.fault(in: .object(["error": body]), httpStatus: 200)
                ?? .error(status: 502, message: "the response failed")
        default:
            if let fault = ErrorBody.fault(in: json, httpStatus: 200) { throw fault }
        }
    }
}
