import Archive
import Testing

@testable import Evolution
@testable import Sandbox

/// Judges made-up episodes whose cause is known.
@Suite struct AnalyzerTests {
    private let analyzer = Analyzer(signals: [
        SignalInfo(name: "x_velocity", unit: "m/s", low: -2, high: 4),
        SignalInfo(name: "x_position", unit: "m", low: -5, high: 45),
        SignalInfo(name: "torso_lean", unit: "rad", low: -0.2, high: 0.2),
        SignalInfo(name: "distance", unit: "m", low: 0, high: 0.4),
        SignalInfo(name: "action", shape: [3], unit: "1", low: -1, high: 1),
    ])

    private func series(_ name: String, _ values: [Double]) -> EpisodeDigest.Series {
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(values.count)
        return EpisodeDigest.Series(
            name: name, parts: values, first: values[0], last: values[values.count - 1],
            low: values.min() ?? 0, high: values.max() ?? 0, mean: mean, deviation: squares.squareRoot(),
            path: zip(values, values.dropFirst()).map { abs($1 - $0) }.reduce(0, +))
    }

    private func episode(
        _ signals: [EpisodeDigest.Series], _ components: [EpisodeDigest.Component] = [],
        role: EpisodeDigest.Role = .median, own: Double = 10, length: Int = 1000, fell: Bool = false,
        limits: Double = 0, turns: Double = 0
    ) -> EpisodeDigest.Episode {
        EpisodeDigest.Episode(
            role: role, fitness: 1, ownReward: own, length: length, terminated: fell, atLimits: limits,
            turns: turns, signals: signals, components: components)
    }

    private func digest(_ episodes: [EpisodeDigest.Episode], agreement: Double? = nil) -> EpisodeDigest {
        EpisodeDigest(
            horizon: 1000, count: 12, terminated: episodes.contains { $0.terminated } ? 9 : 0,
            meanLength: 300, agreement: agreement, episodes: episodes)
    }

    private func causes(_ episode: EpisodeDigest.Episode) -> [Finding] {
        analyzer.causes(in: digest([episode]))
    }

    private var running: EpisodeDigest.Series { series("x_velocity", [1, 1.5, 2, 2.2]) }

    @Test func aGoodEpisodeHasNoCause() {
        let found = causes(
            episode(
                [running, series("x_position", [0, 5, 12, 20])],
                [
                    .init(name: "forward", parts: [1, 2], mean: 1.5, atItsEnds: 0.1),
                    .init(name: "effort", parts: [-0.2, -0.3], mean: -0.25, atItsEnds: 0),
                ]))
        #expect(found.isEmpty, "\(found)")
    }

    @Test func aFallNamesWhenAndWhatChanged() throws {
        let fallen = episode([running, series("torso_lean", [0, 0.02, 0.1, 0.21])], length: 43, fell: true)
        let found = try #require(causes(fallen).first)
        #expect(found.kind == "fell" && found.part == "torso_lean")
        #expect(found.words.contains("after 43 of 1000 steps (9 of 12"))
        #expect(found.words.contains("torso_lean went from 0 to 0.21"))
        let costly = episode([running], own: -3, length: 43, fell: true)
        #expect(causes(costly).first?.advice.contains("ending early is cheap") == true)
        #expect(causes(episode([running], length: 990, fell: true)).isEmpty)
        var done = fallen
        done.succeeded = true
        #expect(causes(done).isEmpty)
    }

    @Test func standingStillWanderingAndStayingAwayAreToldApart() {
        let still = episode([series("x_velocity", [0.01, 0, 0.01, 0]), series("x_position", [0, 0, 0, 0])])
        #expect(causes(still).map(\.kind) == ["still"])
        let lost = episode([series("x_velocity", [2, -2, 2, -2]), series("x_position", [0, 9, 0, 9, 1])])
        #expect(causes(lost).map(\.kind) == ["wandered"])
        let away = episode([series("distance", [0.2, 0.25, 0.2, 0.19])])
        #expect(causes(away).map(\.kind) == ["away"])
        #expect(causes(episode([series("distance", [0.2, 0.1, 0.05, 0.01])])).isEmpty)
    }

    @Test func controlsThatFlipAndTermsThatAreFullAreNamed() {
        let flips = causes(episode([running], limits: 0.8, turns: 0.7))
        #expect(flips.map(\.kind) == ["oscillated"])
        #expect(flips[0].words.contains("at a limit 80 %"))
        let full = causes(
            episode(
                [running],
                [
                    .init(name: "close", parts: [0, 0.4], mean: 0.2, atItsEnds: 0.99),
                    .init(name: "speed", parts: [0.1, 0.2], mean: 0.15, atItsEnds: 0),
                ]))
        #expect(full.map(\.kind) == ["saturated"] && full[0].part == "close")
        let alone = causes(
            episode(
                [running],
                [
                    .init(name: "alive", parts: [1, 1], mean: 1, atItsEnds: 1),
                    .init(name: "speed", parts: [0.001, 0.002], mean: 0.001, atItsEnds: 0),
                ]))
        #expect(alone.map(\.kind) == ["one-sided"] && alone[0].part == "alive")
    }

