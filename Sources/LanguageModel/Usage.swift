/// Shares what a response reports as used among its choices, so that the shares add up and nothing paid is lost.
struct Usage: Equatable {
    var inputTokens: [Int]
    var outputTokens: [Int]
    var cachedInputTokens: [Int]
    var reasoningTokens: [Int]
    var costUSD: [Double]

    /// Shares the figures of a response.
    ///
    /// Output is shared in proportion to length. llama.cpp's server counts the first choice only: there the others are
    /// estimated from the first one's bytes per token. Missing figures are estimated at four bytes a token, never zero.
    /// `bytes` gives the length of each choice with its reasoning, UTF-8.
    init(_ usage: RawUsage, bytes: [Int]) {
        let total = bytes.reduce(0, +)
        var output = usage.output ?? (total + 3) / 4
        let countsOneChoice = usage.countsOneChoice || Self.looksLikeOneChoice(output, bytes: bytes)
        if bytes.count > 1, countsOneChoice, bytes[0] > 0 {
            output = Int((Double(output) * Double(total) / Double(bytes[0])).rounded())
        }
        let even = bytes.map { _ in 1 }
        inputTokens = Self.shares(of: usage.input ?? 0, weights: even)
        cachedInputTokens = Self.shares(of: usage.cachedInput, weights: even)
        outputTokens = Self.shares(of: output, weights: bytes)
        reasoningTokens = Self.shares(of: usage.reasoning, weights: bytes)
        let cost = usage.costUSD ?? 0
        costUSD = bytes.map { total > 0 ? cost * Double($0) / Double(total) : cost / Double(bytes.count) }
    }

    /// Reads the usage of a chat completion and shares it.
    init(_ json: JSONValue, bytes: [Int]) {
        self.init(ChatDialect.usage(json), bytes: bytes)
    }

    /// More than eight bytes a token over all, and a usual figure for the first choice alone.
    private static func looksLikeOneChoice(_ tokens: Int, bytes: [Int]) -> Bool {
        bytes.reduce(0, +) > 8 * tokens && bytes[0] <= 8 * tokens
    }

    /// Splits a whole number in proportion; the remainder goes to the first ones.
    static func shares(of total: Int, weights: [Int]) -> [Int] {
        let sum = weights.reduce(0, +)
        let weights = sum > 0 ? weights : weights.map { _ in 1 }
        let all = max(sum, sum > 0 ? sum : weights.count)
        var shares = weights.map { Int(Double(total) * Double($0) / Double(all)) }
        let left = total - shares.reduce(0, +)
        for index in 0..<max(0, left) { shares[index % shares.count] += 1 }
        return shares
    }
}
