package import Sandbox

/// Asks the trainer for one training.
package struct TrainingRequest: Codable, Sendable, Equatable {
    /// Names the environment.
    package var environment: String
    /// Seeds every random stream; equal seeds give all candidates the same starts of episodes.
    package var seed: UInt64
    /// Counts environment steps from the very beginning, resumed ones included.
    package var steps: Int
    /// Names the signals that the candidate takes, in order.
    package var signals: [String]
    /// Counts points of the curve, spread evenly; the last is the end.
    package var checkpoints: Int
    /// Counts episodes a checkpoint.
    package var curveEpisodes: Int
    /// Counts episodes that measure the shipped checkpoint; 0 leaves it at the curve's.
    package var finalEpisodes: Int
    /// Names a policy file to begin with; nil for a fresh policy.
    package var start: String?
    /// Names a saved state to continue from.
    package var resume: String?
    /// Names the file for the state, rewritten in one step after every checkpoint, or at the pause alone.
    package var save: String?
    /// Ends the training at the checkpoint nearest to this share of it, its state in ``save``; nil for none.
    ///
    /// The result is then that of the last checkpoint, and nothing is shipped.
    package var pause: Double?
    /// Names the file for the shipped policy.
    package var policy: String?
    /// Trains with the reward that the environment itself gives; nobody is asked for rewards then.
    package var ownReward: Bool
    /// Digests the final episodes, and asks for the rewards in them.
    package var digest: Bool

    private enum CodingKeys: String, CodingKey {
        case environment, seed, steps, signals, checkpoints, start, resume, save, pause, policy, digest
        case curveEpisodes = "curve_episodes"
        case finalEpisodes = "final_episodes"
        case ownReward = "own_reward"
    }

    /// Creates a request; paths are absolute.
    package init(
        environment: String, seed: UInt64, steps: Int, signals: [String], checkpoints: Int = 10,
        curveEpisodes: Int = 4, finalEpisodes: Int = 32, start: String? = nil, resume: String? = nil,
        save: String? = nil,
        pause: Double? = nil, policy: String? = nil, ownReward: Bool = false, digest: Bool = false
    ) {
        self.environment = environment
        self.seed = seed
        self.steps = steps
        self.signals = signals
        self.checkpoints = checkpoints
        self.curveEpisodes = curveEpisodes
        self.finalEpisodes = finalEpisodes
        self.start = start
        self.resume = resume
        self.save = save
        self.pause = pause
        self.policy = policy
        self.ownReward = ownReward
        self.digest = digest
    }
}

/// Says how a training begins; the answer to a ``TrainingRequest``.
package struct TrainingStart: Codable, Sendable, Equatable {
    /// Says where the signals of each chunk will lie.
    package let layout: SignalLayout
    /// Counts environment steps that the whole training takes: those asked for, rounded up to whole batches.
    package let steps: Int
    /// Counts steps that a saved state brings along; 0 for a fresh start.
    package let resumedSteps: Int
    /// Gives what the host kept with the saved state; nil for a fresh start.
    package let kept: KeptState?

    private enum CodingKeys: String, CodingKey {
        case layout, steps
        case kept = "memory"
        case resumedSteps = "resumed_steps"
    }
}

/// Holds a reward's own memory by stream and name, as the worker exports it; the trainer only keeps it.
package typealias RewardMemory = [String: [String: String]]

/// Holds what the host keeps with a saved training beside the trainer's own state.
package struct KeptState: Codable, Sendable, Equatable {
    /// Gives the reward's memory; nil where it has none.
    package var memory: RewardMemory?
    /// Gives what was counted of the reward's components so far.
    package var components: ComponentAccumulator?

    /// Creates a state.
    package init(memory: RewardMemory? = nil, components: ComponentAccumulator? = nil) {
        self.memory = memory
        self.components = components
    }
}

/// Announces a chunk whose signals lie in the shared memory and whose rewards the trainer waits for.
package struct ChunkHeader: Codable, Sendable, Equatable {
    /// Counts chunks from 0.
    package let chunk: Int
    /// Tells what the rewards are for.
    package let stream: ChunkStream
    /// Counts steps.
    package let steps: Int
    /// Counts environments; rows = steps * environments, row t * environments + i.
    package let environments: Int
    /// Says that the reward's memory of this stream begins anew.
    package let fresh: Bool

    /// Counts rows.
    package var rows: Int { steps * environments }
}

