import Archive
import Foundation
import Testing

@testable import Evolution
@testable import Sandbox
@testable import Training

/// Has real workers value rewards on made-up behaviour whose score is known: the mean forward velocity of a piece.
@Suite struct CriticTests {
    private static let steps = 32
    private static let environments = 4
    private static let rows = steps * environments
    private static let signals = [
        SignalInfo(name: "x_velocity", unit: "m/s", low: -2, high: 4),
        SignalInfo(name: "lean", unit: "rad", low: -0.5, high: 0.5),
        SignalInfo(name: "height", unit: "m", low: 0.2, high: 1.2),
        SignalInfo(name: "previous_height", unit: "m", low: 0.2, high: 1.2),
        SignalInfo(name: "x_position", unit: "m", low: -5, high: 50),
        SignalInfo(name: "action", shape: [2], unit: "1", low: -1, high: 1),
        SignalInfo(name: "previous_action", shape: [2], unit: "1", low: -1, high: 1),
        SignalInfo(name: "time", unit: "s", low: 0, high: 50),
        SignalInfo(name: "terminated", unit: "1", low: 0, high: 1),
        SignalInfo(name: "observation", shape: [2], unit: "mixed", low: -10, high: 10),
    ]
    private static let layout = SignalLayout(packing: signals, capacityRows: rows)
    private static let probe = Probe(layout: layout, steps: steps, environments: environments)

    /// Builds a stretch: `speed` at each step of each environment, everything else made of it.
    private static func memory(_ speed: (Int, Int) -> Float, effort: Float, ends: Set<Int> = []) throws
        -> SharedMemory
    {
        let memory = try SharedMemory(name: "test", bytes: layout.bytes)
        let places = (0..<rows).map { ($0 / environments, $0 % environments) }
        let lean = places.map { 0.3 * sin(Float($0 * 3 + $1)) * min(1, 4 * effort) }
        let height = places.map { 0.6 + 0.1 * cos(Float($0 + $1)) * min(1, 4 * effort) }
        let values: [String: [Float]] = [
            "x_velocity": places.map(speed), "lean": lean, "height": height, "previous_height": height,
            "x_position": places.map { speed($0, $1) * Float($0) * 0.05 },
            "action": (0..<2 * rows).map { effort * sin(Float($0 * 7)) },
            "previous_action": (0..<2 * rows).map { effort * sin(Float($0 * 7 - 14)) },
            "time": places.map { 0.05 * Float($0.0) },
            "terminated": (0..<rows).map { ends.contains($0) ? 1 : 0 },
            "observation": (0..<2 * rows).map { sin(Float($0)) },
        ]
        for entry in layout.signals { try memory.write(values[entry.name] ?? [], at: entry.offset) }
        try memory.write((0..<rows).map { ends.contains($0) ? UInt8(1) : 0 }, at: layout.endedOffset)
        return memory
    }

    /// Scores pieces of eight steps; pieces over which an episode ends are left out.
    private static func segments(_ speed: (Int, Int) -> Float, ends: Set<Int> = []) -> [ScoredSegment] {
        stride(from: 0, to: steps, by: 8).flatMap { start in
            (0..<environments).compactMap { copy in
                let inside = (start..<start + 7).map { $0 * environments + copy }
                guard ends.isDisjoint(with: inside) else { return nil }
                let score = (start..<start + 8).map { Double(speed($0, copy)) }.reduce(0, +) / 8
                return ScoredSegment(copy: copy, start: start, length: 8, score: score)
            }
        }
    }

    private static func jitter(_ step: Int, _ copy: Int) -> Float { sin(Float(step / 8 * 5 + copy * 2)) }
    private static func still(_ step: Int, _ copy: Int) -> Float { 0 }
    private static func skill(_ step: Int, _ copy: Int) -> Float { 2 + 0.3 * sin(Float(step + copy)) }
    private static let ends: Set<Int> = [31 * environments + 1, 15 * environments + 2]

    private static let workshop = Result {
        Workshop(
            zygote: try Zygote(configuration: .discover()),
            recorded: try memory(jitter, effort: 0.8, ends: ends),
            idle: try memory(still, effort: 0), probe: probe, signals: signals,
            segments: (segments(jitter, ends: ends), segments(still)))
    }

