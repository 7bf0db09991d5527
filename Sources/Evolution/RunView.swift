package import Archive
internal import Foundation

/// Reads an archive for people: one line, a table, one candidate, or JSON.
package struct RunView: Sendable {
    package let run: RunRecord
    package let individuals: [Individual]
    private let feedback: [String: String]
    /// What the proposer did, by candidate.
    let notes: [String: String]
    /// Votes and remarks of people, by candidate.
    package let reviews: [String: [ReviewRecord]]
    /// What was said to the run as a whole, in its order.
    private let words: [ReviewRecord]
    let summary: RunSummary?
    /// Candidates that were proposed, given or tuned, repeated ones included; references do not count.
    package let triedCount: Int
    private let audit: LeakAudit?
    private let integrity: [String: IntegrityReport]
    private let critic: CriticTally?

    /// Reads everything that is shown.
    package init(_ archive: RunArchive) async throws {
        guard let run = try await archive.run() else {
            throw EvolutionError.setUp(
                why:
                    "\(archive.path): the run ended before anything was recorded; delete its folder and start again"
            )
        }
        self.run = run
        let evaluations = Dictionary(grouping: try await archive.evaluations(), by: \.candidate)
        individuals = try await archive.candidates().map {
            Individual(candidate: $0, evaluations: evaluations[$0.id] ?? [])
        }
        feedback = Dictionary(
            try await archive.feedback().map { ($0.candidate, $0.text) },
            uniquingKeysWith: { first, _ in first })
        notes = Dictionary(
            try await archive.proposals().compactMap { proposal in
                proposal.candidate.map { ($0, proposal.note) }
            }, uniquingKeysWith: { first, _ in first })
        let said = try await archive.reviews()
        reviews = Dictionary(grouping: said, by: \.candidate)
        words = said.filter { $0.after != nil }
        audit = try await archive.mark("leak_audit").flatMap {
            try? JSONDecoder().decode(LeakAudit.self, from: Data($0.utf8))
        }
        integrity = Dictionary(
            try await archive.integrityReports(of: individuals.map(\.candidate)).map { ($0.candidate, $0) },
            uniquingKeysWith: { first, _ in first })
        critic = try await CriticTally(archive)
        summary = try? run.summary()
        let own = individuals.count { !$0.candidate.isReference }
        let recorded = try await archive.totals().candidates
        triedCount = summary?.candidates ?? max(recorded, own)
    }

    package var labels: [String] { individuals.map(\.label) }

    /// Finds a candidate by label, by the first digits of its hash, or the winner as `best`.
    package func find(_ name: String) -> Individual? {
        if name == "best" { return individuals.first { $0.candidate.id == summary?.best?.id } }
        return individuals.first { $0.label == name }
            ?? individuals.first { name.count >= 4 && $0.candidate.id.hasPrefix(name) }
    }

    /// The run's winner; nil while there is none.
    package var winner: Individual? {
        summary?.best.flatMap { best in individuals.first { $0.candidate.id == best.id } }
    }

    /// Says in one line what the run is and found.
    package func line() -> String {
        let score = winner.flatMap { $0.score(in: .confirm) ?? $0.score }
        let best = winner.map { "best \($0.label)" + (score.map { " \($0.words)" } ?? "") }
        let nothing = run.state == "done" ? "no valid candidate" : "no result yet"
        let count = triedCount == 1 ? "1 candidate" : "\(triedCount) candidates"
        return "\(run.name)  \(run.subject)  \(run.state)  \(count)  \(best ?? nothing)"
    }

    /// Lists the candidates, best first, failed ones last with their verdict.
    /// - Parameters:
    ///   - width: columns of the terminal.
    ///   - verdict: what the run said at its end, under the first line.
    /// - Returns: lines without a newline at the end.
    package func table(width: Int = 80, verdict: [String] = []) -> String {
        let rows = self.rows
        let legend = legend.isEmpty ? "" : "\n" + legend
        return ([line()] + verdict).joined(separator: "\n") + "\n\n" + TextTable.text(rows, width: width)
            + legend
            + (summary?.best == nil ? "" : "\n* the winner; `evolve show \(run.name) best` prints its code")
            + normalised + concerns + (critic.map { "\n\n\($0.line)" } ?? "") + said + takenOver + footer
    }

    /// Where the winner stands between the sparse and the human reward, or why that is not defined.
    private var normalised: String {
        guard let summary, let normalised = summary.normalised else { return "" }
        guard let score = normalised.score else {
            return "\n\nno human-normalised score: \(normalised.why ?? "it was not measured")"
        }
        let sparse = normalised.sparse.map { " at \(Self.figure($0.mean))" } ?? ""
        return
            "\n\nhuman-normalised score \(Self.figure(score)): 0 is the sparse reward\(sparse), 1 the human one"
    }

    /// What a person said between the generations.
    private var said: String {
        let names = Dictionary(
            individuals.map { ($0.candidate.id, $0.label) }, uniquingKeysWith: { first, _ in first })
        let lines = words.compactMap { $0.said(of: names[$0.candidate]) }
        return lines.isEmpty
            ? ""
            : (["", "", "said between the generations:"] + lines.map { "  - \($0)" })
                .joined(separator: "\n")
    }

    /// Which baselines another run measured, and when.
    private var takenOver: String {
        let lines = individuals.compactMap { individual -> String? in
            let others = individual.evaluations.filter { $0.isTakenOver(by: run.name) }
            guard let first = others.compactMap(\.measured).min(by: { $0.at < $1.at }) else { return nil }
            return
                "baseline \(individual.label): \(others.count) trainings were measured by \(first.run), \(first.at)"
        }
        return lines.isEmpty ? "" : "\n\n" + lines.joined(separator: "\n")
    }

    /// What stands out in the winner's reward.
    private var concerns: String {
        guard let found = summary?.best.flatMap({ integrity[$0.id] })?.concerns, !found.isEmpty else {
            return ""
        }
        return (["", "look at this in the winner's reward:"] + found.map { "  - \($0)" }).joined(
            separator: "\n")
    }

    /// Says how a heuristic came about, as far as its proposer said so, or the first words of its code.
    func what(_ individual: Individual) -> String {
        if let note = notes[individual.candidate.id], !note.isEmpty { return note }
        let line = individual.candidate.code.split(separator: "\n").first.map(String.init) ?? ""
        return line.trimmingCharacters(in: CharacterSet(charactersIn: "\"# "))
    }

    /// What the answers cost, and what the audit of the prompts found; nothing where no model was asked.
    private var footer: String {
        guard let audit else { return "" }
        let money = summary.map { String(format: "%.4f USD, %d tokens", $0.costUSD, $0.tokens) }
        return ([""] + [money, audit.line].compactMap { $0 }).joined(separator: "\n")
    }

    /// Prints one candidate: lineage, verdict, trainings, feedback and code.
    package func text(_ individual: Individual) -> String {
        let candidate = individual.candidate
        let names = Dictionary(
            individuals.map { ($0.candidate.id, $0.label) }, uniquingKeysWith: { first, _ in first })
        let parents = candidate.parents.map { names[$0] ?? String($0.prefix(8)) }.joined(separator: ", ")
        var lines = [
            "\(candidate.label)  \(candidate.id)", "verdict  \(candidate.verdict) \(candidate.detail)",
        ]
        if !parents.isEmpty { lines.append("parents  \(parents)") }
        for purpose in ["baseline", "search", "finalist", "confirm"] {
            let evaluations = individual.evaluations.filter { $0.purpose == purpose }
            if evaluations.isEmpty { continue }
            if let tasks = evaluations[0].tasks {
                lines += Self.tasks(evaluations[0], tasks)
                continue
            }
            let mean = Individual.estimate(evaluations).map { ", mean \(Self.figure($0.mean))" } ?? ""
            lines.append("\(purpose), \(evaluations[0].steps) steps a training\(mean)")
            for evaluation in evaluations {
                let outcome =
                    evaluation.fitness.map(Self.figure) ?? "\(evaluation.verdict): \(evaluation.detail)"
                let told = evaluation.digest?.outcomes?.sorted { $0.key < $1.key }.map {
                    ", \($0.key.replacing("_", with: " ")) \(Self.figure($0.value))"
                }
                lines.append("  seed \(evaluation.seed)  \(outcome)\((told ?? []).joined())")
            }
        }
        for review in reviews[candidate.id] ?? [] {
            let words = review.text.isEmpty ? "" : ": " + review.text
            let over = review.over.map { "  \(names[$0] ?? String($0.prefix(8)))" } ?? ""
            lines.append("\(review.kind.rawValue)\(over)  \(review.author)  \(review.createdAt)\(words)")
        }
        if let report = integrity[candidate.id] { lines += ["", report.words] }
        if let words = feedback[candidate.id] {
            lines += ["", "The proposer is told of it:", Self.indented(words)]
        }
        return (lines + ["", "Code:", "", candidate.code]).joined(separator: "\n")
    }

    /// Lists what came of the tasks of an evaluation.
    private static func tasks(_ evaluation: EvaluationRecord, _ tasks: [TaskResult]) -> [String] {
        let coverage = Coverage(tasks)
        let verdict = evaluation.verdict == "ok" ? "" : ", \(evaluation.verdict): \(evaluation.detail)"
        let time = String(format: ", %.1f s CPU", coverage.cpuSeconds)
        let rows = tasks.map { task in
            [
                "  " + task.task, "\(task.size) objects", task.words,
                task.evaluations > 0 ? "\(task.evaluations) evaluations" : "",
                task.outcome == "not tried" ? "" : String(format: "%.2f s CPU", task.cpuSeconds),
                task.planLength.map { "\($0) steps" } ?? "",
            ]
        }
        let list = TextTable.text(rows, width: 120).split(separator: "\n").map(String.init)
        let isCut = tasks.contains { $0.outcome == "not tried" }
        let note = isCut ? ["  (\(HeuristicEvaluation.patienceWords(evaluation.stage)))"] : []
        let solved = "\(coverage.solved) of \(coverage.count) \(evaluation.stage.taskWords) solved"
        return [solved + time + verdict] + list + note
    }

    /// Renders the run with all candidates and evaluations as one JSON object.
    package func json() throws -> String {
        try Evolver.json(
            Whole(
                run: run, summary: summary, audit: audit,
                candidates: individuals.map { .init($0, reviews[$0.candidate.id] ?? []) },
                integrity: individuals.compactMap { integrity[$0.candidate.id] }, critic: critic))
    }

    /// Renders one candidate as a JSON object.
    package func json(_ individual: Individual) throws -> String {
        try Evolver.json(Whole.Entry(individual, reviews[individual.candidate.id] ?? []))
    }

    private struct Whole: Encodable {
        var schema = 1
        var run: RunRecord
        var summary: RunSummary?
        var audit: LeakAudit?
        var candidates: [Entry]
        var integrity: [IntegrityReport]
        var critic: CriticTally?

        struct Entry: Encodable {
            var label: String
            var candidate: CandidateRecord
            /// The figure of the search, as everywhere; of tasks the number of training tasks solved.
            var fitness: Estimate?
            /// By stage: `search`, `finalist`, `confirm`.
            var scores: [String: Estimate]
            var evaluations: [EvaluationRecord]
            var reviews: [ReviewRecord]

            init(_ individual: Individual, _ reviews: [ReviewRecord]) {
                self.reviews = reviews
                label = individual.label
                candidate = individual.candidate
                fitness = individual.score?.estimate
                scores = Dictionary(
                    Stage.allCases.compactMap { stage in
                        individual.score(in: stage).map { (stage.rawValue, $0.estimate) }
                    }, uniquingKeysWith: { first, _ in first })
                evaluations = individual.evaluations
            }
        }
    }

    private static func figure(_ value: Double) -> String { String(format: "%.3f", value) }

    private static func indented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "  " + $0 }
            .joined(separator: "\n")
    }
}

extension RunRecord {
    /// The result, once there is one; under the run's present name, which an import may have changed.
    package func summary() throws -> RunSummary? {
        try summaryJSON.map {
            var summary = try JSONDecoder().decode(RunSummary.self, from: Data($0.utf8))
            summary.run = name
            return summary
        }
    }

    /// The result of a run that went to its end; nil while something is left to do.
    package func finished() throws -> RunSummary? { state == "done" ? try summary() : nil }
}