/// Tells what a chunk's rewards are for.
package enum ChunkStream: String, Codable, Sendable {
    /// Marks steps that the learner learns from.
    case train
    /// Marks episodes of a checkpoint's measurement; rows after an episode's end repeat and do not count.
    case evaluate
    /// Marks the final episodes of a training, whose rewards are only looked at: nothing is learned or ranked by them.
    case digest
}

/// Gives one point of the training curve.
package struct CheckpointReport: Codable, Sendable, Equatable {
    /// Counts checkpoints from 0.
    package let checkpoint: Int
    /// Counts environment steps trained so far.
    package let steps: Int
    /// Gives the mean fitness of its episodes.
    package let fitness: Double
    /// Gives the mean return an episode under the candidate's own reward.
    package let ownReward: Double
    /// Gives the mean length of its episodes, steps.
    package let episodeLength: Double
    /// Gives the fitness of each episode.
    package let episodes: [Double]

    private enum CodingKeys: String, CodingKey {
        case checkpoint, steps, fitness, episodes
        case ownReward = "own_reward"
        case episodeLength = "episode_length"
    }
}

/// Sums up a finished training; everything in it was measured by the trainer.
package struct TrainingResult: Codable, Sendable, Equatable {
    /// Gives the index in ``curve`` of the checkpoint with the best own reward.
    package let shipped: Int
    /// Gives the whole curve, points before a continuation included.
    package let curve: [CheckpointReport]
    /// Gives the mean fitness of the shipped checkpoint.
    package let fitness: Double
    /// Gives its fitness by episode.
    package let episodes: [Double]
    /// Gives the episodes' lengths, steps; empty where no final episodes were asked for.
    package let lengths: [Int]
    /// Counts environment steps trained by this request, without those of a continued state.
    package let environmentSteps: Int
    /// Counts environment steps of measurements.
    package let evaluationSteps: Int
    /// Counts CPU seconds of the trainer.
    package let cpuSeconds: Double
    /// Names the policy file, where one was asked for.
    package let policy: String?
    /// Digests the final episodes; nil where that was not asked for.
    package let digest: DigestReport?

    private enum CodingKeys: String, CodingKey {
        case shipped, curve, fitness, episodes, lengths, policy, digest
        case environmentSteps = "env_steps"
        case evaluationSteps = "evaluation_steps"
        case cpuSeconds = "cpu_seconds"
    }
}

/// Asks for a short stretch of random behaviour, on which rewards are tried.
package struct ProbeRequest: Codable, Sendable, Equatable {
    /// Names the environment.
    package var environment: String
    /// Seeds it; equal seeds give equal stretches.
    package var seed: UInt64
    /// Counts steps.
    package var steps: Int
    /// Counts environments.
    package var environments: Int
    /// Names the signals to record.
    package var signals: [String]
    /// Records what happens when nothing is done, instead of random behaviour.
    package var idle = false
    /// Names a policy file whose behaviour is recorded instead; nil for none.
    package var policy: String?

    /// Creates a request.
    package init(
        environment: String, seed: UInt64, steps: Int = 32, environments: Int = 8, signals: [String],
        policy: String? = nil
    ) {
        self.policy = policy
        self.environment = environment
        self.seed = seed
        self.steps = steps
        self.environments = environments
        self.signals = signals
    }
}

/// Scores a piece of a recorded stretch as if it were an episode.
package struct ScoredSegment: Codable, Sendable, Equatable {
    /// Counts environments from 0.
    package let copy: Int
    /// Counts steps from 0.
    package let start: Int
    /// Counts its steps.
    package let length: Int
    /// Gives its fitness.
    package let score: Double

    /// Creates a segment.
    package init(copy: Int, start: Int, length: Int, score: Double) {
        (self.copy, self.start, self.length, self.score) = (copy, start, length, score)
    }
}

/// Says where a recorded stretch lies in the shared memory.
package struct ProbeReply: Codable, Sendable, Equatable {
    /// Says where its signals lie.
    package let layout: SignalLayout
    /// Counts rows.
    package let rows: Int
    /// Counts steps.
    package let steps: Int
    /// Counts environments.
    package let environments: Int
    /// Scores pieces of it; empty where the environment cannot.
    package let segments: [ScoredSegment]
}
