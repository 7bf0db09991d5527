import Archive
import Foundation
import Review

/// Makes up a run of the size of a real one; every number comes from arithmetic, none from a clock.
struct ExampleRun {
    var run: RunRecord
    var candidates: [CandidateRecord] = []
    var proposals: [ProposalRecord] = []
    var evaluations: [EvaluationRecord] = []
    var feedback: [FeedbackRecord] = []
    var integrity: [IntegrityReport] = []
    var reviews: [ReviewRecord] = []
    var critiques: [Critique] = []

    var report: Report {
        Report(
            run: run, candidates: candidates, proposals: proposals, evaluations: evaluations,
            feedback: feedback,
            measure: .init(name: "mean forward velocity", unit: "m/s"), integrity: integrity,
            reviews: reviews,
            critiques: Dictionary(uniqueKeysWithValues: critiques.map { ($0.candidate, $0) }),
            versions: ["mujoco": "4.0.0", "jax": "0.10.2", "evolve": "0.1.0"])
    }

    init(state: String = "done", summary: String? = nil) {
        run = RunRecord(
            name: "ant-20261123-0640", problem: "reward", subject: "ant",
            task: "make the four-legged robot run forward as fast as it can without falling over",
            settingsJSON:
                #"{"generations":3,"model":"offline","samples":6,"steps":500000,"limits":{"seconds":5}}"#,
            seed: 7, createdAt: "2026-11-23T06:40:00Z", state: state, summaryJSON: summary)
    }

    static let code = """
        import numpy as np

        \"\"\"Rewards forward speed,
        and a calm body.\"\"\"


        def compute_reward(x_velocity, torso_height, action, *, forward_weight=1.0, control_weight=0.05):
            # Forward speed counts most; a fall ends it.
            forward = forward_weight * np.clip(x_velocity, -10.0, 10.0)
            control = -control_weight * np.sum(action**2, axis=-1)
            healthy = np.where((torso_height > 0.2) & (torso_height < 1.0), 1.0, 0.0)
            if forward.ndim != 1:
                raise ValueError('one value a row, not "many"')
            return forward + control + healthy, {"forward": forward, "control": control, "healthy": healthy}

        """

    mutating func add(
        _ id: String, origin: String = "proposal", generation: Int = -1, index: Int = -1,
        parents: [String] = [],
        verdict: String = "ok", detail: String = "", code: String = ExampleRun.code
    ) {
        candidates.append(
            CandidateRecord(
                id: id, code: code, origin: origin, generation: generation, index: index, parents: parents,
                verdict: verdict, detail: detail, signals: ["x_velocity", "action"],
                components: verdict == "ok" ? ["forward", "control", "healthy"] : [], constantsJSON: "{}"))
        guard origin == "proposal" else { return }
        propose(generation, index, candidate: id, failure: nil, parents: parents)
    }

    mutating func propose(
        _ generation: Int, _ index: Int, candidate: String?, failure: String?, parents: [String] = []
    ) {
        proposals.append(
            ProposalRecord(
                generation: generation, index: index, attempt: 0, parents: parents, messagesJSON: "[]",
                completion: "", model: "offline", inputTokens: 1200, outputTokens: 310 + index, costUSD: 0,
                latencySeconds: 2.5, candidate: candidate, failure: failure))
    }

