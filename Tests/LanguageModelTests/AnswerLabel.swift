import Foundation
import Testing

/// What a person found in a recorded answer by reading it: `name | problem | lines | verdict | why`.
struct AnswerLabel: Sendable, CustomTestStringConvertible {
    /// File name without `.md`.
    var name: String
    /// Environment, or `heuristic`.
    var problem: String
    /// Lines of the code, counted from 1; empty where there is none.
    var lines: [ClosedRange<Int>]
    /// What the checks have to say of the code; `-` where there is none or it is no reward.
    var verdict: String

    var testDescription: String { name }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/answers")

    func answer() throws -> String {
        try String(contentsOf: Self.folder.appending(path: name + ".md"), encoding: .utf8)
    }

    static func all() -> [AnswerLabel] {
        let text = (try? String(contentsOf: folder.appending(path: "labels.txt"), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
            let parts = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard parts.count == 5 else { return nil }
            let lines = parts[2].split(separator: ",").compactMap { range -> ClosedRange<Int>? in
                let ends = range.split(separator: "-").compactMap {
                    Int($0.trimmingCharacters(in: .whitespaces))
                }
                return ends.count == 2 ? ends[0]...ends[1] : nil
            }
            return AnswerLabel(name: parts[0], problem: parts[1], lines: lines, verdict: parts[3])
        }
    }
}
