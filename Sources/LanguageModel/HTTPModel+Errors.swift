/// What an endpoint's words become before a person reads them.
extension HTTPModel {
    /// Tells a prompt that is too long from other refusals: it can be shortened.
    func refusal(status: Int, message: String) -> ModelError {
        let words = message.lowercased()
        let isAboutLength = [
            "context_size", "context_length", "context length", "context size", "maximum context",
            "prompt is too long",
        ]
        .contains { words.contains($0) }
        guard isAboutLength else { return .refused(endpoint: base, status: status, message: message) }
        return .promptTooLong(endpoint: base, message: message)
    }

    /// Hides the key in what an endpoint sent instead of an answer.
    func withoutKey(_ error: ModelError) -> ModelError {
        guard let key else { return error }
        switch error {
        case .notJSON(let endpoint, let status, let contentType, let beginning):
            return .notJSON(
                endpoint: endpoint, status: status, contentType: key.hidden(in: contentType),
                beginning: key.hidden(in: beginning))
        case .malformed(let endpoint, let why, let beginning):
            return .malformed(endpoint: endpoint, why: why, beginning: key.hidden(in: beginning))
        case .emptyAnswer(let endpoint, let finishReason, let outputTokens):
            return .emptyAnswer(
                endpoint: endpoint, finishReason: key.hidden(in: finishReason), outputTokens: outputTokens)
        case .refusedAnswer(let endpoint, let text):
            return .refusedAnswer(endpoint: endpoint, text: key.hidden(in: text))
        default: return error
        }
    }
}
