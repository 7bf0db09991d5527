internal import Archive
internal import Foundation
internal import Glibc
package import Training

/// Compares a whole training, worker and host included, with the bare simulator in the same run.
package struct TrainingBenchmark: Codable, Sendable, Equatable {
    package var schema = 1
    package var environment: String
    /// Steps per CPU second of the bare simulator, before and after the training.
    package var bareStepsPerCPUSecond: [Double]
    /// Steps (training and evaluation) per CPU second of trainer, worker and evolve together.
    package var endToEndStepsPerCPUSecond: Double
    /// End to end as a share of the bare simulator's mean.
    package var share: Double
    /// Share of all CPU time that the worker took, the candidate's code included.
    package var workerShare: Double
    /// Share of all CPU time that evolve itself took.
    package var hostShare: Double
    package var steps: Int
    package var evaluationSteps: Int
    package var fitness: Double?

    /// Trains with the human reward, between two measurements of the bare simulator.
    package static func run(
        environment: EnvironmentInfo, steps: Int, installation: Installation
    ) async throws -> TrainingBenchmark {
        let before = try await bare(environment.name, installation)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("evolve-bench-\(getpid())")
            .path
        try FileManager.default.createDirectory(
            atPath: folder + "/policies", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let problem = RewardProblem(
            environment: environment, installation: installation, prompts: nil, runFolder: folder, jobs: 1,
            allowWeakSandbox: false)
        let code = try environment.reference("human", in: installation.sandboxes)
        let outcome = try await problem.check(code)
        let candidate = CandidateRecord(
            id: ContentHash.hex(code), code: code, origin: "human", generation: -1, index: 0, parents: [],
            verdict: outcome.verdict, detail: outcome.detail, signals: outcome.signals,
            components: outcome.components, constantsJSON: "{}")
        // A short training first, so that compiling the update is not part of the figure.
        let warmUp = EvaluationJob(purpose: "bench", stage: .confirm, seed: 2, steps: 2048)
        _ = try await problem.evaluate(candidate, job: warmUp) { _, _ in }
        let ownBefore = ownCPUSeconds()
        let job = EvaluationJob(purpose: "bench", stage: .confirm, seed: 1, steps: steps)
        let record = try await problem.evaluate(candidate, job: job) { _, _ in }
        let own = ownCPUSeconds() - ownBefore
        await problem.shutDown()
        let after = try await bare(environment.name, installation)
        let total = record.trainerCPUSeconds + record.workerCPUSeconds + own
        let done = Double(record.environmentSteps)
        let endToEnd = done / total
        return TrainingBenchmark(
            environment: environment.name, bareStepsPerCPUSecond: [before, after],
            endToEndStepsPerCPUSecond: endToEnd, share: endToEnd / ((before + after) / 2),
            workerShare: record.workerCPUSeconds / total, hostShare: own / total, steps: steps,
            evaluationSteps: record.environmentSteps - (record.curve.last?.steps ?? 0),
            fitness: record.fitness)
    }

    /// Asks the trainer's own benchmark for the bare simulator's speed.
    private static func bare(_ environment: String, _ installation: Installation) async throws -> Double {
        struct Answer: Decodable {
            var bare: Double
            private enum CodingKeys: String, CodingKey { case bare = "bare_steps_per_cpu_second" }
        }
        let data = try await installation.python([
            "-m", "trainer", "bench", "--environment", environment, "--bare",
        ])
        return try JSONDecoder().decode(Answer.self, from: data).bare
    }

    /// CPU seconds, user and system, of this process so far.
    private static func ownCPUSeconds() -> Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }
}
