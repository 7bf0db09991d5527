import Archive
import Foundation
import LanguageModel
import Synchronization
import Testing

@testable import Evolution
@testable import Sandbox

/// Checks real reward code in real locked workers, and trains nothing: what would be trained is only counted.
private struct CountedTrainings: Problem {
    let workshop: Workshop
    let trained: TrainedList
    let fitnessUnit = "points"
    let references: [String] = []
    let referenceStage = Stage.confirm
    let missingLayers: [String] = []

    func prepare() async throws {}
    func shutDown() async {}
    func extract(_ completion: String) -> Extraction { .code(completion) }
    func feedback(on individual: Individual) -> String { "" }
    func reference(_ name: String) throws -> String? { nil }
    func check(_ code: String) async throws -> CheckOutcome { try await offPool { try workshop.check(code) } }

    func evaluate(
        _ candidate: CandidateRecord, job: EvaluationJob,
        progress: @escaping @Sendable (Double, Double?) -> Void
    ) async throws -> EvaluationRecord {
        trained.append(candidate.code)
        return EvaluationRecord(
            candidate: candidate.id, purpose: job.purpose, seed: job.seed, steps: job.steps, verdict: "ok",
            detail: "", fitness: 1, episodes: [1], curve: [], components: [], shipped: 0,
            trainerCPUSeconds: 0,
            workerCPUSeconds: 0, workerPeakBytes: 0, wallSeconds: 0, policy: nil)
    }
}

private final class TrainedList: Sendable {
    private let codes = Mutex<[String]>([])
    func append(_ code: String) { codes.withLock { $0.append(code) } }
    var all: [String] { codes.withLock { $0 } }
}

/// Reads prepared answers aloud, in their order.
private struct Reader: Proposer {
    let name = "reader"
    let texts: [String]

    func answers(to question: Question, generation: Int, known: KnownCode, seed: UInt64) async throws
        -> [Answer]
    {
        texts[generation * question.samples..<(generation + 1) * question.samples].map {
            Answer(messages: [], completion: Completion(text: $0, model: name))
        }
    }

    func repair(_ failed: Individual, answer: String, generation: Int, seed: UInt64) async throws -> Answer? {
        nil
    }
}

@Suite struct DuplicateTests {
    private static func original(_ number: Int) -> String {
        """
        def compute_reward(x_velocity, action, *, weight=\(Double(number) / 8 + 0.25)):
            forward = weight * x_velocity
            return forward - np.sum(action**2, axis=-1), {"forward": forward}

        """
    }

    /// The same text, the same code in another dress, or other code that computes the same.
    private static func copy(_ number: Int, _ kind: Int) -> String {
        switch kind {
        case 0: return original(number)
        case 1:
            return original(number).replacingOccurrences(
                of: "    forward =", with: "    # Go on.\n    forward  =  "
            ).replacingOccurrences(
                of: "axis=-1)", with: "axis = -1 )")
        default:
            return original(number).replacingOccurrences(
                of: "weight * x_velocity", with: "x_velocity * weight"
            )
            .replacingOccurrences(of: "action**2", with: "action * action")
        }
    }

    @Test(.timeLimit(.minutes(10))) func ofSixtyDuplicatesNoneIsTrained() async throws {
        // Of ten proposals three are duplicates of an original a while ago, one of each kind.
        var texts: [String] = []
        var originals: [String] = []
        for number in 0..<200 {
            if number % 10 < 7 {
                originals.append(Self.original(originals.count))
                texts.append(originals[originals.count - 1])
            } else {
                texts.append(Self.copy((originals.count * 7 + number) % originals.count, number % 10 - 7))
            }
        }
        let signals = [
            SignalInfo(name: "x_velocity", shape: []), SignalInfo(name: "action", shape: [2]),
        ]
        let probe = Probe(
            layout: SignalLayout(packing: signals, capacityRows: 64), steps: 8, environments: 8)
        let memory = try SharedMemory(name: "probe", bytes: probe.layout.bytes)
        for entry in probe.layout.signals {
            let count = entry.shape.reduce(64, *)
            try memory.write((0..<count).map { Float($0 * 7919 % 101) / 50 - 1 }, at: entry.offset)
        }
        let workshop = Workshop(
            zygote: try Zygote(configuration: .discover()), recorded: memory, idle: memory, probe: probe,
            signals: signals)
        let trained = TrainedList()
        var settings = SearchFixture.settings(
            strategy: "best-of-n", samples: 20, generations: 10, seeds: 1, finalists: 0)
        settings.confirmSeeds = 0
        let archive = try await SearchFixture.archive(settings)
        let evolver = Evolver(
            settings: settings, archive: archive,
            problem: CountedTrainings(workshop: workshop, trained: trained),
            proposer: Reader(texts: texts), strategy: BestOfN(samples: 20), emit: { _ in })
        _ = try await evolver.run()
        #expect(originals.count == 140)
        #expect(trained.all.sorted() == originals.sorted())
        let rejected = try await archive.candidates().filter { $0.duplicateOf != nil }
        // The same text again is no candidate of its own.
        #expect(rejected.count == 40)
    }
}
