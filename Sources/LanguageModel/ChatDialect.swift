/// Speaks OpenAI's chat completions as OpenAI, llama.cpp, vLLM, Ollama, OpenRouter, Gemini, DeepSeek and Mistral do.
struct ChatDialect: Dialect {
    let path = "/chat/completions"

    func headers(_ key: APIKey?, base: String) -> [(name: String, value: String)] {
        key.map { [("Authorization", "Bearer \($0.secret)")] } ?? []
    }

    func body(
        model: String, _ request: ModelRequest, samples: Int, done: Int, capabilities: Capabilities
    ) -> JSONValue {
        var members: [String: JSONValue] = [
            "model": .string(model),
            "messages": .array(
                request.messages.map {
                    .object(["role": .string($0.role.rawValue), "content": .string($0.text)])
                }),
        ]
        if samples > 1 { members["n"] = .number(Double(samples)) }
        if let temperature = request.temperature, capabilities.temperature {
            members["temperature"] = .number(temperature)
        }
        if let seed = request.seed, let field = capabilities.seedField {
            members[field] = Capabilities.seed(seed, done: done)
        }
        if let limit = request.maxTokens, let field = capabilities.tokenLimit {
            members[field] = .number(Double(limit))
        }
        if capabilities.streams {
            members["stream"] = .bool(true)
            if capabilities.streamOptions {
                members["stream_options"] = .object(["include_usage": .bool(true)])
            }
        }
        return .object(members)
    }

    func answer(_ json: JSONValue) throws(AnswerFault) -> RawAnswer {
        guard let list = json["choices"]?.array else { throw .malformed("\"choices\" is missing") }
        guard !list.isEmpty else { throw .malformed("\"choices\" is empty") }
        var answer = RawAnswer(model: json["model"]?.string, usage: Self.usage(json))
        for item in list {
            guard let message = item["message"] else { throw .malformed("a choice has no \"message\"") }
            var choice = RawChoice()
            choice.add(message)
            choice.finishReason = item["finish_reason"]?.string ?? "unknown"
            answer.choices.append(choice)
        }
        return answer
    }

    func stream() -> any AnswerStream { ChatStream() }

    static func usage(_ json: JSONValue) -> RawUsage {
        let usage = json["usage"]
        return RawUsage(
            input: usage?["prompt_tokens"]?.integer,
            cachedInput: usage?["prompt_tokens_details"]?["cached_tokens"]?.integer
                ?? usage?["prompt_cache_hit_tokens"]?.integer ?? 0,
            output: usage?["completion_tokens"]?.integer,
            reasoning: usage?["completion_tokens_details"]?["reasoning_tokens"]?.integer ?? 0,
            costUSD: usage?["cost"]?.number, countsOneChoice: json["timings"] != nil)
    }
}

/// Collects the deltas of chat completions, for any number of choices.
struct ChatStream: AnswerStream {
    private(set) var answer = RawAnswer()
    private var isDone = false

    /// Ended by its mark; a server that closes without the mark has ended every choice by a finish reason.
    var isComplete: Bool {
        isDone && !answer.choices.isEmpty
    }

    mutating func takeDone() { isDone = true }

    mutating func take(_ json: JSONValue, event: String) throws(AnswerFault) {
        if let fault = ErrorBody.fault(in: json, httpStatus: 200) { throw fault }
        answer.model = answer.model ?? json["model"]?.string
        // The usage comes in a last event, whose choices are empty, or with the last choice.
        let usage = ChatDialect.usage(json)
        if usage.input != nil || usage.output != nil { answer.usage = usage }
        if usage.countsOneChoice { answer.usage.countsOneChoice = true }
        for item in json["choices"]?.array ?? [] {
            let index = item["index"]?.integer ?? 0
            guard (0..<256).contains(index) else { throw .malformed("a choice has the index \(index)") }
            while answer.choices.count <= index { answer.choices.append(RawChoice()) }
            if let delta = item["delta"] ?? item["message"] { answer.choices[index].add(delta) }
            if let reason = item["finish_reason"]?.string { answer.choices[index].finishReason = reason }
        }
    }

    /// Tells whether all choices ended, for servers that close without the mark.
    var hasEnded: Bool {
        !answer.choices.isEmpty && answer.choices.allSatisfy { $0.finishReason != nil }
    }
}

extension RawChoice {
    /// Adds a message, or a delta of one.
    fileprivate mutating func add(_ message: JSONValue) {
        reasoning += message["reasoning_content"]?.string ?? message["reasoning"]?.string ?? ""
        refusal += message["refusal"]?.string ?? ""
        if let whole = message["content"]?.string {
            text += whole
        } else if let parts = message["content"]?.array {
            // Mistral sends a list of parts, with the thinking among them.
            for part in parts {
                if let words = part["text"]?.string { text += words }
                for thought in part["thinking"]?.array ?? [] { reasoning += thought["text"]?.string ?? "" }
            }
        }
    }
}
