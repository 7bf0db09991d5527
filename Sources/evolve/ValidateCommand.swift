internal import ArgumentParser
internal import Foundation
internal import Planning

/// `evolve validate`: whether a plan solves a task.
struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Check a plan step by step and name the first that fails.",
        discussion: "Exit codes: 0 the plan solves the task, 1 it does not, 65 mistake in a file.")

    @Argument(help: "Domain file, or the name of a domain that comes with evolve.")
    var domain: String

    @Argument(help: "Task file, or a name from evolve domains NAME, such as train-07.")
    var task: String

    @Argument(help: "Plan file: one step in brackets a line; - for stdin.")
    var plan: String

    @Flag(help: "Print one JSON object.")
    var json = false

    mutating func run() throws {
        let task = try PlanningFiles.task(task, PlanningFiles.domain(domain))
        let source =
            plan == "-"
            ? SourceText(name: "stdin", bytes: Array(FileHandle.standardInput.readDataToEndOfFile()))
            : try PlanningFiles.text(plan)
        let steps = try PlanningFiles.parsing { () throws(PDDLError) in try Plan(parsing: source) }
        let outcome = Planner.validate(steps, for: task)
        if json {
            try PlanningFiles.printJSON(Report(outcome, steps: steps.steps.count))
        } else {
            print(outcome.description)
        }
        if !outcome.isValid { throw ExitCode(1) }
    }

    /// What `--json` prints.
    private struct Report: Encodable {
        var schema = 1
        let valid: Bool
        let steps: Int
        var cost: Int?
        var failed_step: Int?
        var reason: String?

        init(_ outcome: Validator.Outcome, steps: Int) {
            valid = outcome.isValid
            self.steps = steps
            switch outcome {
            case .valid(let cost): self.cost = cost
            case .failedStep(let step, _, let reason): (failed_step, self.reason) = (step, reason)
            case .failedGoal(let reason): self.reason = reason
            }
        }
    }
}
