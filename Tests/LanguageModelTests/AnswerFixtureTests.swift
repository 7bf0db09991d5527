import Foundation
import Testing

@testable import LanguageModel

private let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/answers")

/// Answers of a real small model (Qwen2.5-Coder 0.5B) to the Ant prompt.
///
/// Beside each stands what is to be found in it: the code, or after `none:` the reason why there is none.
@Suite struct AnswerFixtureTests {
    private static func answers() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".md") }.map { String($0.dropLast(3)) }.sorted()
    }

    @Test(arguments: try answers()) func whatARealModelAnsweredIsReadAsExpected(name: String) throws {
        let answer = try String(contentsOf: folder.appending(path: name + ".md"), encoding: .utf8)
        let file = folder.appending(path: name + ".expected")
        let found =
            switch extractCode(from: answer) {
            case .success(let found): found.code
            case .failure(let failure): "none: \(failure.reason)\n"
            }
        if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
            try found.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == found)
    }

    @Test func thereAreAnswers() throws {
        #expect(try Self.answers().count >= 8)
    }
}
