// What the templates under `Prompts/` can speak of: plain values, turned into text in one place, so that every prompt shows
// numbers alike. `Prompts` renders them.

/// Holds everything that a request to a proposer may mention.
package struct PromptContext: Sendable, Equatable {
    /// Describes the environment that a reward is written for.
    package struct Environment: Sendable, Equatable {
        package var title: String
        package var task: String
        /// Steps of an episode at most.
        package var horizon: Int
        package var fitness: Fitness
        package var termination: String
        package var signals: [Signal]
        package var numbers: [Number]
        /// Says with what policy every training begins; nil for a fresh one.
        package var start: String?

        /// Makes a description.
        package init(
            title: String, task: String, horizon: Int, fitness: Fitness, termination: String,
            signals: [Signal],
            numbers: [Number] = [], start: String? = nil
        ) {
            self.title = title
            self.task = task
            self.horizon = horizon
            self.fitness = fitness
            self.termination = termination
            self.signals = signals
            self.numbers = numbers
            self.start = start
        }
    }

    /// Says what a policy is scored by.
    package struct Fitness: Sendable, Equatable {
        package var name: String
        package var unit: String
        package var text: String

        /// Makes a description.
        package init(name: String, unit: String, text: String) {
            self.name = name
            self.unit = unit
            self.text = text
        }
    }

    /// Describes one signal; `shape` without the batch axis.
    package struct Signal: Sendable, Equatable {
        package var name: String
        package var shape: [Int]
        package var unit: String
        package var text: String
        package var low: Double
        package var high: Double

        /// Makes a description.
        package init(name: String, shape: [Int], unit: String, text: String, low: Double, high: Double) {
            self.name = name
            self.shape = shape
            self.unit = unit
            self.text = text
            self.low = low
            self.high = high
        }
    }

    /// Names a constant of the environment.
    package struct Number: Sendable, Equatable {
        package var name: String
        package var value: Double
        package var unit: String
        package var text: String

        /// Makes a constant.
        package init(name: String, value: Double, unit: String, text: String) {
            self.name = name
            self.value = value
            self.unit = unit
            self.text = text
        }
    }

    /// Tells what came of a trained candidate.
    package struct Elite: Sendable, Equatable {
        package var code: String
        /// Short name for people, for example `g1.c3`.
        package var label: String
        package var fitness: Double
        package var interval: ClosedRange<Double>?
        package var components: [Component]
        /// Fitness at moments spread over the training.
        package var curve: [Double]
        /// Mean episode length in steps at the same moments.
        package var episodeLength: [Double]
        /// What the policy did in its episodes, a line each.
        package var episodes: [String]
        /// Why it falls short, and what the critic said, with advice.
        package var causes: [String]

        /// Makes a record.
        package init(
            code: String, label: String, fitness: Double, interval: ClosedRange<Double>?,
            components: [Component], curve: [Double], episodeLength: [Double], episodes: [String] = [],
            causes: [String] = []
        ) {
            self.code = code
            self.label = label
            self.fitness = fitness
            self.interval = interval
            self.components = components
            self.curve = curve
            self.episodeLength = episodeLength
            self.episodes = episodes
            self.causes = causes
        }
    }

    /// Gives one term's mean value per step, at moments spread over the training and over all of it.
    package struct Component: Sendable, Equatable {
        package var name: String
        package var points: [Double]
        package var mean: Double
        package var min: Double
        package var max: Double

        /// Makes a row.
        package init(name: String, points: [Double], mean: Double, min: Double, max: Double) {
            self.name = name
            self.points = points
            self.mean = mean
            self.min = min
            self.max = max
        }
    }

    /// Tells why a candidate could not be used.
    package struct Failure: Sendable, Equatable {
        /// One of the closed set of verdicts, for example `non_finite`.
        package var verdict: String
        /// What, which component, signal, step and line, in words; may hold a traceback.
        package var detail: String
        package var code: String

        /// Makes a record.
        package init(verdict: String, detail: String, code: String) {
            self.verdict = verdict
            self.detail = detail
            self.code = code
        }
    }

    /// Shows a second candidate, which the first is to be joined with.
    package struct Partner: Sendable, Equatable {
        package var label: String
        /// What it reached, in words.
        package var score: String
        package var code: String

        /// Makes a record.
        package init(label: String, score: String, code: String) {
            self.label = label
            self.score = score
            self.code = code
        }
    }

    package var environment: Environment
    package var elite: Elite?
    /// Asks for a change of one part only.
    package var isMutation = false
    package var partner: Partner?
    package var failure: Failure?
    /// Sentences from a critic, an analyzer or a person.
    package var hints: [String]
    /// Tells the proposer that terms may remember within an episode.
    package var teachesMemory: Bool
    /// What people like best and least, as ``Question/votesValue(_:)`` gives it.
    var votes = PromptValue.absent
    /// What a person asks for, newest last.
    package var wishes: [String] = []
    /// Asks for two terms of which only the signs count.
    package var isSignLimited = false

    /// Makes a context; only the environment is needed.
    package init(
        environment: Environment, elite: Elite? = nil, failure: Failure? = nil, hints: [String] = [],
        teachesMemory: Bool = false
    ) {
        self.environment = environment
        self.elite = elite
        self.failure = failure
        self.hints = hints
        self.teachesMemory = teachesMemory
    }
}
