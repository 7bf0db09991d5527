import Archive
import Testing

@testable import Evolution

/// Reads made-up votes whose reason is known.
@Suite struct TasteTests {
    /// A candidate whose middle episode has these means.
    private func individual(_ number: Int, _ means: [String: Double]) -> Individual {
        let signals = means.sorted { $0.key < $1.key }.map { name, mean in
            EpisodeDigest.Series(
                name: name, parts: [mean], first: mean, last: mean, low: mean, high: mean, mean: mean,
                deviation: 0, path: 0)
        }
        let episode = EpisodeDigest.Episode(
            role: .median, fitness: 1, ownReward: 1, length: 100, terminated: false, atLimits: 0, turns: 0,
            signals: signals, components: [])
        let candidate = CandidateRecord(
            id: "\(number)", code: "", origin: "proposal", generation: 0, index: number, parents: [],
            verdict: "ok", detail: "", signals: [], components: [], constantsJSON: "{}")
        let record = EvaluationRecord(
            candidate: "\(number)", purpose: "search", seed: 1, steps: 1, verdict: "ok", detail: "",
            fitness: 1, episodes: [1], curve: [], components: [], shipped: 0, trainerCPUSeconds: 0,
            workerCPUSeconds: 0, workerPeakBytes: 0, wallSeconds: 0, policy: nil,
            digest: EpisodeDigest(
                horizon: 100, count: 1, terminated: 0, meanLength: 100, agreement: nil, episodes: [episode]))
        return Individual(candidate: candidate, evaluations: [record])
    }

    private let heights = [1.20, 1.05, 1.15, 1.10, 1.25, 1.00]
    private let speeds = [0.3, 0.9, 0.8, 0.1, 0.5, 0.4]

    @Test func theSignalThatGoesWithTheVotesIsNamedWithItsDirection() throws {
        let liked = zip(heights.indices, heights).map { number, height in
            let means = [
                "torso_height": height, "previous_torso_height": height, "x_velocity": speeds[number],
            ]
            return (individual(number, means), 2 - height)
        }
        let taste = try #require(Taste.read(liked).first)
        #expect(Taste.read(liked).count == 1)
        #expect(taste.signal == "torso_height" && taste.agreement < -0.99)
        #expect(taste.liked == 1.00 && taste.disliked == 1.25)
        #expect(taste.words == "lower torso_height: 1 in the best liked policy, 1.25 in the least liked")
    }

    @Test func fewVotesAndVotesWithoutReasonNameNothing() {
        let few = zip(heights.indices, heights).prefix(4).map {
            (individual($0, ["torso_height": $1]), 2 - $1)
        }
        #expect(Taste.read(few).isEmpty)
        let whims = zip(heights.indices, heights).map { (individual($0, ["torso_height": $1]), speeds[$0]) }
        #expect(Taste.read(whims).isEmpty)
        let untrained = heights.indices.map { (individual($0, [:]), Double($0)) }
        #expect(Taste.read(untrained).isEmpty)
    }
}
