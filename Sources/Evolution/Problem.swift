package import Archive

/// Knows one kind of task: how its code is checked, measured, and talked about.
///
/// The loop knows none of that.
///
/// Implementations: ``RewardProblem``; the scripted problem of the tests.
package protocol Problem: Sendable {
    /// Unit of the fitness for people, for example `m/s`.
    var fitnessUnit: String { get }

    /// Layers of the sandbox that are missing, once prepared; every report names them.
    var missingLayers: [String] { get async }

    /// Prepares what checks and trainings need; called once before either.
    func prepare() async throws

    /// Finds the code in a proposer's answer.
    func extract(_ completion: String) -> Extraction

    /// Checks a piece of code without training anything; failing is a result, not an error.
    func check(_ code: String) async throws -> CheckOutcome

    /// Trains and measures one candidate with one seed; failing is a verdict in the record, not an error.
    /// - Parameters:
    ///   - candidate: code that passed its checks.
    ///   - job: seed, budget and purpose.
    ///   - progress: fraction in 0...1 and the last checkpoint's fitness; called from any thread.
    /// - Returns: what was measured, or the candidate's verdict.
    /// - Throws: where not the candidate but the machinery failed; nothing is scored then.
    func evaluate(
        _ candidate: CandidateRecord, job: EvaluationJob,
        progress: @escaping @Sendable (_ fraction: Double, _ fitness: Double?) -> Void
    ) async throws -> EvaluationRecord

    /// Explains a measured or failed candidate to the proposer. No wall times: equal runs give equal words.
    func feedback(on individual: Individual) -> String

    /// Reference code by name (`human`, `sparse`), where the problem has it.
    func reference(_ name: String) throws -> String?
}

/// Tells what was found in an answer.
package enum Extraction: Sendable, Equatable {
    case code(String)
    /// Nothing usable, and why, in words that help a person and the proposer.
    case nothing(String)
}

/// Says what to train: seed, budget, and why.
package struct EvaluationJob: Sendable, Equatable {
    /// `search`, `confirm` or `baseline`.
    package var purpose: String
    package var seed: UInt64
    package var steps: Int

    package init(purpose: String, seed: UInt64, steps: Int) {
        self.purpose = purpose
        self.seed = seed
        self.steps = steps
    }
}

/// Tells what the checks made of a piece of code.
package struct CheckOutcome: Sendable, Equatable {
    package var verdict: String
    package var detail: String
    package var signals: [String]
    package var components: [String]
    package var constants: [String: Double]
    /// Hash of the code without formatting, comments and docstrings.
    package var normalised: String
    /// Hash of its outputs on recorded states.
    package var fingerprint: String

    package init(
        verdict: String, detail: String, signals: [String] = [], components: [String] = [],
        constants: [String: Double] = [:], normalised: String = "", fingerprint: String = ""
    ) {
        self.verdict = verdict
        self.detail = detail
        self.signals = signals
        self.components = components
        self.constants = constants
        self.normalised = normalised
        self.fingerprint = fingerprint
    }
}
