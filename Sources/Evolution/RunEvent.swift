package import Archive

/// Tells everything that happens in a run, in order; the terminal, JSON lines and logs are drawn from it.
package enum RunEvent: Sendable, Equatable {
    /// The run begins or continues; `resumed` is true when earlier work was found.
    case started(run: RunRecord, plan: RunPlan, resumed: Bool)
    /// The stage of the whole run changes: `baseline`, `search`, `confirm`.
    case stage(String)
    case generationStarted(Int)
    /// The proposer is being asked for `count` candidates.
    case asking(generation: Int, count: Int, model: String)
    /// An answer arrived; `candidate` is nil when no code was found in it.
    case proposed(generation: Int, index: Int, candidate: String?, note: String)
    /// The static checks and the probe are done; verdict and, unless `ok`, the detail.
    case checked(generation: Int, index: Int, candidate: String, verdict: String, detail: String)
    /// A training moves on: fraction in 0...1; `fitness` is that of the last checkpoint, if there is one.
    case training(Activity, fraction: Double, fitness: Double?)
    /// A training ended.
    case evaluated(Activity, verdict: String, detail: String, fitness: Estimate?, wallSeconds: Double)
    /// The generation is over; the incumbent and its fitness, if any candidate was valid.
    case generationEnded(Int, best: String?, fitness: Estimate?)
    /// Something that a person should know, in one line.
    case note(String)
    case finished(RunSummary)
}

/// Says who trains: which candidate, in which role, with which seed.
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
    /// `episodes` of one training, or `seeds`.
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
    package var model: String
    package var fitnessUnit: String

    package init(
        generations: Int, samples: Int, seeds: Int, steps: Int, confirmSeeds: Int, jobs: Int, model: String,
        fitnessUnit: String, finalists: Int = 0, finalistSeeds: Int = 0
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
    }

    /// Takes from a run's settings what progress needs.
    package init(_ settings: RunSettings, model: String, fitnessUnit: String) {
        self.init(
            generations: settings.generations, samples: settings.samples, seeds: settings.seeds,
            steps: settings.steps, confirmSeeds: settings.confirmSeeds, jobs: settings.jobs, model: model,
            fitnessUnit: fitnessUnit, finalists: settings.finalists, finalistSeeds: settings.finalistSeeds)
    }
}

/// Compares two sets of trainings on the same fresh seeds.
package struct Comparison: Codable, Sendable, Equatable {
    /// For example `human` or `best of generation 1`.
    package var against: String
    package var ours: Estimate
    package var theirs: Estimate
    /// Paired difference ours − theirs.
    package var difference: Estimate
    /// Share of pairs (all ours x all theirs) in which ours is better; ties count half.
    package var probabilityOfImprovement: Double
    package var seeds: [UInt64]

    package init(
        against: String, ours: Estimate, theirs: Estimate, difference: Estimate,
        probabilityOfImprovement: Double, seeds: [UInt64]
    ) {
        self.against = against
        self.ours = ours
        self.theirs = theirs
        self.difference = difference
        self.probabilityOfImprovement = probabilityOfImprovement
        self.seeds = seeds
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
    package var envSteps: Int
    package var wallSeconds: Double
    /// Nil when the run went to its end; otherwise `budget`, `interrupted`.
    package var stopped: String?
    /// Layers of the sandbox that were missing; empty when all required ones held.
    package var weakSandbox: [String]

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
