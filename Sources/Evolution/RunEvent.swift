package import Archive

/// Tells everything that happens in a run, in order; the terminal, JSON lines and logs are drawn from it.
package enum RunEvent: Sendable, Equatable {
    /// The run begins or continues; `resumed` is true when earlier work was found.
    case started(run: RunRecord, plan: RunPlan, resumed: Bool)
    /// The stage of the whole run changes: `baseline`, `search`, `finalists`, `confirm`.
    case stage(String)
    case generationStarted(Int)
    /// The proposer is being asked for `count` candidates.
    case asking(generation: Int, count: Int, model: String)
    /// An answer arrived; `candidate` is nil when no code was found in it.
    case proposed(generation: Int, index: Int, candidate: String?, note: String)
    /// The static checks and the probe are done; verdict and, unless `ok`, the detail.
    case checked(generation: Int, index: Int, candidate: String, verdict: String, detail: String)
    /// A training or a set of searches moves on: fraction in 0...1; `fitness` is that so far, if there is any.
    case training(Activity, fraction: Double, fitness: Double?)
    /// A training or a set of searches ended.
    case evaluated(
        Activity, verdict: String, detail: String, fitness: Estimate?, wallSeconds: Double,
        effort: Effort? = nil)
    /// A race ended the measurement of a clearly worse candidate after some of its evaluations.
    case stopped(Activity, Stop)
    /// More, or less, is going to be done than was said at the start.
    case replanned(RunPlan)
    /// The generation is over; the incumbent and its fitness, if any candidate was valid.
    case generationEnded(Int, best: String?, fitness: Estimate?)
    /// A person is asked what the next generation should do, and the run waits.
    case listening(Listening)
    /// The person answered; empty words say nothing.
    case heard(after: Int, words: String)
    /// Something that a person should know, in one line.
    case note(String)
    case finished(RunSummary)
}

/// Says where a race stopped a candidate.
package struct Stop: Sendable, Equatable {
    /// Evaluations that it had, and those that it would have had.
    package var evaluations: Int
    package var of: Int
    /// Environment steps after which those evaluations paused; nil where they came to their ends.
    package var steps: Int?
    /// Fitness at that place.
    package var fitness: Estimate?

    package init(evaluations: Int, of planned: Int, steps: Int? = nil, fitness: Estimate? = nil) {
        (self.evaluations, self.of) = (evaluations, planned)
        (self.steps, self.fitness) = (steps, fitness)
    }
}

/// Tells what searches took: calls of the heuristic as the worker counts them, and CPU seconds from outside.
package struct Effort: Sendable, Equatable {
    package var evaluations: Int
    package var cpuSeconds: Double

    package init(evaluations: Int, cpuSeconds: Double) {
        self.evaluations = evaluations
        self.cpuSeconds = cpuSeconds
    }

    /// Evaluations in a CPU second.
    package var speed: Double { cpuSeconds > 0 ? Double(evaluations) / cpuSeconds : 0 }
}

/// Says who is measured: which candidate, in which role, with which seed.
package struct Activity: Sendable, Equatable, Hashable {
    /// `search`, `confirm` or `baseline`.
    package var purpose: String
    package var candidate: String
    /// Short label for people: `g1.c3`, `human`, `sparse`, a file's name.
    package var label: String
    package var seed: UInt64
    /// Generation and index; -1 for baselines and files.
    package var generation: Int
    package var index: Int

    package init(
        purpose: String, candidate: String, label: String, seed: UInt64, generation: Int, index: Int
    ) {
        self.purpose = purpose
        self.candidate = candidate
        self.label = label
        self.seed = seed
        self.generation = generation
        self.index = index
    }
}

/// Gives a mean with a two-sided 95 % interval, and says over how many values and of which kind.
package struct Estimate: Codable, Sendable, Equatable {
    package var mean: Double
    /// Nil when one value is all there is.
    package var low: Double?
    package var high: Double?
    package var count: Int
    /// `episodes` of one training, `seeds`, or `tasks`: then the mean is the number solved, and its fraction stands for CPU time.
    package var over: String

    package init(mean: Double, low: Double?, high: Double?, count: Int, over: String) {
        self.mean = mean
        self.low = low
        self.high = high
        self.count = count
        self.over = over
    }
}

