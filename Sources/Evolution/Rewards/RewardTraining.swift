internal import Archive
internal import Foundation
internal import Sandbox
internal import Training

/// Trains with one candidate.
///
/// A trainer asks for rewards chunk by chunk, a locked worker gives them, and this code stands between the two. Values cross it only after they were copied out of shared memory and found finite.
struct RewardTraining: Sendable {
    let candidate: CandidateRecord
    let job: EvaluationJob
    let environment: String
    /// Policy file relative to the run's folder.
    let policy: String
    /// File for the state of a training that pauses, likewise.
    var state = ""
    /// The run's folder.
    let folder: String
    /// Policy with which it begins; nil for a fresh one.
    var startPolicy: StartPolicy?
    /// Trains with the environment's own reward, without a worker.
    var usesOwnReward = false
    /// Checkpoints of the curve.
    var checkpoints = 10
    /// Episodes a checkpoint: few, they only show the way.
    var curveEpisodes = 3
    /// Episodes that measure the shipped checkpoint: in the search enough to rank, in comparisons enough for an interval.
    var finalEpisodes: Int { job.stage == .confirm ? 32 : 12 }

    /// Names how it is measured; trainings with equal names, seeds and budgets give the same.
    var procedure: String {
        "\(checkpoints) checkpoints of \(curveEpisodes) episodes, \(finalEpisodes) at the end"
            + (usesOwnReward ? ", own reward" : "") + (startPolicy.map { ", from policy \($0.hash)" } ?? "")
    }

    /// Runs the training to its end, blocking.
    /// - Returns: what was measured, or the candidate's verdict.
    /// - Throws: `TrainingError` or `SandboxError` where not the candidate but the machinery failed; nothing is scored.
    func run(
        _ trainer: TrainerProcess, _ workshop: Workshop, _ flag: CancellationFlag,
        _ progress: @escaping @Sendable (Double, Double?) -> Void
    ) throws -> EvaluationRecord {
        let clock = ContinuousClock()
        let start = clock.now
        var worker: RewardWorker?
        defer { worker?.close() }
        let begun = usableBeginning
        var accumulator = ComponentAccumulator(totalSteps: max(1, job.of ?? job.steps))
        var trained = 0
        var curve = begun?.curve ?? []
        var lastFitness = curve.last?.fitness
        var traces = ComponentTraces()
        var outcome: Result<TrainingResult, Failure>
        do {
            let handlers = TrainingHandlers(
                rewards: { chunk in
                    guard let worker else { preconditionFailure("a chunk comes after the beginning") }
                    if chunk.stream == .digest { return try traces.add(chunk, worker) }
                    let rewards = try worker.reward(
                        steps: chunk.steps, environments: chunk.environments,
                        stream: chunk.stream == .train ? .train : .evaluate, fresh: chunk.fresh
                    ).get()
                    if chunk.stream == .train {
                        for component in rewards.components {
                            accumulator.add(component.values, of: component.name, atStep: trained)
                        }
                        trained += chunk.rows
                        progress(Double(trained) / Double(accumulator.totalSteps) * 0.98, lastFitness)
                    }
                    return rewards.total
                },
                begun: { start in
                    accumulator = start.kept?.components ?? ComponentAccumulator(totalSteps: start.steps)
                    trained = start.resumedSteps
                    guard !usesOwnReward else { return }
                    let loaded = try workshop.worker(
                        for: candidate.code, reading: trainer.signals, layout: start.layout)
                    worker = loaded
                    if let memory = start.kept?.memory, !memory.isEmpty {
                        try loaded.importMemory(memory).get()
                    }
                },
                checkpoint: { point in
                    lastFitness = point.fitness
                    curve.append(CurvePoint(point))
                    if usesOwnReward {
                        progress(Double(point.steps) / Double(accumulator.totalSteps) * 0.98, lastFitness)
                    }
                },
                kept: {
                    KeptState(memory: try worker?.exportMemory().get(), components: accumulator)
                },
                isCancelled: { flag.isCancelled })
            outcome = .success(try trainer.train(request(continuing: begun), handlers))
        } catch let failure as Failure {
            if failure.isSandboxFault { throw failure }
            outcome = .failure(failure)
        }
        let usage = worker?.close()
        return try record(
            outcome, after: begun, curve: curve, components: accumulator.statistics, traces: traces,
            usage: usage,
            wallSeconds: start.duration(to: clock.now) / .seconds(1))
    }

