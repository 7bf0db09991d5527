import Archive
import Foundation
import LanguageModel
import Testing

@testable import Evolution

@Suite struct ConstantsCodeTests {
    private let code = """
        def helper(x, *, scale=2.0):
            return scale * x


        def compute_reward(x_velocity, action, *,
                           weight=1.0,  # how much speed, (really) = counts
                           cost: float = -5e-1, steps=3,
                           angle=2 * np.pi, name="a, b=7", far=1_000.0):
            # weight=9 stays
            return weight * x_velocity, {}

        """

    @Test func findsNumbersAndLeavesTheRest() throws {
        let names: Set = ["weight", "cost", "steps", "angle"]
        let found = try #require(ConstantsCode(code, names: names))
        #expect(
            found.constants == [
                .init(name: "weight", value: 1, isWhole: false),
                .init(name: "cost", value: -0.5, isWhole: false),
                .init(name: "steps", value: 3, isWhole: true),
            ])
    }

    @Test func writesOtherValuesInTheirPlaceAndNothingElse() throws {
        let found = try #require(ConstantsCode(code, names: ["weight", "cost", "steps"]))
        let written = found.setting([2, -0.123456789, 4.4])
        let expected = code.replacingOccurrences(of: "weight=1.0", with: "weight=2.0")
            .replacingOccurrences(of: "-5e-1", with: "-0.123457").replacingOccurrences(
                of: "steps=3", with: "steps=4")
        #expect(written == expected)
        #expect(ConstantsCode(written, names: ["weight"])?.constants.first?.value == 2)
    }

    @Test(arguments: [
        "def f(x, weight=1.0):\n    pass", "def f(x):\n    pass", "weight=1.0", "def f(*, weight=other", "",
        "def f(x, *, weight=True):\n    pass",
    ])
    func withoutConstantsThereIsNothing(code: String) {
        #expect(ConstantsCode(code, names: ["weight"]) == nil)
    }

    @Test func aCoordinateIsTheLogarithmOfAFactorOrADistanceFromZero() {
        #expect(ConstantsCode.value(of: .init(name: "a", value: -2, isWhole: false), at: 0) == -2)
        #expect(
            ConstantsCode.value(of: .init(name: "a", value: -2, isWhole: false), at: log(3)) == -2
                * exp(log(3)))
        #expect(ConstantsCode.value(of: .init(name: "a", value: 0, isWhole: false), at: -0.5) == -0.5)
    }
}

/// Rewards with one constant, which does best at 7.
private struct TunableProblem: Problem {
    let fitnessUnit = "points"
    let references: [String] = []
    let referenceStage = Stage.confirm
    let missingLayers: [String] = []
    var dies: Fuse?

    func prepare() async throws {}
    func shutDown() async {}
    func extract(_ completion: String) -> Extraction {
        .code(completion.split(separator: "\n").filter { !$0.hasPrefix("```") }.joined(separator: "\n"))
    }
    func feedback(on individual: Individual) -> String { "" }
    func reference(_ name: String) throws -> String? { nil }

    private func weight(_ code: String) -> Double? {
        ConstantsCode(code, names: ["weight"])?.constants.first?.value
    }

    func check(_ code: String) async throws -> CheckOutcome {
        try dies?.burn()
        guard let weight = weight(code) else { return CheckOutcome(verdict: "error", detail: "no weight") }
        return CheckOutcome(
            verdict: "ok", detail: "", constants: ["weight": weight], fingerprint: "\(weight)")
    }

    func evaluate(
        _ candidate: CandidateRecord, job: EvaluationJob,
        progress: @escaping @Sendable (Double, Double?) -> Void
    ) async throws -> EvaluationRecord {
        try dies?.burn()
        let fitness = -abs(log((weight(candidate.code) ?? 0) / 7)) + Double(job.seed % 5) * 0.01
        return EvaluationRecord(
            candidate: candidate.id, purpose: job.purpose, seed: job.seed, steps: job.steps, verdict: "ok",
            detail: "", fitness: fitness, episodes: [fitness], curve: [], components: [], shipped: 0,
            trainerCPUSeconds: 0, workerCPUSeconds: 0, workerPeakBytes: 0, wallSeconds: 0, policy: nil)
    }
}

/// Steps towards where the ranks of the last round were best.
private struct Walk: ConstantSearch {
    func points(dimension: Int, count: Int, seed: UInt64, losses: [[Double]]) async throws -> [[Double]] {
        var middle = 0.0
        for round in losses {
            let best = round.indices.min { round[$0] < round[$1] } ?? 0
            middle += Double(best - count / 2) * 0.5
        }
        return (0..<count).map { [middle + Double($0 - count / 2) * 0.5] }
    }
}

@Suite struct ConstantsSearchTests {
    private func evolver(_ archive: RunArchive, _ settings: RunSettings, fuse: Fuse? = nil) -> Evolver {
        let texts = [1.0, 1.5, 2.0].map {
            "def compute_reward(x, *, weight=\($0)):\n    return weight * x, {}"
        }
        return Evolver(
            settings: settings, archive: archive, problem: TunableProblem(dies: fuse),
            proposer: Sayings(texts: texts), strategy: BestOfN(samples: 3), constants: Walk(), emit: { _ in })
    }

    private struct Sayings: Proposer {
        let name = "sayings"
        let texts: [String]
        func answers(to question: Question, generation: Int, known: KnownCode, seed: UInt64) async throws
            -> [Answer]
        {
            texts.map { Answer(messages: [], completion: Completion(text: $0, model: name)) }
        }
        func repair(_ failed: Individual, answer: String, generation: Int, seed: UInt64) async throws
            -> Answer?
        {
            nil
        }
    }

    private var settings: RunSettings {
        var settings = SearchFixture.settings(strategy: "best-of-n", samples: 3, generations: 1)
        settings.constantTrials = 16
        return settings
    }

    @Test func betterConstantsWinAndAreHeldAgainstTheOldOnes() async throws {
        let archive = try await SearchFixture.archive(settings)
        let summary = try await evolver(archive, settings).run()
        let winner = try #require(try await archive.candidates().first { $0.id == summary.best?.id })
        #expect(winner.origin == "constants" && winner.generation > 0)
        let weight = try #require(winner.constants()["weight"])
        #expect(abs(log(weight / 7)) < 0.3)
        let comparison = try #require(summary.comparisons.first { $0.against == "its own constants (g0.c2)" })
        #expect(comparison.difference.mean > 0.9)
        let notes = try await archive.proposals().filter { $0.model == "cma-es" }.map(\.note)
        #expect(notes.count == 12, "\(notes)")
        #expect(
            notes.allSatisfy { $0.hasPrefix("set weight to ") && $0.hasSuffix("in g0.c2") })
    }

    @Test func dyingInTheMiddleGivesTheSameArchive() async throws {
        let whole = try await SearchFixture.archive(settings)
        _ = try await evolver(whole, settings).run()
        let expected = try await CanonicalExport(whole).json()
        for steps in stride(from: 10, to: 60, by: 7) {
            let archive = try await SearchFixture.archive(settings)
            do {
                _ = try await evolver(archive, settings, fuse: Fuse(steps)).run()
            } catch is Fuse.Burnt {
                _ = try await evolver(archive, settings).run()
            }
            #expect(try await CanonicalExport(archive).json() == expected, "died after \(steps) steps")
        }
    }
}
