package import Sandbox

/// Describes one environment as the trainer declares it: for lists, prompts, checks and defaults.
package struct EnvironmentInfo: Codable, Sendable, Equatable {
    /// Names the environment on the command line: a word, `gym:ID`, or the absolute path of a user's file.
    package let name: String
    /// Names it for people.
    package let title: String
    /// Says in one sentence what a policy should do.
    package let task: String
    /// Counts the steps of an episode that nothing ends early.
    package let horizon: Int
    /// Gives the simulated seconds a step.
    package let intervalSeconds: Double
    /// Names the trusted measure.
    package let fitness: FitnessInfo
    /// Says in one sentence when an episode ends for good.
    package let termination: String
    /// Lists what a reward may take.
    package let signals: [SignalInfo]
    /// Gives the budget that fits.
    package let defaults: EnvironmentDefaults
    /// Counts environment steps between two updates; trainings are rounded up to a multiple.
    package let batchSteps: Int
    /// Counts bytes of shared memory that suffice for any training and probe.
    package let memoryBytes: Int
    /// Gives reward files by name (`human`, `sparse`, …), relative to the trainer's folder or absolute.
    package let rewards: [String: String]
    /// Is true where the environment itself gives a reward, with which only the trainer can train; else nil.
    package let ownReward: Bool?
    /// Is true where a training can pause, its state kept, and be continued to the same end; else false or nil.
    package let pauses: Bool?

    private enum CodingKeys: String, CodingKey {
        case name, title, task, horizon, fitness, termination, signals, defaults, rewards, pauses
        case intervalSeconds = "interval_seconds"
        case batchSteps = "batch_steps"
        case memoryBytes = "memory_bytes"
        case ownReward = "own_reward"
    }
}

/// Names the trusted measure of an episode.
package struct FitnessInfo: Codable, Sendable, Equatable {
    /// Names it, for example `forward velocity`.
    package let name: String
    /// Gives its unit.
    package let unit: String
    /// Says in a sentence how it is computed.
    package let text: String
}

/// Gives the budget that fits an environment.
package struct EnvironmentDefaults: Codable, Sendable, Equatable {
    /// Counts environment steps of one training.
    package let steps: Int
    /// Counts proposals a generation.
    package let samples: Int
    /// Counts generations.
    package let generations: Int
    /// Counts trainings a candidate during the search.
    package let seeds: Int
    /// Counts the best candidates that get more trainings before the winner is chosen.
    package let finalists: Int
    /// Counts those further trainings.
    package let finalistSeeds: Int
    /// Counts fresh seeds of the confirmation.
    package let confirmSeeds: Int

    private enum CodingKeys: String, CodingKey {
        case steps, samples, generations, seeds, finalists
        case finalistSeeds = "finalist_seeds"
        case confirmSeeds = "confirm_seeds"
    }
}

/// Lists everything that the trainer can do; `python -m trainer describe` prints it.
package struct TrainerDescription: Codable, Sendable, Equatable {
    /// Lists the environments in order of name.
    package let environments: [EnvironmentInfo]
    /// Gives versions of Python and its packages; nil where nothing was imported to find out.
    package let versions: [String: String]?
    /// Says why the environment that was asked for cannot be had, and what to do; nil where it can.
    package let error: String?
}
