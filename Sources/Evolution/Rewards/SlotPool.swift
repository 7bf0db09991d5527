internal import Archive
internal import Sandbox
internal import Synchronization
internal import Training

/// Lends trainers to trainings, one each, and keeps the zygote from which every worker is forked.
///
/// A slot is a trainer process. It is made when first needed and made anew when its process died:
/// a training that loses its trainer or the zygote is repeated once, since nothing of it was scored.
actor SlotPool {
    let environment: EnvironmentInfo
    private let installation: Installation
    private let count: Int
    private let allowWeakSandbox: Bool
    private var idle: [TrainerProcess] = []
    private var made = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var workshop: Workshop?
    private var zygote: Zygote?
    /// What a trained policy does, for the critic; nil until there is one.
    var skilled: SkilledBehaviour?

    /// Has the critic ask for two terms of which only the signs count.
    let isSignLimited: Bool

    init(
        environment: EnvironmentInfo, installation: Installation, count: Int, allowWeakSandbox: Bool,
        isSignLimited: Bool = false
    ) {
        self.isSignLimited = isSignLimited
        self.environment = environment
        self.installation = installation
        self.count = count
        self.allowWeakSandbox = allowWeakSandbox
    }

    /// Layers of the sandbox that are missing.
    var missingLayers: [String] { zygote?.report.missing ?? [] }

    /// Starts the zygote and the first trainer, and records the states on which candidates are checked.
    /// - Throws: `SandboxError` when a layer is missing, `EvolutionError` when the trainer does not start.
    func prepare() async throws {
        guard workshop == nil else { return }
        let environment = environment
        let zygote = try await startedZygote()
        let slot = try await borrow()
        defer { giveBack(slot) }
        workshop = try await offPool {
            try Workshop(zygote: zygote, environment: environment, recordedBy: slot)
        }
    }

    /// Starts the zygote, which needs no trainer.
    private func startedZygote() async throws -> Zygote {
        if let zygote { return zygote }
        let (installation, weak) = (installation, allowWeakSandbox)
        let started = try await offPool {
            try Zygote(configuration: installation.zygote(allowWeakSandbox: weak))
        }
        zygote = started
        return started
    }

    /// Looks at a candidate's text and module, without a trainer.
    func glance(_ code: String) async throws -> CheckOutcome? {
        let (zygote, signals) = (try await startedZygote(), environment.signals)
        return try await offPool { try zygote.glance(code, signals: signals) }
    }

    /// Gives what every check shares, made when first needed.
    func prepared() async throws -> Workshop {
        try await prepare()
        guard let workshop else { preconditionFailure("prepared above") }
        return workshop
    }

    /// Checks a candidate in a worker of its own.
    func check(_ code: String) async throws -> CheckOutcome {
        let workshop = try await prepared()
        return try await offPool { try workshop.check(code) }
    }

    /// Runs a training with a slot of its own, on a thread of its own; cancellation ends it at the next chunk.
    func lend(
        _ training: RewardTraining, progress: @escaping @Sendable (Double, Double?) -> Void
    ) async throws -> EvaluationRecord {
        let workshop = try await prepared()
        var attempts = 0
        while true {
            let slot = try await borrow()
            let flag = CancellationFlag()
            do {
                let outcome = try await withTaskCancellationHandler {
                    try await offPool { try training.run(slot, workshop, flag, progress) }
                } onCancel: {
                    flag.cancel()
                }
                giveBack(slot)
                return outcome
            } catch {
                discard(slot)
                try Task.checkCancellation()
                attempts += 1
                guard attempts < 3 else { throw error }
            }
        }
    }

    /// Ends all processes.
    func shutDown() {
        idle.forEach { $0.kill() }
        idle = []
        workshop = nil
        zygote = nil
    }

    func borrow() async throws -> TrainerProcess {
        while true {
            if let slot = idle.popLast() { return slot }
            if made < count {
                made += 1
                do {
                    let configuration = installation.trainer(for: environment)
                    return try await offPool { try TrainerProcess(configuration: configuration) }
                } catch {
                    made -= 1
                    throw error
                }
            }
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func giveBack(_ slot: TrainerProcess) {
        idle.append(slot)
        wakeOne()
    }

    private func discard(_ slot: TrainerProcess) {
        slot.kill()
        made -= 1
        wakeOne()
    }

    private func wakeOne() {
        if !waiting.isEmpty { waiting.removeFirst().resume() }
    }
}

/// Carries the wish to stop to the thread that trains.
final class CancellationFlag: Sendable {
    private let raised = Atomic<Bool>(false)

    /// Asks to stop.
    func cancel() { raised.store(true, ordering: .relaxed) }

    /// True once somebody asked.
    var isCancelled: Bool { raised.load(ordering: .relaxed) }
}
