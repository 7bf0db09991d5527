import Glibc
import Sandbox
import Testing

/// Holds a zygote of its own and the canaries around it, and runs hostile candidates one after another.
struct HostileRange: Sendable {
    let zygote: Zygote
    let canaries: Canaries
    private let children: Int
    private let descriptors: Int

    /// Is what came of one candidate.
    struct Outcome: Sendable {
        let verdict: String
        let detail: String
        let output: String
        let components: [String]
        let totals: [[Float]]
        let usage: Usage
    }

    private static let benign = """
        def compute_reward(x_velocity, action, *, weight=2.0):
            return weight * x_velocity, {"action": np.sum(action, axis=-1)}
        """

    init(_ configuration: ZygoteConfiguration) throws {
        canaries = try Canaries()
        zygote = try Zygote(configuration: configuration)
        for _ in 0..<2 { _ = try Self.run(Self.benign, zygote, isSlow: false) }
        (children, descriptors) = Self.settled(zygote)
    }

    /// Runs a candidate: check, then two chunks as a training would ask for them.
    func run(_ item: CandidateFile) throws -> Outcome {
        try Self.run(canaries.fill(item.code), zygote, isSlow: item.isSlow)
    }

    private static func run(_ code: String, _ zygote: Zygote, isSlow: Bool) throws -> Outcome {
        let memory = try TestSandbox.recording()
        let limits = Limits(
            requestSeconds: isSlow ? 0.6 : 20, cpuSeconds: 20, memoryBytes: 256 << 20, outputBytes: 4096)
        let worker = try RewardWorker(
            zygote: zygote, signals: memory, capacityRows: TestSandbox.rows, limits: limits)
        var components: [String] = []
        var totals: [[Float]] = []
        var failure: Failure?
        switch worker.check(code: code, signals: TestSandbox.signals, probe: TestSandbox.probe) {
        case .success(let description): components = description.components
        case .failure(let why): failure = why
        }
        for _ in 0..<2 where failure == nil {
            switch worker.reward(steps: TestSandbox.steps, environments: TestSandbox.environments) {
            case .success(let chunk): totals.append(chunk.total)
            case .failure(let why): failure = why
            }
        }
        let output = failure?.output ?? worker.output
        let usage = worker.close()
        let velocities = TestSandbox.layout.signals[0]
        try #require(
            memory.floats(at: velocities.offset, count: TestSandbox.rows) == TestSandbox.velocities,
            "the signals have changed")
        return Outcome(
            verdict: failure?.verdict.rawValue ?? "ok",
            detail: [failure?.detail, failure?.traceback].compactMap(\.self).joined(separator: "\n"),
            output: output, components: components, totals: totals, usage: usage)
    }

    /// Says what a candidate has left behind: changed canaries, processes, descriptors, a worse next candidate.
    func complaints() throws -> [String] {
        var found = canaries.complaints()
        let next = try Self.run(Self.benign, zygote, isSlow: false)
        if next.verdict != "ok" { found.append("the next candidate is \(next.verdict): \(next.detail)") }
        let expected = TestSandbox.velocities.map { 2 * $0 }
        if next.totals != [expected, expected] { found.append("the next candidate's totals are wrong") }
        if next.components != ["action"] {
            found.append("the next candidate's components are \(next.components)")
        }
        let now = Self.settled(zygote, expected: (children, descriptors))
        if now != (children, descriptors) {
            found.append("\(now.0) children and \(now.1) descriptors, before \(children) and \(descriptors)")
        }
        return found
    }

    /// Counts the zygote's children and descriptors once they are the expected ones, or after 20 seconds; where nothing
    /// is expected, once they have not changed for a third of a second, and the next worker is surely there.
    private static func settled(_ zygote: Zygote, expected: (Int, Int)? = nil) -> (Int, Int) {
        var now = (-1, -1)
        var quiet = 0
        for _ in 0..<4000 {
            let process = zygote.process
            let list = text(ofFile: "/proc/\(process)/task/\(process)/children") ?? ""
            let next = (list.split(separator: " ").count, countEntries("/proc/\(process)/fd"))
            quiet = next == now ? quiet + 1 : 0
            now = next
            if let expected { if now == expected { break } } else if quiet > 60 { break }
            poll(nil, 0, 5)
        }
        return now
    }
}
