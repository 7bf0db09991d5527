internal import HeuristicPrograms
internal import Planning

extension TaskSets {
    /// What the offline proposer knows of the domain: its predicates with the types that the training tasks use.
    var vocabulary: DomainVocabulary {
        let used = Set(parsedTraining.flatMap { $0.objects.flatMap(\.types) })
        func types(_ wanted: [Int]) -> Set<String> {
            Set(used.filter { domain.fits([$0], wanted) }.map { domain.types[$0].name })
        }
        var goalTypes: [Int: [Set<String>]] = [:]
        for task in parsedTraining {
            for atom in Self.atoms(of: task.goal) {
                var known = goalTypes[atom.predicate] ?? atom.arguments.map { _ in [] }
                for (place, argument) in atom.arguments.enumerated() {
                    guard case .object(let object) = argument else { continue }
                    known[place].formUnion(task.objects[object].types.map { domain.types[$0].name })
                }
                goalTypes[atom.predicate] = known
            }
        }
        let changed = Set(domain.actions.flatMap { $0.effects.map(\.atom.predicate) })
        let predicates = domain.predicates.enumerated().map { index, predicate in
            DomainVocabulary.Predicate(
                name: predicate.name, types: predicate.parameters.map { types($0.types) },
                goalTypes: goalTypes[index] ?? [], isGoal: goalTypes[index] != nil,
                isStatic: !changed.contains(index))
        }
        return DomainVocabulary(name: domain.name, predicates: predicates.filter { $0.name != "=" })
    }

    /// Lists the facts that a goal asks for.
    static func atoms(of goal: Condition) -> [Atom] {
        switch goal {
        case .atom(let atom): [atom]
        case .and(let parts): parts.flatMap(atoms)
        default: []
        }
    }

    /// Predicates that no action changes.
    var staticPredicates: Set<Int> {
        let changed = Set(domain.actions.flatMap { $0.effects.map(\.atom.predicate) })
        return Set(domain.predicates.indices).subtracting(changed)
    }
}
