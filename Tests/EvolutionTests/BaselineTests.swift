import Archive
import Foundation
import Synchronization
import Testing

@testable import Evolution

@Suite struct BaselineStoreTests {
    private static let key = BaselineStore.Key(
        environment: "numbers", code: "abc", steps: 10, seed: 7, procedure: "one look", trainer: "f00")

    private func folder() throws -> String {
        let path = NSTemporaryDirectory() + "baselines-" + UUID().uuidString
        for run in ["one", "two"] {
            try FileManager.default.createDirectory(
                atPath: "\(path)/\(run)/policies", withIntermediateDirectories: true)
        }
        return path
    }

    private func record(policy: String? = "policies/p.npz", fitness: Double? = 0.1 + 0.2) -> EvaluationRecord
    {
        var record = SearchFixture.individual(0, [0]).evaluations[0]
        (record.fitness, record.policy) = (fitness, policy)
        record.episodes = [1.0 / 3, 2e-9, 12_345.678]
        record.measured = Measured(run: "one", at: "2026-11-23T06:40:00Z")
        return record
    }

    private func find(_ store: BaselineStore, _ runs: String, _ key: BaselineStore.Key = key)
        -> EvaluationRecord?
    {
        store.find(key, purpose: "baseline", policy: "policies/q.npz", for: runs + "/two")
    }

    private func kept() throws -> (runs: String, store: BaselineStore, notices: Notices) {
        let runs = try folder()
        let notices = Notices()
        let store = BaselineStore(runs: runs) { notices.add($0) }
        try Data("a policy".utf8).write(to: URL(fileURLWithPath: runs + "/one/policies/p.npz"))
        store.keep(record(), as: Self.key, from: runs + "/one")
        return (runs, store, notices)
    }

    private final class Notices: Sendable {
        private let lines = Mutex<[String]>([])
        func add(_ line: String) { lines.withLock { $0.append(line) } }
        var all: [String] { lines.withLock { $0 } }
    }

    @Test func whatIsKeptComesBackWithItsPolicyAndItsProvenance() throws {
        let (runs, store, notices) = try kept()
        let found = try #require(find(store, runs))
        var expected = record()
        (expected.purpose, expected.policy) = ("baseline", "policies/q.npz")
        #expect(found == expected)
        #expect(found.isTakenOver(by: "two") && !found.isTakenOver(by: "one"))
        let policy = FileManager.default.contents(atPath: runs + "/two/policies/q.npz")
        #expect(policy == Data("a policy".utf8))
        #expect(notices.all.isEmpty)
        // A folder of runs does not take the store for a run.
        #expect(RunFolder.names(in: runs).isEmpty)
    }

    @Test func nothingButExactlyTheSameIsFound() throws {
        let (runs, store, _) = try kept()
        let changes: [(inout BaselineStore.Key) -> Void] = [
            { $0.environment = "letters" }, { $0.code = "abd" }, { $0.steps = 11 }, { $0.seed = 8 },
            { $0.procedure = "two looks" }, { $0.trainer = "f01" },
        ]
        for change in changes {
            var other = Self.key
            change(&other)
            #expect(find(store, runs, other) == nil)
        }
    }

