import Archive
import Foundation
import Sandbox
import Testing

@testable import Evolution

/// A person's code that cannot work is refused before anything is started or measured for it.
@Suite(.timeLimit(.minutes(10))) struct FirstLookTests {
    @Test func aWrongSignalIsToldByTheWorkerAlone() throws {
        let zygote = try Zygote(configuration: .discover())
        let signals = [
            SignalInfo(name: "pole_angle", shape: []), SignalInfo(name: "action", shape: [2]),
        ]
        func glance(_ code: String) throws -> CheckOutcome? { try zygote.glance(code, signals: signals) }
        let wrong = try #require(try glance("def compute_reward(pole_angel):\n    return -pole_angel, {}\n"))
        #expect(wrong.verdict == "rejected")
        #expect(wrong.detail.contains("pole_angel") && wrong.detail.contains("pole_angle"))
        #expect(try glance("import os\ndef compute_reward(action):\n    return 0, {}\n") != nil)
        #expect(try glance("x = 1 / 0\ndef compute_reward(action):\n    return 0, {}\n") != nil)
        // What only recorded states can tell is left to the real check: here the states are all zero.
        #expect(
            try glance("def compute_reward(action):\n    return 1 / np.sum(action, axis=-1), {}\n") == nil)
    }

    @Test func scoredCodeThatFailsAtFirstSightStartsNothing() async throws {
        let settings = SearchFixture.settings()
        let archive = try await SearchFixture.archive(settings)
        let prepared = Counter()
        let evolver = Evolver(
            settings: settings, archive: archive,
            problem: ScriptedProblem(paid: Counter(), prepared: prepared, looksEarly: true),
            proposer: ScriptedProposer(asked: Counter()), strategy: BestOfN(samples: 0), emit: { _ in })
        let scored = try await evolver.score("no number", compared: true)
        #expect(scored.candidate.verdict == "error" && prepared.value == 0)
        #expect(scored.summary.judgement?.detail == "line 1: not a number")
        #expect(try await archive.candidate(scored.candidate.id) == scored.candidate)
        _ = try await evolver.score("41", compared: true)
        #expect(prepared.value == 1)
    }

    @Test func aSearchRefusesItsStartBeforeReferencesAreMeasured() async throws {
        var settings = SearchFixture.settings()
        settings.initial = "no number"
        let archive = try await SearchFixture.archive(settings)
        let paid = Counter()
        await #expect(
            throws: EvolutionError.initialRejected(verdict: "error", detail: "line 1: not a number")
        ) {
            _ = try await SearchFixture.evolver(settings, archive, paid: paid).run()
        }
        #expect(paid.value == 0)
    }

    @Test func startingFromTheReferenceKeepsTheReferencesName() async throws {
        var settings = SearchFixture.settings()
        settings.initial = "30"
        let archive = try await SearchFixture.archive(settings)
        let summary = try await SearchFixture.evolver(settings, archive).run()
        #expect(summary.comparisons.first?.against == "human")
        // The first generation builds on it.
        let human = ContentHash.hex("30")
        #expect(try await archive.proposals(generation: 0, attempt: 0).allSatisfy { $0.parents == [human] })
    }
}
