import Archive
import Console
import Evolution

/// Plays a small run with everything that can happen in it: two generations, failures, confirmation.
enum ScriptedRun {
    static let plan = RunPlan(
        generations: 2, samples: 4, seeds: 1, steps: 500_000, confirmSeeds: 2, jobs: 2, model: "offline",
        fitnessUnit: "m/s")
    static let run = RunRecord(
        name: "ant-20261123-0640", problem: "reward", subject: "ant", task: "make the ant run forward",
        settingsJSON: "{}", seed: 7, createdAt: "2026-11-23T06:40:00Z", state: "running")

    static func activity(_ label: String, _ purpose: String = "search", seed: UInt64 = 7) -> Activity {
        let digits = label.split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) }
        let isPlaced = label.hasPrefix("g") && digits.count == 2
        return Activity(
            purpose: purpose, candidate: "hash-\(label)", label: label, seed: seed,
            generation: isPlaced ? digits[0] : -1, index: isPlaced ? digits[1] : -1)
    }

    static func baseline(_ mean: Double, seed: UInt64) -> RunEvent {
        .evaluated(
            activity("human", "baseline", seed: seed), verdict: "ok", detail: "", fitness: fitness(mean),
            wallSeconds: 61)
    }

    static func fitness(_ mean: Double, _ half: Double = 0.11) -> Estimate {
        Estimate(mean: mean, low: mean - half, high: mean + half, count: 32, over: "episodes")
    }

    /// Events with the second at which each arrives, up to the middle of the second generation.
    static let middle: [(Double, RunEvent)] =
        [
            (0, .started(run: run, plan: plan, resumed: false)), (0, .stage("baseline")),
            (1, .training(activity("human", "baseline", seed: 101), fraction: 0, fitness: nil)),
            (1, .training(activity("human", "baseline", seed: 102), fraction: 0, fitness: nil)),
            (31, .training(activity("human", "baseline", seed: 101), fraction: 0.5, fitness: 0.8)),
            (62, baseline(1.9, seed: 101)), (62, baseline(2.0, seed: 102)),
            (62, .stage("search")), (62, .generationStarted(0)),
            (62, .asking(generation: 0, count: 4, model: "offline")),
        ] + answers(0, at: 63) + [
            (64, .training(activity("g0.c0"), fraction: 0, fitness: nil)),
            (64, .training(activity("g0.c2"), fraction: 0, fitness: nil)),
            (124, .training(activity("g0.c0"), fraction: 0.9, fitness: 1.2)),
            (
                130,
                .evaluated(
                    activity("g0.c0"), verdict: "ok", detail: "", fitness: fitness(1.43, 0.2), wallSeconds: 66
                )
            ),
            (140, .training(activity("g0.c2"), fraction: 0.3, fitness: -0.2)),
            (
                141,
                .evaluated(
                    activity("g0.c2"), verdict: "non_finite", detail: "", fitness: nil, wallSeconds: 77)
            ),
            (142, .training(activity("g0.c3"), fraction: 0.1, fitness: 0)),
            (
                200,
                .evaluated(
                    activity("g0.c3"), verdict: "ok", detail: "", fitness: fitness(-0.04), wallSeconds: 60)
            ),
            (200, .generationEnded(0, best: "g0.c0", fitness: fitness(1.43, 0.2))),
            (200, .generationStarted(1)), (200, .asking(generation: 1, count: 4, model: "offline")),
        ] + answers(1, at: 202) + [
            (203, .training(activity("g1.c0"), fraction: 0, fitness: nil)),
            (203, .training(activity("g1.c2"), fraction: 0, fitness: nil)),
            (240, .training(activity("g1.c0"), fraction: 0.62, fitness: 2.02)),
            (241, .training(activity("g1.c2"), fraction: 0.58, fitness: 0.71)),
        ]

    static let end: [(Double, RunEvent)] =
        middle + [
            (
                262,
                .evaluated(
                    activity("g1.c0"), verdict: "ok", detail: "", fitness: fitness(2.31), wallSeconds: 59)
            ),
            (
                263,
                .evaluated(
                    activity("g1.c2"), verdict: "ok", detail: "", fitness: fitness(0.9), wallSeconds: 60)
            ),
            (263, .training(activity("g1.c3"), fraction: 0.1, fitness: nil)),
            (
                320,
                .evaluated(
                    activity("g1.c3"), verdict: "ok", detail: "", fitness: fitness(1.1), wallSeconds: 58)
            ),
            (320, .generationEnded(1, best: "g1.c0", fitness: fitness(2.31))),
            (320, .stage("confirm")),
        ] + confirmation("g1.c0", [2.28, 2.4], at: 380) + confirmation("human", [1.9, 2.0], at: 442) + [
            (443, .finished(summary))
        ]

    static let summary = RunSummary(
        run: run.name, problem: "reward", subject: "ant",
        best: .init(
            id: "hash-g1.c0", label: "g1.c0",
            fitness: Estimate(mean: 2.34, low: 1.58, high: 3.1, count: 2, over: "seeds"), humanNormalised: 1.2
        ),
        comparisons: [
            Comparison(
                against: "human", ours: Estimate(mean: 2.34, low: 1.58, high: 3.1, count: 2, over: "seeds"),
                theirs: Estimate(mean: 1.95, low: 1.31, high: 2.59, count: 2, over: "seeds"),
                difference: Estimate(mean: 0.39, low: 0.26, high: 0.52, count: 2, over: "seeds"),
                probabilityOfImprovement: 1, seeds: [101, 102]),
            Comparison(
                against: "best of generation 0",
                ours: Estimate(mean: 2.34, low: 1.58, high: 3.1, count: 2, over: "seeds"),
                theirs: Estimate(mean: 2.2, low: 0.5, high: 3.9, count: 2, over: "seeds"),
                difference: Estimate(mean: 0.14, low: -0.8, high: 1.08, count: 2, over: "seeds"),
                probabilityOfImprovement: 0.75, seeds: [101, 102]),
        ],
        candidates: 8, failed: 3, costUSD: 0, tokens: 18_400, envSteps: 5_150_000, wallSeconds: 443,
        stopped: nil,
        weakSandbox: ["landlock"])

    static func board(_ events: [(Double, RunEvent)]) -> RunBoard {
        var board = RunBoard()
        for (time, event) in events { board.apply(event, at: time) }
        return board
    }

    private static func answers(_ generation: Int, at time: Double) -> [(Double, RunEvent)] {
        let bad =
            generation == 0
            ? "line 7: name \"torso_hight\" is not a signal; did you mean \"torso_height\"?\u{1B}[31m"
            : "the same as g0.c0 but for its names"
        return (0..<4).map { index -> (Double, RunEvent) in
            (
                time,
                .proposed(
                    generation: generation, index: index, candidate: "hash-g\(generation).c\(index)", note: ""
                )
            )
        }
            + (0..<4).map { index -> (Double, RunEvent) in
                (
                    time,
                    .checked(
                        generation: generation, index: index, candidate: "hash-g\(generation).c\(index)",
                        verdict: index == 1 ? (generation == 0 ? "error" : "rejected") : "ok",
                        detail: index == 1 ? bad : "")
                )
            }
    }

    private static func confirmation(_ label: String, _ values: [Double], at time: Double) -> [(
        Double, RunEvent
    )] {
        values.enumerated().flatMap { index, value -> [(Double, RunEvent)] in
            let who = activity(label, "confirm", seed: UInt64(101 + index))
            return [
                (time - 30, .training(who, fraction: 0.4, fitness: value / 2)),
                (time, .evaluated(who, verdict: "ok", detail: "", fitness: fitness(value), wallSeconds: 60)),
            ]
        }
    }
}