    @Test(arguments: ["a digit", "cut off", "no policy", "another policy"])
    func damageIsNoticedAndMeasuredAgain(kind: String) throws {
        let (runs, store, notices) = try kept()
        let files = try FileManager.default.contentsOfDirectory(atPath: store.folder)
        let entry = store.folder + "/" + (try #require(files.first { $0.hasSuffix(".json") }))
        let policy = store.folder + "/" + (try #require(files.first { $0.hasSuffix(".npz") }))
        var text = try String(contentsOfFile: entry, encoding: .utf8)
        switch kind {
        case "a digit": text = text.replacingOccurrences(of: "12345.678", with: "12345.679")
        case "cut off": text.removeLast(20)
        case "no policy": try FileManager.default.removeItem(atPath: policy)
        default: try Data("another".utf8).write(to: URL(fileURLWithPath: policy))
        }
        try text.write(toFile: entry, atomically: true, encoding: .utf8)
        #expect(find(store, runs) == nil)
        #expect(notices.all.count == 1 && notices.all[0].contains("measured again"))
        store.keep(record(), as: Self.key, from: runs + "/one")
        #expect(find(store, runs) != nil)
    }

    @Test func failuresAndWhatHasNoPolicyAreNotKept() throws {
        let runs = try folder()
        let store = BaselineStore(runs: runs)
        var failed = record(fitness: nil)
        failed.verdict = "error"
        store.keep(failed, as: Self.key, from: runs + "/one")
        store.keep(record(policy: nil), as: Self.key, from: runs + "/one")
        store.keep(record(), as: Self.key, from: runs + "/one")
        #expect(!FileManager.default.fileExists(atPath: store.folder))
    }

    @Test func manyAtOnceLoseNothing() async throws {
        let (runs, store, notices) = try kept()
        await withTaskGroup(of: Bool.self) { group in
            for number in 0..<64 {
                group.addTask {
                    var key = Self.key
                    key.seed = UInt64(number % 8)
                    if number % 2 == 0 { store.keep(record(), as: key, from: runs + "/one") }
                    return find(store, runs, key) != nil || number % 2 == 1
                }
            }
            for await isThere in group { #expect(isThere) }
        }
        for number in 0..<8 where number % 2 == 0 {
            var key = Self.key
            key.seed = UInt64(number)
            #expect(find(store, runs, key) != nil)
        }
        #expect(notices.all.isEmpty, "\(notices.all)")
    }

    @Test func aChangedTrainerIsAnotherOne() throws {
        let runs = try folder()
        let code = runs + "/code"
        try FileManager.default.createDirectory(atPath: code + "/rewards", withIntermediateDirectories: true)
        try "a = 1\n".write(toFile: code + "/rewards/a.py", atomically: true, encoding: .utf8)
        let before = TrainerFingerprint.files(of: code)
        #expect(before.count == 1)
        try "notes".write(toFile: code + "/README.md", atomically: true, encoding: .utf8)
        #expect(TrainerFingerprint.files(of: code) == before)
        try "a = 2\n".write(toFile: code + "/rewards/a.py", atomically: true, encoding: .utf8)
        #expect(TrainerFingerprint.files(of: code) != before)
        let python = runs + "/venv/bin/python"
        let packages = runs + "/venv/lib/python3.11/site-packages"
        #expect(TrainerFingerprint.packages(of: python) == [python])
        try FileManager.default.createDirectory(
            atPath: packages + "/jax-0.10.2.dist-info", withIntermediateDirectories: true)
        #expect(TrainerFingerprint.packages(of: python).contains("jax-0.10.2.dist-info"))
    }

    @Test func anEnvironmentOfTheUsersOwnIsNeverTakenOver() throws {
        let installation = try Installation(
            environment: ["EVOLVE_HOME": NSTemporaryDirectory(), "EVOLVE_PYTHON": "/bin/sh"],
            executable: CommandLine.arguments[0])
        for (name, isKept) in [
            ("ant", true), ("gym:LunarLander-v3", true), ("gym:mine:Thing-v0", false),
            ("/home/me/my.py", false),
        ] {
            #expect((Baselines(for: name, installation, isFresh: false) { _ in } != nil) == isKept, "\(name)")
        }
    }
}

@Suite struct HumanNormalisedTests {
    private func estimate(_ mean: Double, _ half: Double?) -> Estimate {
        Estimate(
            mean: mean, low: half.map { mean - $0 }, high: half.map { mean + $0 }, count: half == nil ? 1 : 5,
            over: "seeds")
    }

    @Test func betweenTwoThatAreToldApartItIsAQuotient() {
        let found = HumanNormalised(
            method: estimate(3, 1), human: estimate(2, 0.4), sparse: estimate(1, 0.5))
        #expect(found.score == 2 && found.why == nil && found.sparse?.mean == 1)
        // Where the sparse reward is the better one, more is still better.
        let turned = HumanNormalised(
            method: estimate(3, 1), human: estimate(1, 0.4), sparse: estimate(2, 0.5))
        #expect(turned.score == 1)
    }

    @Test func overlappingIntervalsAndSingleSeedsGiveAReasonInstead() {
        let overlap = HumanNormalised(
            method: estimate(3, 1), human: estimate(2, 0.6), sparse: estimate(1, 0.5))
        #expect(overlap.score == nil && overlap.why?.contains("overlap") == true)
        let single = HumanNormalised(
            method: estimate(3, nil), human: estimate(2, nil), sparse: estimate(1, nil))
        #expect(single.score == nil && single.why?.contains("seed") == true)
    }

    private func run(_ settings: RunSettings, floor: String?) async throws -> (RunArchive, RunSummary) {
        let archive = try await SearchFixture.archive(settings)
        let summary = try await Evolver(
            settings: settings, archive: archive, problem: ScriptedProblem(paid: Counter(), floor: floor),
            proposer: ScriptedProposer(asked: Counter()), strategy: EurekaStrategy(samples: 4), emit: { _ in }
        ).run()
        return (archive, summary)
    }

    @Test func theSparseRewardHasTheSameSeedsInEveryRunAndReplayAgrees() async throws {
        var seeds: [[UInt64]] = []
        for seed in [7, 8] as [UInt64] {
            var settings = SearchFixture.settings()
            settings.seed = seed
            let (archive, summary) = try await run(settings, floor: "sparse")
            let score = try #require(summary.best?.humanNormalised)
            // The sparse reward is 42 away from the optimum, the human one 12.
            let best = try #require(summary.comparisons.first?.ours.mean)
            #expect(abs(score - (best + 42) / 30) < 0.01)
            let sparse = try #require(try await archive.candidates().first { $0.origin == "sparse" })
            seeds.append(try await archive.evaluations().filter { $0.candidate == sparse.id }.map(\.seed))
            #expect(try await RunView(archive).table(width: 100).contains("human-normalised score "))
            let record = try #require(try await archive.run())
            let report = try await House.replayed(
                record, settings, from: archive, problem: ScriptedProblem(paid: Counter(), floor: "sparse"),
                proposer: ScriptedProposer(asked: Counter()), strategy: EurekaStrategy(samples: 4))
            #expect(report.isSame, "\(report.difference ?? "")")
        }
        #expect(seeds[0] == seeds[1] && seeds[0].count == 3)
    }

    @Test func withoutASparseRewardItSaysSoAndEarlierRunsReplay() async throws {
        let settings = SearchFixture.settings()
        let (archive, summary) = try await run(settings, floor: nil)
        #expect(summary.best?.humanNormalised == nil)
        #expect(summary.normalised?.why == "the environment has no sparse reward")
        let shown = try await RunView(archive).table(width: 100)
        #expect(shown.contains("no human-normalised score: the environment has no"))
        let report = try await House.replayed(
            try #require(try await archive.run()), settings, from: archive,
            problem: ScriptedProblem(paid: Counter(), floor: "sparse"),
            proposer: ScriptedProposer(asked: Counter()), strategy: EurekaStrategy(samples: 4))
        #expect(report.isSame, "\(report.difference ?? "")")
    }
}
