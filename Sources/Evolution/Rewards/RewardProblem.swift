package import Archive
internal import Foundation
internal import Glibc
internal import LanguageModel
package import Training

/// Judges rewards: checked in a locked worker, trained with and measured by a trusted trainer.
///
/// What a candidate returns is reward values; it never touches the policy, the learner or its own score.
package final class RewardProblem: Problem {
    package let fitnessUnit: String
    package let references: [String]
    package let referenceStage = Stage.confirm
    private let baselines: Baselines?
    private let startPolicy: StartPolicy?
    private let environment: EnvironmentInfo
    private let installation: Installation
    private let prompts: RewardPrompts?
    let runFolder: String
    let slots: SlotPool

    /// Makes the problem; nothing is started before it is needed.
    /// - Parameters:
    ///   - environment: what is trained in.
    ///   - installation: where everything lies.
    ///   - prompts: words for feedback; nil where nobody reads any.
    ///   - runFolder: where policies go.
    ///   - jobs: trainings at once, each with a trainer of its own.
    ///   - allowWeakSandbox: run although layers are missing.
    ///   - isSignLimited: the critic wants two terms of which only the signs count.
    ///   - startPolicy: policy in the run's folder with which every training begins; nil for fresh ones.
    ///   - baselines: where measurements of references are kept; nil where each is made anew.
    package init(
        environment: EnvironmentInfo, installation: Installation, prompts: RewardPrompts?, runFolder: String,
        jobs: Int, allowWeakSandbox: Bool, isSignLimited: Bool = false,
        startPolicy: StartPolicy? = nil, baselines: Baselines? = nil
    ) {
        self.startPolicy = startPolicy
        self.baselines = baselines
        self.environment = environment
        self.installation = installation
        self.prompts = prompts
        self.runFolder = runFolder
        fitnessUnit = environment.fitness.unit
        references = [environment.baseline]
        slots = SlotPool(
            environment: environment, installation: installation, count: jobs,
            allowWeakSandbox: allowWeakSandbox, isSignLimited: isSignLimited)
    }

    package var missingLayers: [String] {
        get async { await slots.missingLayers }
    }

    package func prepare() async throws {
        try startPolicy?.requireKept(in: runFolder)
        try await slots.prepare()
    }

    /// Ends the trainers and the worker program.
    package func shutDown() async { await slots.shutDown() }

    package func extract(_ completion: String) -> Extraction {
        switch extractCode(from: completion, entryPoint: .function("compute_reward")) {
        case .success(let found): .code(found.code)
        case .failure(let failure): .nothing(failure.reason)
        }
    }

    package func check(_ code: String) async throws -> CheckOutcome {
        if environment.ownReward == true, code == OwnReward.code {
            return CheckOutcome(verdict: "ok", detail: "")
        }
        return try await slots.check(code)
    }

    package func evaluate(
        _ candidate: CandidateRecord, job: EvaluationJob,
        progress: @escaping @Sendable (_ fraction: Double, _ fitness: Double?) -> Void
    ) async throws -> EvaluationRecord {
        let file = "\(candidate.id.prefix(16))-\(job.seed).npz"
        if job.of != nil { try makeStatesFolder() }
        let training = RewardTraining(
            candidate: candidate, job: job, environment: environment.name,
            policy: "policies/\(file)", state: "\(Self.states)/\(file)", folder: runFolder,
            startPolicy: startPolicy,
            usesOwnReward: environment.ownReward == true && OwnReward.isMeant(by: candidate))
        guard job.purpose == Self.baseline else { return try await slots.lend(training, progress: progress) }
        if let known = try await baselines?.find(training) { return known }
        var record = try await slots.lend(training, progress: progress)
        record.measured = Measured(
            run: URL(fileURLWithPath: runFolder).lastPathComponent, at: RunFolder.timestamp())
        try await baselines?.keep(record, of: training)
        return record
    }

    /// Purpose of the trainings that references have.
    private static let baseline = "baseline"

    /// Folder for the states of paused trainings, in the run's.
    private static let states = "states"

    private func makeStatesFolder() throws {
        let path = "\(runFolder)/\(Self.states)"
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw EvolutionError.cannotWrite(path: path, why: error.localizedDescription)
        }
    }

    /// Deletes the states of paused trainings: they are most of the bytes, and are needed for no more than a generation.
    package func discard(_ paused: [EvaluationRecord]) async {
        for state in paused.compactMap(\.state) {
            try? FileManager.default.removeItem(atPath: "\(runFolder)/\(state.path)")
        }
        // Succeeds where nothing is left in it.
        rmdir("\(runFolder)/\(Self.states)")
    }

    package func feedback(on individual: Individual) -> String { prompts?.feedback(on: individual) ?? "" }

    package var floor: String? { environment.rewards["sparse"] == nil ? nil : "sparse" }

    package func glance(_ code: String) async throws -> CheckOutcome? { try await slots.glance(code) }

    package func reference(_ name: String) throws -> String? {
        guard environment.rewards[name] != nil else {
            return name == "human" && environment.ownReward == true ? OwnReward.code : nil
        }
        return try environment.reference(name, in: installation.sandboxes)
    }
}

/// Stands for a reward that an environment itself gives (Gymnasium's): the human one, which no candidate may see.
///
/// It has no code; this text takes its place. No proposal can be it, since code without `compute_reward` is not extracted,
/// and only the baseline is trained with it.
enum OwnReward {
    static let code = "# The reward that the environment itself gives; only the trainer has it.\n"

    static func isMeant(by candidate: CandidateRecord) -> Bool {
        candidate.origin == "human" && candidate.code == code
    }
}
