internal import Archive
internal import Foundation
internal import GeneticProgramming
package import LanguageModel

/// Speaks of heuristics in the words of `Prompts/heuristic`: what is asked, what came of a candidate, what failed.
package struct HeuristicPrompts: ProblemPrompts {
    private let prompts: Prompts
    /// What is the same in every request of a run.
    private let common: [String: PromptValue]

    /// - Throws: ``PromptError`` naming the template's file and line, ``EvolutionError`` for an example that cannot be read.
    package init(installation: Installation, promptsFolder: String?, tasks: TaskSets) throws {
        try self.init(home: installation.home, promptsFolder: promptsFolder, tasks: tasks)
    }

    /// Loads templates and examples from the folder that holds `Prompts` and `Sandboxes`.
    init(home: String, promptsFolder: String?, tasks: TaskSets) throws {
        let builtIn = home + "/Prompts"
        let examples = try ["gripper", "logistics"].map { name -> PromptValue in
            let files = [promptsFolder, builtIn].compactMap { $0.map { "\($0)/heuristic/\(name).py" } }
            let code = files.lazy.compactMap { try? String(contentsOfFile: $0, encoding: .utf8) }.first
            let path = "\(home)/Sandboxes/domains/\(name)/domain.pddl"
            guard let code else { throw EvolutionError.unreadable(path: files[files.count - 1]) }
            guard let domain = try? String(contentsOfFile: path, encoding: .utf8) else {
                throw EvolutionError.unreadable(path: path)
            }
            return .object([
                "name": .text(name), "domain": .text(Self.trimmed(domain)), "code": .text(Self.trimmed(code)),
            ])
        }
        common = tasks.promptValues.merging(["examples": .list(examples)]) { $1 }
        prompts = try Prompts(
            folder: builtIn, override: promptsFolder, problem: "heuristic",
            complete: common.merging(Self.complete) { $1 })
    }

    package func messages(for question: Question) throws -> [Message] {
        let hints =
            question.failures.prefix(2).map(Self.hint) + question.parents.dropFirst().prefix(2).map(Self.hint)
        guard let best = question.parents.first, let elite = Self.elite(best) else {
            return try prompts.initial(values(hints: hints).merging(question.wishValues) { $1 })
        }
        var values = values(elite: elite, hints: hints)
        values["isMutation"] = .flag(question.breeding == .mutation)
        if question.breeding == .crossover, question.parents.count > 1 {
            let other = question.parents[1]
            values["partner"] =
                PromptContext.Partner(
                    label: other.label, score: Self.coverage(other) ?? "0 tasks",
                    code: Self.trimmed(other.candidate.code)
                ).value
        }
        values["votes"] = question.votesValue(Self.outcome)
        values.merge(question.wishValues) { $1 }
        return try prompts.improve(values, code: best.candidate.code)
    }

    /// Says in a few words what came of a candidate.
    private static func outcome(_ individual: Individual) -> String {
        coverage(individual).map { "\($0) solved" } ?? "it failed"
    }

    private static func coverage(_ individual: Individual) -> String? {
        Coverage(individual.evaluations).map { "\($0.solved) of \($0.count) tasks" }
    }

    package func repairMessages(for failed: Individual, answer: String) throws -> [Message] {
        let (verdict, detail) = failed.failure ?? ("rejected", "no code was found in the answer")
        let code = failed.candidate.code.isEmpty ? String(answer.prefix(2000)) : failed.candidate.code
        let failure = PromptContext.Failure(verdict: verdict, detail: String(detail.prefix(1500)), code: code)
        return try prompts.repair(values(failure: failure.value), code: code)
    }

    /// Explains a measured or failed candidate; the same words that the proposer reads.
    func feedback(on individual: Individual) -> String {
        do {
            if let elite = Self.elite(individual) {
                return try prompts.improve(values(elite: elite), code: individual.candidate.code).last?.text
                    ?? ""
            }
            return try repairMessages(for: individual, answer: "").last?.text ?? ""
        } catch {
            // Every name was checked when the templates were loaded; what is left is worth reading, not worth a crash.
            return "the feedback could not be written: \(error)"
        }
    }

    private func values(
        elite: PromptValue = .absent, failure: PromptValue = .absent, hints: [String] = []
    ) -> [String: PromptValue] {
        common.merging(
            [
                "elite": elite, "failure": failure, "hints": .list(hints.map(PromptValue.text)),
                "hasHints": .flag(!hints.isEmpty), "isMutation": .flag(false), "partner": .absent,
                "votes": .absent,
            ].merging(Question.wishValues([])) { $1 }
        ) { $1 }
    }

    private static func trimmed(_ text: String) -> String { text.trimmingCharacters(in: .newlines) }

    private static func hint(_ individual: Individual) -> String {
        if let (verdict, detail) = individual.failure {
            let line = detail.split(separator: "\n").first.map(String.init) ?? ""
            return "another attempt could not be used: \(verdict): \(line.prefix(200))"
        }
        let coverage = Coverage(individual.evaluations)
        return "another heuristic solved \(coverage?.solved ?? 0) of \(coverage?.count ?? 0) tasks"
    }
}

// MARK: What came of a candidate

