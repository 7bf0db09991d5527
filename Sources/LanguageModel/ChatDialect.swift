internal import Foundation

/// Writes requests and reads answers of the OpenAI-compatible chat completions.
struct ChatDialect: Sendable {
    /// Holds what one HTTP answer said.
    enum Reading: Equatable {
        case completions([Completion])
        /// An error in the body, with the status that counts (a body may carry one under HTTP 200).
        case error(status: Int, message: String)
    }

    var endpoint: String
    var model: String

    /// The body of one request for `samples` answers, of which `done` were given before.
    func body(
        _ request: ModelRequest, samples: Int, done: Int, capabilities: Capabilities
    ) throws -> [UInt8] {
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
        if let seed = request.seed, capabilities.seed {
            // Within 31 bits, as servers want; moved on with every answer, or a loop would get the same one again.
            members["seed"] = .number(Double((seed &+ UInt64(done)) & 0x7fff_ffff))
        }
        if let limit = request.maxTokens, capabilities.tokenLimit != .none {
            members[capabilities.tokenLimit.rawValue] = .number(Double(limit))
        }
        return try JSONValue.object(members).encoded()
    }

    /// Reads one HTTP answer.
    ///
    /// - Throws: ``ModelError`` for what is neither completions nor an error in JSON.
    func read(_ response: TransportResponse, latencySeconds: Double) throws(ModelError) -> Reading {
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
        if let error = Self.error(in: json, httpStatus: response.status) { return error }
        guard response.status == 200 else {
            return .error(status: response.status, message: Self.beginning(response.body, or: "no message"))
        }
        return .completions(try completions(json, latencySeconds: latencySeconds, body: response.body))
    }

    // MARK: - Answers

    /// One choice as it came.
    private struct Choice {
        var text: String
        var finishReason: String
        /// Reasoning that came beside the text: it costs tokens and is not kept.
        var reasoningBytes: Int
    }

    private func completions(
        _ json: JSONValue, latencySeconds: Double, body: [UInt8]
    ) throws(ModelError) -> [Completion] {
        func malformed(_ why: String) -> ModelError {
            .malformed(endpoint: endpoint, why: why, beginning: Self.beginning(body, or: ""))
        }
        guard let list = json["choices"]?.array else { throw malformed("\"choices\" is missing") }
        guard !list.isEmpty else { throw malformed("\"choices\" is empty") }
        var choices: [Choice] = []
        for item in list {
            guard let message = item["message"] else { throw malformed("a choice has no \"message\"") }
            choices.append(Self.choice(message, finishReason: item["finish_reason"]?.string))
        }
        let usage = Usage(json, bytes: choices.map { $0.text.utf8.count + $0.reasoningBytes })
        guard choices.contains(where: { !$0.text.isEmpty && $0.finishReason != "refusal" }) else {
            if let refusal = choices.first(where: { $0.finishReason == "refusal" && !$0.text.isEmpty }) {
                throw .refusedAnswer(endpoint: endpoint, text: String(refusal.text.prefix(300)))
            }
            throw .emptyAnswer(
                endpoint: endpoint, finishReason: choices[0].finishReason,
                outputTokens: usage.outputTokens.reduce(0, +))
        }
        let answering = json["model"]?.string ?? model
        return choices.enumerated().map { index, choice in
            Completion(
                text: choice.text, model: answering, inputTokens: usage.inputTokens[index],
                outputTokens: usage.outputTokens[index], latencySeconds: latencySeconds,
                costUSD: usage.costUSD[index], finishReason: choice.finishReason)
        }
    }

    private static func choice(_ message: JSONValue, finishReason: String?) -> Choice {
        let reasoning = message["reasoning_content"]?.string ?? message["reasoning"]?.string ?? ""
        var text = ""
        if let whole = message["content"]?.string {
            text = whole
        } else if let parts = message["content"]?.array {
            // Mistral sends a list of parts, with the thinking among them.
            text = parts.compactMap { $0["text"]?.string }.joined()
        }
        let isBlank = text.allSatisfy(\.isWhitespace)
        if isBlank, let refusal = message["refusal"]?.string, !refusal.isEmpty {
            return Choice(text: refusal, finishReason: "refusal", reasoningBytes: reasoning.utf8.count)
        }
        return Choice(
            text: isBlank ? "" : text, finishReason: finishReason ?? "unknown",
            reasoningBytes: reasoning.utf8.count)
    }

    // MARK: - Errors

    private static func error(in json: JSONValue, httpStatus: Int) -> Reading? {
        // Gemini's compatible endpoint wraps the object into a list.
        let object = json.array?.first ?? json
        guard let error = object["error"] else {
            guard httpStatus != 200, let message = object["message"]?.string ?? object["detail"]?.string
            else {
                return nil
            }
            return .error(status: httpStatus, message: message)
        }
        var message = error.string ?? error["message"]?.string ?? "no message"
        if let field = error["param"]?.string, !message.contains("'\(field)'") { message += " (\(field))" }
        if let type = error["type"]?.string, type.contains("context") { message += " (\(type))" }
        if let code = error["code"]?.string { message += " (\(code))" }
        let inner =
            error["code"]?.integer ?? error["status"]?.integer ?? error["code"]?.string.flatMap(Int.init)
        let status = httpStatus == 200 ? inner ?? 502 : httpStatus
        return .error(status: status, message: message)
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
