// Text in, text out. Order of reading: Message, ModelRequest and Completion (here) → ModelSpecification (what `--model`
// names) → HTTPModel (a Dialect writes requests and reads answers, CurlTransport carries them, RetryPolicy waits, Prices and
// Ledger count the money) → ManualModel (a person answers in files) → ReplayModel (an earlier run's records) → ScriptedModel
// (fixed answers) → Extraction (from an answer to code: Fences, PythonOutline).

/// Says one thing in a conversation.
package struct Message: Codable, Sendable, Hashable {
    /// Names the speaker, in the words that endpoints use.
    package enum Role: String, Codable, Sendable {
        case system, user, assistant
    }

    package var role: Role
    package var text: String

    /// Makes a message.
    package init(role: Role, text: String) {
        self.role = role
        self.text = text
    }
}

/// Asks a model for one or more independent answers to the same conversation.
package struct ModelRequest: Codable, Sendable, Equatable {
    package var messages: [Message]
    /// Answers wanted, at least 1.
    package var samples: Int
    /// Nil leaves the choice to the endpoint: newer models refuse any other value.
    package var temperature: Double?
    /// Upper limit of one answer in tokens; nil leaves it to the endpoint.
    package var maxTokens: Int?
    package var seed: UInt64?
    /// Short name for people and file names, for example `g0`.
    package var label: String

    /// Makes a request; only the messages are needed.
    package init(
        messages: [Message], samples: Int = 1, temperature: Double? = nil, maxTokens: Int? = nil,
        seed: UInt64? = nil, label: String = ""
    ) {
        self.messages = messages
        self.samples = samples
        self.temperature = temperature
        self.maxTokens = maxTokens
        self.seed = seed
        self.label = label
    }
}

/// Holds one answer with what it cost.
package struct Completion: Codable, Sendable, Equatable {
    package var text: String
    /// Model as the endpoint names it, which may be more exact than what was asked for.
    package var model: String
    /// Share of the prompt's tokens: over the answers of one response the shares add up to the prompt.
    package var inputTokens: Int
    package var outputTokens: Int
    /// Wall time of the response that brought this answer.
    package var latencySeconds: Double
    /// As reported by the endpoint or computed from configured prices; 0 where neither is known.
    package var costUSD: Double
    /// `stop`, `length` (cut at the token limit), `refusal`, or another word of the endpoint.
    package var finishReason: String
    /// Reasoning or thinking that came beside the text; never part of it.
    package var reasoning: String
    /// Those of `inputTokens` that were read from the provider's cache.
    package var cachedInputTokens: Int
    /// Those of `outputTokens` that were spent on reasoning.
    package var reasoningTokens: Int

    /// Makes a completion; figures that are not known are 0.
    package init(
        text: String, model: String, inputTokens: Int = 0, outputTokens: Int = 0, latencySeconds: Double = 0,
        costUSD: Double = 0, finishReason: String = "stop", reasoning: String = "",
        cachedInputTokens: Int = 0, reasoningTokens: Int = 0
    ) {
        self.text = text
        self.model = model
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.latencySeconds = latencySeconds
        self.costUSD = costUSD
        self.finishReason = finishReason
        self.reasoning = reasoning
        self.cachedInputTokens = cachedInputTokens
        self.reasoningTokens = reasoningTokens
    }
}

/// Answers requests: an endpoint, a person, or a script.
package protocol LanguageModel: Sendable {
    /// Name for people and records; never contains a key.
    var name: String { get }

    /// Answers a request.
    ///
    /// - Returns: at most `request.samples` answers, at least one. Fewer than asked means that a later part failed or was
    ///   cancelled: what had been paid for is handed over, and asking for the rest shows the failure.
    /// - Throws: ``ModelError``, or `CancellationError` as soon as the task is cancelled.
    func complete(_ request: ModelRequest) async throws -> [Completion]
}
