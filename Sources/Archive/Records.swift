// The rows of a run's file, as values. `RunArchive` stores and returns them; nothing here decides anything.
// Order of a run: RunRecord → ProposalRecord → CandidateRecord → EvaluationRecord → FeedbackRecord.

/// Describes one run: what was asked, and how far it got.
package struct RunRecord: Codable, Sendable, Equatable {
    /// Folder name under `Runs/`.
    package var name: String
    /// `reward` or `heuristic`.
    package var problem: String
    /// Environment or domain, for example `ant`.
    package var subject: String
    /// One sentence shown to people and to the proposer.
    package var task: String
    /// Settings as canonical JSON (sorted keys), so that `resume` needs no flags.
    package var settingsJSON: String
    package var seed: UInt64
    /// RFC 3339, UTC.
    package var createdAt: String
    /// `running`, `done` or `stopped`.
    package var state: String
    /// Final result as canonical JSON, once there is one.
    package var summaryJSON: String?

    package init(
        name: String, problem: String, subject: String, task: String, settingsJSON: String, seed: UInt64,
        createdAt: String, state: String, summaryJSON: String? = nil
    ) {
        self.name = name
        self.problem = problem
        self.subject = subject
        self.task = task
        self.settingsJSON = settingsJSON
        self.seed = seed
        self.createdAt = createdAt
        self.state = state
        self.summaryJSON = summaryJSON
    }
}

/// Records one question to a proposer and its answer, whole.
package struct ProposalRecord: Codable, Sendable, Equatable {
    package var generation: Int
    /// Position in the generation, from 0.
    package var index: Int
    /// 0 for the first answer, 1 for its repair.
    package var attempt: Int
    /// Hashes of the candidates that the proposal builds on.
    package var parents: [String]
    /// Messages sent, as JSON: `[{"role": …, "text": …}]`.
    package var messagesJSON: String
    /// Answer as it came, before extraction.
    package var completion: String
    package var model: String
    package var inputTokens: Int
    package var outputTokens: Int
    package var costUSD: Double
    package var latencySeconds: Double
    /// Hash of the code found in the answer; nil when none was found.
    package var candidate: String?
    /// Why no candidate came of it, in words; nil when one did.
    package var failure: String?
    /// What the proposer did, in words, where it knows.
    package var note: String
    /// Reasoning that came beside the answer; nil where there was none.
    package var reasoning: String?
    /// Share of `inputTokens` read from the provider's cache; nil for none.
    package var cachedInputTokens: Int?
    /// Share of `outputTokens` spent on reasoning; nil for none.
    package var reasoningTokens: Int?

    package init(
        generation: Int, index: Int, attempt: Int, parents: [String], messagesJSON: String,
        completion: String,
        model: String, inputTokens: Int, outputTokens: Int, costUSD: Double, latencySeconds: Double,
        candidate: String?, failure: String?, note: String = "", reasoning: String? = nil,
        cachedInputTokens: Int? = nil, reasoningTokens: Int? = nil
    ) {
        self.generation = generation
        self.index = index
        self.attempt = attempt
        self.parents = parents
        self.messagesJSON = messagesJSON
        self.completion = completion
        self.model = model
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.costUSD = costUSD
        self.latencySeconds = latencySeconds
        self.candidate = candidate
        self.failure = failure
        self.note = note
        self.reasoning = reasoning
        self.cachedInputTokens = cachedInputTokens
        self.reasoningTokens = reasoningTokens
    }
}

/// Names one piece of candidate code by the hash of its text, with the verdict of the checks.
package struct CandidateRecord: Codable, Sendable, Equatable {
    /// SHA-256 of the code, lower-case hexadecimal; people see the first 8 digits.
    package var id: String
    package var code: String
    /// `proposal`, `initial`, `file`, or the name of a reference such as `human` or `goal-count`.
    package var origin: String
    /// Generation and index of the first proposal that produced it; -1 for baselines and files.
    package var generation: Int
    package var index: Int
    package var parents: [String]
    /// One of the closed set of verdicts, as text.
    ///
    /// These are `ok`, `rejected`, `error` and so on.
    package var verdict: String
    /// What was wrong, where, for people and proposers; empty for `ok`.
    package var detail: String
    /// Signals that the function takes.
    package var signals: [String]
    /// Names of the components it returned on the probe.
    package var components: [String]
    /// Tunable constants and their defaults, as JSON.
    package var constantsJSON: String
    /// Hash of the code without formatting, comments and docstrings; empty when it does not parse.
    package var normalised: String
    /// Hash of its outputs on recorded states; empty when it did not get that far.
    package var fingerprint: String
    /// Hash of the earlier candidate that behaves the same; such a one is rejected and never trained.
    package var duplicateOf: String?

    package init(
        id: String, code: String, origin: String, generation: Int, index: Int, parents: [String],
        verdict: String,
        detail: String, signals: [String], components: [String], constantsJSON: String,
        normalised: String = "", fingerprint: String = "", duplicateOf: String? = nil
    ) {
        self.id = id
        self.code = code
        self.origin = origin
        self.generation = generation
        self.index = index
        self.parents = parents
        self.verdict = verdict
        self.detail = detail
        self.signals = signals
        self.components = components
        self.constantsJSON = constantsJSON
        self.normalised = normalised
        self.fingerprint = fingerprint
        self.duplicateOf = duplicateOf
    }
}

