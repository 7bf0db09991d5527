import Glibc
import Sandbox
import Synchronization
import Testing

/// Runs every hostile candidate and looks at what is left of the machine afterwards.
@Suite(.serialized) struct HostileTests {
    static let candidates = CandidateFile.all(in: "hostile")
    private static let ranges = Mutex<[String: HostileRange]>([:])

    private func range(_ setting: HostileSetting) throws -> HostileRange {
        try Self.ranges.withLock { ranges in
            if let range = ranges[setting.name] { return range }
            let range = try HostileSetting.start(setting)
            ranges[setting.name] = range
            return range
        }
    }

    @Test func theCorpusIsThere() {
        #expect(Self.candidates.count >= 110)
    }

    @Test(.timeLimit(.minutes(TestSandbox.minutes(5))), arguments: HostileSetting.all, candidates)
    func candidate(_ setting: HostileSetting, _ item: CandidateFile) throws {
        let range = try range(setting)
        let outcome = try range.run(item)
        #expect(
            item.verdicts.contains(outcome.verdict),
            "\(outcome.verdict): \(outcome.detail)\n\(outcome.output)")
        let subject = outcome.verdict == "ok" ? outcome.components.joined(separator: ",") : outcome.detail
        #expect(try subject.contains(Regex(item.pattern)), "\(outcome.detail)\n\(outcome.output)")
        for words in [outcome.detail, outcome.output, "\(outcome.components)"] {
            #expect(!words.contains(Canaries.secret), "a canary was read")
            #expect(!words.unicodeScalars.contains { $0 == "\u{1b}" || $0 == "\r" || $0 == "\u{7}" })
            #expect(words.utf8.count < 20000)
        }
        #expect(outcome.totals.allSatisfy { $0.allSatisfy(\.isFinite) })
        #expect(outcome.usage.cpuSeconds < 100, "the zygote's report was forged")
        #expect(try range.complaints() == [])
        if TestSandbox.prints { print("\(item.name): \(outcome.verdict): \(outcome.detail.prefix(160))") }
    }

    @Test func theCanariesGo() {
        for range in Self.ranges.withLock({ $0 }).values { range.canaries.remove() }
    }
}
