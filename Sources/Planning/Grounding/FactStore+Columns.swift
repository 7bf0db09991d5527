extension FactStore {
    /// The facts column by column, for views of states outside this module: fact f is of predicate `predicates[f]` with
    /// the objects `arguments[starts[f] ..< starts[f + 1]]`.
    package var columns: (predicates: [Int32], starts: [Int32], arguments: [Int32]) {
        (predicates, starts, arguments)
    }

    /// Finds a fact.
    ///
    /// - Returns: its number, or nil.
    package func number(of atom: GroundAtom) -> Int32? {
        let found = find(Int32(atom.predicate), atom.arguments, atom.arguments.count)
        return found < 0 ? nil : found
    }
}

extension Search {
    /// The operators that the search has numbered, by which its outcome and its heuristics speak.
    package var numberedOperators: GroundOperators { generator.operators }
}

extension Domain {
    /// Whether some action makes facts of each predicate true or false.
    package var isFluent: [Bool] {
        var result = Array(repeating: false, count: predicates.count)
        for action in actions { for effect in action.effects { result[effect.atom.predicate] = true } }
        return result
    }
}

extension PlanningTask {
    /// The positive facts that the goal asks for, as far as it is a conjunction; nothing else of it.
    package var positiveGoals: [GroundAtom] {
        var result: [GroundAtom] = []
        var open = [goal]
        while let condition = open.popLast() {
            switch condition {
            case .and(let parts): open.append(contentsOf: parts.reversed())
            case .atom(let atom):
                let objects = atom.arguments.compactMap { term -> Int32? in
                    if case .object(let object) = term { return Int32(object) }
                    return nil
                }
                let fact = GroundAtom(predicate: atom.predicate, arguments: objects)
                if objects.count == atom.arguments.count, !result.contains(fact) { result.append(fact) }
            default: break
            }
        }
        return result
    }
}
