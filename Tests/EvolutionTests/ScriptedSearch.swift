import Archive
import Foundation
import LanguageModel
import Synchronization

@testable import Evolution

/// A landscape with a known answer: a candidate's code is one number, its fitness falls with the distance to the optimum.
struct ScriptedProblem: Problem {
    static let optimum = 42.0
    let fitnessUnit = "points"
    var references = ["human"]
    let referenceStage = Stage.confirm
    let missingLayers: [String] = []
    /// Counts trainings that were really done, so that tests see what was paid.
    let paid: Counter
    /// Number of steps after which the "process" dies; nil for never.
    var dies: Fuse?
    /// Counts trainings that continued a paused one, and states that were let go.
    var continued: Counter?
    var discarded: Counter?
    /// A candidate whose curve rises in the second half alone; nil for none.
    var slow: Double?
    /// The sparse reward: the number 0.
    var floor: String?
    var prepared = Counter()
    /// Tells bad code before it is prepared.
    var looksEarly = false

    func prepare() async throws { prepared.add() }

    func glance(_ code: String) async throws -> CheckOutcome? {
        guard looksEarly, number(code) == nil else { return nil }
        return CheckOutcome(verdict: "error", detail: "line 1: not a number")
    }

    func shutDown() async {}

    func extract(_ completion: String) -> Extraction {
        let parts = completion.split(separator: "```", omittingEmptySubsequences: false)
        guard parts.count >= 3 else { return .nothing("no fence") }
        return .code(String(parts[1].drop { $0 != "\n" }))
    }

    func check(_ code: String) async throws -> CheckOutcome {
        try dies?.burn()
        guard let value = number(code) else {
            return CheckOutcome(verdict: "error", detail: "line 1: not a number")
        }
        return CheckOutcome(
            verdict: "ok", detail: "", signals: ["x"], components: ["x"], normalised: "\(value)",
            fingerprint: "\(value)")
    }

    func evaluate(
        _ candidate: CandidateRecord, job: EvaluationJob,
        progress: @escaping @Sendable (Double, Double?) -> Void
    ) async throws -> EvaluationRecord {
        try dies?.burn()
        paid.add()
        let value = number(candidate.code) ?? 0
        let end = -abs(value - Self.optimum) + Double(job.seed % 7) * 0.01
        // At half of the steps everybody is twice as far away, but for the one that learns late.
        let half = value == slow ? -200 : 2 * end
        let whole = job.of ?? job.steps
        let curve = [(whole / 2, half), (whole, end)].prefix(job.of == nil ? 2 : 1).map {
            CurvePoint(steps: $0, fitness: $1, ownReward: value, episodeLength: 1)
        }
        let fitness = job.of == nil ? end : half
        if job.begun != nil { continued?.add() }
        var record = EvaluationRecord(
            candidate: candidate.id, purpose: job.purpose, seed: job.seed, steps: job.steps,
            verdict: value == 13 ? "non_finite" : "ok", detail: value == 13 ? "step 1: unlucky" : "",
            fitness: value == 13 ? nil : fitness, episodes: [fitness], curve: curve, components: [],
            shipped: 0,
            trainerCPUSeconds: 0, workerCPUSeconds: 0, workerPeakBytes: 0, wallSeconds: 0,
            environmentSteps: job.steps,
            policy: nil)
        if job.of != nil, value != 13 { record.state = SavedState(path: "states/x", hash: "0", of: whole) }
        return record
    }

    func discard(_ paused: [EvaluationRecord]) async {
        for _ in paused { discarded?.add() }
    }

    func feedback(on individual: Individual) -> String {
        individual.fitness.map { "fitness \($0.mean)" } ?? "failed: \(individual.failure?.detail ?? "")"
    }

    func reference(_ name: String) throws -> String? {
        switch name {
        case "human": "```\n30\n```".filter(\.isNumber)
        case "sparse": "0"
        default: nil
        }
    }
}

/// Proposes numbers: at first anything from a list, then steps from the best parent; some answers hold no code or fail.
struct ScriptedProposer: Proposer {
    let name = "scripted"
    let asked: Counter
    var dies: Fuse?
    /// Answers at most this many questions at once, as some endpoints do.
    var atMost = 100

    func answers(to question: Question, generation: Int, known: KnownCode, seed: UInt64) async throws
        -> [Answer]
    {
        try dies?.burn()
        asked.add()
        let best = question.parents.first.flatMap { number($0.candidate.code) }
        return (0..<min(question.samples, atMost)).map { index in
            let step = Double((seed &+ UInt64(index)) % 9) + 1
            let text: String
            switch (best, (seed / 16 &+ UInt64(index)) % 5) {
            case (nil, 0): text = "I would rather talk about something else."
            case (nil, 1): text = "```python\nnot a number\n```"
            case (nil, _): text = "```python\n\(10 + step)\n```"
            case (let best?, 0): text = "```python\n\(best)\n```"
            case (let best?, _):
                text = "```python\n\(best + (best < ScriptedProblem.optimum ? step : -1))\n```"
            }
            return Answer(
                messages: [Message(role: .user, text: "generation \(generation)")],
                completion: Completion(text: text, model: name, inputTokens: 3, outputTokens: 5))
        }
    }

    func repair(_ failed: Individual, answer: String, generation: Int, seed: UInt64) async throws -> Answer? {
        try dies?.burn()
        guard seed % 2 == 0 else { return nil }
        return Answer(
            messages: [Message(role: .user, text: failed.candidate.detail)],
            completion: Completion(text: "```python\n\(seed % 30)\n```", model: name))
    }
}

/// Reads a candidate's code.
func number(_ code: String) -> Double? { Double(code.trimmingCharacters(in: .whitespacesAndNewlines)) }

/// Counts from any thread.
final class Counter: Sendable {
    private let count = Atomic<Int>(0)
    func add() { count.add(1, ordering: .relaxed) }
    var value: Int { count.load(ordering: .relaxed) }
}

/// Dies after a number of steps, as a process does that is killed.
final class Fuse: Sendable {
    struct Burnt: Error {}
    private let left: Atomic<Int>
    init(_ steps: Int) { left = Atomic(steps) }
    func burn() throws { if left.subtract(1, ordering: .relaxed).newValue < 0 { throw Burnt() } }
}

/// Collects events.
final class EventLog: Sendable {
    private let events = Mutex<[RunEvent]>([])
    func append(_ event: RunEvent) { events.withLock { $0.append(event) } }
    var all: [RunEvent] { events.withLock { $0 } }
}