/// Holds one point of a training curve, measured at a checkpoint with a deterministic policy.
package struct CurvePoint: Codable, Sendable, Equatable {
    /// Environment steps trained so far.
    package var steps: Int
    /// Mean fitness over the checkpoint's episodes, in the environment's unit.
    package var fitness: Double
    /// Mean return an episode under the candidate's own reward.
    package var ownReward: Double
    /// Mean episode length in steps.
    package var episodeLength: Double

    package init(steps: Int, fitness: Double, ownReward: Double, episodeLength: Double) {
        self.steps = steps
        self.fitness = fitness
        self.ownReward = ownReward
        self.episodeLength = episodeLength
    }
}

/// Follows one reward component over training: its mean per step in each tenth, and its extremes.
package struct ComponentSeries: Codable, Sendable, Equatable {
    package var name: String
    package var points: [Double]
    package var mean: Double
    package var min: Double
    package var max: Double

    package init(name: String, points: [Double], mean: Double, min: Double, max: Double) {
        self.name = name
        self.points = points
        self.mean = mean
        self.min = min
        self.max = max
    }
}

/// Records what came of one planning task under one heuristic.
package struct TaskResult: Codable, Sendable, Equatable {
    package var task: String
    /// Number of objects in it.
    package var size: Int
    /// `solved` (by a plan that validates), `no plan`, `time`, `memory`, `evaluations`, `not tried`, or a verdict.
    package var outcome: String
    /// Calls of the heuristic, as the worker counts them: shown, never ranked on.
    package var evaluations: Int
    /// CPU time of the worker's whole life, measured from outside.
    package var cpuSeconds: Double
    /// Steps of the validated plan.
    package var planLength: Int?
    /// The plan itself, where it decided a comparison: to be validated again.
    package var plan: [String]?

    package init(
        task: String, size: Int, outcome: String, evaluations: Int = 0, cpuSeconds: Double = 0,
        planLength: Int? = nil, plan: [String]? = nil
    ) {
        self.task = task
        self.size = size
        self.outcome = outcome
        self.evaluations = evaluations
        self.cpuSeconds = cpuSeconds
        self.planLength = planLength
        self.plan = plan
    }

    package var isSolved: Bool { outcome == "solved" }
}

/// Keeps where a heuristic leads a search astray: said by the worker, shown to the proposer.
package struct SearchDiagnosis: Codable, Sendable, Equatable {
    /// A state without a better successor, on the way down from the start.
    package struct Stuck: Codable, Sendable, Equatable {
        package var task: String
        package var state: [String]
        package var value: Double
        package var stepsFromStart: Int
        /// Action and value of each successor, in the order of the search.
        package var successors: [Successor]

        package init(
            task: String, state: [String], value: Double, stepsFromStart: Int, successors: [Successor]
        ) {
            self.task = task
            self.state = state
            self.value = value
            self.stepsFromStart = stepsFromStart
            self.successors = successors
        }
    }

    /// One way on from a state; a value of -1 stands for infinity, here and elsewhere in a diagnosis.
    package struct Successor: Codable, Sendable, Equatable {
        package var action: String
        package var value: Double

        package init(action: String, value: Double) {
            self.action = action
            self.value = value
        }
    }

    /// A state of a plan whose value is far above the steps that were left.
    package struct Overestimate: Codable, Sendable, Equatable {
        package var task: String
        package var state: [String]
        package var value: Double
        package var remaining: Int

        package init(task: String, state: [String], value: Double, remaining: Int) {
            self.task = task
            self.state = state
            self.value = value
            self.remaining = remaining
        }
    }

    /// The longest stretch of a plan on which the value does not fall below what it was before.
    package struct Plateau: Codable, Sendable, Equatable {
        package var task: String
        /// Steps of the plan before the stretch.
        package var start: Int
        /// Actions of the stretch, cut to a readable number.
        package var actions: [String]
        /// Value before the first action, and after each.
        package var values: [Double]
        /// Steps of the stretch, and of the whole plan.
        package var length: Int
        package var planLength: Int

        package init(
            task: String, start: Int, actions: [String], values: [Double], length: Int, planLength: Int
        ) {
            (self.task, self.start, self.actions) = (task, start, actions)
            (self.values, self.length, self.planLength) = (values, length, planLength)
        }
    }

    package var stuck: Stuck?
    package var overestimates: [Overestimate]
    /// Nil where no plan is known, or the value falls nearly all the way.
    package var plateau: Plateau?
    /// Power of ten just below the number of evaluations in a CPU second; rough, so that equal runs say the same.
    package var speed: Int?

    package init(stuck: Stuck?, overestimates: [Overestimate], speed: Int?) {
        self.stuck = stuck
        self.overestimates = overestimates
        self.speed = speed
    }
}

