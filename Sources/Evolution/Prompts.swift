package import Archive
internal import Foundation
package import LanguageModel

/// Turns values into the messages of a request, with the words of the `Prompts` folder.
package struct Prompts: Sendable {
    private let system: PromptTemplate
    private let task: PromptTemplate
    private let answer: PromptTemplate
    private let feedback: PromptTemplate
    private let repair: PromptTemplate

    /// Loads the templates of a problem and checks every name in them.
    ///
    /// The files of `override`, as given with `--prompts`, come before those of `folder`; `problem` is `reward` or `heuristic`, and
    /// `complete` has a value for every name that its templates may use.
    /// - Throws: ``PromptError`` naming file, line and name.
    init(
        folder: String, override: String? = nil, problem: String, complete: [String: PromptValue]
    ) throws(PromptError) {
        if let override, !FileManager.default.fileExists(atPath: override) {
            throw .unreadable(path: override, why: "no such folder of prompts")
        }
        func load(_ name: String, _ values: [String: PromptValue]) throws(PromptError) -> PromptTemplate {
            let file = "\(problem)/\(name).mustache"
            let paths = [override, folder].compactMap { $0.map { "\($0)/\(file)" } }
            guard let path = paths.first(where: FileManager.default.fileExists(atPath:)) else {
                throw .missingFile(path: paths[paths.count - 1])
            }
            guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
                throw .unreadable(path: path, why: "cannot be read as UTF-8 text")
            }
            return try PromptTemplate(file: path, text: text, complete: values)
        }
        system = try load("system", complete)
        task = try load("task", complete)
        feedback = try load("feedback", complete)
        repair = try load("repair", complete)
        answer = try load("answer", complete.merging(["code": .text("code")]) { $1 })
    }

    /// Asks for a first candidate.
    func initial(_ values: [String: PromptValue]) throws(PromptError) -> [Message] {
        [
            Message(role: .system, text: try system.render(values)),
            Message(role: .user, text: try task.render(values)),
        ]
    }

    /// Asks for a better candidate than the one whose code is given; the values tell what came of it.
    func improve(_ values: [String: PromptValue], code: String) throws(PromptError) -> [Message] {
        try beginning(values) + replies(values, code: code, words: feedback)
    }

    /// Asks for a correction of the code; the values tell what was wrong.
    func repair(_ values: [String: PromptValue], code: String) throws(PromptError) -> [Message] {
        try beginning(values) + replies(values, code: code, words: repair)
    }

    /// The beginning of a longer conversation, whose hints and wishes come in its last message.
    private func beginning(_ values: [String: PromptValue]) throws(PromptError) -> [Message] {
        let later: [String: PromptValue] = ["hints": .list([]), "hasHints": .flag(false)]
        return try initial(values.merging(later) { $1 }.merging(Question.wishValues([])) { $1 })
    }

    /// A conversation about a candidate that goes on with other words.
    func conversation(
        _ values: [String: PromptValue], code: String, words: String
    ) throws(PromptError) -> [Message] {
        let shown = code.trimmingCharacters(in: .newlines)
        return try beginning(values) + [
            Message(
                role: .assistant, text: try answer.render(values.merging(["code": .text(shown)]) { $1 })),
            Message(role: .user, text: words),
        ]
    }

    private func replies(
        _ values: [String: PromptValue], code: String, words: PromptTemplate
    ) throws(PromptError) -> [Message] {
        let shown = code.trimmingCharacters(in: .newlines)
        return [
            Message(
                role: .assistant, text: try answer.render(values.merging(["code": .text(shown)]) { $1 })),
            Message(role: .user, text: try words.render(values)),
        ]
    }
}

/// Speaks of one problem's candidates: what is asked, what came of a candidate, what failed.
///
/// Implementations: ``RewardPrompts``, ``HeuristicPrompts``.
package protocol ProblemPrompts: Sendable {
    /// Writes the messages of a question: a fresh start, or a better version of the best parent.
    func messages(for question: Question) throws -> [Message]

    /// Writes the messages that ask for a repaired version of a failed candidate.
    /// - Parameters:
    ///   - failed: the candidate with its verdict.
    ///   - answer: what was answered, shown where no code was found in it.
    /// - Returns: the whole conversation.
    /// - Throws: ``PromptError``.
    func repairMessages(for failed: Individual, answer: String) throws -> [Message]

    /// Writes the question to a critic's model; nil where the problem has no critic.
    func criticMessages(for individual: Individual, rules: [Finding]) throws -> [Message]?

    /// Writes the messages that ask the designer to mend what a critic found; nil likewise.
    func revisionMessages(for individual: Individual, findings: [Finding]) throws -> [Message]?
}

extension ProblemPrompts {
    package func criticMessages(for individual: Individual, rules: [Finding]) throws -> [Message]? { nil }
    package func revisionMessages(for individual: Individual, findings: [Finding]) throws -> [Message]? {
        nil
    }
}
