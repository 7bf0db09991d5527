/// Turns what an endpoint sent into completions, or says why it is no answer.
struct AnswerReader: Sendable {
    /// Holds what one HTTP answer said.
    enum Reading: Equatable {
        case completions([Completion])
        /// An error in the body, with the status that counts (a body may carry one under HTTP 200).
        case error(status: Int, message: String)
    }

    var endpoint: String
    var model: String
    var dialect: any Dialect

    /// Reads one HTTP answer.
    ///
    /// - Throws: ``ModelError`` for what is neither completions nor an error in JSON.
    func read(_ response: TransportResponse, latencySeconds: Double) throws(ModelError) -> Reading {
        if let stream = response.stream {
            return try read(stream, receivedBytes: response.receivedBytes, latencySeconds: latencySeconds)
        }
        guard let json = JSONValue(bytes: Self.withoutKeepAlive(response.body)) else {
            guard response.status == 200 else {
                return .error(
                    status: response.status, message: Self.beginning(response.body, or: "no message"))
            }
            throw .notJSON(
                endpoint: endpoint, status: response.status,
                contentType: response.headers["content-type"] ?? "",
                beginning: Self.beginning(response.body, or: ""))
        }
        if case .error(let status, let message)? = ErrorBody.fault(in: json, httpStatus: response.status) {
            return .error(status: status, message: message)
        }
        guard response.status == 200 else {
            return .error(status: response.status, message: Self.beginning(response.body, or: "no message"))
        }
        do {
            return .completions(try completions(dialect.answer(json), latencySeconds: latencySeconds))
        } catch let error as ModelError {
            throw error
        } catch {
            guard case AnswerFault.malformed(let why)? = error as? AnswerFault else {
                preconditionFailure("errors in the body were read above")
            }
            throw .malformed(
                endpoint: endpoint, why: why, beginning: Self.beginning(response.body, or: ""))
        }
    }

    private func read(
        _ stream: StreamedAnswer, receivedBytes: Int, latencySeconds: Double
    ) throws(ModelError) -> Reading {
        switch stream.fault {
        case .error(let status, let message)?: return .error(status: status, message: message)
        case .malformed(let why)?: throw .malformed(endpoint: endpoint, why: why, beginning: "")
        case nil: break
        }
        guard stream.isComplete else {
            throw .truncated(
                endpoint: endpoint, receivedBytes: receivedBytes,
                detail: "the stream ended before its last event")
        }
        return .completions(try completions(stream.answer, latencySeconds: latencySeconds))
    }

    private func completions(
        _ answer: RawAnswer, latencySeconds: Double
    ) throws(ModelError) -> [Completion] {
        let choices = answer.choices.map(Self.settled)
        let usage = Usage(answer.usage, bytes: choices.map { $0.text.utf8.count + $0.reasoning.utf8.count })
        guard choices.contains(where: { !$0.text.isEmpty && $0.finishReason != "refusal" }) else {
            if let refusal = choices.first(where: { $0.finishReason == "refusal" && !$0.text.isEmpty }) {
                throw .refusedAnswer(endpoint: endpoint, text: String(refusal.text.prefix(300)))
            }
            throw .emptyAnswer(
                endpoint: endpoint, finishReason: choices.first?.finishReason ?? "unknown",
                outputTokens: usage.outputTokens.reduce(0, +))
        }
        return choices.enumerated().map { index, choice in
            Completion(
                text: choice.text, model: answer.model ?? model, inputTokens: usage.inputTokens[index],
                outputTokens: usage.outputTokens[index], latencySeconds: latencySeconds,
                costUSD: usage.costUSD[index], finishReason: choice.finishReason ?? "unknown",
                reasoning: choice.reasoning, cachedInputTokens: usage.cachedInputTokens[index],
                reasoningTokens: usage.reasoningTokens[index])
        }
    }

    /// Makes the words of a refusal the text, where there is no other.
    private static func settled(_ choice: RawChoice) -> RawChoice {
        var settled = choice
        if settled.text.allSatisfy(\.isWhitespace) {
            settled.text = choice.refusal
            if !choice.refusal.isEmpty { settled.finishReason = "refusal" }
        }
        return settled
    }

    /// Drops blank lines and comments (": keep-alive") that some servers send before the JSON while the model thinks.
    private static func withoutKeepAlive(_ body: [UInt8]) -> ArraySlice<UInt8> {
        var rest = body[...]
        while true {
            rest = rest.drop { $0 == 0x20 || $0 == 0x0a || $0 == 0x0d || $0 == 0x09 }
            guard rest.first == UInt8(ascii: ":") else { return rest }
            rest = rest.drop { $0 != 0x0a }
        }
    }

    /// The first words of a body on one line, for messages.
    static func beginning(_ body: [UInt8], or nothing: String) -> String {
        let text = String(decoding: body.prefix(200), as: UTF8.self)
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return text.isEmpty ? nothing : text
    }
}

/// Collects a streamed answer while its bytes arrive.
struct StreamedAnswer: Sendable {
    private var events = EventStream()
    private var collected: any AnswerStream
    private var closed = false
    private(set) var fault: AnswerFault?

    init(_ collected: any AnswerStream) {
        self.collected = collected
    }

    var answer: RawAnswer {
        var answer = collected.answer
        for index in answer.choices.indices where answer.choices[index].finishReason == nil {
            answer.choices[index].finishReason = "unknown"
        }
        return answer
    }

    /// True once nothing more is needed of the connection.
    var isSettled: Bool { fault != nil || collected.isComplete }

    /// True when the whole answer came, also from a server that closes without an end mark.
    var isComplete: Bool {
        if collected.isComplete { return true }
        guard closed, let chat = collected as? ChatStream else { return false }
        return chat.hasEnded
    }

    mutating func take(_ bytes: some Sequence<UInt8>) {
        var complete: [ServerEvent] = []
        events.take(bytes) { complete.append($0) }
        complete.forEach { take($0) }
    }

    /// Takes the proper end of the body.
    mutating func close() {
        var complete: [ServerEvent] = []
        events.finish { complete.append($0) }
        complete.forEach { take($0) }
        closed = true
    }

    private mutating func take(_ event: ServerEvent) {
        guard fault == nil else { return }
        if event.data.elementsEqual("[DONE]".utf8) { return collected.takeDone() }
        guard let json = JSONValue(bytes: event.data) else {
            // An event cut off by the end of the stream is no fault of its own: the answer is not complete then.
            return
        }
        do {
            try collected.take(json, event: event.name)
        } catch {
            fault = error
        }
    }
}