/// Records one evaluation of one candidate: a training with one seed, or a search in each task of a set.
package struct EvaluationRecord: Codable, Sendable, Equatable {
    package var candidate: String
    /// `search`, `confirm` or `baseline`.
    package var purpose: String
    package var seed: UInt64
    /// Budget: environment steps of the training, or heuristic evaluations a task of the search set.
    package var steps: Int
    package var verdict: String
    package var detail: String
    /// Nil unless the verdict is `ok`.
    ///
    /// Of a training: the shipped checkpoint's, mean over its episodes. Of a set of tasks: how many were solved, and below 1 in
    /// addition for little CPU time.
    package var fitness: Double?
    /// Fitness of each episode of the shipped checkpoint; 1 or 0 for each task.
    package var episodes: [Double]
    package var curve: [CurvePoint]
    package var components: [ComponentSeries]
    /// Index into `curve` of the checkpoint that was shipped: the best own reward.
    package var shipped: Int?
    package var trainerCPUSeconds: Double
    package var workerCPUSeconds: Double
    package var workerPeakBytes: Int
    package var wallSeconds: Double
    /// Environment steps of training and measurement together, or heuristic evaluations of all searches.
    package var environmentSteps: Int
    /// Policy file relative to the run's folder.
    package var policy: String?
    /// What came of each task, in order; nil for trainings.
    package var tasks: [TaskResult]?
    /// Where the heuristic leads astray; nil for trainings and where nobody looked.
    package var diagnosis: SearchDiagnosis?
    /// What the trained policy did; nil for tasks, for failed trainings, and in archives of earlier versions.
    package var digest: EpisodeDigest?
    /// By whom and when it was measured; nil but for baselines, which a run may take over from another.
    package var measured: Measured?

    package init(
        candidate: String, purpose: String, seed: UInt64, steps: Int, verdict: String, detail: String,
        fitness: Double?, episodes: [Double], curve: [CurvePoint], components: [ComponentSeries],
        shipped: Int?,
        trainerCPUSeconds: Double, workerCPUSeconds: Double, workerPeakBytes: Int, wallSeconds: Double,
        environmentSteps: Int = 0, policy: String?, tasks: [TaskResult]? = nil,
        diagnosis: SearchDiagnosis? = nil, digest: EpisodeDigest? = nil
    ) {
        self.candidate = candidate
        self.purpose = purpose
        self.seed = seed
        self.steps = steps
        self.verdict = verdict
        self.detail = detail
        self.fitness = fitness
        self.episodes = episodes
        self.curve = curve
        self.components = components
        self.shipped = shipped
        self.trainerCPUSeconds = trainerCPUSeconds
        self.workerCPUSeconds = workerCPUSeconds
        self.workerPeakBytes = workerPeakBytes
        self.wallSeconds = wallSeconds
        self.environmentSteps = environmentSteps
        self.policy = policy
        self.tasks = tasks
        self.diagnosis = diagnosis
        self.digest = digest
    }
}

/// Keeps the words that went back to the proposer about a candidate.
package struct FeedbackRecord: Codable, Sendable, Equatable {
    package var candidate: String
    package var text: String

    package init(candidate: String, text: String) {
        self.candidate = candidate
        self.text = text
    }
}
