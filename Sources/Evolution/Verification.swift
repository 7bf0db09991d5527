internal import Archive
internal import Foundation
internal import Planning

/// Holds what was looked at anew in a run, and what was found wrong.
package struct VerificationReport: Codable, Sendable, Equatable {
    package var schema = 1
    package var run: String
    package var checks: [Check]

    package var isSound: Bool { checks.allSatisfy(\.failures.isEmpty) }

    /// Holds one kind of look.
    package struct Check: Codable, Sendable, Equatable {
        package var name: String
        /// How many things were looked at.
        package var count: Int
        /// What was found wrong, in words.
        package var failures: [String]
        /// What could not be looked at, and why; empty where everything could.
        package var note: String

        package init(_ name: String, count: Int, failures: [String], note: String = "") {
            (self.name, self.count, self.failures, self.note) = (name, count, failures, note)
        }
    }
}

extension House {
    /// Looks at a run's records anew: the file, the hashes, the scores, plans and policies.
    ///
    /// Policies are measured again by the trainer in a process of their own, plans validated again; what a candidate's code
    /// does is not asked again.
    /// - Returns: what was looked at, and what was wrong.
    package func verify(_ name: String) async throws -> VerificationReport {
        let path = try RunFolder.archivePath(name, in: installation.runs)
        let archive = try RunArchive(path: path)
        guard let record = try await archive.run() else {
            throw EvolutionError.setUp(why: "\(name): nothing was recorded; there is nothing to verify")
        }
        let settings = try RunSettings(json: record.settingsJSON)
        var checks = [VerificationReport.Check("file", count: 1, failures: try await archive.faults())]
        let candidates = try await archive.candidates()
        let evaluations = try await archive.evaluations()
        checks.append(
            .init(
                "code", count: candidates.count,
                failures: candidates.filter { ContentHash.hex($0.code) != $0.id }.map {
                    "\($0.label): its code does not have the hash \($0.id.prefix(8)) any more"
                }))
        checks.append(Self.scores(evaluations, candidates))
        let contestants = evaluations.filter { $0.purpose != Stage.search.rawValue && $0.verdict == "ok" }
        if settings.problem == "heuristic" {
            let tasks = try TaskSets.kept(in: "\(installation.runs)/\(name)")
            checks.append(try await Self.plans(contestants, tasks, candidates))
        } else if settings.problem == "reward" {
            checks.append(
                try await policies(
                    contestants, candidates, settings, folder: "\(installation.runs)/\(name)"))
        }
        return VerificationReport(run: name, checks: checks)
    }

    /// Looks whether scores follow from what was measured: the mean of episodes, none for failures.
    static func scores(_ evaluations: [EvaluationRecord], _ candidates: [CandidateRecord])
        -> VerificationReport.Check
    {
        let known = Set(candidates.map(\.id))
        let failures = evaluations.compactMap { evaluation -> String? in
            let place = "\(evaluation.purpose) of \(evaluation.candidate.prefix(8)), seed \(evaluation.seed)"
            if !known.contains(evaluation.candidate) { return "\(place): there is no such candidate" }
            guard evaluation.verdict == "ok" else {
                return evaluation.fitness == nil ? nil : "\(place): it failed and has a score"
            }
            guard let fitness = evaluation.fitness else { return "\(place): it has no score" }
            let expected =
                evaluation.tasks.map { Coverage($0).fitness }
                ?? evaluation.episodes.reduce(0, +) / Double(max(1, evaluation.episodes.count))
            return abs(fitness - expected) <= 1e-9 * max(1, abs(expected))
                ? nil : "\(place): \(fitness) is recorded, its parts give \(expected)"
        }
        return .init("scores", count: evaluations.count, failures: failures)
    }

    /// Validates the plans that were kept.
    private static func plans(
        _ evaluations: [EvaluationRecord], _ tasks: TaskSets, _ candidates: [CandidateRecord]
    ) async throws -> VerificationReport.Check {
        let labels = Dictionary(candidates.map { ($0.id, $0.label) }) { first, _ in first }
        let entries = Dictionary((tasks.train + tasks.validation + tasks.test).map { ($0.name, $0) }) {
            first, _ in first
        }
        let domain = tasks.domain
        let solved = evaluations.flatMap { evaluation in
            (evaluation.tasks ?? []).filter(\.isSolved).map {
                (labels[evaluation.candidate] ?? String(evaluation.candidate.prefix(8)), $0)
            }
        }
        let kept = solved.filter { $0.1.plan != nil }
        let failures = try await offPool {
            try kept.compactMap { label, result -> String? in
                guard let entry = entries[result.task] else {
                    return "\(label): the task \(result.task) is not there any more"
                }
                let task = try PlanningTask(
                    parsing: SourceText(name: entry.name, text: entry.text), domain: domain)
                let lines = (result.plan ?? []).joined(separator: "\n")
                let plan = try Plan(parsing: SourceText(name: "plan of \(label)", text: lines))
                let verdict = Validator(task).judge(plan)
                return verdict.isValid
                    ? nil : "\(label): the plan for \(result.task) is none: \(verdict.description)"
            }
        }
        let note =
            kept.count < solved.count
            ? "\(solved.count - kept.count) solved tasks have no plan in the archive (kept are those of the comparison)"
            : ""
        return .init("plans", count: kept.count, failures: failures, note: note)
    }

    /// Has policies measured again on the episodes that they were scored on.
    private func policies(
        _ evaluations: [EvaluationRecord], _ candidates: [CandidateRecord], _ settings: RunSettings,
        folder: String
    ) async throws -> VerificationReport.Check {
        struct Answer: Decodable { var episodes: [Double] }
        let labels = Dictionary(candidates.map { ($0.id, $0.label) }) { first, _ in first }
        var (count, missing) = (0, 0)
        var failures: [String] = []
        for evaluation in evaluations {
            guard let policy = evaluation.policy,
                FileManager.default.fileExists(atPath: "\(folder)/\(policy)")
            else {
                missing += 1
                continue
            }
            let place =
                "\(evaluation.purpose) of \(labels[evaluation.candidate] ?? "?"), seed \(evaluation.seed)"
            emit(.note("measuring the policy again: \(place)"))
            let data = try await installation.python([
                "-m", "trainer", "evaluate", "--environment", settings.subject, "--policy",
                "\(folder)/\(policy)", "--episodes", "\(evaluation.episodes.count)", "--seed",
                "\(evaluation.seed)",
            ])
            count += 1
            let again = try JSONDecoder().decode(Answer.self, from: data).episodes
            if again != evaluation.episodes {
                let (old, new) = (Statistics.mean(evaluation.episodes), Statistics.mean(again))
                failures.append("\(place): the policy reaches \(new), recorded was \(old)")
            }
        }
        return .init(
            "policies", count: count, failures: failures,
            note: missing > 0 ? "\(missing) evaluations have no policy file" : "")
    }
}