    private static let skilled = Result {
        SkilledBehaviour(memory: try memory(skill, effort: 0.5), segments: segments(skill))
    }

    private func findings(_ arguments: String, _ body: String, prefix: String = "", skilled: Bool = true)
        throws
        -> [Finding]
    {
        let code = "\(prefix)def compute_reward(\(arguments)):\n    \(body)\n"
        let workshop = try Self.workshop.get()
        let checked = try workshop.check(code)
        try #require(checked.verdict == "ok", "\(checked.detail)")
        let candidate = CandidateRecord(
            id: "c", code: code, origin: "file", generation: -1, index: 0, parents: [], verdict: "ok",
            detail: "", signals: checked.signals, components: checked.components, constantsJSON: "{}")
        let tried = try workshop.tryOut(candidate, skilled: skilled ? try Self.skilled.get() : nil)
        return RewardCritic(signals: Self.signals, fitnessUnit: "m/s").findings(
            on: candidate, try #require(tried))
    }

    private func kinds(_ arguments: String, _ body: String, skilled: Bool = true) throws -> Set<String> {
        Set(try findings(arguments, body, skilled: skilled).map(\.kind))
    }

    /// Says that terms `a`, `b` are summed and reported.
    private static let sum = "; return a + b, {'a': a, 'b': b}"

    @Test(arguments: [true, false])
    func soundRewardsPass(skilled: Bool) throws {
        let effort = "b = -0.1 * np.sum(action**2, axis=-1)"
        #expect(
            try kinds("x_velocity, action", "a = 1.0 * x_velocity; \(effort)\(Self.sum)", skilled: skilled)
                == [])
        let alive = "a = 1.0 * x_velocity; b = 1.0 - terminated\(Self.sum)"
        #expect(try kinds("x_velocity, terminated", alive, skilled: skilled) == [])
        let shaped = "a = np.tanh(x_velocity / 2.0); b = 0.2 * np.exp(-(lean / 0.2)**2)\(Self.sum)"
        #expect(try kinds("x_velocity, lean", shaped, skilled: skilled) == [])
    }

    @Test func turnedSignsAreNamed() throws {
        #expect(try kinds("x_velocity", "a = -1.0 * x_velocity; return a, {'a': a}").contains("wrong-sign"))
        let effort = try findings(
            "x_velocity, action", "a = 1.0 * x_velocity; b = 0.5 * np.sum(action**2, axis=-1)\(Self.sum)")
        #expect(effort.contains { $0.kind == "wrong-sign" && $0.part == "b" }, "\(effort)")
        let fall = try findings(
            "x_velocity, terminated", "a = 1.0 * x_velocity; b = 9.0 * terminated\(Self.sum)")
        #expect(fall.contains { $0.kind == "wrong-sign" && $0.part == "terminated" }, "\(fall)")
    }

