package import LanguageModel

extension Prompts {
    /// Loads the templates for rewards and checks every name in them.
    /// - Throws: ``PromptError`` naming file, line and name.
    package init(folder: String, override: String? = nil) throws(PromptError) {
        try self.init(
            folder: folder, override: override, problem: "reward", complete: PromptContext.complete.values)
    }

    /// Asks for a first reward.
    package func initial(_ context: PromptContext) throws(PromptError) -> [Message] {
        try initial(context.values)
    }

    /// Asks for a better reward than `context.elite`, which must be there.
    package func improve(_ context: PromptContext) throws(PromptError) -> [Message] {
        guard let elite = context.elite else {
            throw .noValue(file: "feedback", line: 1, name: "elite")
        }
        return try improve(context.values, code: elite.code)
    }

    /// Asks for a correction of `context.failure`, which must be there.
    package func repair(_ context: PromptContext) throws(PromptError) -> [Message] {
        guard let failure = context.failure else {
            throw .noValue(file: "repair", line: 1, name: "failure")
        }
        return try repair(context.values, code: failure.code)
    }
}
