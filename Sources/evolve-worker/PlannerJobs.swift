internal import CWorker
internal import Planning

/// Does what Python asks for, job by job, in a locked child: open a task, search it, walk through its states.
///
/// Numbers and texts come and go by name (see planner.h); what they mean is written where Python asks, in
/// `Sandboxes/worker/planning_jobs.py`.
final class PlannerJobs {
    /// The open task: ground, or too large for that.
    enum Opened {
        case ground(GroundTask)
        case lifted(LiftedTask)

        var variables: StateVariables {
            switch self {
            case .ground(let ground): ground.variables
            case .lifted(let lifted): lifted.variables
            }
        }
    }

    var opened: Opened?

    func perform(_ name: String) {
        switch name {
        case "open": open()
        case "solve": solve()
        case "sample": sample()
        case "successors": successors()
        case "follow": follow()
        case "operators": describeOperators()
        default: evolve_answer_text("error", "the planner knows no job \"\(name)\"")
        }
    }

    /// Parses and grounds; beyond `operator_limit` operators, or where `lifted` is 1, leaves it at the facts.
    private func open() {
        let start = Deadline.now()
        let deadline = Deadline(cpuSeconds: Argument.number("cpu_seconds", 1e9))
        do throws(PDDLError) {
            let task = try Planner.parse(
                domain: SourceText(name: "domain.pddl", bytes: Argument.bytes("domain")),
                task: SourceText(name: "task.pddl", bytes: Argument.bytes("task")))
            let limit = Argument.whole("operator_limit", Grounder.defaultOperatorLimit)
            let wantsLifted = Argument.whole("lifted", 0) == 1
            let outcome =
                wantsLifted
                ? .tooManyOperators : try Planner.ground(task, operatorLimit: limit, deadline: deadline)
            switch outcome {
            case .ground(let ground): opened = .ground(ground)
            case .tooManyOperators: opened = try LiftedTask(task, deadline: deadline).map { .lifted($0) }
            case .outOfTime: opened = nil
            }
            guard let opened else {
                evolve_answer_text("ending", "time")
                return
            }
            TaskTables.send(opened.variables)
            evolve_answer_text("name", task.name)
            evolve_answer_number("is_ground", { if case .ground = opened { 1 } else { 0 } }())
            evolve_answer_number("variables", Double(opened.variables.variableCount))
            if case .ground(let ground) = opened {
                evolve_answer_number("operators", Double(ground.operators.count))
            }
            evolve_answer_number("cpu_seconds", (Deadline.now() - start).inSeconds)
        } catch {
            evolve_answer_text("error", "\(error)")
        }
    }
}
