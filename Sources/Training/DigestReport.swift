/// Tells what the measured episodes were like; the trainer's own words, without the candidate's components.
package struct DigestReport: Codable, Sendable, Equatable {
    /// Follows one signal through one episode.
    package struct Series: Codable, Sendable, Equatable {
        /// Names the signal; a vector is followed as its root mean square.
        package let name: String
        /// Gives means over equal parts of the episode.
        package let parts: [Double]
        /// Gives the value after the first step.
        package let first: Double
        /// Gives the value after the last step.
        package let last: Double
        /// Gives the smallest value.
        package let low: Double
        /// Gives the largest value.
        package let high: Double
        /// Gives the mean over all steps.
        package let mean: Double
        /// Gives the standard deviation over all steps.
        package let deviation: Double
        /// Sums the sizes of all changes from step to step.
        package let path: Double
    }

    /// Describes one episode.
    package struct Episode: Codable, Sendable, Equatable {
        /// Says which it is: `best`, `median` or `worst` by fitness.
        package let role: String
        /// Gives its column in the chunks of the stream ``ChunkStream/digest``.
        package let index: Int
        /// Gives its fitness.
        package let fitness: Double
        /// Gives its return under the reward.
        package let ownReward: Double
        /// Counts its steps.
        package let length: Int
        /// Is true where it ended for good.
        package let terminated: Bool
        /// Says whether it ended in success; nil where the environment does not tell.
        package let succeeded: Bool?
        /// Gives the share of controls at a limit.
        package let atLimits: Double
        /// Gives the share of steps at which a control turned round.
        package let turns: Double
        /// Lists the signals.
        package let signals: [Series]

        private enum CodingKeys: String, CodingKey {
            case role, index, fitness, length, terminated, succeeded, turns, signals
            case ownReward = "own_reward"
            case atLimits = "at_limits"
        }
    }

    /// Counts the steps of an episode that nothing ends early.
    package let horizon: Int
    /// Counts the episodes.
    package let count: Int
    /// Counts those that ended for good.
    package let terminated: Int
    /// Gives their mean length, steps.
    package let meanLength: Double
    /// Gives the rank correlation of return and fitness; nil where one of them never changes.
    package let agreement: Double?
    /// Gives the means of the environment's own named figures, such as `death`; nil or empty where it has none.
    package let outcomes: [String: Double]?
    /// Lists the best, the median and the worst episode.
    package let episodes: [Episode]

    private enum CodingKeys: String, CodingKey {
        case horizon, count, terminated, agreement, outcomes, episodes
        case meanLength = "mean_length"
    }
}
