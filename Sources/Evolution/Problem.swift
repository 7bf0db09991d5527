package import Archive

/// Knows one kind of task: how its code is checked, measured, and talked about.
///
/// The loop knows none of that.
///
/// Implementations: ``RewardProblem``, ``HeuristicProblem``; the scripted problem of the tests.
package protocol Problem: Sendable {
    /// Unit of the fitness for people, for example `m/s`.
    var fitnessUnit: String { get }

    /// Names of the reference programs that the winner has to beat, the most important first.
    var references: [String] { get }

    /// Where references are measured before the search: on the seeds of the comparison, or, where what is kept for the
    /// comparison must stay unseen until then, on what the search uses.
    var referenceStage: Stage { get }

    /// Name of the reference that stands for no design at all (`sparse`), measured once for every budget; nil for none.
    var floor: String? { get }

    /// Layers of the sandbox that are missing, once prepared; every report names them.
    var missingLayers: [String] { get async }

    /// Cost of an evaluation of a stage, in evaluations of the search; for the forecast.
    func weight(of stage: Stage) -> Double

    /// Prepares what checks and trainings need; called once before either.
    func prepare() async throws

    /// Looks at a person's code before anything is started for it; failing is a result, not an error.
    /// - Returns: what is wrong with it; nil where nothing is found, which ``check(_:)`` may yet do.
    func glance(_ code: String) async throws -> CheckOutcome?

    /// Finds the code in a proposer's answer.
    func extract(_ completion: String) -> Extraction

    /// Checks a piece of code without training anything; failing is a result, not an error.
    func check(_ code: String) async throws -> CheckOutcome

    /// Measures one candidate: trains with one seed, or searches in one set of tasks; failing is a verdict in the record.
    /// - Parameters:
    ///   - candidate: code that passed its checks.
    ///   - job: stage, seed, budget and purpose.
    ///   - progress: fraction in 0...1 and the fitness so far; called from any thread.
    /// - Returns: what was measured, or the candidate's verdict.
    /// - Throws: where not the candidate but the machinery failed; nothing is scored then.
    func evaluate(
        _ candidate: CandidateRecord, job: EvaluationJob,
        progress: @escaping @Sendable (_ fraction: Double, _ fitness: Double?) -> Void
    ) async throws -> EvaluationRecord

    /// Compares two candidates by what they share: seeds, or tasks; nil where they share nothing that is valid.
    func compare(_ ours: [EvaluationRecord], _ theirs: [EvaluationRecord], against: String) -> Comparison?

    /// Explains a measured or failed candidate to the proposer. No wall times: equal runs give equal words.
    func feedback(on individual: Individual) -> String

    /// Reference code by name (`human`, `goal-count`), where the problem has it.
    func reference(_ name: String) throws -> String?

    /// Ends all processes.
    func shutDown() async
}

extension Problem {
    package func weight(of stage: Stage) -> Double { 1 }

    package var floor: String? { nil }

    package func glance(_ code: String) async throws -> CheckOutcome? { nil }

    /// The code in an answer; nil where there is none.
    func code(in completion: String) -> String? {
        if case .code(let code) = extract(completion) { code } else { nil }
    }

    /// Pairs trainings by seed; seeds on which either failed are left out, and nil is returned when none is left.
    package func compare(
        _ ours: [EvaluationRecord], _ theirs: [EvaluationRecord], against: String
    ) -> Comparison? {
        let pairs = ours.compactMap { mine -> (UInt64, Double, Double)? in
            guard let fitness = mine.fitness,
                let other = theirs.first(where: { $0.seed == mine.seed })?.fitness
            else { return nil }
            return (mine.seed, fitness, other)
        }
        guard !pairs.isEmpty else { return nil }
        return Statistics.compare(
            pairs.map(\.1), with: pairs.map(\.2), against: against, seeds: pairs.map(\.0))
    }
}

/// Says how far a run is: each stage has seeds or tasks of its own.
package enum Stage: String, Sendable, CaseIterable {
    /// Ranks all candidates: search seeds, or training tasks.
    case search
    /// Chooses among the best: further seeds, or larger validation tasks.
    case finalist
    /// Compares the winner: fresh seeds, or held-out test tasks.
    case confirm
}

/// Tells what was found in an answer.
package enum Extraction: Sendable, Equatable {
    case code(String)
    /// Nothing usable, and why, in words that help a person and the proposer.
    case nothing(String)
}

/// Says what to measure: stage, seed, budget, and why.
package struct EvaluationJob: Sendable, Equatable {
    /// The stage, or `baseline` for references.
    package var purpose: String
    package var stage: Stage
    /// Seed of a training; for tasks no more than a name of their set.
    package var seed: UInt64
    /// Environment steps of a training, or heuristic evaluations a training task.
    package var steps: Int

    package init(purpose: String, stage: Stage, seed: UInt64, steps: Int) {
        self.purpose = purpose
        self.stage = stage
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
