import Foundation
import Sandbox
import Synchronization
import Testing
import Training

/// Runs real trainers; the rewards are computed here, from the signals in shared memory.
@Suite(.tags(.python), .serialized, .timeLimit(.minutes(5)))
struct TrainerTests {
    private struct Refused: Error, Equatable {}

    /// Gives 1 for every step that the pole stays up.
    private static func survival(_ trainer: TrainerProcess, _ layout: SignalLayout, _ rows: Int) throws
        -> [Float]
    {
        let entry = try #require(layout.signals.first { $0.name == "terminated" })
        return try trainer.signals.floats(at: entry.offset, count: rows).map { 1 - $0 }
    }

    private static func request(steps: Int, checkpoints: Int, final: Int = 4) -> TrainingRequest {
        TrainingRequest(
            environment: "inverted-pendulum", seed: 3, steps: steps, signals: ["terminated"],
            checkpoints: checkpoints, curveEpisodes: 2, finalEpisodes: final)
    }

    /// Trains with the survival reward and keeps what was heard.
    private static func train(
        _ trainer: TrainerProcess, _ request: TrainingRequest
    ) throws -> (result: TrainingResult, heard: [CheckpointReport], components: ComponentAccumulator) {
        var start: TrainingStart?
        var heard: [CheckpointReport] = []
        var step = 0
        var components = ComponentAccumulator(totalSteps: request.steps)
        let result = try trainer.train(
            request,
            TrainingHandlers(
                rewards: { header in
                    let layout = try #require(start).layout
                    let totals = try survival(trainer, layout, header.rows)
                    if header.stream == .train {
                        components.add(totals, of: "survival", atStep: step)
                        step += header.rows
                    }
                    return totals
                },
                begun: {
                    start = $0
                    step = $0.resumedSteps
                },
                checkpoint: { heard.append($0) },
                kept: { KeptState(memory: ["train": ["best": "AAAA"]], components: components) }))
        return (result, heard, components)
    }

