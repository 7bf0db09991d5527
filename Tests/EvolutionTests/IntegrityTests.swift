import Archive
import Foundation
import Testing

@testable import Evolution
@testable import Sandbox

/// Values rewards in a real worker on behaviour whose answers are known, and judges made-up trainings.
@Suite struct IntegrityTests {
    private static let steps = 16
    private static let environments = 4
    private static let rows = steps * environments
    private static let signals = [
        SignalInfo(name: "x_velocity", unit: "m/s"), SignalInfo(name: "height", unit: "m"),
        SignalInfo(name: "previous_height", unit: "m"), SignalInfo(name: "action", shape: [2]),
        SignalInfo(name: "previous_action", shape: [2]),
        SignalInfo(name: "observation", shape: [3], unit: "mixed"),
    ]
    private static let layout = SignalLayout(packing: signals, capacityRows: rows)
    private static let probe = Probe(layout: layout, steps: steps, environments: environments)

    private static let velocities = (0..<rows).map { Float($0 % 13) / 6 - 0.8 }
    /// Heights before the first step and after each, by step.
    private static func height(_ step: Int, _ copy: Int) -> Float { 0.6 + 0.1 * sin(Float(step + copy)) }

    /// Builds a stretch; doing nothing is all zero but for a height that stays.
    private static func memory(isIdle: Bool) throws -> SharedMemory {
        let memory = try SharedMemory(name: "test", bytes: layout.bytes)
        let places = (0..<rows).map { ($0 / environments, $0 % environments) }
        let values: [String: [Float]] = [
            "x_velocity": velocities, "height": places.map { height($0 + 1, $1) },
            "previous_height": places.map { height($0, $1) },
            "action": (0..<2 * rows).map { Float($0 % 7) / 3 - 1 },
            "previous_action": (0..<2 * rows).map {
                $0 < 2 * environments ? 0 : Float(($0 - 2 * environments) % 7) / 3 - 1
            },
        ]
        for entry in layout.signals {
            let count = entry.shape.reduce(rows, *)
            let idle: Float = entry.name.hasSuffix("height") ? 0.6 : 0
            let row = isIdle ? nil : values[entry.name]
            try memory.write(row ?? Array(repeating: idle, count: count), at: entry.offset)
        }
        return memory
    }

    private static let workshop = Result {
        Workshop(
            zygote: try Zygote(configuration: .discover()), recorded: try memory(isIdle: false),
            idle: try memory(isIdle: true), probe: probe, signals: signals)
    }

    private func report(_ arguments: String, _ body: String, _ evaluations: [EvaluationRecord] = []) throws
        -> IntegrityReport
    {
        let code = "def compute_reward(\(arguments)):\n    \(body)\n"
        let workshop = try Self.workshop.get()
        let checked = try workshop.check(code)
        #expect(checked.verdict == "ok", "\(checked.detail)")
        let candidate = CandidateRecord(
            id: "c", code: code, origin: "file", generation: -1, index: 0, parents: [], verdict: "ok",
            detail: "", signals: checked.signals, components: checked.components, constantsJSON: "{}")
        return Integrity.report(on: candidate, evaluations, try #require(try workshop.observe(candidate)))
    }

    private func isNear(_ value: Double?, _ expected: Double) -> Bool {
        value.map { abs($0 - expected) < 1e-4 } ?? false
    }

    @Test func speedEarnsNothingInACircle() throws {
        let mean = Double(Self.velocities.reduce(0, +)) / Double(Self.rows)
        let found = try report("x_velocity", "return 2.0 * x_velocity, {'speed': 2.0 * x_velocity}")
        #expect(isNear(found.value(of: "random"), 2 * mean))
        #expect(isNear(found.value(of: "reversed"), -2 * mean))
        #expect(isNear(found.value(of: "cycle"), 0))
        #expect(isNear(found.value(of: "nothing"), 0))
        #expect(found.signals.map(\.name) == ["x_velocity"] && isNear(found.signals[0].influence, 1))
        #expect(found.concerns == [])
    }

    @Test func sizeOfSpeedPaysInACircle() throws {
        let body = "s = np.abs(x_velocity); return s + 0.1, {'size': s, 'alive': 0 * s + 0.1}"
        let found = try report("x_velocity", body)
        #expect(isNear(found.value(of: "nothing"), 0.1))
        #expect(found.value(of: "cycle") == found.value(of: "random"))
        #expect(
            found.concerns.contains { $0.contains("going in circles pays") && $0.contains("most by size") })
        #expect(found.concerns.contains { $0.hasPrefix("alive is at its smallest or largest value") })
    }