    mutating func train(
        _ id: String, purpose: String = "search", seed: UInt64 = 7, fitness: Double, verdict: String = "ok",
        checkpoints: Int = 10
    ) {
        let wobble = Double(id.utf8.reduce(0) { ($0 * 31 + Int($1)) % 97 }) / 97
        let curve = (0..<checkpoints).map { index -> CurvePoint in
            let part = Double(index + 1) / Double(checkpoints)
            let shape = 1 - exp(-3 * part * (0.5 + wobble))
            let value = fitness * shape / (1 - exp(-3 * (0.5 + wobble))) + 0.12 * sin(7 * part + 6 * wobble)
            return CurvePoint(
                steps: Int(500_000 * part), fitness: value, ownReward: 900 * shape,
                episodeLength: 400 + 600 * part)
        }
        let components = [("forward", 1.4), ("control", -0.31), ("healthy", 0.97)].map { name, size in
            let points = (0..<10).map { size * (0.3 + 0.07 * Double($0)) + 0.02 * sin(Double($0)) }
            return ComponentSeries(
                name: name, points: points, mean: points.reduce(0, +) / 10, min: min(0, size) * 2,
                max: max(0, size) * 2)
        }
        let isValid = verdict == "ok"
        evaluations.append(
            EvaluationRecord(
                candidate: id, purpose: purpose, seed: seed, steps: 500_000, verdict: verdict,
                detail: isValid ? "" : "component \"speed\" is NaN at step 12 of chunk 40 (line 9)",
                fitness: isValid ? fitness : nil,
                episodes: isValid ? (0..<32).map { fitness + 0.4 * sin(Double($0) * 1.7) } : [],
                curve: isValid ? curve : Array(curve.prefix(3)), components: isValid ? components : [],
                shipped: isValid ? max(checkpoints - 2, 0) : nil, trainerCPUSeconds: 58,
                workerCPUSeconds: 3.1,
                workerPeakBytes: 41_000_000, wallSeconds: 61, policy: nil))
    }

    /// Three generations of six, as a real run leaves them.
    static func whole() -> ExampleRun {
        var example = ExampleRun(summary: summary)
        example.add(hash("human"), origin: "human")
        example.add(hash("sparse"), origin: "sparse")
        example.train(hash("sparse"), purpose: "baseline", fitness: 0.61)
        let values = [
            [1.43, .nan, -0.2, 0.72, .nan, 1.1], [1.9, 1.2, 0.3, .nan, 1.71, 0.66],
            [2.31, 2.05, .nan, 1.44, 1.87, 0.93],
        ]
        for (generation, row) in values.enumerated() {
            for (index, fitness) in row.enumerated() {
                let id = hash("g\(generation).c\(index)")
                let parents = generation == 0 ? [] : [hash("g\(generation - 1).c0")]
                if fitness.isNaN, index == 1 {
                    example.add(
                        id, generation: generation, index: index, parents: parents, verdict: "error",
                        detail: "line 7: name \"torso_hight\" is not a signal; did you mean \"torso_height\"?"
                    )
                } else if fitness.isNaN, index == 3 {
                    example.propose(
                        generation, index, candidate: nil, failure: "the answer holds no code block")
                } else if fitness.isNaN, index == 2 {
                    example.propose(
                        generation, index, candidate: hash("g1.c0"), failure: nil, parents: parents)
                } else {
                    example.add(id, generation: generation, index: index, parents: parents)
                    example.train(
                        id, fitness: fitness.isNaN ? 0.3 : fitness,
                        verdict: fitness.isNaN ? "non_finite" : "ok")
                }
                example.feedback.append(
                    FeedbackRecord(candidate: id, text: "forward: 0.4 0.5 0.7\nfitness 1.2"))
            }
        }
        for (seed, ours, theirs) in [(101, 2.28, 1.90), (102, 2.40, 2.00)] {
            example.train(hash("g2.c0"), purpose: "confirm", seed: UInt64(seed), fitness: ours)
            example.train(hash("human"), purpose: "baseline", seed: UInt64(seed), fitness: theirs)
        }
        return example
    }

    static func hash(_ label: String) -> String {
        let digits = label.utf8.map { String(format: "%02x", $0) }.joined()
        return digits + String(repeating: "0", count: max(64 - digits.count, 0))
    }

    static let summary = """
        {"best":{"fitness":{"count":2,"high":3.1,"low":1.58,"mean":2.34,"over":"seeds"},"humanNormalised":1.29,\
        "id":"\(hash("g2.c0"))","label":"g2.c0"},"candidates":18,"comparisons":[{"against":"human",\
        "difference":{"count":2,"high":1.9,"low":-1.14,"mean":0.39,"over":"seeds"},\
        "ours":{"count":2,"high":3.1,"low":1.58,"mean":2.34,"over":"seeds"},"probabilityOfImprovement":1,\
        "seeds":[101,102],"theirs":{"count":2,"high":2.59,"low":1.31,"mean":1.95,"over":"seeds"}}],"costUSD":0,\
        "envSteps":9800000,"failed":4,"problem":"reward","run":"ant-20261123-0640","schema":1,"subject":"ant",\
        "tokens":27480,"wallSeconds":702,"weakSandbox":["landlock"]}
        """
}
