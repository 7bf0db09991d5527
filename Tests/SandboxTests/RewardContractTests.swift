import Sandbox
import Testing

/// Runs the executable specification of the reward contract.
@Suite struct RewardContractTests {
    static let candidates = CandidateFile.all(in: "reward-contract")

    @Test func theTableIsThere() {
        #expect(Self.candidates.count >= 85)
    }

    @Test(.timeLimit(.minutes(TestSandbox.minutes(5))), arguments: candidates)
    func candidate(_ item: CandidateFile) throws {
        let worker = try TestSandbox.worker()
        let result = worker.check(code: item.code, signals: TestSandbox.signals, probe: TestSandbox.probe)
        worker.close()
        switch result {
        case .success(let description):
            #expect(item.verdicts == ["ok"], "passed, expected \(item.verdicts)")
            let components = description.components.joined(separator: ",")
            #expect(item.pattern.isEmpty || components == item.pattern)
            #expect(description.normalised.count == 64 && description.fingerprint.count == 64)
        case .failure(let failure):
            #expect(item.verdicts == [failure.verdict.rawValue], "\(failure)\n\(failure.output)")
            let pattern = try Regex(item.pattern)
            #expect(failure.detail.contains(pattern), "\(failure)\n\(failure.output.suffix(2000))")
        }
    }
}