    @Test func aDifferenceOfPotentialsEarnsNothingInACircle() throws {
        let body = "d = height - previous_height; return d, {'up': d}"
        let found = try report("height, previous_height", body)
        #expect(isNear(found.value(of: "cycle"), 0))
        #expect(try #require(found.value(of: "random")) != 0)
        #expect(isNear(found.value(of: "reversed"), -(found.value(of: "random") ?? 0)))
    }

    @Test func theActionBeforeIsTheOneAfterWhenPlayedBackwards() throws {
        let random = try RecordedBehaviour(Self.memory(isIdle: false), Self.probe)
        let backwards = random.reversed(units: ["x_velocity": "m/s"])
        let width = 2 * Self.environments
        let (action, before) = (
            try #require(backwards.values["action"]), try #require(backwards.values["previous_action"])
        )
        #expect(Array(before.prefix(width)) == Array(repeating: 0, count: width))
        #expect(Array(before.dropFirst(width)) == Array(action.dropLast(width)))
        let twice = backwards.reversed(units: ["x_velocity": "m/s"])
        #expect(twice.values == random.values)
    }

    @Test func aSignalWithoutInfluenceIsNamed() throws {
        let body = "s = x_velocity + 0.0 * height; return s, {'speed': s}"
        let found = try report("x_velocity, height", body)
        #expect(found.concerns == ["no influence on recorded behaviour: height"])
    }

    @Test func whatCannotBeValuedSaysWhy() throws {
        let body = "s = np.log(np.abs(action[:, 0]) + 1e-9 * (height != 0.6)); return s, {'log': s}"
        let found = try report("action, height", body)
        let nothing = try #require(found.behaviours.first { $0.name == "nothing" })
        #expect(nothing.value == nil && nothing.note.hasPrefix("non_finite: "), "\(nothing)")
        let mixed = try report("observation", "s = observation[:, 0]; return s, {'o': s}")
        let reversed = try #require(mixed.behaviours.first { $0.name == "reversed" })
        #expect(reversed.value == nil && reversed.note.contains("observation"))
    }

    // MARK: Trainings

    private func training(own: [Double], fitness: [Double], shipped: Int) -> EvaluationRecord {
        EvaluationRecord(
            candidate: "c", purpose: "confirm", seed: 1, steps: 100, verdict: "ok", detail: "",
            fitness: fitness[shipped], episodes: [],
            curve: zip(own, fitness).map {
                CurvePoint(steps: 1, fitness: $1, ownReward: 10 * $0, episodeLength: 10)
            },
            components: [
                ComponentSeries(name: "speed", points: [1, 30, 60], mean: 30, min: 0, max: 60),
                ComponentSeries(name: "alive", points: [1, 1, 1], mean: 1, min: 1, max: 1),
            ],
            shipped: shipped, trainerCPUSeconds: 0, workerCPUSeconds: 0, workerPeakBytes: 0, wallSeconds: 0,
            policy: nil)
    }

    private let two = "a = 0 * x_velocity + 1; return x_velocity + a, {'speed': x_velocity, 'alive': a}"

    @Test func aRewardThatRisesWhileTheFitnessFallsIsNamed() throws {
        let hacked = training(own: [1, 2, 3, 4], fitness: [3, 2, 1, 0], shipped: 3)
        let found = try report("x_velocity", two, [hacked])
        #expect(found.agreement == -1 && found.givenAway == 3 && found.trained == 4)
        #expect(found.concerns.contains { $0.contains("do not rise together") })
        #expect(found.concerns.contains("speed outweighs all other components together more than ten times"))
        #expect(found.concerns.contains("alive hardly changed over training"))
        #expect(!found.concerns.contains { $0.contains("doing nothing") })
    }

    @Test func aRewardThatPaysForStandingStillIsNamed() throws {
        let lazy = training(own: [0.9, 0.95, 1, 1.05], fitness: [0, 1, 2, 3], shipped: 3)
        let found = try report("x_velocity", two, [lazy])
        #expect(found.agreement == 1 && found.givenAway == 0)
        #expect(found.concerns.contains { $0.hasPrefix("doing nothing earns 1 a step") })
        #expect(found.words.contains("look: doing nothing earns 1 a step, the trained policy 1.05"))
    }
}
