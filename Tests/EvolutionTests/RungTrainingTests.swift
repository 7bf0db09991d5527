import Archive
import Foundation
import Testing

@testable import Evolution

/// Real trainings, with real trainers and workers: one that pauses comes to the same end as one that does not.
@Suite(.serialized) struct RungTrainingTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// It remembers, so that its memory has to pause and continue with the training.
    private static let code = """
        MEMORY = {"steps": 0.0}


        def compute_reward(terminated, pole_angle, memory, *, weight=1.0):
            memory["steps"] = memory["steps"] + 1.0
            upright = 1.0 - terminated - weight * np.abs(pole_angle)
            endurance = 0.001 * memory["steps"]
            return upright + endurance, {"upright": upright, "endurance": endurance}, memory
        """

    @Test(.timeLimit(.minutes(8))) func aTrainingThatPausedEndsAsIfItHadNot() async throws {
        let python =
            ProcessInfo.processInfo.environment["EVOLVE_PYTHON"] ?? Self.root + "/.environment/bin/python"
        let installation = try Installation(
            environment: ["EVOLVE_HOME": Self.root, "EVOLVE_PYTHON": python],
            executable: CommandLine.arguments[0])
        let environment = try await installation.environment("inverted-pendulum")
        let folder = NSTemporaryDirectory() + "rung-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: folder + "/policies", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let problem = RewardProblem(
            environment: environment, installation: installation, prompts: nil, runFolder: folder, jobs: 1,
            allowWeakSandbox: false)
        do {
            try await compare(problem, folder)
            await problem.shutDown()
        } catch {
            await problem.shutDown()
            throw error
        }
    }

    private func compare(_ problem: RewardProblem, _ folder: String) async throws {
        try await problem.prepare()
        let outcome = try await problem.check(Self.code)
        try #require(outcome.verdict == "ok", "\(outcome.detail)")
        let candidate = CandidateRecord(
            id: ContentHash.hex(Self.code), code: Self.code, origin: "proposal", generation: 0, index: 0,
            parents: [], verdict: "ok", detail: "", signals: outcome.signals,
            components: outcome.components, constantsJSON: "{}")
        var job = EvaluationJob(purpose: "search", stage: .search, seed: 11, steps: 8192)
        func measured(_ job: EvaluationJob) async throws -> (record: EvaluationRecord, policy: Data?) {
            let record = try await problem.evaluate(candidate, job: job) { _, _ in }
            let file = record.policy.map { URL(fileURLWithPath: "\(folder)/\($0)") }
            defer { file.map { try? FileManager.default.removeItem(at: $0) } }
            return (record, try file.map { try Data(contentsOf: $0) })
        }
        let whole = try await measured(job)
        try #require(whole.record.verdict == "ok" && whole.policy != nil, "\(whole.record.detail)")

        (job.steps, job.of) = (4096, 8192)
        let rung = try await measured(job).record
        let state = try #require(rung.state)
        let path = "\(folder)/\(state.path)"
        #expect(rung.policy == nil && rung.shipped == nil && state.of == 8192)
        #expect(rung.curve == Array(whole.record.curve.prefix(5)) && rung.curve.last?.steps == 4096)
        #expect(rung.fitness == rung.curve.last?.fitness && rung.steps == 4096)
        let bytes = try #require(FileManager.default.contents(atPath: path))
        #expect(ContentHash.hex([UInt8](bytes)) == state.hash)

        (job.steps, job.of, job.begun) = (8192, nil, rung)
        let trained = rung.environmentSteps
        let rest = try await measured(job)
        expectSame(rest, whole)
        #expect(trained > 4096 && trained < whole.record.environmentSteps)

        // A state that is not what was written is not used; the training begins anew, and ends the same.
        try Data(bytes.dropLast()).write(to: URL(fileURLWithPath: path))
        expectSame(try await measured(job), whole)

        await problem.discard([rung])
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    private func expectSame(
        _ one: (record: EvaluationRecord, policy: Data?), _ other: (record: EvaluationRecord, policy: Data?)
    ) {
        #expect(one.record.curve == other.record.curve && one.record.curve.count == 10)
        #expect(one.record.components == other.record.components && one.record.components.count == 2)
        #expect(one.record.fitness == other.record.fitness && one.record.episodes == other.record.episodes)
        #expect(one.record.shipped == other.record.shipped && one.record.state == nil)
        #expect(one.record.environmentSteps == other.record.environmentSteps)
        #expect(one.record.digest == other.record.digest && one.record.digest != nil)
        #expect(one.policy == other.policy && one.policy != nil)
    }
}
