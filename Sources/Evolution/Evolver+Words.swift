package import Archive
internal import Foundation

/// Says what a person is asked about between two generations.
package struct Listening: Codable, Sendable, Equatable {
    /// The generation that is over.
    package var generation: Int
    /// The best candidate so far; nil where nothing valid is there yet.
    package var best: String?
    package var fitness: Estimate?
    /// Terms of the best reward; empty for heuristics.
    package var components: [String]
    /// False where the proposer cannot read the answer.
    package var isRead: Bool

    package init(
        generation: Int, best: String?, fitness: Estimate?, components: [String] = [], isRead: Bool = true
    ) {
        (self.generation, self.best, self.fitness) = (generation, best, fitness)
        (self.components, self.isRead) = (components, isRead)
    }
}

/// Asks a person between two generations, and gives what they say; empty words say nothing.
package typealias Listener = @Sendable (Listening) async throws -> String

extension Evolver {
    /// Asks a person after a generation, unless they were heard in an earlier sitting, and writes down what they say.
    ///
    /// Words are rows of the archive like votes; the standing that counts for the next generation holds them, so that a run
    /// that goes on, or is replayed, asks its proposer the same.
    func hear(after generation: Int, _ best: Individual?) async throws {
        guard let listener, try await archive.reviews().allSatisfy({ $0.after != generation }) else { return }
        let question = Listening(
            generation: generation, best: best?.label, fitness: best?.fitness,
            components: best?.candidate.components ?? [], isRead: proposer.readsWords)
        emit(.listening(question))
        let words = try await listener(question).trimmingCharacters(in: .whitespacesAndNewlines)
        emit(.heard(after: generation, words: words))
        guard !words.isEmpty else { return }
        try await archive.add(
            ReviewRecord(
                candidate: best?.candidate.id ?? "", kind: .comment, text: words, author: NSUserName(),
                createdAt: RunFolder.timestamp(), after: generation))
    }
}

extension ReviewRecord {
    /// Puts what was said to the run as a whole into a line.
    /// - Parameter label: name of the candidate that was the best then.
    /// - Returns: who said it, when, and the words; nil for votes and remarks on one candidate.
    package func said(of label: String?) -> String? {
        guard let after else { return nil }
        let best = label.map { ", when \($0) was the best" } ?? ""
        return "\(author) after generation \(after)\(best): \(text)"
    }
}
