import Foundation
import Testing

@testable import LanguageModel

/// Feeds spoilt answers to the extraction: whatever a model writes, it gives code or a reason.
@Suite struct ExtractionFuzzTests {
    private static let pieces = [
        "```python\n", "```\n", "~~~\n", "<think>", "</think>", "def compute_reward(x):\n",
        "    return x, {}\n",
        "import math\n", "\"\"\"", "'''", "\\\n", "(", ")", "[", "{", "}", "#", "\"", "'", "f\"{", "\r\n",
        "\t", "\u{0}",
        "\u{feff}", "class A:\n", "MEMORY = {", "lambda: ", "async ", "@", ":", "\n", "    ", "é", "\u{202e}",
        "𝔘", "🇩🇪",
    ]

    @Test(.timeLimit(.minutes(60))) func everyAnswerGivesCodeOrAReason() throws {
        let isThorough = ProcessInfo.processInfo.environment["EVOLVE_CHECK_ALL"] == "1"
        let rounds = isThorough ? 1_000_000 : 3000
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/answers")
        let answers = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            .filter { $0.hasSuffix(".md") }
            .map { Array(try String(contentsOf: folder.appending(path: $0), encoding: .utf8).unicodeScalars) }
        try #require(!answers.isEmpty)
        var random = SystemRandomNumberGenerator()
        var found = 0
        for round in 0..<rounds {
            var text = round % 2 == 0 ? [] : answers[round / 2 % answers.count].prefix(300).map(\.self)
            for _ in 0..<Int.random(in: 1...12, using: &random) {
                let place = Int.random(in: 0...text.count, using: &random)
                if Bool.random(using: &random), place < text.count {
                    text.removeSubrange(
                        place..<min(text.count, place + Int.random(in: 1...40, using: &random)))
                } else {
                    text.insert(
                        contentsOf: (Self.pieces.randomElement(using: &random) ?? "").unicodeScalars,
                        at: place)
                }
            }
            var answer = String.UnicodeScalarView()
            answer.append(contentsOf: text)
            switch extractCode(from: String(answer)) {
            case .success(let code):
                found += 1
                #expect(code.code.hasSuffix("\n"))
            case .failure(let failure): #expect(!failure.reason.isEmpty)
            }
        }
        #expect(found > 0)
    }
}
