internal import Sandbox
internal import Training

/// Holds what every check and every training of a run shares: the zygote, and the recorded states that candidates are
/// tried on before anything is trained.
final class Workshop: Sendable {
    /// What the layers of the sandbox are, for reports.
    let report: SandboxReport
    let zygote: Zygote
    /// Random behaviour, on which every candidate is tried.
    let recorded: SharedMemory
    /// Doing nothing, as long and laid out the same; for integrity reports.
    let idle: SharedMemory
    let probe: Probe
    let signals: [SignalInfo]
    /// Scored pieces of random behaviour, and of doing nothing, for the critic.
    let segments: (random: [ScoredSegment], nothing: [ScoredSegment])

    /// Records a stretch of random behaviour, and one of doing nothing, with a trainer.
    init(
        zygote: Zygote, environment: EnvironmentInfo, recordedBy trainer: TrainerProcess
    ) throws {
        self.zygote = zygote
        report = zygote.report
        signals = environment.signals
        var request = ProbeRequest(
            environment: environment.name, seed: 0, signals: environment.signals.map(\.name))
        request.idle = true
        let calm = try trainer.probe(request)
        // The trainer's memory is written over by every training: the recorded states get memory of their own.
        idle = try trainer.signals.copy(name: "idle", bytes: calm.layout.bytes)
        request.idle = false
        let reply = try trainer.probe(request)
        recorded = try trainer.signals.copy(name: "probe", bytes: reply.layout.bytes)
        try recorded.sealFutureWrites()
        probe = Probe(layout: reply.layout, steps: reply.steps, environments: reply.environments)
        segments = (reply.segments, calm.segments)
    }

    /// Takes recorded states as they are.
    init(
        zygote: Zygote, recorded: SharedMemory, idle: SharedMemory, probe: Probe, signals: [SignalInfo],
        segments: (random: [ScoredSegment], nothing: [ScoredSegment]) = ([], [])
    ) {
        (self.zygote, self.recorded, self.idle) = (zygote, recorded, idle)
        (self.probe, self.signals) = (probe, signals)
        report = zygote.report
        self.segments = segments
    }

    /// Checks a candidate in a worker of its own; a worker lost with its zygote is tried once more.
    func check(_ code: String) throws -> CheckOutcome {
        for attempt in 0... {
            let worker = try RewardWorker(
                zygote: zygote, signals: recorded, capacityRows: probe.steps * probe.environments)
            defer { worker.close() }
            switch worker.check(code: code, signals: signals, probe: probe) {
            case .success(let description):
                return CheckOutcome(
                    verdict: "ok", detail: "", signals: description.signals,
                    components: description.components,
                    constants: description.constants, normalised: description.normalised,
                    fingerprint: description.fingerprint)
            case .failure(let failure) where failure.isSandboxFault && attempt < 2:
                continue
            case .failure(let failure):
                if failure.isSandboxFault { throw failure }
                return CheckOutcome(verdict: failure.verdict.rawValue, detail: failure.explanation)
            }
        }
        preconditionFailure("the loop ends by returning")
    }

    /// Forks a worker that has loaded a checked candidate and reads a trainer's signals.
    /// - Throws: the `Failure` where the candidate cannot be loaded.
    func worker(for code: String, reading memory: SharedMemory, layout: SignalLayout) throws -> RewardWorker {
        let worker = try RewardWorker(zygote: zygote, signals: memory, capacityRows: layout.capacityRows)
        _ = try worker.load(code: code, layout: layout).get()
        return worker
    }
}

extension Zygote {
    /// Checks a reward as far as that needs no recorded states: its text, its arguments, its module.
    /// - Returns: what is wrong with it; nil where nothing is found.
    func glance(_ code: String, signals: [SignalInfo]) throws -> CheckOutcome? {
        let layout = SignalLayout(packing: signals, capacityRows: 1)
        let worker = try RewardWorker(
            zygote: self, signals: SharedMemory(name: "glance", bytes: layout.bytes), capacityRows: 1)
        defer { worker.close() }
        guard case .failure(let failure) = worker.load(code: code, layout: layout), !failure.isSandboxFault
        else { return nil }
        return CheckOutcome(verdict: failure.verdict.rawValue, detail: failure.explanation)
    }
}

extension Failure {
    /// The detail with the candidate's own frames and output, for the proposer.
    var explanation: String {
        var parts = [detail]
        if let traceback, !traceback.isEmpty { parts.append(traceback) }
        if !output.isEmpty { parts.append("printed: " + output.suffix(500)) }
        return parts.joined(separator: "\n")
    }
}
