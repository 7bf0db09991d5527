/// Keeps what a trained policy did in the episodes that measured it: three of them closer, all of them in figures.
///
/// The trainer's own measurements, but for the components, which are the candidate's values on the same steps.
package struct EpisodeDigest: Codable, Sendable, Equatable {
    /// Names the episodes that are kept closer, by fitness.
    package enum Role: String, Codable, Sendable {
        case best, median, worst
    }

    /// Follows one signal through one episode; vectors are followed as their root mean square.
    package struct Series: Codable, Sendable, Equatable {
        package var name: String
        /// Means over equal parts of the episode, in order; eight, or fewer in a shorter episode.
        package var parts: [Double]
        package var first: Double
        package var last: Double
        package var low: Double
        package var high: Double
        package var mean: Double
        package var deviation: Double
        /// Sum of the sizes of all changes from step to step.
        package var path: Double

        package init(
            name: String, parts: [Double], first: Double, last: Double, low: Double, high: Double,
            mean: Double, deviation: Double, path: Double
        ) {
            (self.name, self.parts, self.first, self.last) = (name, parts, first, last)
            (self.low, self.high, self.mean) = (low, high, mean)
            (self.deviation, self.path) = (deviation, path)
        }
    }

    /// Follows one component of the reward through one episode.
    package struct Component: Codable, Sendable, Equatable {
        package var name: String
        /// Mean value a step over equal parts of the episode.
        package var parts: [Double]
        package var mean: Double
        /// Share of the steps on which it has its smallest or its largest value of all episodes, 0 to 1.
        package var atItsEnds: Double

        package init(name: String, parts: [Double], mean: Double, atItsEnds: Double) {
            (self.name, self.parts, self.mean, self.atItsEnds) = (name, parts, mean, atItsEnds)
        }
    }

    /// Holds one episode.
    package struct Episode: Codable, Sendable, Equatable {
        package var role: Role
        package var fitness: Double
        /// Return under the candidate's own reward.
        package var ownReward: Double
        /// Steps.
        package var length: Int
        /// True where it ended for good, false where time ran out.
        package var terminated: Bool
        /// True where it ended in success; nil where the environment does not tell.
        package var succeeded: Bool?
        /// Share of the controls that were at a limit, 0 to 1.
        package var atLimits: Double
        /// Share of the steps at which a control turned round, 0 to 1.
        package var turns: Double
        package var signals: [Series]
        /// Empty where the candidate could not value the episode.
        package var components: [Component]

        package init(
            role: Role, fitness: Double, ownReward: Double, length: Int, terminated: Bool, atLimits: Double,
            turns: Double, signals: [Series], components: [Component], succeeded: Bool? = nil
        ) {
            self.succeeded = succeeded
            (self.role, self.fitness, self.ownReward) = (role, fitness, ownReward)
            (self.length, self.terminated) = (length, terminated)
            (self.atLimits, self.turns) = (atLimits, turns)
            (self.signals, self.components) = (signals, components)
        }

        /// Finds a signal by its name.
        package func signal(_ name: String) -> Series? { signals.first { $0.name == name } }
    }

    /// Steps that an episode may have at most.
    package var horizon: Int
    /// Episodes that were measured.
    package var count: Int
    /// How many of them ended for good.
    package var terminated: Int
    package var meanLength: Double
    /// Rank correlation of own return and fitness over the episodes, −1 to 1; nil where one of them never changes.
    package var agreement: Double?
    /// Means of the environment's own named figures over all episodes, such as `death`; nil where it has none.
    package var outcomes: [String: Double]?
    /// Best, median and worst by fitness, in this order.
    package var episodes: [Episode]

    package init(
        horizon: Int, count: Int, terminated: Int, meanLength: Double, agreement: Double?,
        episodes: [Episode],
        outcomes: [String: Double]? = nil
    ) {
        self.outcomes = outcomes
        (self.horizon, self.count, self.terminated) = (horizon, count, terminated)
        (self.meanLength, self.agreement, self.episodes) = (meanLength, agreement, episodes)
    }

    /// Finds the episode of a role.
    package func episode(_ role: Role) -> Episode? { episodes.first { $0.role == role } }
}
