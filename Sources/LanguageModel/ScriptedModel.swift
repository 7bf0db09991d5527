import Synchronization

/// Answers from a list or a function, without any endpoint: for whole-loop tests and for replay.
package final class ScriptedModel: LanguageModel {
    package let name: String
    private let answer: @Sendable (ModelRequest, Int) throws -> Completion
    /// Answers given so far.
    private let given = Mutex(0)

    /// Makes a model that computes each answer.
    ///
    /// `answer` gets the request and the number of answers given before, from 0.
    package init(
        name: String = "scripted", answer: @escaping @Sendable (ModelRequest, Int) throws -> Completion
    ) {
        self.name = name
        self.answer = answer
    }

    /// Makes a model that reads its answers from a list, in order, and fails when they are used up.
    package convenience init(name: String = "scripted", answers: [String]) {
        self.init(name: name) { _, index in
            guard index < answers.count else { throw ModelError.scriptEnded(answers: answers.count) }
            return Completion(text: answers[index], model: name)
        }
    }

    package func complete(_ request: ModelRequest) async throws -> [Completion] {
        try Task.checkCancellation()
        return try given.withLock { given in
            var completions: [Completion] = []
            for _ in 0..<max(1, request.samples) {
                completions.append(try answer(request, given))
                given += 1
            }
            return completions
        }
    }
}
