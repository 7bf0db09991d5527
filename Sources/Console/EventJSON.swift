import Archive
package import Evolution

/// Writes events as JSON lines for `events.jsonl`: one object each, schema number first, units in key names.
package enum EventJSON {
    package static let schema = 1

    /// Gives the line of `event`, without a newline at its end.
    package static func line(_ event: RunEvent, elapsed: Double) -> String {
        let (name, fields) = parts(event)
        let head: [(String, JSONText)] = [
            ("schema", .integer(schema)), ("elapsed_s", .number(elapsed)), ("event", .string(name)),
        ]
        return JSONText.object(head + fields).text
    }

    private static func parts(_ event: RunEvent) -> (String, [(String, JSONText)]) {
        switch event {
        case .started(let run, let plan, let resumed):
            (
                "started",
                [
                    ("run", .string(run.name)), ("problem", .string(run.problem)),
                    ("subject", .string(run.subject)), ("task", .string(run.task)),
                    ("seed", .natural(run.seed)),
                    ("created_at", .string(run.createdAt)), ("resumed", .boolean(resumed)),
                    ("plan", Self.plan(plan)),
                ]
            )
        case .stage(let name): ("stage", [("stage", .string(name))])
        case .generationStarted(let number): ("generation_started", [("generation", .integer(number))])
        case .asking(let generation, let count, let model):
            (
                "asking",
                [("generation", .integer(generation)), ("count", .integer(count)), ("model", .string(model))]
            )
        case .proposed(let generation, let index, let candidate, let note):
            (
                "proposed",
                place(generation, index) + [("candidate", .optional(candidate)), ("note", .string(note))]
            )
        case .checked(let generation, let index, let candidate, let verdict, let detail):
            (
                "checked",
                place(generation, index) + [
                    ("candidate", .string(candidate)), ("verdict", .string(verdict)),
                    ("detail", .string(detail)),
                ]
            )
        case .training(let activity, let fraction, let fitness):
            ("training", who(activity) + [("fraction", .number(fraction)), ("fitness", .optional(fitness))])
        case .evaluated(let activity, let verdict, let detail, let fitness, let wallSeconds, let effort):
            (
                "evaluated",
                who(activity) + [
                    ("verdict", .string(verdict)), ("detail", .string(detail)),
                    ("fitness", fitness.map(estimate) ?? .null),
                    ("wall_s", .number(wallSeconds)),
                ] + Self.effort(effort)
            )
        case .stopped(let activity, let done, let planned):
            ("stopped", who(activity) + [("evaluations", .integer(done)), ("planned", .integer(planned))])
        case .replanned(let plan): ("replanned", [("plan", Self.plan(plan))])
        case .generationEnded(let number, let best, let fitness):
            (
                "generation_ended",
                [
                    ("generation", .integer(number)), ("best", .optional(best)),
                    ("fitness", fitness.map(estimate) ?? .null),
                ]
            )
        case .listening(let question):
            (
                "listening",
                [("generation", .integer(question.generation)), ("best", .optional(question.best))]
            )
        case .heard(let generation, let words):
            ("heard", [("generation", .integer(generation)), ("words", .string(words))])
        case .note(let text): ("note", [("text", .string(text))])
        case .finished(let summary): ("finished", [("summary", SummaryJSON.object(summary))])
        }
    }

    private static func effort(_ effort: Effort?) -> [(String, JSONText)] {
        guard let effort else { return [] }
        return [("evaluations", .integer(effort.evaluations)), ("cpu_s", .number(effort.cpuSeconds))]
    }

    private static func place(_ generation: Int, _ index: Int) -> [(String, JSONText)] {
        [("generation", .integer(generation)), ("index", .integer(index))]
    }

    private static func who(_ activity: Activity) -> [(String, JSONText)] {
        [
            ("purpose", .string(activity.purpose)), ("candidate", .string(activity.candidate)),
            ("label", .string(activity.label)), ("seed", .natural(activity.seed)),
        ] + place(activity.generation, activity.index)
    }

    private static func plan(_ plan: RunPlan) -> JSONText {
        .object([
            ("generations", .integer(plan.generations)), ("samples", .integer(plan.samples)),
            ("seeds", .integer(plan.seeds)), ("steps", .integer(plan.steps)),
            ("confirm_seeds", .integer(plan.confirmSeeds)),
            ("finalists", .integer(plan.finalists)), ("finalist_seeds", .integer(plan.finalistSeeds)),
            ("jobs", .integer(plan.jobs)),
            ("model", .string(plan.model)), ("fitness_unit", .string(plan.fitnessUnit)),
            ("reference", .optional(plan.reference)),
        ])
    }

    /// Writes an estimate; `low` and `high` bound the 95 % interval, in the fitness's unit.
    static func estimate(_ estimate: Estimate) -> JSONText {
        .object([
            ("mean", .number(estimate.mean)), ("low", .optional(estimate.low)),
            ("high", .optional(estimate.high)), ("count", .integer(estimate.count)),
            ("over", .string(estimate.over)),
        ])
    }
}

