// What differs between the protocols of endpoints: the path, the headers, the words of a request and of its answer, whole or
// streamed. `HTTPModel` knows none of it. Each dialect turns what came into a `RawAnswer`, and `AnswerReader` that into
// completions.

/// Names a protocol.
package enum DialectName: String, Sendable, Equatable, CaseIterable {
    /// OpenAI's chat completions, which most servers speak.
    case chat
    /// OpenAI's responses.
    case responses
    /// Anthropic's messages.
    case messages

    var dialect: any Dialect {
        switch self {
        case .chat: ChatDialect()
        case .responses: ResponsesDialect()
        case .messages: MessagesDialect()
        }
    }
}

/// Writes requests and reads answers of one protocol.
protocol Dialect: Sendable {
    /// Comes after the endpoint's address.
    var path: String { get }

    /// Headers that carry the key and the protocol's version.
    func headers(_ key: APIKey?, base: String) -> [(name: String, value: String)]

    /// The body of one request for `samples` answers, of which `done` were given before.
    func body(
        model: String, _ request: ModelRequest, samples: Int, done: Int, capabilities: Capabilities
    ) -> JSONValue

    /// Reads a whole answer.
    func answer(_ json: JSONValue) throws(AnswerFault) -> RawAnswer

    /// An answer that is still to arrive in events.
    func stream() -> any AnswerStream
}

/// Collects an answer from events.
protocol AnswerStream: Sendable {
    /// Takes the JSON of one event.
    /// - Throws: ``AnswerFault/error(status:message:)`` for an event that says so; nothing more is taken then.
    mutating func take(_ json: JSONValue, event: String) throws(AnswerFault)
    /// Takes the end mark of chat completions.
    mutating func takeDone()
    /// True once the endpoint said that nothing is missing.
    var isComplete: Bool { get }
    var answer: RawAnswer { get }
}

/// Says why something that arrived is no answer.
enum AnswerFault: Error, Equatable {
    case malformed(String)
    /// An error in the body or in the stream, with the status that counts.
    case error(status: Int, message: String)
}

/// Holds an answer as it came, alike for all protocols.
struct RawAnswer: Equatable, Sendable {
    var model: String?
    var choices: [RawChoice] = []
    var usage = RawUsage()
}

/// Holds one choice as it came.
struct RawChoice: Equatable, Sendable {
    var text = ""
    /// Reasoning or thinking that came beside the text; it costs tokens and is never taken for the answer.
    var reasoning = ""
    var refusal = ""
    /// In the words of chat completions; nil while it has not ended.
    var finishReason: String?
}

/// Holds the figures of a response's usage; nil where the endpoint says nothing.
struct RawUsage: Equatable, Sendable {
    /// All tokens of the prompt, with those read from a cache.
    var input: Int?
    var cachedInput = 0
    /// All tokens generated, with those of reasoning.
    var output: Int?
    var reasoning = 0
    var costUSD: Double?
    /// llama.cpp's server counts the first choice only.
    var countsOneChoice = false
}

extension Capabilities {
    /// A whole number within 31 bits, as servers want; moved on with every answer, or a loop would get the same one again.
    static func seed(_ seed: UInt64, done: Int) -> JSONValue {
        .number(Double((seed &+ UInt64(done)) & 0x7fff_ffff))
    }
}