/// Says what a run is going to do, so that progress and time left can be shown.
package struct RunPlan: Codable, Sendable, Equatable {
    package var generations: Int
    package var samples: Int
    package var seeds: Int
    package var steps: Int
    package var confirmSeeds: Int
    /// Candidates that are trained on further seeds before one is chosen, and on how many.
    package var finalists: Int
    package var finalistSeeds: Int
    package var jobs: Int
    /// Who proposes; empty where nobody does, since a person's own code is scored.
    package var model: String
    package var fitnessUnit: String
    /// Label of the reference that candidates are held against, for example `human`.
    package var reference: String?
    /// References that the winner meets after the search, beside those that were measured for it before.
    package var lateReferences = 0
    /// Says that trainings begin with a policy that lies in the run's folder.
    package var beginsWithPolicy = false
    /// Cost of an evaluation by purpose, in evaluations of the search; 1 where it is missing.
    package var weights: [String: Double] = [:]

    package init(
        generations: Int, samples: Int, seeds: Int, steps: Int, confirmSeeds: Int, jobs: Int, model: String,
        fitnessUnit: String, finalists: Int = 0, finalistSeeds: Int = 0, reference: String? = "human"
    ) {
        self.generations = generations
        self.samples = samples
        self.seeds = seeds
        self.steps = steps
        self.confirmSeeds = confirmSeeds
        self.finalists = finalists
        self.finalistSeeds = finalistSeeds
        self.jobs = jobs
        self.model = model
        self.fitnessUnit = fitnessUnit
        self.reference = reference
    }

    /// Takes from a run's settings what progress needs.
    package init(_ settings: RunSettings, model: String, fitnessUnit: String, reference: String?) {
        self.init(
            generations: settings.generations, samples: settings.samples, seeds: settings.seeds,
            steps: settings.steps, confirmSeeds: settings.confirmSeeds, jobs: settings.jobs,
            model: settings.strategy == "score" ? "" : model,
            fitnessUnit: fitnessUnit, finalists: settings.finalists, finalistSeeds: settings.finalistSeeds,
            reference: reference)
        beginsWithPolicy = settings.startPolicy != nil
    }
}

/// Compares two candidates on the same fresh seeds, or on the same held-out tasks.
package struct Comparison: Codable, Sendable, Equatable {
    /// For example `human` or `best of generation 1`.
    package var against: String
    package var ours: Estimate
    package var theirs: Estimate
    /// Paired difference ours − theirs.
    package var difference: Estimate
    /// Share of pairs in which ours is better, ties half: all ours x all theirs, or task by task.
    package var probabilityOfImprovement: Double
    /// Shared seeds; empty where tasks are shared.
    package var seeds: [UInt64]
    /// Tasks that ours solves and theirs does not; nil for seeds.
    package var gained: Int?
    /// Tasks that theirs solves and ours does not.
    package var lost: Int?
    /// The environment's own figures on the same seeds, such as `death`; nil where it has none.
    package var outcomes: [OutcomePair]?

    package init(
        against: String, ours: Estimate, theirs: Estimate, difference: Estimate,
        probabilityOfImprovement: Double, seeds: [UInt64], gained: Int? = nil, lost: Int? = nil
    ) {
        self.against = against
        self.ours = ours
        self.theirs = theirs
        self.difference = difference
        self.probabilityOfImprovement = probabilityOfImprovement
        self.seeds = seeds
        self.gained = gained
        self.lost = lost
    }
}

/// Sums up a finished run; `--json` prints it as one object.
package struct RunSummary: Codable, Sendable, Equatable {
    package var schema: Int
    package var run: String
    package var problem: String
    package var subject: String
    package var best: Best?
    package var comparisons: [Comparison]
    package var candidates: Int
    package var failed: Int
    package var costUSD: Double
    package var tokens: Int
    /// Environment steps, or heuristic evaluations.
    package var envSteps: Int
    package var wallSeconds: Double
    /// Nil when the run went to its end; otherwise `budget`, `interrupted`.
    package var stopped: String?
    /// Layers of the sandbox that were missing; empty when all required ones held.
    package var weakSandbox: [String]

    /// The winner between the sparse and the human reward, or why that is not defined; nil where nothing is normalised.
    package var normalised: HumanNormalised?
    /// What became of the code that a person had scored; nil after a search.
    package var judgement: Judgement?

    /// Gives the verdict on one candidate, and what was wrong with it.
    package struct Judgement: Codable, Sendable, Equatable {
        package var verdict: String
        package var detail: String

        package init(verdict: String, detail: String) {
            self.verdict = verdict
            self.detail = detail
        }
    }

    /// Names the winner and what is known of it.
    package struct Best: Codable, Sendable, Equatable {
        package var id: String
        package var label: String
        package var fitness: Estimate
        package var humanNormalised: Double?

        package init(id: String, label: String, fitness: Estimate, humanNormalised: Double?) {
            self.id = id
            self.label = label
            self.fitness = fitness
            self.humanNormalised = humanNormalised
        }
    }

    package init(
        schema: Int = 1, run: String, problem: String, subject: String, best: Best?,
        comparisons: [Comparison],
        candidates: Int, failed: Int, costUSD: Double, tokens: Int, envSteps: Int, wallSeconds: Double,
        stopped: String?, weakSandbox: [String], judgement: Judgement? = nil
    ) {
        self.schema = schema
        self.run = run
        self.problem = problem
        self.subject = subject
        self.best = best
        self.comparisons = comparisons
        self.candidates = candidates
        self.failed = failed
        self.costUSD = costUSD
        self.tokens = tokens
        self.envSteps = envSteps
        self.wallSeconds = wallSeconds
        self.stopped = stopped
        self.weakSandbox = weakSandbox
        self.judgement = judgement
    }
}
