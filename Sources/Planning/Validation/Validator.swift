/// The judge of plans.
///
/// It follows the parsed formulas step by step and shares no code with grounding and search,
/// so that a mistake there cannot hide itself.
package struct Validator {
    private let task: PlanningTask
    private let byType: [[Int]]
    private var actionOf: [String: Int] = [:]
    private var objectOf: [String: Int] = [:]

    /// Creates a judge for one task.
    package init(_ task: PlanningTask) {
        self.task = task
        byType = task.objectsByType()
        for (index, action) in task.domain.actions.enumerated() { actionOf[action.name] = index }
        for (index, object) in task.objects.enumerated() { objectOf[object.name] = index }
    }

    /// What a validation found.
    package enum Outcome: Sendable, Equatable {
        /// The plan reaches the goal; `cost` is its total cost, or its length without a metric.
        case valid(cost: Int)
        /// Step `step`, counted from 1, cannot be taken.
        case failedStep(step: Int, text: String, reason: String)
        /// All steps can be taken, but the goal does not hold at the end.
        case failedGoal(reason: String)

        /// Whether the plan solves the task.
        package var isValid: Bool { if case .valid = self { true } else { false } }

        /// One line for people.
        package var description: String {
            switch self {
            case .valid(let cost): "plan valid, cost \(cost)"
            case .failedStep(let step, let text, let reason): "step \(step) \(text) fails: \(reason)"
            case .failedGoal(let reason): "the goal does not hold at the end: \(reason)"
            }
        }
    }

    /// Judges a plan.
    ///
    /// - Complexity: O(steps × size of the formulas), independent of the number of facts.
    package func judge(_ plan: Plan) -> Outcome {
        var state = Set(task.initial)
        var cost = 0
        for (index, step) in plan.steps.enumerated() {
            switch apply(step, to: &state) {
            case .success(let amount): cost += amount
            case .failure(let reason):
                return .failedStep(step: index + 1, text: step.description, reason: reason.text)
            }
        }
        if let reason = violation(
            of: task.goal, state, task.goalVariables.map { _ in -1 }, task.goalVariables)
        {
            return .failedGoal(reason: plan.steps.isEmpty ? reason + " (the plan has no steps)" : reason)
        }
        return .valid(cost: cost)
    }

    private struct Reason: Error { let text: String }

    private func apply(_ step: PlanStep, to state: inout Set<GroundAtom>) -> Result<Int, Reason> {
        guard let number = actionOf[step.action.lowercased()] else {
            let near = nearestName(to: step.action, among: task.domain.actions.map(\.name))
            return .failure(
                Reason(
                    text: "unknown action \"\(step.action)\"; "
                        + (near.map { "did you mean \"\($0)\"?" }
                            ?? "domain \(task.domain.name) has \(task.domain.actions.map(\.name).joined(separator: ", "))")
                ))
        }
        let action = task.domain.actions[number]
        guard step.arguments.count == action.parameterCount else {
            return .failure(
                Reason(
                    text:
                        "\"\(action.name)\" takes \(action.parameterCount) argument\(action.parameterCount == 1 ? "" : "s"), found \(step.arguments.count)"
                ))
        }
        var binding = Array(repeating: -1, count: action.variables.count)
        for (position, name) in step.arguments.enumerated() {
            guard let object = objectOf[name.lowercased()] else {
                let near = nearestName(to: name, among: task.objects.map(\.name))
                return .failure(
                    Reason(
                        text: "unknown object \"\(name)\"" + (near.map { "; did you mean \"\($0)\"?" } ?? ""))
                )
            }
            let wanted = action.variables[position].types
            guard task.domain.fits(task.objects[object].types, wanted) else {
                return .failure(Reason(text: "\"\(name)\" is not of type \(task.domain.describe(wanted))"))
            }
            binding[position] = object
        }
        if let reason = violation(of: action.precondition, state, binding, action.variables) {
            return .failure(Reason(text: reason))
        }
        execute(action, &state, binding)
        return .success(cost(of: action, binding))
    }

    private func execute(_ action: Action, _ state: inout Set<GroundAtom>, _ binding: [Int]) {
        var adds: [GroundAtom] = []
        var deletes: [GroundAtom] = []
        for effect in action.effects {
            each(effect.variables, binding, action.variables) { instance in
                guard violation(of: effect.condition, state, instance, action.variables) == nil else {
                    return true
                }
                let fact = ground(effect.atom, instance)
                if effect.adds { adds.append(fact) } else { deletes.append(fact) }
                return true
            }
        }
        // PDDL: what a step both deletes and adds is true afterwards.
        for fact in deletes { state.remove(fact) }
        for fact in adds { state.insert(fact) }
    }

    private func cost(of action: Action, _ binding: [Int]) -> Int {
        guard task.minimisesCost else { return 1 }
        return action.costs.reduce(0) { sum, cost in
            switch cost {
            case .constant(let amount): return sum + amount
            case .function(let function, let terms):
                let key = GroundAtom(predicate: function, arguments: terms.map { Int32(value($0, binding)) })
                return sum + (task.functionValues[key] ?? 0)
            }
        }
    }

    private func value(_ term: Term, _ binding: [Int]) -> Int {
        switch term {
        case .object(let object): object
        case .variable(let variable): binding[variable]
        }
    }

    private func ground(_ atom: Atom, _ binding: [Int]) -> GroundAtom {
        GroundAtom(predicate: atom.predicate, arguments: atom.arguments.map { Int32(value($0, binding)) })
    }

    /// Runs `body` for all values of quantified variables until it returns false.
    private func each(
        _ variables: [Int], _ binding: [Int], _ declared: [Variable], _ body: ([Int]) -> Bool
    ) {
        var open = [(binding, 0)]
        while let (partial, position) = open.popLast() {
            if position == variables.count {
                if !body(partial) { return }
                continue
            }
            let variable = variables[position]
            for object in task.objects(for: declared[variable], byType: byType).reversed() {
                var next = partial
                next[variable] = object
                open.append((next, position + 1))
            }
        }
    }

    /// Says why a condition does not hold, or returns nil where it does.
    private func violation(
        of condition: Condition, _ state: Set<GroundAtom>, _ binding: [Int], _ declared: [Variable]
    ) -> String? {
        switch condition {
        case .atom(let atom):
            let fact = ground(atom, binding)
            return state.contains(fact) ? nil : "\(task.describe(fact)) is false"
        case .equal(let left, let right):
            let first = value(left, binding)
            let second = value(right, binding)
            return first == second
                ? nil : "\(task.objects[first].name) and \(task.objects[second].name) are different"
        case .not(let inner):
            guard violation(of: inner, state, binding, declared) == nil else { return nil }
            if case .atom(let atom) = inner { return "\(task.describe(ground(atom, binding))) is true" }
            if case .equal(let left, _) = inner {
                return "both arguments are \(task.objects[value(left, binding)].name)"
            }
            return "a condition that must not hold does"
        case .and(let parts):
            for part in parts {
                if let reason = violation(of: part, state, binding, declared) { return reason }
            }
            return nil
        case .or(let parts):
            var reasons: [String] = []
            for part in parts {
                guard let reason = violation(of: part, state, binding, declared) else { return nil }
                reasons.append(reason)
            }
            return "no alternative holds: \(reasons.joined(separator: ", "))"
        case .forall(let variables, let body):
            var reason: String?
            each(variables, binding, declared) { instance in
                reason = violation(of: body, state, instance, declared)
                return reason == nil
            }
            return reason
        case .exists(let variables, let body):
            var found = false
            each(variables, binding, declared) { instance in
                found = violation(of: body, state, instance, declared) == nil
                return !found
            }
            return found ? nil : "no object satisfies the \"exists\" condition"
        }
    }
}
