internal import Foundation

/// Lists what an endpoint takes, so far as known: a small table to begin with, mended by its refusals.
struct Capabilities: Sendable, Equatable {
    /// Names the field that limits an answer's length; `none` sends no limit.
    enum TokenLimit: String, Sendable {
        case maxTokens = "max_tokens"
        case maxCompletionTokens = "max_completion_tokens"
        case none
    }

    var tokenLimit: TokenLimit = .maxTokens
    /// The other name of the limit has been refused, too.
    private var triedBothLimits = false
    var temperature = true
    var seed = true
    /// Most answers to ask for in one request.
    var samplesPerRequest = 16

    /// The table's row for an endpoint.
    init(base: String) {
        if base.hasPrefix("https://api.openai.com/") { tokenLimit = .maxCompletionTokens }
        // The field is unknown there, and unknown fields are refused.
        if base.contains("generativelanguage.googleapis.com") || base.contains("api.mistral.ai") {
            seed = false
        }
    }

    /// Leaves out what a 400 complains about, or every optional setting when it names none that was sent.
    ///
    /// Every step takes something away for good, so a client that follows it ends.
    /// - Returns: nil when nothing was sent that could be left out, or the complaint is about the prompt's length.
    func withoutRefused(message: String, request: ModelRequest, samples: Int) -> Capabilities? {
        var mended = self
        let words = message.lowercased()
        if words.contains("context_size") || words.contains("context_length") { return nil }
        let sendsLimit = request.maxTokens != nil && tokenLimit != .none
        let sendsTemperature = request.temperature != nil && temperature
        let sendsSeed = request.seed != nil && seed
        var named = false
        if sendsLimit, words.contains("max_tokens") || words.contains("max_completion_tokens") {
            mended.swapTokenLimit()
            named = true
        }
        if sendsTemperature, words.contains("temperature") {
            mended.temperature = false
            named = true
        }
        if sendsSeed, words.contains("seed") {
            mended.seed = false
            named = true
        }
        if samples > 1, Self.complainsAboutSampleCount(words) {
            mended.samplesPerRequest = Self.allowedSamples(words, below: samples)
            named = true
        }
        if named { return mended }
        guard sendsTemperature || sendsSeed || samples > 1 else { return nil }
        mended.temperature = false
        mended.seed = false
        mended.samplesPerRequest = 1
        return mended
    }

    private mutating func swapTokenLimit() {
        switch tokenLimit {
        case .maxTokens where !triedBothLimits: tokenLimit = .maxCompletionTokens
        case .maxCompletionTokens where !triedBothLimits: tokenLimit = .maxTokens
        default: tokenLimit = .none
        }
        triedBothLimits = true
    }

    /// Finds the field `n` standing alone, in quotes of any kind or as `n:`.
    private static func complainsAboutSampleCount(_ words: String) -> Bool {
        ["'n'", "\"n\"", "`n`", "(n)", " n must", "n > 1", "n=", "field n", "parameter n", "parameter: n"]
            .contains { words.contains($0) }
    }

    /// Reads the bound in "1 <= value <= 2" (llama.cpp: one a slot); 1 where none is said.
    private static func allowedSamples(_ words: String, below samples: Int) -> Int {
        guard
            let bound = words.components(separatedBy: "<=").last?.split(whereSeparator: { !$0.isNumber })
                .first,
            words.contains("<="), let value = Int(bound), value < samples
        else { return 1 }
        return max(1, value)
    }
}