    @Test func whatNeverMattersIsNamed() throws {
        let zero = try findings("x_velocity, lean", "a = 1.0 * x_velocity; b = 0.0 * lean\(Self.sum)")
        #expect(zero.contains { $0.kind == "dead" && $0.part == "b" }, "\(zero)")
        let unadded = try findings(
            "x_velocity, lean", "a = 1.0 * x_velocity; b = -np.abs(lean); return a + 0.0, {'a': a, 'b': b}")
        #expect(unadded.contains { $0.kind == "dead" && $0.words.contains("not added") }, "\(unadded)")
        let unused = try findings("x_velocity, lean", "a = 1.0 * x_velocity; return a, {'a': a}")
        #expect(
            unused.map(\.kind) == ["dead"] && unused[0].words.hasPrefix("lean changes nothing"), "\(unused)")
    }

    @Test func whatCanBeEarnedWithoutTheTaskIsNamed() throws {
        #expect(try kinds("x_velocity", "a = np.abs(x_velocity); return a, {'a': a}").contains("exploit"))
        #expect(
            try kinds("x_velocity", "a = x_velocity**2; return a, {'a': a}", skilled: false).contains(
                "exploit"))
        let oneWay = try findings(
            "x_velocity", "a = np.maximum(x_velocity, 0.0); return a, {'a': a}", skilled: false)
        #expect(oneWay.contains { $0.words.contains("there and back") }, "\(oneWay)")
        let wish = try findings("x_velocity", "a = x_velocity - 5.0; return a, {'a': a}")
        #expect(wish.contains { $0.words.contains("ending early is the best") }, "\(wish)")
    }

    @Test func weightsAndScalesAreNamed() throws {
        let drowned = try findings(
            "x_velocity, height", "a = 1e-3 * x_velocity; b = 10.0 * height\(Self.sum)")
        #expect(drowned.contains { $0.kind == "dominated" && $0.part == "b" }, "\(drowned)")
        #expect(try kinds("x_velocity", "a = 1e-9 * x_velocity; return a, {'a': a}").contains("scale"))
        #expect(
            try kinds("x_velocity, terminated", "a = 1.0 * x_velocity; b = -1e6 * terminated\(Self.sum)")
                .contains("scale"))
    }

    @Test func failuresToComeAreNamedWithTheSignal() throws {
        let root = try findings(
            "x_velocity, x_position", "a = 1.0 * x_velocity; b = 0.1 * np.sqrt(x_position + 4.0)\(Self.sum)")
        let found = try #require(root.first { $0.kind == "run-time" })
        #expect(found.part == "x_position" && found.words.contains("x_position = -5"), "\(found)")
    }

    @Test func unitsAndLateSignalsAreReadFromTheText() throws {
        let degrees = try findings(
            "x_velocity, lean", "a = 1.0 * x_velocity; b = -1.0 * (np.abs(lean) > 45.0)\(Self.sum)")
        #expect(
            degrees.contains { $0.kind == "units" && $0.words.contains("compares lean with 45") },
            "\(degrees)")
        #expect(
            try kinds("x_velocity, lean", "a = np.tanh(x_velocity - lean); return a, {'a': a}").contains(
                "units"))
        #expect(try kinds("x_velocity", "a = np.cos(x_velocity); return a, {'a': a}").contains("units"))
        #expect(
            try kinds(
                "x_velocity, previous_height", "a = 1.0 * x_velocity; b = 0.1 * previous_height\(Self.sum)"
            )
            .contains("signal"))
        #expect(
            try kinds("x_velocity, time", "a = 1.0 * x_velocity; b = 0.5 * time\(Self.sum)").contains(
                "signal"))
        #expect(try kinds("observation", "a = observation[:, 0]; return a, {'a': a}").contains("signal"))
    }

    @Test func whatHasNothingToDoWithTheScoreIsNamed() throws {
        #expect(
            try kinds("height", "a = 1.0 * height; return a, {'a': a}").contains("unrelated"))
    }

    @Test func aModelsWordsAreReadLineByLine() {
        let answer = """
            Here is what I found:
            - **wrong-sign**: `control` is added instead of subtracted
            run time: divides by the distance, which may be zero
            dominated: none
            wrong-sign: said twice
            """
        let found = CriticPrompts.findings(in: answer)
        #expect(found.map(\.kind) == ["wrong-sign", "run-time"])
        #expect(found[0].words.contains("added instead of subtracted"))
        #expect(CriticPrompts.findings(in: "none").isEmpty)
        #expect(CriticPrompts.findings(in: "None. The function is fine.").isEmpty)
    }

    @Test func theLinesThatTellAFaultAreTakenAway() throws {
        let text =
            "# env: ant\n# fault: units, dead\n# why: because\ndef compute_reward(x):\n    return x, {}\n"
        let read = try PlantedReward.read(text, "bad/x")
        #expect(read.environment == "ant" && read.faults == ["units", "dead"])
        #expect(read.code.hasPrefix("def compute_reward") && !read.code.contains("#"))
    }

    @Test func theCorpusIsLargeEnoughAndReadable() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/critic").path
        let planted = try PlantedReward.all(in: folder)
        #expect(planted.count(where: \.isBad) >= 40)
        #expect(planted.count { !$0.isBad } >= 20)
        let known = Set(FaultKind.allCases.map(\.rawValue))
        for reward in planted { #expect(known.isSuperset(of: reward.faults), "\(reward.name)") }
    }
}
