import Glibc
import Sandbox
import Testing

/// Runs many candidates in a row through one zygote, a tenth of them hostile, and looks for what piles up.
@Suite struct EnduranceTests {
    private static let benign =
        "def compute_reward(x_velocity):\n    return 2 * x_velocity, {\"a\": x_velocity}\n"

    private static func residentKilobytes(_ process: Int) -> Int {
        let lines = (text(ofFile: "/proc/\(process)/status") ?? "").split(separator: "\n")
        let line = lines.first { $0.hasPrefix("VmRSS:") }
        return Int(line?.split(separator: " ").dropFirst().first ?? "") ?? 0
    }

    @Test(.timeLimit(.minutes(TestSandbox.minutes(20)))) func nothingPilesUp() throws {
        let count = TestSandbox.isThorough ? 10000 : 300
        let range = try HostileRange(.discover())
        defer { range.canaries.remove() }
        let hostile = HostileTests.candidates.filter { !$0.isSlow }
        let signals = try TestSandbox.recording()
        func run(_ index: Int) throws {
            guard index % 10 != 0 else {
                let item = hostile[index / 10 * 7 % hostile.count]
                #expect(item.verdicts.contains(try range.run(item).verdict), "\(item.name)")
                return
            }
            let worker = try RewardWorker(
                zygote: range.zygote, signals: signals, capacityRows: TestSandbox.rows,
                limits: Limits(requestSeconds: 10))
            let probe = TestSandbox.probe
            _ = try worker.check(code: Self.benign, signals: TestSandbox.signals, probe: probe).get()
            let chunk = try worker.reward(steps: probe.steps, environments: probe.environments).get()
            #expect(chunk.total == TestSandbox.velocities.map { 2 * $0 })
        }
        for index in 0..<50 { try run(index) }
        let process = range.zygote.process
        let before = (Self.residentKilobytes(process), Self.residentKilobytes(Int(getpid())))
        let descriptors = countEntries("/proc/self/fd")
        for index in 50..<count { try run(index) }
        #expect(range.zygote.process == process, "the zygote has lived through all of it")
        #expect(try range.complaints() == [])
        // Other tests run in this process meanwhile; one leak a candidate would be far above these bounds.
        #expect(countEntries("/proc/self/fd") < descriptors + 100)
        let after = (Self.residentKilobytes(process), Self.residentKilobytes(Int(getpid())))
        #expect(after.0 < before.0 + 4096, "the zygote grew from \(before.0) to \(after.0) KB")
        #expect(after.1 < before.1 + 200_000, "this process grew from \(before.1) to \(after.1) KB")
        if TestSandbox.prints { print("endurance: \(count) candidates, KB before \(before), after \(after)") }
    }
}
