package import Archive
package import LanguageModel

/// Turns a question into answers.
///
/// A language model and the offline proposer stand behind the same protocol.
///
/// Implementations: ``ModelProposer``, ``OfflineRewards``.
package protocol Proposer: Sendable {
    /// Name for people and records: `offline`, or the model's.
    var name: String { get }

    /// False where words of people change nothing.
    var readsWords: Bool { get }

    /// Asks for as many answers as the question has samples.
    /// - Parameters:
    ///   - question: what to build on, and how many answers are wanted.
    ///   - generation: counted from 0.
    ///   - known: gives the code of every candidate so far; only asked for by those that need it.
    ///   - seed: decides every random choice that is the proposer's own.
    /// - Returns: at most as many answers as asked for.
    /// - Throws: `ModelError` when nobody answers.
    func answers(to question: Question, generation: Int, known: KnownCode, seed: UInt64) async throws
        -> [Answer]

    /// Asks for one repaired version of a failed candidate; nil where the proposer cannot repair.
    func repair(_ failed: Individual, answer: String, generation: Int, seed: UInt64) async throws -> Answer?

    /// Asks what is wrong with a checked candidate, beside what rules found; nil where nobody can say.
    func criticise(_ individual: Individual, rules: [Finding], generation: Int, seed: UInt64) async throws
        -> Answer?

    /// Asks for a version that mends what a critic found; nil where the proposer cannot read words.
    func revise(_ individual: Individual, findings: [Finding], generation: Int, seed: UInt64) async throws
        -> Answer?
}

extension Proposer {
    package var readsWords: Bool { true }

    package func criticise(
        _ individual: Individual, rules: [Finding], generation: Int, seed: UInt64
    ) async throws -> Answer? { nil }

    package func revise(
        _ individual: Individual, findings: [Finding], generation: Int, seed: UInt64
    ) async throws -> Answer? { nil }
}

/// Gives the code of every candidate so far: a long run has more of it than one would read without need.
package typealias KnownCode = @Sendable () async throws -> [String]

/// Holds one answer with what was sent for it and what it cost.
package struct Answer: Sendable, Equatable {
    package var messages: [Message]
    package var completion: Completion
    /// What the proposer did, in words, where it knows: `crossed g0.c1 with g0.c3`.
    package var note: String
    /// Hashes of the candidates it was really made from; nil where only the question's parents are known.
    package var parents: [String]?

    package init(messages: [Message], completion: Completion, note: String = "", parents: [String]? = nil) {
        self.messages = messages
        self.completion = completion
        self.note = note
        self.parents = parents
    }
}
