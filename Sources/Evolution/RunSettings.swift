internal import Foundation

/// Holds everything that decides a run's course, so that `resume` needs nothing else.
package struct RunSettings: Codable, Sendable, Equatable {
    package var problem: String
    package var subject: String
    package var task: String
    /// As written after `--model`, for example `openai:NAME`.
    package var model: String
    package var strategy: String
    /// Candidates a generation.
    package var samples: Int
    package var generations: Int
    /// Training seeds a candidate during the search, shared by all candidates; 1 for heuristics, whose tasks are a set.
    package var seeds: Int
    /// Budget of an evaluation: environment steps of a training, or heuristic evaluations a training task.
    package var steps: Int
    /// Candidates that are measured on further seeds, or on the validation tasks, before the winner is chosen.
    package var finalists: Int
    /// Further seeds for each finalist.
    package var finalistSeeds: Int
    /// Fresh seeds on which the winner meets the human reward; 1 for heuristics, whose test tasks are a set.
    package var confirmSeeds: Int
    /// Trainings, or searches, at once.
    package var jobs: Int
    package var seed: UInt64
    /// Code that the search starts from, for example the human reward; nil to start from nothing.
    package var initial: String?
    /// Policy with which every training begins; nil for fresh ones.
    package var startPolicy: StartPolicy?
    /// Folder with prompts that replace the built-in ones.
    package var promptsFolder: String?
    /// Wall seconds after which nothing further is measured but the comparison; nil for no limit.
    package var timeLimitSeconds: Double?
    package var allowWeakSandbox: Bool
    /// Most US dollars that the model may cost; nil for no limit.
    package var budgetUSD: Double?
    /// Price file that comes before the built-in one.
    package var pricesFile: String?
    /// CPU seconds of a search in one task; nil for rewards.
    package var taskSeconds: Double?
    /// Wall seconds that each generation waits for people's votes on the one before; nil for no wait.
    package var voteWaitSeconds: Double?

    /// Stops clearly worse candidates before they have had all their seeds; nil in runs from before there was racing.
    package var racing: Bool?
    /// Share of the steps after which the trainings of the first two seeds pause and are compared; nil for no such rung.
    package var rung: Double?
    /// Most tokens, of questions and answers together; nil for no limit.
    package var budgetTokens: Int?
    /// Most environment steps, or heuristic evaluations, of the whole run; nil for no limit.
    package var budgetSteps: Int?
    /// Candidates that a numeric search may spend on the constants of the best one; nil for none.
    package var constantTrials: Int?
    /// Rounds in which a designer may mend what the critic found; nil for none.
    package var criticRounds: Int?
    /// Asks the model for a critic's words beside the rules'; nil for the rules alone.
    package var criticModel: Bool?
    /// Asks a person for words after each generation; nil where nobody is asked.
    package var feedback: Bool?
    /// Measures references anew although another run did exactly that; nil where it is taken over.
    package var freshBaselines: Bool?

    /// Share of the steps at which a rung comes, where one is asked for.
    ///
    /// In 12 recorded searches on `halfcheetah` (280 candidates, 66 generations) a rung there stopped 86 candidates, none of which would
    /// have been the best of its generation; at three tenths of the steps two would have been.
    package static let rungShare = 0.5
    /// CPU seconds a task where nothing is said.
    package static let defaultTaskSeconds = 10.0

    package init(
        problem: String, subject: String, task: String, model: String, strategy: String, samples: Int,
        generations: Int, seeds: Int, steps: Int, finalists: Int, finalistSeeds: Int, confirmSeeds: Int,
        jobs: Int,
        seed: UInt64, initial: String?, promptsFolder: String?, timeLimitSeconds: Double?,
        allowWeakSandbox: Bool, budgetUSD: Double? = nil, pricesFile: String? = nil,
        taskSeconds: Double? = nil, racing: Bool? = nil, budgetTokens: Int? = nil, budgetSteps: Int? = nil,
        constantTrials: Int? = nil
    ) {
        self.problem = problem
        self.subject = subject
        self.task = task
        self.model = model
        self.strategy = strategy
        self.samples = samples
        self.generations = generations
        self.seeds = seeds
        self.steps = steps
        self.finalists = finalists
        self.finalistSeeds = finalistSeeds
        self.confirmSeeds = confirmSeeds
        self.jobs = jobs
        self.seed = seed
        self.initial = initial
        self.promptsFolder = promptsFolder
        self.timeLimitSeconds = timeLimitSeconds
        self.allowWeakSandbox = allowWeakSandbox
        self.budgetUSD = budgetUSD
        self.pricesFile = pricesFile
        self.taskSeconds = taskSeconds
        self.racing = racing
        self.budgetTokens = budgetTokens
        self.budgetSteps = budgetSteps
        self.constantTrials = constantTrials
    }

    /// Renders the settings as JSON with sorted keys.
    package func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// Reads settings that ``json()`` wrote.
    package init(json: String) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(json.utf8))
    }
}
