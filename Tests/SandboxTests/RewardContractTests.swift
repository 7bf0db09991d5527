import Glibc
import Sandbox
import Testing

/// Is one file of the contract: its first line says what must come of the rest.
struct ContractCase: Sendable, CustomTestStringConvertible {
    let name: String
    let verdict: String
    let pattern: String
    let code: String
    var testDescription: String { name }

    /// Reads every file in the folder of fixtures, whose first line is `# expect: VERDICT PATTERN`.
    ///
    /// The pattern is a regular
    /// expression that the detail must contain, or the components of a candidate that passes.
    static let all: [ContractCase] = {
        let here = "\(#filePath)"
        let tests = here.components(dropping: 2)
        let folder = tests + "/Fixtures/reward-contract"
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            var bytes = entry.pointee.d_name
            let name = withUnsafeBytes(of: &bytes) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            if name.hasSuffix(".py") { names.append(name) }
        }
        return names.sorted().compactMap { read($0, in: folder) }
    }()

    private static func read(_ name: String, in folder: String) -> ContractCase? {
        guard let whole = text(ofFile: folder + "/" + name), let end = whole.firstIndex(of: "\n") else {
            return nil
        }
        let words = whole[..<end].split(separator: " ", maxSplits: 3)
        guard words.count >= 3, words[1] == "expect:" else { return nil }
        return ContractCase(
            name: String(name.dropLast(3)), verdict: String(words[2]),
            pattern: words.count > 3 ? String(words[3]) : "",
            code: String(whole[whole.index(after: end)...]))
    }
}

extension String {
    func components(dropping count: Int) -> String {
        split(separator: "/", omittingEmptySubsequences: false).dropLast(count).joined(separator: "/")
    }
}

@Suite struct RewardContractTests {
    @Test func theTableIsThere() {
        #expect(ContractCase.all.count >= 100)
    }

    @Test(.timeLimit(.minutes(1)), arguments: ContractCase.all)
    func candidate(_ item: ContractCase) throws {
        let worker = try TestSandbox.worker()
        let result = worker.check(code: item.code, signals: TestSandbox.signals, probe: TestSandbox.probe)
        worker.close()
        switch result {
        case .success(let description):
            #expect(item.verdict == "ok", "passed, expected \(item.verdict)")
            let components = description.components.joined(separator: ",")
            #expect(item.pattern.isEmpty || components == item.pattern)
            #expect(description.normalised.count == 64 && description.fingerprint.count == 64)
        case .failure(let failure):
            #expect(failure.verdict.rawValue == item.verdict, "\(failure)\n\(failure.output)")
            let pattern = try Regex(item.pattern)
            #expect(failure.detail.contains(pattern), "\(failure)\n\(failure.output.suffix(2000))")
        }
    }
}
