/// Says one thing about a candidate that a designer should know: what was seen, and what to do about it.
package struct Finding: Codable, Sendable, Equatable {
    /// Word of a closed set for counting; see ``FaultKind`` and ``EpisodeCause``.
    package var kind: String
    /// The component or signal that is meant; empty for the whole.
    package var part: String
    /// What was seen, in one sentence without a full stop.
    package var words: String
    /// What to do, in one sentence without a full stop.
    package var advice: String

    package init(kind: String, part: String = "", words: String, advice: String) {
        (self.kind, self.part, self.words, self.advice) = (kind, part, words, advice)
    }

    /// Both sentences for people and proposers.
    package var text: String { advice.isEmpty ? words : "\(words): \(advice)" }
}

/// Names what can be wrong with a reward before anything is trained.
package enum FaultKind: String, Codable, Sendable, CaseIterable {
    /// Pays for the opposite of what is wanted.
    case wrongSign = "wrong-sign"
    /// Holds a term, or takes a signal, that never matters.
    case dead
    /// Holds a term beside which the one that counts vanishes.
    case dominated
    /// Can be earned without doing the task, again and again.
    case exploit
    /// Adds or compares what cannot be, or thresholds in another unit.
    case units
    /// Rests on a signal that says nothing about the behaviour, or comes too late.
    case signal
    /// Has values too small or too uneven to learn from.
    case scale
    /// Will stop with an error, or with values that are not finite, where training may lead.
    case runTime = "run-time"
    /// Has nothing to do with the score.
    case unrelated
    /// Is not of the form that the strategy asks for.
    case form
}

/// Names why a trained policy does badly.
package enum EpisodeCause: String, Codable, Sendable, CaseIterable {
    case fell, still, oscillated, saturated, wandered, misled, oneSided = "one-sided", away
}

/// Records what the critic said of a candidate before it ran, stored as JSON under the mark `critique/CANDIDATE`.
package struct Critique: Codable, Sendable, Equatable {
    package var schema = 1
    /// Hash of the candidate.
    package var candidate: String
    /// What the rules found.
    package var rules: [Finding]
    /// What a model found; nil where none was asked.
    package var model: [Finding]?
    /// Candidate that came of the words, where the designer answered; nil where it was not asked or did not change it.
    package var revision: String?
    /// CPU seconds of the worker that valued recorded behaviour.
    package var workerCPUSeconds: Double

    package init(
        candidate: String, rules: [Finding], model: [Finding]? = nil, revision: String? = nil,
        workerCPUSeconds: Double = 0
    ) {
        (self.candidate, self.rules, self.model) = (candidate, rules, model)
        (self.revision, self.workerCPUSeconds) = (revision, workerCPUSeconds)
    }

    /// All that was found, the rules first.
    package var findings: [Finding] { rules + (model ?? []) }

    /// Names the mark under which a candidate's critique is kept.
    package static func mark(_ candidate: String) -> String { "critique/\(candidate)" }
}

extension RunArchive {
    /// Reads the critiques of those candidates that have one, by candidate.
    package func critiques() async throws -> [String: Critique] {
        var found: [String: Critique] = [:]
        for candidate in try await candidates() {
            if let critique = try await mark(Critique.mark(candidate.id), as: Critique.self) {
                found[candidate.id] = critique
            }
        }
        return found
    }
}
