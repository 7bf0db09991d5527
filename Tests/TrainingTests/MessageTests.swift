import Foundation
import Testing
import Training

@Suite struct MessageTests {
    @Test func requestsUseTheNamesThatTheTrainerReads() throws {
        let request = TrainingRequest(
            environment: "ant", seed: .max, steps: 500_000, signals: ["x_velocity"], save: "/tmp/state")
        let object = try #require(
            try JSONSerialization.jsonObject(with: JSONEncoder().encode(request)) as? [String: Any])
        #expect(object["curve_episodes"] as? Int == 4)
        #expect(object["final_episodes"] as? Int == 32)
        #expect(object["seed"] as? UInt64 == .max)
        #expect(object["save"] as? String == "/tmp/state")
        #expect(object["resume"] == nil)
        #expect(
            try JSONDecoder().decode(TrainingRequest.self, from: JSONEncoder().encode(request)) == request)
    }

    @Test func chunksAndResultsAreRead() throws {
        let chunk = #"{"chunk":3,"stream":"evaluate","steps":64,"environments":32,"fresh":true}"#
        let header = try JSONDecoder().decode(ChunkHeader.self, from: Data(chunk.utf8))
        #expect(header.rows == 2048)
        #expect(header.stream == .evaluate)
        let done = #"""
            {"done":true,"shipped":0,"curve":[{"checkpoint":0,"steps":2048,"fitness":0.5,"own_reward":-1,
            "episode_length":12.5,"episodes":[0.5]}],"fitness":0.25,"episodes":[0.25],"lengths":[9],
            "env_steps":2048,"evaluation_steps":9,"cpu_seconds":1.5,"policy":null}
            """#
        let result = try JSONDecoder().decode(TrainingResult.self, from: Data(done.utf8))
        #expect(result.curve[0].ownReward == -1)
        #expect(result.environmentSteps == 2048)
        #expect(result.policy == nil)
    }

    @Test func errorsSayWhatAndWhere() {
        #expect(
            TrainingError.failed("KeyError: ant has no signal x", at: "layout.py:40").description
                == "the trainer reports KeyError: ant has no signal x (layout.py:40)")
        let output = (1...20).map { "line \($0)" }.joined(separator: "\n")
        let text = TrainingError.ended("was ended by signal 9", output: output).description
        #expect(text.hasPrefix("the trainer was ended by signal 9; its last words:\nline 13"))
    }
}