extension HeuristicPrompts {
    /// Gathers what came of a candidate in the training tasks; nil unless it is valid.
    ///
    /// Validation and test tasks are never spoken of.
    private static func elite(_ individual: Individual) -> PromptValue? {
        guard individual.isValid, let search = individual.evaluations.first,
            search.purpose != Stage.confirm.rawValue,
            let tasks = search.tasks
        else { return nil }
        let diagnosis = search.diagnosis
        let overestimates = diagnosis?.overestimates ?? []
        return .object([
            "label": .text(individual.label), "solved": .text(String(tasks.count(where: \.isSolved))),
            "count": .text(String(tasks.count)),
            "tasks": .list(
                tasks.map {
                    .object([
                        "name": .text($0.task), "size": .text(String($0.size)), "outcome": .text(outcome($0)),
                    ])
                }),
            "speed": (diagnosis?.speed).map { .text(speed($0)) } ?? .absent,
            "stuck": (diagnosis?.stuck).map(stuck) ?? .absent,
            "plateau": (diagnosis?.plateau).map(plateau) ?? .absent,
            "hasOverestimates": .flag(!overestimates.isEmpty),
            "overestimates": .list(
                overestimates.map {
                    .object([
                        "task": .text($0.task), "value": .text(value($0.value)),
                        "remaining": .text(String($0.remaining)), "state": .text(facts($0.state)),
                    ])
                }),
        ])
    }

    private static func stuck(_ stuck: SearchDiagnosis.Stuck) -> PromptValue {
        .object([
            "task": .text(stuck.task), "steps": .text(String(stuck.stepsFromStart)),
            "value": .text(value(stuck.value)), "state": .text(facts(stuck.state)),
            "successors": .list(
                stuck.successors.map {
                    .object(["action": .text($0.action), "value": .text(value($0.value))])
                }),
        ])
    }

    private static func plateau(_ plateau: SearchDiagnosis.Plateau) -> PromptValue {
        let steps = zip(plateau.actions, plateau.values.dropFirst()).map { "\($0) \(value($1))" }
        let more = plateau.length > steps.count ? ", …" : ""
        return .object([
            "task": .text(plateau.task), "start": .text(String(plateau.start)),
            "length": .text(String(plateau.length)), "planLength": .text(String(plateau.planLength)),
            "value": .text(value(plateau.values.first ?? 0)),
            "steps": .text(steps.joined(separator: ", ") + more),
        ])
    }

    /// Writes a value of a diagnosis, which has -1 for infinity.
    private static func value(_ value: Double) -> String { value < 0 ? "inf" : promptNumber(value) }

    private static func outcome(_ task: TaskResult) -> String {
        let evaluations = task.evaluations > 0 ? " after \(task.evaluations) evaluations" : ""
        switch task.outcome {
        case "solved": return "solved\(evaluations), plan of \(task.planLength ?? 0) steps"
        case "not tried": return "not tried, since smaller ones were not solved"
        case "evaluations": return "not solved within \(task.evaluations) evaluations"
        // How far a search gets in a second differs from run to run; that it did not get there is enough.
        case "time": return "not solved: out of time"
        case "memory": return "not solved: out of memory"
        case "no plan": return "not solved: all states that the heuristic left were searched\(evaluations)"
        case let other: return "not solved: \(other)"
        }
    }

    private static func speed(_ power: Int) -> String {
        switch power {
        case 1_000_000...: "more than a million"
        case 100_000...: "some hundred thousand"
        case 10_000...: "some ten thousand"
        case 1000...: "some thousand"
        case 100...: "only some hundred"
        default: "fewer than a hundred"
        }
    }

    /// Joins facts, the first so many of them.
    private static func facts(_ state: [String]) -> String {
        let shown = state.prefix(80).joined(separator: " ")
        return state.count > 80 ? shown + " … and \(state.count - 80) more" : shown
    }

    /// A value for every name that comes with candidates, to check templates against.
    fileprivate static let complete: [String: PromptValue] = {
        let task = PromptValue.object(["name": .text("t"), "size": .text("1"), "outcome": .text("solved")])
        let over = PromptValue.object([
            "task": .text("t"), "value": .text("1"), "remaining": .text("1"), "state": .text("s"),
        ])
        let elite = PromptValue.object([
            "label": .text("g0.c0"), "solved": .text("1"), "count": .text("2"), "tasks": .list([task]),
            "speed": .text("some"),
            "stuck": stuck(
                .init(
                    task: "t", state: ["(f)"], value: 1, stepsFromStart: 1,
                    successors: [.init(action: "(a)", value: 1)])),
            "plateau": plateau(
                .init(task: "t", start: 1, actions: ["(a)"], values: [1, 1], length: 3, planLength: 9)),
            "hasOverestimates": .flag(true), "overestimates": .list([over]),
        ])
        return [
            "elite": elite, "failure": PromptContext.Failure(verdict: "error", detail: "d", code: "c").value,
            "hints": .list([.text("hint")]), "hasHints": .flag(true), "isMutation": .flag(true),
            "partner": PromptContext.Partner(label: "l", score: "s", code: "c").value,
            "votes": Question.completeVotes,
        ].merging(Question.wishValues(["wish"])) { $1 }
    }()
}