/// Writes the summary of a run as the object that `--json` prints on stdout.
package enum SummaryJSON {
    /// Gives the object on one line.
    package static func line(_ summary: RunSummary) -> String { object(summary).text }

    static func object(_ summary: RunSummary) -> JSONText {
        let best = summary.best.map { best -> JSONText in
            let isTasks = best.fitness.over == "tasks"
            let solved = isTasks ? [("solved", JSONText.integer(best.fitness.solved))] : []
            return JSONText.object(
                [
                    ("id", .string(best.id)), ("label", .string(best.label)),
                    ("fitness", .number(best.fitness.mean)),
                    ("interval", interval(best.fitness)), ("count", .integer(best.fitness.count)),
                    ("over", .string(best.fitness.over)),
                    ("human_normalised", .optional(best.humanNormalised)),
                ] + solved)
        }
        let judgement = summary.judgement.map { judgement in
            [("verdict", JSONText.string(judgement.verdict)), ("detail", .string(judgement.detail))]
        }
        return .object(
            [
                ("schema", .integer(summary.schema)), ("run", .string(summary.run)),
                ("problem", .string(summary.problem)), ("subject", .string(summary.subject)),
                ("best", best ?? .null), ("comparisons", .array(summary.comparisons.map(comparison))),
                ("candidates", .integer(summary.candidates)), ("failed", .integer(summary.failed)),
                ("cost_usd", .number(summary.costUSD)), ("tokens", .integer(summary.tokens)),
                ("env_steps", .integer(summary.envSteps)), ("wall_s", .number(summary.wallSeconds)),
                ("stopped", .optional(summary.stopped)),
                ("weak_sandbox", .array(summary.weakSandbox.map { .string($0) })),
            ] + normalised(summary) + (judgement ?? []))
    }

    private static func normalised(_ summary: RunSummary) -> [(String, JSONText)] {
        guard let normalised = summary.normalised else { return [] }
        let fields: [(String, JSONText)] = [
            ("score", .optional(normalised.score)),
            ("sparse", normalised.sparse.map(EventJSON.estimate) ?? .null),
            ("why", .optional(normalised.why)),
        ]
        return [("normalisation", .object(fields))]
    }

    private static func interval(_ estimate: Estimate) -> JSONText {
        guard let low = estimate.low, let high = estimate.high else { return .null }
        return .array([.number(low), .number(high)])
    }

    private static func comparison(_ comparison: Comparison) -> JSONText {
        .object(
            [
                ("against", .string(comparison.against)), ("ours", EventJSON.estimate(comparison.ours)),
                ("theirs", EventJSON.estimate(comparison.theirs)),
                ("difference", EventJSON.estimate(comparison.difference)),
                ("probability_of_improvement", .number(comparison.probabilityOfImprovement)),
                ("seeds", .array(comparison.seeds.map { .natural($0) })),
            ] + tasks(comparison))
    }

    private static func tasks(_ comparison: Comparison) -> [(String, JSONText)] {
        guard let gained = comparison.gained, let lost = comparison.lost else { return [] }
        return [
            ("tasks", .integer(comparison.ours.count)), ("gained", .integer(gained)),
            ("lost", .integer(lost)),
        ]
    }
}
