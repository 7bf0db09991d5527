internal import Archive
internal import LanguageModel
internal import Synchronization

/// Hands out a run's recorded answers in their order; the questions are written anew, so that a difference shows.
final class RecordedProposer: Proposer {
    let name: String
    private let prompts: any ProblemPrompts
    private let first: [Int: [ProposalRecord]]
    /// By the seed of the request.
    private let repairs: [UInt64: ProposalRecord]
    private let settings: RunSettings
    /// Generation in which the money ended.
    private let broke: Int?
    private let handedOut = Mutex<[Int: Int]>([:])

    init(
        _ proposals: [ProposalRecord], settings: RunSettings, prompts: any ProblemPrompts, budgetMark: String?
    ) {
        self.settings = settings
        self.prompts = prompts
        name = proposals.first?.model ?? settings.model
        first = Dictionary(grouping: proposals.filter { $0.attempt == 0 }, by: \.generation)
        let seed = settings.seed
        repairs = Dictionary(
            proposals.filter { $0.attempt > 0 }.map {
                (ContentHash.seed("\(seed)/repair/\($0.generation)/\($0.index)"), $0)
            }
        ) { first, _ in first }
        broke = budgetMark.flatMap { Int($0.split(separator: " ").last ?? "") }
    }

    func answers(to question: Question, generation: Int, known: KnownCode, seed: UInt64) async throws
        -> [Answer]
    {
        let recorded = first[generation] ?? []
        let start = handedOut.withLock { $0[generation] ?? 0 }
        let next = recorded.dropFirst(start).prefix(question.samples)
        if next.isEmpty {
            guard broke == generation else {
                throw RecordedProblem.Gap(
                    description: "generation \(generation) asks for more answers than the run had")
            }
            throw ModelError.budget(spentUSD: 0, limitUSD: 0, forecastUSD: 0)
        }
        handedOut.withLock { $0[generation] = start + next.count }
        // Answers to a prompt that was shortened to fit the model were recorded with that one.
        let forms = try ModelProposer.forms(of: question).map { try prompts.messages(for: $0) }
        return try next.map { record in
            let sent = try record.messages()
            return Answer(
                messages: forms.first { $0 == sent } ?? forms[0], completion: record.recordedCompletion)
        }
    }

    func repair(_ failed: Individual, answer: String, generation: Int, seed: UInt64) async throws -> Answer? {
        if let record = repairs[seed] {
            let messages = try prompts.repairMessages(for: failed, answer: answer)
            return Answer(messages: messages, completion: record.recordedCompletion)
        }
        let isLast = !repairs.values.contains {
            $0.generation == generation && $0.index > failed.candidate.index
        }
        if broke == generation, isLast {
            throw ModelError.budget(spentUSD: 0, limitUSD: 0, forecastUSD: 0)
        }
        return nil
    }
}

extension ProposalRecord {
    /// The answer as it came.
    var recordedCompletion: Completion {
        Completion(
            text: completion, model: model, inputTokens: inputTokens, outputTokens: outputTokens,
            latencySeconds: latencySeconds, reasoning: reasoning ?? "",
            cachedInputTokens: cachedInputTokens ?? 0, reasoningTokens: reasoningTokens ?? 0)
    }
}
