internal import Foundation
package import LanguageModel

/// Shows what a run would ask first, with an estimate of its length and price; nothing is sent.
package struct PromptPreview: Codable, Sendable, Equatable {
    package var schema = 1
    package var model: String
    package var messages: [Message]
    package var samples: Int
    /// Estimate at four bytes a token, for one request.
    package var promptTokens: Int
    /// Most tokens of one answer.
    package var answerTokensAtMost: Int
    /// US dollars for the prompt of one request; nil where no price is known.
    package var promptUSD: Double?
    /// US dollars at most for a whole generation: a request for every sample, each answer as long as it may be.
    package var generationUSDAtMost: Double?
}

extension House {
    /// Renders the first question of a run.
    /// - Throws: `PromptError` naming the template's file and line, `ModelError` for a wrong model or price file.
    package func preview(_ settings: RunSettings, _ subject: Subject) throws -> PromptPreview {
        let messages = try prompts(settings, subject).messages(
            for: Question(parents: [], failures: [], samples: settings.samples))
        let specification = try parseModelSpecification(settings.model)
        let tokens = TokenEstimate.tokens(messages)
        let longest = ModelProposer.maxTokens(for: specification)
        let prices = try prices(of: specification, settings.pricesFile)
        return PromptPreview(
            model: settings.model, messages: messages, samples: settings.samples, promptTokens: tokens,
            answerTokensAtMost: longest, promptUSD: prices?.cost(input: tokens, output: 0),
            generationUSDAtMost: prices.map {
                Double(settings.samples) * $0.cost(input: tokens, output: longest)
            })
    }
}
