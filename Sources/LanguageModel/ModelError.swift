/// Says why no answer came.
///
/// No message ever contains a key.
package enum ModelError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Names the part of an exchange that took too long.
    package enum Phase: String, Sendable {
        case connect, idle, total
    }

    case badSpecification(text: String, why: String)
    case badKey(source: String, why: String)
    case unreachable(endpoint: String, detail: String)
    case timedOut(endpoint: String, phase: Phase, seconds: Double)
    /// The endpoint said no, and asking again would not help.
    case refused(endpoint: String, status: Int, message: String)
    /// The endpoint asked to come back later, and either the attempts or the patience ran out.
    case overloaded(endpoint: String, status: Int, message: String, attempts: Int)
    case promptTooLong(endpoint: String, message: String)
    case notJSON(endpoint: String, status: Int, contentType: String, beginning: String)
    case malformed(endpoint: String, why: String, beginning: String)
    case truncated(endpoint: String, receivedBytes: Int, detail: String)
    case tooLarge(endpoint: String, limitBytes: Int)
    case emptyAnswer(endpoint: String, finishReason: String, outputTokens: Int)
    case refusedAnswer(endpoint: String, text: String)
    case manualFolder(path: String, why: String)
    case scriptEnded(answers: Int)
    /// The next request would go over the limit in money.
    case budget(spentUSD: Double, limitUSD: Double, forecastUSD: Double)
    case badPrices(path: String, why: String)
    case notRecorded(run: String, why: String)

    package var description: String {
        switch self {
        case .badSpecification(let text, let why):
            "--model \"\(text)\": \(why); accepted: \(ModelSpecification.acceptedForms)"
        case .badKey(let source, let why):
            "\(source): \(why)"
        case .unreachable(let endpoint, let detail):
            "\(endpoint): no connection: \(detail); check that the server runs and that the address is right"
        case .timedOut(let endpoint, let phase, let seconds):
            "\(endpoint): \(Self.words(for: phase)) \(Self.short(seconds)) s; the request was given up and not sent again"
                + (phase == .idle ? Self.slowModelAdvice : "")
        case .refused(let endpoint, let status, let message):
            "\(endpoint): HTTP \(status): \(message)\(Self.remedy(for: status))"
        case .overloaded(let endpoint, let status, let message, let attempts):
            "\(endpoint): HTTP \(status) after \(attempts) attempts: \(message); try again later or with fewer samples"
        case .promptTooLong(let endpoint, let message):
            "\(endpoint): the prompt does not fit the model's context: \(message); use a model with a longer context"
        case .notJSON(let endpoint, let status, let contentType, let beginning):
            "\(endpoint): HTTP \(status) with \(contentType.isEmpty ? "no content type" : contentType) instead of JSON: "
                + "\"\(beginning)\"; is this the address of a compatible server (usually it ends in /v1)?"
        case .malformed(let endpoint, let why, let beginning):
            "\(endpoint): the answer is not what this protocol promises: \(why); it begins \"\(beginning)\""
        case .truncated(let endpoint, let receivedBytes, let detail):
            "\(endpoint): the answer broke off after \(receivedBytes) bytes: \(detail)"
        case .tooLarge(let endpoint, let limitBytes):
            "\(endpoint): the answer is longer than \(limitBytes) bytes and was given up"
        case .emptyAnswer(let endpoint, let finishReason, let outputTokens):
            "\(endpoint): the model answered without text (finish reason \(finishReason), \(outputTokens) tokens)"
                + (finishReason == "length" ? "; it used up its tokens before answering: allow more" : "")
        case .refusedAnswer(let endpoint, let text):
            "\(endpoint): the model refused: \"\(text)\""
        case .manualFolder(let path, let why):
            "\(path): \(why)"
        case .scriptEnded(let answers):
            "the script of \(answers) answers is used up"
        case .budget(let spent, let limit, let forecast):
            "\(Self.dollars(spent)) of \(Self.dollars(limit)) USD are spent, and the next request may cost "
                + "\(Self.dollars(forecast)): no more is asked; raise --budget-usd in a new run"
        case .badPrices(let path, let why):
            "\(path): \(why)"
        case .notRecorded(let run, let why):
            "replay of \(run): \(why)"
        }
    }

    /// Tells whether waiting may help, so that a caller can stop a run for now rather than for good.
    package var isTemporary: Bool {
        switch self {
        case .overloaded, .timedOut, .unreachable, .truncated: true
        default: false
        }
    }

    /// Tells an answer without text from a failure of the endpoint.
    package var isBlankAnswer: Bool {
        switch self {
        case .emptyAnswer, .refusedAnswer: true
        default: false
        }
    }

    private static func words(for phase: Phase) -> String {
        switch phase {
        case .connect: "no connection within"
        case .idle: "silent for"
        case .total: "no complete answer within"
        }
    }

    private static let slowModelAdvice =
        "; a slow model is not silent when it answers as it writes: put stream+ before the address after --model"

    private static func remedy(for status: Int) -> String {
        switch status {
        case 401, 403:
            "; the key comes from OPENAI_API_KEY (api.openai.com only), ANTHROPIC_API_KEY (api.anthropic.com only), "
                + "EVOLVE_API_KEY or the file named by EVOLVE_API_KEY_FILE"
        case 402: "; the account has no credit left"
        case 404:
            "; check the model's name after # and that the address ends as the server wants it (usually /v1)"
        case 300...399: "; redirects are not followed, give the final address"
        default: ""
        }
    }

    private static func dollars(_ amount: Double) -> String {
        let hundredThousandths = (amount * 100_000).rounded() / 100_000
        return "\(hundredThousandths)"
    }

    private static func short(_ seconds: Double) -> String {
        seconds == seconds.rounded() ? String(Int(seconds)) : String(seconds)
    }
}
