internal import Archive
internal import Foundation
internal import LanguageModel

/// Words for the critic's model, and for the designer who reads its words.
struct CriticPrompts: Sendable {
    private let critic: PromptTemplate
    private let revise: PromptTemplate

    /// Loads both templates and checks every name in them.
    /// - Throws: ``PromptError`` naming file, line and name.
    init(folder: String, override: String?) throws(PromptError) {
        let complete = PromptContext.complete.values.merging(Self.values(code: "code", rules: ["rule"])) {
            $1
        }
        critic = try PromptTemplate.load("reward/critic", folder: folder, override: override, complete)
        revise = try PromptTemplate.load("reward/revise", folder: folder, override: override, complete)
    }

    /// Asks a model what is wrong with a reward.
    func question(
        _ environment: PromptContext.Environment, code: String, rules: [Finding]
    ) throws -> [Message] {
        // What the function does not take only costs tokens.
        var told = environment
        let words = Set(code.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
        told.signals = environment.signals.filter { words.contains($0.name) }
        let values = PromptContext(environment: told).values.merging(
            Self.values(code: code, rules: rules.map(\.words))
        ) { $1 }
        return [Message(role: .user, text: try critic.render(values))]
    }

    /// Tells the designer what was found.
    func advice(_ environment: PromptContext.Environment, _ findings: [Finding]) throws -> String {
        try revise.render(
            PromptContext(environment: environment).values.merging(
                Self.values(code: "", rules: findings.map(\.text))
            ) { $1 })
    }

    private static func values(code: String, rules: [String]) -> [String: PromptValue] {
        [
            "code": .text(code.trimmingCharacters(in: .newlines)),
            "rules": .list(rules.map(PromptValue.text)), "hasRules": .flag(!rules.isEmpty),
        ]
    }

    /// Reads a critic's answer: lines that begin with the word of a fault; everything else is ignored.
    /// - Returns: each kind once, in order; empty where nothing was found or nothing can be read.
    static func findings(in answer: String) -> [Finding] {
        var found: [Finding] = []
        for line in answer.split(whereSeparator: \.isNewline) {
            let plain = line.drop { !$0.isLetter }
            let lower = plain.lowercased()
            guard
                let kind = FaultKind.allCases.first(where: { kind in
                    let word = kind.rawValue
                    return lower.hasPrefix(word) || lower.hasPrefix(word.replacing("-", with: " "))
                })
            else { continue }
            let rest = plain.dropFirst(kind.rawValue.count).drop {
                !$0.isLetter && !$0.isNumber && $0 != "\""
            }
            // A line that repeats the list of faults, or denies one, says nothing.
            let words = rest.prefix(300).trimmingCharacters(in: .whitespaces)
            let denials = ["none", "no ", "not ", "n/a", "a term pays", "a term or a parameter"]
            guard words.count > 3, !denials.contains(where: words.lowercased().hasPrefix),
                !found.contains(where: { $0.kind == kind.rawValue })
            else { continue }
            found.append(Finding(kind: kind.rawValue, words: String(words), advice: ""))
        }
        return found
    }
}

extension PromptTemplate {
    /// Reads a template from the folder that overrides, or from the usual one.
    static func load(
        _ name: String, folder: String, override: String?, _ complete: [String: PromptValue]
    ) throws(PromptError) -> PromptTemplate {
        let paths = [override, folder].compactMap { $0.map { "\($0)/\(name).mustache" } }
        guard let path = paths.first(where: FileManager.default.fileExists(atPath:)) else {
            throw .missingFile(path: paths[paths.count - 1])
        }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw .unreadable(path: path, why: "cannot be read as UTF-8 text")
        }
        return try PromptTemplate(file: path, text: text, complete: complete)
    }
}
