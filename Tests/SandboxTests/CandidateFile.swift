import Glibc
import Testing

/// Is one candidate of the fixtures: its first line says what must come of the rest.
struct CandidateFile: Sendable, CustomTestStringConvertible {
    let name: String
    /// Lists the verdicts of which one must come.
    let verdicts: [String]
    /// Is a regular expression that the detail must contain, or the components of a candidate that passes.
    let pattern: String
    let code: String
    var testDescription: String { name }

    /// Reads every candidate of a folder of `Tests/Fixtures`.
    ///
    /// The first line is `# expect: VERDICT[|VERDICT…] PATTERN`.
    static func all(in folder: String) -> [CandidateFile] {
        let tests = "\(#filePath)".split(separator: "/", omittingEmptySubsequences: false).dropLast(2)
        let path = tests.joined(separator: "/") + "/Fixtures/" + folder
        return entries(path).filter { $0.hasSuffix(".py") }.compactMap { read($0, in: path) }
    }

    /// Is true where the candidate is expected to run until it is stopped.
    var isSlow: Bool { verdicts.contains("time") }

    private static func read(_ name: String, in folder: String) -> CandidateFile? {
        guard let whole = text(ofFile: folder + "/" + name), let end = whole.firstIndex(of: "\n") else {
            return nil
        }
        let words = whole[..<end].split(separator: " ", maxSplits: 3)
        guard words.count >= 3, words[1] == "expect:" else { return nil }
        return CandidateFile(
            name: String(name.dropLast(3)), verdicts: words[2].split(separator: "|").map(String.init),
            pattern: words.count > 3 ? String(words[3]) : "",
            code: String(whole[whole.index(after: end)...]))
    }
}
