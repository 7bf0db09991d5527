internal import Archive
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
    /// The run's folder.
    let folder: String
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
            + (usesOwnReward ? ", own reward" : "")
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
        var accumulator = ComponentAccumulator(totalSteps: max(1, job.steps))
        var trained = 0
        var lastFitness: Double?
        var curve: [CurvePoint] = []
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
                    accumulator = ComponentAccumulator(totalSteps: start.steps)
                    guard !usesOwnReward else { return }
                    worker = try workshop.worker(
                        for: candidate.code, reading: trainer.signals, layout: start.layout)
                },
                checkpoint: { point in
                    lastFitness = point.fitness
                    curve.append(CurvePoint(point))
                    if usesOwnReward {
                        progress(Double(point.steps) / Double(accumulator.totalSteps) * 0.98, lastFitness)
                    }
                },
                isCancelled: { flag.isCancelled })
            outcome = .success(try trainer.train(request, handlers))
        } catch let failure as Failure {
            if failure.isSandboxFault { throw failure }
            outcome = .failure(failure)
        }
        let usage = worker?.close()
        return record(
            outcome, curve: curve, components: accumulator.statistics, traces: traces, usage: usage,
            wallSeconds: start.duration(to: clock.now) / .seconds(1))
    }

    private var request: TrainingRequest {
        TrainingRequest(
            environment: environment, seed: job.seed, steps: job.steps, signals: candidate.signals,
            checkpoints: checkpoints, curveEpisodes: curveEpisodes, finalEpisodes: finalEpisodes,
            policy: "\(folder)/\(policy)", ownReward: usesOwnReward, digest: true)
    }

    private func record(
        _ outcome: Result<TrainingResult, Failure>, curve: [CurvePoint],
        components: [ComponentAccumulator.Statistics], traces: ComponentTraces, usage: Usage?,
        wallSeconds: Double
    ) -> EvaluationRecord {
        var record = EvaluationRecord(
            candidate: candidate.id, purpose: job.purpose, seed: job.seed, steps: job.steps, verdict: "ok",
            detail: "",
            fitness: nil, episodes: [], curve: curve,
            components: components.map {
                ComponentSeries(name: $0.name, points: $0.points, mean: $0.mean, min: $0.min, max: $0.max)
            },
            shipped: nil, trainerCPUSeconds: 0, workerCPUSeconds: usage?.cpuSeconds ?? 0,
            workerPeakBytes: usage?.peakBytes ?? 0, wallSeconds: wallSeconds, policy: nil)
        switch outcome {
        case .success(let result):
            record.fitness = result.fitness
            record.episodes = result.episodes
            record.curve = result.curve.map(CurvePoint.init)
            record.shipped = result.shipped
            record.trainerCPUSeconds = result.cpuSeconds
            record.environmentSteps = result.environmentSteps + result.evaluationSteps
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
