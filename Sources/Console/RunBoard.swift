package import Archive
package import Evolution

// How the terminal is drawn: RunEvent → RunBoard (this reducer, a pure value) → LiveTable or PlainLines
// (pure text) → LiveScreen (escape codes) → the writer that the command line passes in. EventJSON writes the
// same events as JSON lines. RunConsole chooses once and owns nothing but these values.

/// Holds everything that a person sees of a run, computed from its events alone.
package struct RunBoard: Sendable, Equatable {
    /// Number of the first generation, as in the label `g0.c0`.
    package static let firstGeneration = 0

    package private(set) var run: RunRecord?
    package private(set) var plan: RunPlan?
    package private(set) var resumed = false
    package private(set) var stage = ""
    package private(set) var generation: Int?
    package private(set) var endedGenerations: [Int: GenerationEnd] = [:]
    /// In order of appearance.
    package private(set) var rows: [BoardRow] = []
    package private(set) var best: Best?
    package private(set) var question: Question?
    package private(set) var notes: [String] = []
    package private(set) var summary: RunSummary?
    package private(set) var pace = Pace()

    /// Names the best valid candidate so far.
    package struct Best: Sendable, Equatable {
        package var label: String
        package var fitness: Estimate
    }
    /// Sums up a generation that is over.
    package struct GenerationEnd: Sendable, Equatable {
        package var best: Best?
    }
    /// Is the question that the proposer is thinking about.
    package struct Question: Sendable, Equatable {
        package var generation: Int
        package var count: Int
        package var answered: Int
        package var model: String
        package var since: Double
    }
    /// Counts the environment steps seen being done, for the speed.
    package struct Pace: Sendable, Equatable {
        package var steps: Double = 0
        package var since: Double?
        package var last: Double = 0
    }

    package init() {}

    /// Names what candidates are held against: `human`, `goal-count`.
    package var referenceName: String { plan?.reference ?? "human" }

    /// Gives the row of the reference, if it was seen being measured.
    package var reference: BoardRow? {
        rows.first { $0.purpose == "baseline" && $0.label == referenceName }
    }

    /// Gives the words of the run's problem.
    var words: RunWords { RunWords(problem: run?.problem) }

    /// Takes in one event at `elapsed` seconds since the command began.
    package mutating func apply(_ event: RunEvent, at elapsed: Double) {
        switch event {
        case .started(let run, let plan, let resumed):
            (self.run, self.plan, self.resumed) = (run, plan, resumed)
        case .stage(let name):
            stage = name
            question = nil
        case .generationStarted(let number):
            generation = number
        case .asking(let generation, let count, let model):
            question = Question(
                generation: generation, count: count, answered: 0, model: model, since: elapsed)
        case .proposed(let generation, let index, let candidate, let note):
            propose(generation, index, candidate, note)
        case .checked(let generation, let index, let candidate, let verdict, let detail):
            check(generation, index, candidate, verdict, detail)
        case .training(let activity, let fraction, let fitness):
            train(activity, fraction, fitness, elapsed)
        case .evaluated(let activity, let verdict, let detail, let fitness, let wallSeconds, let effort):
            evaluate(activity, verdict, detail, fitness, (wallSeconds, effort), elapsed)
        case .stopped(let activity, _, _):
            change(newRow(activity)) { $0.state = .done }
        case .replanned(let plan):
            self.plan = plan
        case .generationEnded(let number, let candidate, let fitness):
            end(number, candidate, fitness)
        case .listening, .heard: break
        case .note(let text):
            notes.append(text)
        case .finished(let summary):
            question = nil
            self.summary = summary
            if let winner = summary.best { best = Best(label: winner.label, fitness: winner.fitness) }
        }
    }

    private mutating func propose(_ generation: Int, _ index: Int, _ candidate: String?, _ note: String) {
        question?.answered += 1
        if let question, question.answered >= question.count { self.question = nil }
        change(search(generation, index)) { row in
            row.candidate = candidate
            row.state = candidate == nil ? .failed(verdict: "no code", detail: note) : .checking
        }
    }

    private mutating func check(
        _ generation: Int, _ index: Int, _ candidate: String, _ verdict: String, _ detail: String
    ) {
        // A person's own file is shown under its hash, and only once there is something to say.
        let isFile = generation < 0
        if isFile, verdict == "ok" { return }
        var row = search(generation, index)
        if isFile { row.label = String(candidate.prefix(8)) }
        change(row) { row in
            row.candidate = candidate
            row.state = verdict == "ok" ? .waiting : .failed(verdict: verdict, detail: detail)
        }
    }

    private mutating func train(
        _ activity: Activity, _ fraction: Double, _ fitness: Double?, _ elapsed: Double
    ) {
        let fraction = fraction.isFinite ? min(max(fraction, 0), 1) : 0
        var gained = 0.0
        change(newRow(activity)) { row in
            row.label = activity.label
            if !row.isFailed { row.state = .training }
            row.update(seed: activity.seed) { progress in
                gained = max(fraction - progress.fraction, 0)
                progress.fraction = fraction
                if let fitness, fitness.isFinite { progress.latest = fitness }
            }
        }
        advance(gained * weight(of: activity.purpose), elapsed)
    }

    private mutating func evaluate(
        _ activity: Activity, _ verdict: String, _ detail: String, _ fitness: Estimate?,
        _ cost: (wallSeconds: Double, effort: Effort?), _ elapsed: Double
    ) {
        var gained = 0.0
        let expected = seeds(of: activity.purpose)
        let changed = change(newRow(activity)) { row in
            row.label = activity.label
            row.update(seed: activity.seed) { progress in
                // A training that was never seen under way comes from the archive: it says nothing of speed.
                gained = progress.fraction > 0 ? 1 - progress.fraction : 0
                progress.fraction = 1
                (progress.verdict, progress.wallSeconds) = (verdict, cost.wallSeconds)
                progress.effort = cost.effort
                progress.estimate = verdict == "ok" ? fitness : nil
            }
            if verdict != "ok" {
                row.state = .failed(verdict: verdict, detail: detail)
            } else if !row.isFailed {
                row.state = row.trainings.filter { $0.verdict != nil }.count >= expected ? .done : .training
            }
        }
        advance(gained * weight(of: activity.purpose), elapsed)
        guard changed.purpose == "search", changed.state == .done, let mean = changed.fitness else { return }
        if mean.mean > best?.fitness.mean ?? -.infinity { best = Best(label: changed.label, fitness: mean) }
    }

    private mutating func end(_ number: Int, _ candidate: String?, _ fitness: Estimate?) {
        if let candidate, let fitness {
            // The incumbent comes by label or by hash.
            let label = rows.last { $0.candidate == candidate }?.label ?? candidate
            best = Best(label: label, fitness: fitness)
        }
        endedGenerations[number] = GenerationEnd(best: best)
        question = nil
    }

    /// Gives the number of trainings after which a row of this purpose is complete.
    package func seeds(of purpose: String) -> Int {
        guard let plan else { return 1 }
        switch purpose {
        case "confirm", "baseline": return max(plan.confirmSeeds, 1)
        case "finalist": return max(plan.finalistSeeds, 1)
        default: return max(plan.seeds, 1)
        }
    }

    private mutating func advance(_ fraction: Double, _ elapsed: Double) {
        if pace.since == nil { pace.since = elapsed }
        pace.steps += fraction * Double(plan?.steps ?? 0)
        pace.last = elapsed
    }

    private func search(_ generation: Int, _ index: Int) -> BoardRow {
        BoardRow(
            label: "g\(generation).c\(index)", purpose: "search", generation: generation, index: index,
            state: .asking)
    }

    private func newRow(_ activity: Activity) -> BoardRow {
        BoardRow(
            label: activity.label, purpose: activity.purpose, candidate: activity.candidate,
            generation: activity.generation, index: activity.index, state: .training)
    }

    /// Changes the row with the same role and place, adding `row` when it is new; returns it as it is then.
    @discardableResult
    private mutating func change(_ row: BoardRow, _ change: (inout BoardRow) -> Void) -> BoardRow {
        let position =
            rows.firstIndex { known in
                guard known.purpose == row.purpose else { return false }
                let placed = row.purpose == "search" && row.generation >= 0
                return placed
                    ? known.generation == row.generation && known.index == row.index
                    : known.label == row.label
            } ?? rows.count
        if position == rows.count { rows.append(row) }
        change(&rows[position])
        return rows[position]
    }
}
