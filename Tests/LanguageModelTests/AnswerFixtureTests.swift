import Foundation
import Testing

@testable import LanguageModel

/// Answers of a real small model (Qwen2.5-Coder 0.5B), and what a person found in them by reading, before any code looked.
///
/// `labels.txt` says for each answer which of its lines are the code, or `none`, and the verdict that the code deserves;
/// EvolutionTests looks at the verdicts.
@Suite struct AnswerFixtureTests {
    private static let labels = AnswerLabel.all()

    @Test func everyAnswerIsLabelled() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: AnswerLabel.folder.path)
            .filter { $0.hasSuffix(".md") }.map { String($0.dropLast(3)) }
        #expect(Set(files) == Set(Self.labels.map(\.name)))
        #expect(files.count >= 60 && Set(files).count == Self.labels.count)
    }

    @Test(arguments: labels) func whatARealModelAnsweredIsReadAsLabelled(label: AnswerLabel) throws {
        let entry: EntryPoint = label.problem == "heuristic" ? .callableClass : .function("compute_reward")
        let lines = try label.answer().split(separator: "\n", omittingEmptySubsequences: false)
        switch extractCode(from: try label.answer(), entryPoint: entry) {
        case .success(let found):
            let expected = label.lines.flatMap { Array(lines[($0.lowerBound - 1)..<$0.upperBound]) }
            #expect(!label.lines.isEmpty, "nothing was to be found, but this was: \(found.code)")
            #expect(Self.plain(found.code) == Self.plain(expected.joined(separator: "\n")))
        case .failure(let failure):
            #expect(label.lines.isEmpty, "\(failure.reason)")
        }
    }

    /// Lines without those that are blank, without their common indentation and blanks at their ends.
    private static func plain(_ code: String) -> [String] {
        let lines = code.split(separator: "\n").map(String.init)
            .filter { !$0.allSatisfy(\.isWhitespace) }
        let common = lines.map { $0.prefix { $0 == " " }.count }.min() ?? 0
        return lines.map { line in
            let text = line.dropFirst(common)
            return String(text.prefix(text.count - text.reversed().prefix(while: \.isWhitespace).count))
        }
    }
}
