internal import Synchronization

/// Answers from the records of an earlier run, by content: the same conversation gets the same answers, in their order.
package final class ReplayModel: LanguageModel {
    /// Holds one recorded question with its answer.
    package struct Recording: Sendable {
        package var messages: [Message]
        package var completion: Completion

        /// Makes a recording.
        package init(messages: [Message], completion: Completion) {
            self.messages = messages
            self.completion = completion
        }
    }

    package let name: String
    private let run: String
    private let answers: [[Message]: [Completion]]
    /// Answers given so far to each conversation.
    private let given: Mutex<[[Message]: Int]>

    /// Makes a model from records.
    /// - Parameters:
    ///   - run: the name of the recorded run, for messages.
    ///   - recordings: questions and answers in the order in which they were recorded.
    ///   - answered: conversations that this run has had already, one for each answer; theirs are not given again.
    package init(run: String, recordings: [Recording], answered: [[Message]] = []) {
        name = "replay:\(run)"
        self.run = run
        answers = Dictionary(grouping: recordings, by: \.messages).mapValues { $0.map(\.completion) }
        given = Mutex(Dictionary(grouping: answered, by: \.self).mapValues(\.count))
    }

    package func complete(_ request: ModelRequest) async throws -> [Completion] {
        try Task.checkCancellation()
        guard let recorded = answers[request.messages] else {
            throw ModelError.notRecorded(
                run: run,
                why: "\(request.label) asks something that was not asked there; "
                    + "the same settings, prompts and --seed are needed")
        }
        let first = given.withLock { given in
            let first = given[request.messages] ?? 0
            given[request.messages] = min(recorded.count, first + max(1, request.samples))
            return first
        }
        guard first < recorded.count else {
            throw ModelError.notRecorded(
                run: run, why: "\(request.label) asks for more answers than the \(recorded.count) recorded")
        }
        return Array(recorded[first...].prefix(max(1, request.samples)))
    }
}