    /// The beginning that is to be continued, if its state is there as it was written.
    ///
    /// Without it the training begins anew and comes to the same end, only later.
    private var usableBeginning: EvaluationRecord? {
        guard let begun = job.begun, begun.verdict == "ok", let state = begun.state,
            let bytes = FileManager.default.contents(atPath: "\(folder)/\(state.path)"),
            ContentHash.hex([UInt8](bytes)) == state.hash
        else { return nil }
        return begun
    }

    private func request(continuing begun: EvaluationRecord?) -> TrainingRequest {
        let whole = job.of ?? job.steps
        let pause = job.of.map { Double(job.steps) / Double($0) }
        return TrainingRequest(
            environment: environment, seed: job.seed, steps: whole, signals: candidate.signals,
            checkpoints: checkpoints, curveEpisodes: curveEpisodes, finalEpisodes: finalEpisodes,
            start: startPolicy.map { _ in "\(folder)/\(StartPolicy.file)" },
            resume: begun?.state.map { "\(folder)/\($0.path)" },
            save: pause.map { _ in "\(folder)/\(state)" }, pause: pause, policy: "\(folder)/\(policy)",
            ownReward: usesOwnReward, digest: true)
    }

    /// Names the state that a training left when it paused; nil for one that came to its end.
    private func savedState() throws -> SavedState? {
        guard let whole = job.of else { return nil }
        guard let bytes = FileManager.default.contents(atPath: "\(folder)/\(state)") else {
            throw EvolutionError.cannotWrite(
                path: "\(folder)/\(state)", why: "the state of a paused training is not there")
        }
        return SavedState(path: state, hash: ContentHash.hex([UInt8](bytes)), of: whole)
    }

    private func record(
        _ outcome: Result<TrainingResult, Failure>, after begun: EvaluationRecord?, curve: [CurvePoint],
        components: [ComponentAccumulator.Statistics], traces: ComponentTraces, usage: Usage?,
        wallSeconds: Double
    ) throws -> EvaluationRecord {
        var record = EvaluationRecord(
            candidate: candidate.id, purpose: job.purpose, seed: job.seed, steps: job.steps, verdict: "ok",
            detail: "",
            fitness: nil, episodes: [], curve: curve,
            components: components.map {
                ComponentSeries(name: $0.name, points: $0.points, mean: $0.mean, min: $0.min, max: $0.max)
            },
            shipped: nil, trainerCPUSeconds: begun?.trainerCPUSeconds ?? 0,
            workerCPUSeconds: (begun?.workerCPUSeconds ?? 0) + (usage?.cpuSeconds ?? 0),
            workerPeakBytes: max(begun?.workerPeakBytes ?? 0, usage?.peakBytes ?? 0),
            wallSeconds: (begun?.wallSeconds ?? 0) + wallSeconds, policy: nil)
        switch outcome {
        case .success(let result):
            record.fitness = result.fitness
            record.episodes = result.episodes
            record.curve = result.curve.map(CurvePoint.init)
            record.trainerCPUSeconds += result.cpuSeconds
            // The whole training's, as if it had never paused.
            record.environmentSteps =
                (begun?.environmentSteps ?? 0) + result.environmentSteps + result.evaluationSteps
            record.state = try savedState()
            guard record.state == nil else { break }
            record.shipped = result.shipped
            record.policy = policy
            record.digest = result.digest.map { EpisodeDigest($0, traces) }
        case .failure(let failure):
            record.verdict = failure.verdict.rawValue
            record.detail = failure.detail
            record.environmentSteps = curve.last?.steps ?? 0
        }
        return record
    }
}

extension CurvePoint {
    fileprivate init(_ report: CheckpointReport) {
        self.init(
            steps: report.steps, fitness: report.fitness, ownReward: report.ownReward,
            episodeLength: report.episodeLength)
    }
}
