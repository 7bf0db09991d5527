package import Archive
internal import GeneticProgramming
package import LanguageModel

/// Asks a language model: renders the prompts, sends them, hands over what came back.
///
/// A prompt that does not fit the model's context is shortened by rule: first the words about other attempts go, the oldest
/// part of what there is to say, then the parent with its feedback, until only the task is left.
package struct ModelProposer: Proposer {
    package var name: String { model.name }
    private let model: any LanguageModel
    private let prompts: any ProblemPrompts
    private let maxTokens: Int

    /// Makes a proposer; `maxTokens` is the most that one answer may have.
    package init(model: any LanguageModel, prompts: any ProblemPrompts, maxTokens: Int = 1000) {
        self.model = model
        self.prompts = prompts
        self.maxTokens = maxTokens
    }

    /// Chooses the most tokens of one answer.
    ///
    /// A reward function needs a few hundred. A small local model may never stop by itself; a large one may reason at length
    /// before it answers.
    static func maxTokens(for specification: ModelSpecification) -> Int {
        guard case .http(let base, _, _) = specification else { return 8000 }
        let isLocal = ["http://127.", "http://localhost", "http://[::1]"].contains { base.hasPrefix($0) }
        return isLocal ? 1000 : 8000
    }

    package func answers(
        to question: Question, generation: Int, known: KnownCode, seed: UInt64
    ) async throws -> [Answer] {
        let forms = Self.forms(of: question)
        for (number, form) in forms.enumerated() {
            do {
                let messages = try prompts.messages(for: form)
                return try await ask(
                    messages, samples: question.samples, seed: seed, label: "g\(generation)",
                    note: number == 0 ? "" : "the prompt was shortened to fit the model's context")
            } catch let error as ModelError {
                guard case .promptTooLong = error, number + 1 < forms.count else { throw error }
            }
        }
        preconditionFailure("the last form answers or throws")
    }

    package func repair(
        _ failed: Individual, answer: String, generation: Int, seed: UInt64
    ) async throws -> Answer? {
        let messages = try prompts.repairMessages(for: failed, answer: answer)
        let label = "g\(generation)-c\(failed.candidate.index)-repair"
        do {
            return try await ask(messages, samples: 1, seed: seed, label: label).first
        } catch let error as ModelError {
            // Without a repair the candidate stays as it failed; that is no reason to end a run.
            if error.isBlankAnswer { return nil }
            if case .promptTooLong = error { return nil }
            throw error
        }
    }

    package func criticise(
        _ individual: Individual, rules: [Finding], generation: Int, seed: UInt64
    ) async throws -> Answer? {
        guard let messages = try prompts.criticMessages(for: individual, rules: rules) else { return nil }
        return try await unlessBlank(messages, seed, "g\(generation)-c\(individual.candidate.index)-critic")
    }

    package func revise(
        _ individual: Individual, findings: [Finding], generation: Int, seed: UInt64
    ) async throws -> Answer? {
        guard let messages = try prompts.revisionMessages(for: individual, findings: findings) else {
            return nil
        }
        return try await unlessBlank(messages, seed, "g\(generation)-c\(individual.candidate.index)-revision")
    }

    /// Asks for words that a run can do without.
    private func unlessBlank(_ messages: [Message], _ seed: UInt64, _ label: String) async throws -> Answer? {
        do {
            return try await ask(messages, samples: 1, seed: seed, label: label).first
        } catch let error as ModelError {
            if error.isBlankAnswer { return nil }
            if case .promptTooLong = error { return nil }
            throw error
        }
    }

    /// Lists a question's forms, each shorter than the one before.
    static func forms(of question: Question) -> [Question] {
        var forms = [question]
        var alone = Question(
            parents: Array(question.parents.prefix(1)), failures: [], samples: question.samples,
            breeding: question.breeding == .mutation ? .mutation : .free)
        var fresh = Question(parents: [], failures: [], samples: question.samples)
        // What a person asks for is the last to go.
        alone.wishes = question.wishes
        fresh.wishes = question.wishes
        for form in [alone, fresh] where form != forms[forms.count - 1] { forms.append(form) }
        return forms
    }

    private func ask(
        _ messages: [Message], samples: Int, seed: UInt64, label: String, note: String = ""
    ) async throws -> [Answer] {
        let request = ModelRequest(
            messages: messages, samples: samples, maxTokens: maxTokens, seed: seed, label: label)
        return try await model.complete(request).map {
            Answer(messages: messages, completion: $0, note: note)
        }
    }
}
