internal import Foundation

/// Lists what an endpoint takes, so far as known: a small table to begin with, mended by its refusals.
struct Capabilities: Sendable, Equatable {
    /// Names the field that limits an answer's length; nil sends no limit.
    var tokenLimit: String? = "max_tokens"
    /// The other name of the limit has been refused, too.
    private var triedBothLimits = false
    var temperature = true
    /// Names the field of the seed; nil sends none.
    var seedField: String? = "seed"
    /// Most answers to ask for in one request; where fewer come, the rest is asked for again.
    var samplesPerRequest = 16
    /// Asks for the answer in events.
    var streams = false
    /// Asks for the usage at the end of a stream.
    var streamOptions = true
    /// Asks the provider to keep nothing.
    var store = true

    /// One row of the table: which endpoints it is about, and what differs there.
    private struct Row: Sendable {
        /// Part of the endpoint's address; empty for all.
        var address: String
        var dialect: DialectName?
        var change: @Sendable (inout Capabilities) -> Void
    }

    /// The table; all rows that fit apply, from the top.
    private static let table: [Row] = [
        // Newer models there refuse `max_tokens`.
        Row(address: "https://api.openai.com/", dialect: .chat) { $0.tokenLimit = "max_completion_tokens" },
        Row(address: "", dialect: .responses) {
            $0.tokenLimit = "max_output_tokens"
            $0.seedField = nil
            $0.samplesPerRequest = 1
        },
        Row(address: "", dialect: .messages) {
            $0.seedField = nil
            $0.samplesPerRequest = 1
        },
        // Unknown fields are refused there.
        Row(address: "generativelanguage.googleapis.com", dialect: .chat) { $0.seedField = nil },
        Row(address: "api.mistral.ai", dialect: .chat) {
            $0.seedField = "random_seed"
            $0.streamOptions = false
        },
        // No n, and no complaint about it either.
        Row(address: "api.deepseek.com", dialect: .chat) { $0.samplesPerRequest = 1 },
        Row(address: ":11434/", dialect: .chat) { $0.samplesPerRequest = 1 },
    ]

    /// Applies the table's rows to an endpoint.
    init(base: String, options: EndpointOptions = EndpointOptions()) {
        streams = options.streams
        for row in Self.table where row.dialect == nil || row.dialect == options.dialect {
            if row.address.isEmpty || (base + "/").contains(row.address) { row.change(&self) }
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
        let sendsLimit = request.maxTokens != nil && tokenLimit != nil
        let sendsTemperature = request.temperature != nil && temperature
        let sendsSeed = request.seed != nil && seedField != nil
        if sendsLimit, words.contains("max_tokens") || words.contains("max_completion_tokens") {
            mended.swapTokenLimit()
        }
        if sendsTemperature, words.contains("temperature") { mended.temperature = false }
        if sendsSeed, words.contains("seed") { mended.seedField = nil }
        if streams, streamOptions, words.contains("stream_options") {
            mended.streamOptions = false
        } else if streams, words.contains("stream") {
            mended.streams = false
        }
        if store, words.contains("store") { mended.store = false }
        if samples > 1, Self.complainsAboutSampleCount(words) {
            mended.samplesPerRequest = Self.allowedSamples(words, below: samples)
        }
        if mended != self { return mended }
        guard sendsTemperature || sendsSeed || samples > 1 || streams else { return nil }
        mended.temperature = false
        mended.seedField = nil
        mended.samplesPerRequest = 1
        mended.streams = false
        return mended
    }

    private mutating func swapTokenLimit() {
        switch tokenLimit {
        case "max_tokens" where !triedBothLimits: tokenLimit = "max_completion_tokens"
        case "max_completion_tokens" where !triedBothLimits: tokenLimit = "max_tokens"
        default: tokenLimit = nil
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
