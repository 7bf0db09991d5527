/// An operator as published heuristics see it: a step, and sets of facts.
///
/// Static conditions are left out.
package struct PublishedOperator: Sendable {
    /// The step, such as `(stack a b)`.
    package let name: String
    /// Numbers of facts that must hold.
    package let preconditions: [Int32]
    /// Numbers of facts that become true and are no precondition.
    package let adds: [Int32]
    /// Numbers of facts that become false.
    package let deletes: [Int32]
}

extension GroundTask {
    /// Describes an operator by the unconditional effects and positive conditions of its action; nil for the artificial
    /// step that reaches a disjunctive goal.
    package func published(_ number: Int) -> PublishedOperator? {
        guard let step = operators.step(number, of: variables.task) else { return nil }
        let action = variables.task.domain.actions[operators.actionOfSchema[Int(operators.schema[number])]]
        let objects = Array(operators.objects[number])
        func fact(_ atom: Atom) -> Int32? {
            var arguments: [Int32] = []
            for term in atom.arguments {
                switch term {
                case .object(let object): arguments.append(Int32(object))
                case .variable(let variable):
                    guard variable < action.parameterCount else { return nil }
                    arguments.append(objects[variable])
                }
            }
            return variables.facts.number(of: GroundAtom(predicate: atom.predicate, arguments: arguments))
        }
        let isFluent = variables.task.domain.isFluent
        var preconditions: [Int32] = []
        var open = [action.precondition]
        while let condition = open.popLast() {
            switch condition {
            case .and(let parts): open.append(contentsOf: parts.reversed())
            case .atom(let atom):
                if isFluent[atom.predicate], let fact = fact(atom) { preconditions.append(fact) }
            default: break
            }
        }
        var adds: [Int32] = []
        var deletes: [Int32] = []
        for effect in action.effects where effect.variables.isEmpty {
            guard case .and(let parts) = effect.condition, parts.isEmpty, let fact = fact(effect.atom) else {
                continue
            }
            if effect.adds { adds.append(fact) } else { deletes.append(fact) }
        }
        return PublishedOperator(
            name: step.description, preconditions: preconditions,
            adds: adds.filter { !preconditions.contains($0) },
            deletes: deletes.filter { !adds.contains($0) })
    }
}

extension StateVariables {
    /// Whether all goals hold in a state.
    package func isGoal(_ state: [Int32]) -> Bool {
        goals.allSatisfy { state[Int(variableOf[Int($0)])] == $0 }
    }
}
