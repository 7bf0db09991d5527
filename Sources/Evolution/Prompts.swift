internal import Foundation
package import LanguageModel

/// Turns a context into the messages of a request, with the words of the `Prompts` folder.
package struct Prompts: Sendable {
    private let system: PromptTemplate
    private let task: PromptTemplate
    private let answer: PromptTemplate
    private let feedback: PromptTemplate
    private let repair: PromptTemplate

    /// Loads the templates of a problem and checks every name in them.
    ///
    /// The files of `override`, as given with `--prompts`, come before those of `folder`; `problem` is `reward` or `heuristic`.
    /// - Throws: ``PromptError`` naming file, line and name.
    package init(folder: String, override: String? = nil, problem: String = "reward") throws(PromptError) {
        if let override, !FileManager.default.fileExists(atPath: override) {
            throw .unreadable(path: override, why: "no such folder of prompts")
        }
        let complete = PromptContext.complete.values
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
    package func initial(_ context: PromptContext) throws(PromptError) -> [Message] {
        let values = context.values
        return [
            Message(role: .system, text: try system.render(values)),
            Message(role: .user, text: try task.render(values)),
        ]
    }

    /// Asks for a better candidate than `context.elite`, which must be there.
    package func improve(_ context: PromptContext) throws(PromptError) -> [Message] {
        guard let elite = context.elite else { throw .noValue(file: feedback.file, line: 1, name: "elite") }
        return try beginning(context) + replies(context, code: elite.code, words: feedback)
    }

    /// Asks for a correction of `context.failure`, which must be there.
    package func repair(_ context: PromptContext) throws(PromptError) -> [Message] {
        guard let failure = context.failure else {
            throw .noValue(file: repair.file, line: 1, name: "failure")
        }
        return try beginning(context) + replies(context, code: failure.code, words: repair)
    }

    /// The beginning of a longer conversation, whose hints come in its last message.
    private func beginning(_ context: PromptContext) throws(PromptError) -> [Message] {
        var bare = context
        bare.hints = []
        return try initial(bare)
    }

    private func replies(
        _ context: PromptContext, code: String, words: PromptTemplate
    ) throws(PromptError) -> [Message] {
        let values = context.values
        let shown = code.trimmingCharacters(in: .newlines)
        return [
            Message(
                role: .assistant, text: try answer.render(values.merging(["code": .text(shown)]) { $1 })),
            Message(role: .user, text: try words.render(values)),
        ]
    }
}
