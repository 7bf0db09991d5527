import Archive
import Evolution
import Foundation

/// Writes a run of two generations into a folder of its own, as `evolve reward` would.
struct SmallRun {
    let runs: String
    let name: String
    let archive: RunArchive

    /// Text that would be markup, or script, if it were not escaped.
    static let hostile =
        #"</pre></script><script>alert("x")</script><img src=x onerror=alert(1)>'" onload="alert(1)"#

    static func id(_ label: String) -> String { ContentHash.hex(label) }

    init(name: String = "small", hostile: Bool = false, in runs: String? = nil) async throws {
        let folder = runs ?? NSTemporaryDirectory() + "evolve-review-" + UUID().uuidString
        (self.runs, self.name) = (folder, name)
        try FileManager.default.createDirectory(
            atPath: "\(folder)/\(name)/policies", withIntermediateDirectories: true)
        archive = try RunArchive(path: "\(folder)/\(name)/run.sqlite")
        let bad = hostile ? Self.hostile : ""
        try await archive.save(
            RunRecord(
                name: name, problem: "reward", subject: "inverted-pendulum", task: "balance the pole \(bad)",
                settingsJSON: "{}", seed: 1, createdAt: "2026-11-23T06:40:00Z", state: "done"))
        try await add("g0.c0", fitness: 5, text: bad)
        try await add("g0.c1", fitness: 3, text: bad)
        try await add("g0.c2", verdict: "error", text: bad)
        try await add("g1.c0", parents: ["g0.c0", "g0.c1"], fitness: 8, text: bad)
    }

    /// Adds a candidate with its answer, its feedback and, where it has a fitness, a training.
    func add(
        _ label: String, parents: [String] = [], fitness: Double? = nil, verdict: String = "ok",
        text: String = ""
    ) async throws {
        let digits = label.split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) }
        let id = Self.id(label)
        let parents = parents.map(Self.id)
        let code =
            "def compute_reward(x, *, \(label.replacingOccurrences(of: ".", with: "_"))=1.0):  # \(text)\n"
            + "    return x, {\"x\": x}\n"
        try await archive.save([
            ProposalRecord(
                generation: digits[0], index: digits[1], attempt: 0, parents: parents,
                messagesJSON: try Evolver.json([["role": "user", "text": "asked \(text)"]]),
                completion: "answered \(text)", model: "model \(text)", inputTokens: 10, outputTokens: 5,
                costUSD: 0.01, latencySeconds: 1, candidate: id, failure: nil, note: "noted \(text)",
                reasoning: "reasoned \(text)")
        ])
        try await archive.save(
            CandidateRecord(
                id: id, code: code, origin: "proposal", generation: digits[0], index: digits[1],
                parents: parents, verdict: verdict, detail: verdict == "ok" ? "" : "line 1: \(text)",
                signals: ["x\(text)"], components: ["x\(text)"], constantsJSON: #"{"a":1}"#))
        try await archive.save(FeedbackRecord(candidate: id, text: "told \(text)"))
        guard let fitness else { return }
        let points = (1...4).map {
            CurvePoint(steps: $0 * 100, fitness: fitness * Double($0) / 4, ownReward: 1, episodeLength: 9)
        }
        try await archive.save(
            EvaluationRecord(
                candidate: id, purpose: "search", seed: 7, steps: 400, verdict: "ok", detail: "",
                fitness: fitness, episodes: [fitness, fitness + 1], curve: points,
                components: [ComponentSeries(name: "x\(text)", points: [0, 1], mean: 1, min: 0, max: 2)],
                shipped: 3, trainerCPUSeconds: 1, workerCPUSeconds: 1, workerPeakBytes: 1, wallSeconds: 1,
                policy: "policies/\(label).npz"))
    }

    func delete() { try? FileManager.default.removeItem(atPath: runs) }
}