    @Test func aPolicyIsTrainedMeasuredSavedAndContinued() throws {
        let trainer = try TrainerProcess(configuration: Place.configuration())
        let names = Set(trainer.description.environments.map(\.name))
        #expect(names.isSuperset(of: ["ant", "halfcheetah", "inverted-pendulum"]))
        #expect(trainer.description.environments.allSatisfy { $0.pauses == true })
        #expect(trainer.description.versions?["mujoco"]?.hasPrefix("4.") == true)
        try Place.withFolder { folder in
            var whole = Self.request(steps: 16_384, checkpoints: 4)
            whole.policy = folder + "/whole.npz"
            let (result, heard, components) = try Self.train(trainer, whole)
            #expect(heard == result.curve)
            #expect(heard.map(\.steps) == [4096, 8192, 12288, 16384])
            #expect(result.episodes.count == 4)
            #expect(result.fitness > 0.3)
            #expect(result.environmentSteps == 16_384)
            let survival = try #require(components.statistics.first)
            #expect(survival.points.count == 10)
            #expect(survival.points[9] > survival.points[0])
            #expect((survival.min, survival.max) == (0, 1))

            var half = Self.request(steps: 8192, checkpoints: 2, final: 0)
            half.save = folder + "/state"
            let first = try Self.train(trainer, half)
            var rest = whole
            rest.resume = half.save
            rest.policy = folder + "/rest.npz"
            let second = try Self.train(try TrainerProcess(configuration: Place.configuration()), rest)
            #expect(first.heard + second.heard == heard)
            #expect(second.result.episodes == result.episodes)
            #expect(
                try Data(contentsOf: URL(fileURLWithPath: folder + "/whole.npz"))
                    == Data(contentsOf: URL(fileURLWithPath: folder + "/rest.npz")))
        }
    }

    @Test func savedMemoryComesBack() throws {
        let trainer = try TrainerProcess(configuration: Place.configuration())
        try Place.withFolder { folder in
            var request = Self.request(steps: 512, checkpoints: 1, final: 0)
            request.save = folder + "/state"
            _ = try Self.train(trainer, request)
            request.resume = request.save
            request.steps = 1024
            request.checkpoints = 2
            var kept: KeptState?
            var fresh: [Bool] = []
            _ = try trainer.train(
                request,
                TrainingHandlers(
                    rewards: { header in
                        if header.stream == .train { fresh.append(header.fresh) }
                        return [Float](repeating: 0, count: header.rows)
                    }, begun: { kept = $0.kept }))
            #expect(kept?.memory == ["train": ["best": "AAAA"]])
            #expect(kept?.components?.statistics.first?.name == "survival")
            #expect(fresh == [false])
        }
    }

    @Test func theTrainerSurvivesRefusalsStopsAndFailingRewards() throws {
        let trainer = try TrainerProcess(configuration: Place.configuration())
        #expect {
            try trainer.probe(ProbeRequest(environment: "ant", seed: 0, signals: ["x_velocty"]))
        } throws: { "\($0)".contains("did you mean x_velocity") }
        var wrong = Self.request(steps: 512, checkpoints: 1)
        wrong.environment = "inverted-pendulm"
        #expect { try Self.train(trainer, wrong) } throws: {
            "\($0)".contains("did you mean inverted-pendulum?")
        }
        #expect(throws: Refused()) {
            try trainer.train(
                Self.request(steps: 4096, checkpoints: 2),
                TrainingHandlers(rewards: { header in
                    if header.chunk == 3 { throw Refused() }
                    return [Float](repeating: 0, count: header.rows)
                }))
        }
        let asked = Mutex(0)
        #expect(throws: TrainingError.cancelled) {
            try trainer.train(
                Self.request(steps: 4_000_000, checkpoints: 2),
                TrainingHandlers(
                    rewards: { header in
                        asked.withLock { $0 += 1 }
                        return [Float](repeating: 0, count: header.rows)
                    }, isCancelled: { asked.withLock { $0 > 5 } }))
        }
        #expect(!trainer.hasEnded)
        let probe = try trainer.probe(
            ProbeRequest(environment: "inverted-pendulum", seed: 1, signals: ["terminated", "observation"]))
        #expect(probe.rows == 256)
        let terminated = try trainer.signals.floats(at: probe.layout.signals[0].offset, count: 256)
        #expect(Set(terminated) == [0, 1])
        #expect(try Self.train(trainer, Self.request(steps: 512, checkpoints: 1)).result.shipped == 0)
    }

    @Test func nobodyElseCanWriteSignals() throws {
        let trainer = try TrainerProcess(configuration: Place.configuration())
        #expect(throws: SandboxError.self) { try trainer.signals.write([Float(1)], at: 0) }
    }

    @Test func aKilledTrainerIsAnErrorAndNotAWait() throws {
        let trainer = try TrainerProcess(configuration: Place.configuration())
        #expect {
            try trainer.train(
                Self.request(steps: 400_000, checkpoints: 2),
                TrainingHandlers(rewards: { header in
                    if header.chunk == 2 { kill(pid_t(trainer.process), SIGKILL) }
                    return [Float](repeating: 0, count: header.rows)
                }))
        } throws: {
            $0 as? TrainingError == .ended("was ended by signal 9", output: "")
        }
        #expect(trainer.hasEnded)
        #expect { try trainer.probe(ProbeRequest(environment: "ant", seed: 0, signals: [])) } throws: {
            "\($0)".contains("was ended by signal 9")
        }
    }

    @Test func aStoppedTrainerIsFoundSilentAndKilled() throws {
        let impatient = try TrainerProcess(configuration: Place.configuration(idleSeconds: 8))
        #expect {
            try impatient.train(
                Self.request(steps: 400_000, checkpoints: 1),
                TrainingHandlers(rewards: { header in
                    if header.chunk == 2 { kill(pid_t(impatient.process), SIGSTOP) }
                    return [Float](repeating: 0, count: header.rows)
                }))
        } throws: {
            "\($0)".hasPrefix("the trainer said nothing for 8 s and was killed")
        }
        #expect(impatient.hasEnded)
    }

    @Test func missingPythonNamesTheRemedy() throws {
        var configuration = try Place.configuration()
        configuration.python = "/nowhere/python"
        #expect { try TrainerProcess(configuration: configuration) } throws: {
            "\($0)" == "no Python interpreter at /nowhere/python: run ./evolve once, which sets it up"
        }
        configuration = try Place.configuration()
        configuration.sandboxes = "/nowhere"
        #expect { try configuration.describe() } throws: { "\($0)".contains("no trainer in /nowhere") }
    }

    @Test func theDescriptionIsQuickAndComplete() throws {
        let ant = try #require(try Place.configuration().describe().environments.first { $0.name == "ant" })
        #expect(ant.signals.first { $0.name == "observation" }?.shape == [105])
        #expect(ant.defaults.steps == 500_000)
        #expect(ant.rewards["human"] == "rewards/ant/human.py")
        #expect(ant.memoryBytes <= TrainerConfiguration(python: "", sandboxes: "").memoryBytes)
    }
}