    @Test func aRewardThatPrefersFailuresIsNamedWithItsTerm() throws {
        let terms: (Double) -> [EpisodeDigest.Component] = {
            [
                .init(name: "busy", parts: [$0], mean: $0, atItsEnds: 0),
                .init(name: "forward", parts: [1], mean: 1, atItsEnds: 0),
            ]
        }
        let whole = digest(
            [
                episode([running], terms(0.4), role: .best, own: 900), episode([running], terms(0.5)),
                episode([running], terms(1.2), role: .worst, own: 1500),
            ], agreement: -0.8)
        let found = try #require(analyzer.causes(in: whole).first)
        #expect(found.kind == "misled" && found.part == "busy")
        #expect(
            found.words.contains("the worst episode earns 1500") && found.words.contains("most of it by busy")
        )
    }

    @Test func aCauseMustShowInHalfOfTheTrainings() {
        func training(_ seed: UInt64, _ digest: EpisodeDigest?) -> EvaluationRecord {
            EvaluationRecord(
                candidate: "c", purpose: "search", seed: seed, steps: 1, verdict: "ok", detail: "",
                fitness: 1,
                episodes: [], curve: [], components: [], shipped: 0, trainerCPUSeconds: 0,
                workerCPUSeconds: 0,
                workerPeakBytes: 0, wallSeconds: 0, policy: nil, digest: digest)
        }
        let candidate = CandidateRecord(
            id: "c", code: "", origin: "file", generation: -1, index: 0, parents: [], verdict: "ok",
            detail: "",
            signals: [], components: [], constantsJSON: "{}")
        let (good, flips) = (digest([episode([running])]), digest([episode([running], turns: 0.9)]))
        func kinds(_ digests: [EpisodeDigest?]) -> [String] {
            let trainings = digests.enumerated().map { training(UInt64($0.offset), $0.element) }
            return analyzer.causes(of: Individual(candidate: candidate, evaluations: trainings)).map(\.kind)
        }
        #expect(kinds([good, flips]) == ["oscillated"])
        #expect(kinds([good, good, flips]) == [])
        #expect(kinds([nil, flips]) == ["oscillated"])
        #expect(kinds([nil]) == [])
    }

    @Test func linesTellTheMiddleAndTheWorstEpisode() {
        let whole = digest([
            episode([running], role: .best),
            episode([running, series("torso_lean", [0, 0, 0, 0, 1, 1, 1, 1])]),
            episode([series("torso_lean", [0, 0.21])], role: .worst, length: 12, fell: true),
        ])
        let lines = EpisodeWords(preferred: ["torso_lean"]).lines(whole)
        #expect(lines[0].hasPrefix("12 episodes were measured: 9 of 12 ended early"))
        #expect(
            lines[1].hasPrefix(
                "the middle one: score 1, lasted 1000 steps; torso_lean 0, 0, 1, 1; x_velocity"))
        #expect(
            lines[2].hasSuffix("failed after 12 steps; torso_lean 0, 0.21, at the end 0.21"), "\(lines[2])")
    }

    @Test func componentsAreCutOutOfTheChunksOfAllEpisodes() {
        var traces = ComponentTraces()
        let chunk = RewardChunk(
            total: [], components: [.init(name: "a", values: [0, 1, 0, 2, 0, 3, 0, 4])])
        traces.add(chunk, environments: 2)
        traces.add(chunk, environments: 2)
        let found = traces.components(ofEpisode: 1, length: 6)
        #expect(found.map(\.name) == ["a"])
        #expect(found[0].parts == [1, 2, 3, 4, 1, 2] && found[0].atItsEnds == 1.0 / 6)
        #expect(traces.components(ofEpisode: 1, length: 9).isEmpty)
    }
}

@Suite struct PlateauTests {
    private let plan = (1...6).map { "(a\($0))" }

    @Test func theLongestStretchWithoutAFallIsFound() throws {
        let found = try #require(
            SearchDiagnosis.Plateau(task: "t", plan: plan, values: [5, 4, 4, 6, 4, 3, 0]))
        #expect(found.start == 1 && found.length == 4 && found.planLength == 6)
        #expect(found.actions == ["(a2)", "(a3)", "(a4)", "(a5)"] && found.values == [4, 4, 6, 4, 3])
    }

    @Test func shortOnesAndOnesWithoutValuesAreNone() {
        #expect(SearchDiagnosis.Plateau(task: "t", plan: plan, values: [6, 5, 4, 3, 2, 1, 0]) == nil)
        #expect(SearchDiagnosis.Plateau(task: "t", plan: plan, values: [6, 6, 5, 5, 4, 4, 0]) == nil)
        #expect(SearchDiagnosis.Plateau(task: "t", plan: plan, values: []) == nil)
    }

    @Test func infinityIsHigh() throws {
        let found = try #require(
            SearchDiagnosis.Plateau(task: "t", plan: plan, values: [5, -1, -1, -1, 4, 3, 0]))
        #expect(found.start == 0 && found.length == 4)
    }
}
