import Sandbox
import Testing
import Training

/// Environments whose own reward only the trainer may see.
@Suite struct OwnRewardTests {
    @Test(.tags(.python), .timeLimit(.minutes(5)))
    func theTrainerTrainsWithItAndAsksNobody() throws {
        let configuration = try Place.configuration()
        let description = try configuration.describe("gym:CartPole-v1")
        let environment = try #require(description.environments.first)
        #expect(environment.ownReward == true)
        #expect(environment.rewards.isEmpty)
        #expect(!environment.signals.contains { $0.name.contains("reward") || $0.name.contains("return") })
        let trainer = try TrainerProcess(configuration: configuration)
        var asked = 0
        let result = try trainer.train(
            TrainingRequest(
                environment: environment.name, seed: 1, steps: 4096, signals: [], checkpoints: 2,
                curveEpisodes: 2, finalEpisodes: 2, ownReward: true),
            TrainingHandlers(rewards: { chunk in
                asked += 1
                return Array(repeating: 0, count: chunk.rows)
            }))
        #expect(asked == 0)
        #expect(result.curve.map(\.fitness) == result.curve.map(\.ownReward))
        #expect(result.fitness > 10)
    }

    @Test(.tags(.python), .timeLimit(.minutes(5)))
    func anEnvironmentThatCannotBeHadSaysWhy() throws {
        let description = try Place.configuration().describe("/nowhere/mine.py")
        #expect(description.environments.isEmpty)
        #expect(description.error?.contains("/nowhere/mine.py: there is no such file") == true)
    }
}
