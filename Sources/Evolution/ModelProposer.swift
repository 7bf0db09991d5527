internal import Archive
package import LanguageModel

/// Asks a language model: renders the prompts, sends them, hands over what came back.
package struct ModelProposer: Proposer {
    package var name: String { model.name }
    private let model: any LanguageModel
    private let prompts: RewardPrompts

    package init(model: any LanguageModel, prompts: RewardPrompts) {
        self.model = model
        self.prompts = prompts
    }

    package func answers(
        to question: Question, generation: Int, known: [String], seed: UInt64
    ) async throws -> [Answer] {
        let messages = try prompts.messages(for: question)
        return try await ask(messages, samples: question.samples, seed: seed, label: "g\(generation)")
    }

    package func repair(
        _ failed: Individual, answer: String, generation: Int, seed: UInt64
    ) async throws -> Answer? {
        let messages = try prompts.repairMessages(for: failed, answer: answer)
        let label = "g\(generation)-c\(failed.candidate.index)-repair"
        return try await ask(messages, samples: 1, seed: seed, label: label).first
    }

    private func ask(_ messages: [Message], samples: Int, seed: UInt64, label: String) async throws
        -> [Answer]
    {
        let request = ModelRequest(
            messages: messages, samples: samples, maxTokens: 1000, seed: seed, label: label)
        return try await model.complete(request).map { Answer(messages: messages, completion: $0) }
    }
}
