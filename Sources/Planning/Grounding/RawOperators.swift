/// Operators in terms of fact numbers, between reachability and the choice of state variables.
struct RawOperators {
    var preconditions = Rows()
    /// Facts that must be false, as far as they can ever be true.
    var negatives = Rows()
    var adds = Rows()
    var deletes = Rows()
    var conditionalOf = Rows()
    var conditions = Rows()
    var negativeConditions = Rows()
    var conditionalAdds = Rows()
    var conditionalDeletes = Rows()
    /// The reachability operator each comes from.
    var origin: [Int32] = []

    var count: Int { origin.count }
}

/// Resolves every reachable operator's conditions and effects to fact numbers.
struct OperatorResolver {
    private let normal: NormalTask
    private let reachable: Reachability
    private var key: [Int32]
    private var list: [Int32] = []
    private var raw = RawOperators()

    /// A schema's atoms with encoded terms.
    private struct Pattern {
        var predicate: Int32
        var terms: [Int32]

        init(_ atom: Atom) {
            predicate = Int32(atom.predicate)
            terms = atom.arguments.map(JoinPlan.encode)
        }
    }

    private struct Patterns {
        var positive: [Pattern]
        var negative: [Pattern]
        var adds: [Pattern]
        var deletes: [Pattern]
    }

    private init(_ normal: NormalTask, _ reachable: Reachability) {
        self.normal = normal
        self.reachable = reachable
        key = Array(repeating: -1, count: (normal.task.domain.predicates.map(\.arity).max() ?? 0) + 1)
    }

    static func resolve(_ normal: NormalTask, _ reachable: Reachability) -> RawOperators {
        var resolver = OperatorResolver(normal, reachable)
        resolver.run()
        return resolver.raw
    }

    private mutating func run() {
        let patterns = normal.schemas.map { schema in
            Patterns(
                positive: schema.positive.filter { normal.isFluent[$0.predicate] }.map(Pattern.init),
                negative: schema.negative.filter { normal.isFluent[$0.predicate] }.map(Pattern.init),
                adds: schema.adds.map(Pattern.init), deletes: schema.deletes.map(Pattern.init))
        }
        for number in 0..<reachable.operatorSchema.count {
            let schema = Int(reachable.operatorSchema[number])
            let objects = Int(reachable.operatorStart[number])
            collect(patterns[schema].positive, objects)
            raw.preconditions.addRow(list)
            collect(patterns[schema].negative, objects)
            raw.negatives.addRow(list)
            collect(patterns[schema].adds, objects)
            let added = list
            raw.adds.addRow(list)
            collect(patterns[schema].deletes, objects)
            // What a step both deletes and adds is true afterwards.
            if !added.isEmpty { list.removeAll { added.contains($0) } }
            raw.deletes.addRow(list)
            raw.origin.append(Int32(number))
            for effect in normal.schemas[schema].conditional { resolve(effect, objects) }
            raw.conditionalOf.closeRow()
        }
    }

    /// Looks up the facts of some patterns into `list`, ascending, without repetition.
    private mutating func collect(_ patterns: [Pattern], _ objects: Int) {
        list.removeAll(keepingCapacity: true)
        for pattern in patterns {
            let fact = find(pattern, objects)
            if fact >= 0, !list.contains(fact) { list.append(fact) }
        }
        if list.count > 1 { list.sort() }
    }

    private mutating func find(_ pattern: Pattern, _ objects: Int) -> Int32 {
        for (index, term) in pattern.terms.enumerated() {
            key[index] = term >= 0 ? term : reachable.operatorObjects[objects + Int(~term)]
        }
        return reachable.facts.find(pattern.predicate, key, pattern.terms.count)
    }

    private mutating func resolve(_ effect: Schema.ConditionalEffect, _ objects: Int) {
        func value(_ term: Term) -> Int32 {
            let code = JoinPlan.encode(term)
            return code >= 0 ? code : reachable.operatorObjects[objects + Int(~code)]
        }
        guard effect.equal.allSatisfy({ value($0.0) == value($0.1) }),
            effect.unequal.allSatisfy({ value($0.0) != value($0.1) })
        else { return }
        var needed: [Int32] = []
        for atom in effect.positive {
            let fact = find(Pattern(atom), objects)
            guard fact >= 0 else { return }
            if normal.isFluent[atom.predicate] { needed.append(fact) }
        }
        var absent: [Int32] = []
        for atom in effect.negative {
            let fact = find(Pattern(atom), objects)
            guard fact >= 0 else { continue }
            guard normal.isFluent[atom.predicate] else { return }
            absent.append(fact)
        }
        raw.conditionalOf.add(Int32(raw.conditions.count))
        raw.conditions.addRow(Set(needed).sorted())
        raw.negativeConditions.addRow(Set(absent).sorted())
        collect(effect.adds.map(Pattern.init), objects)
        raw.conditionalAdds.addRow(list)
        collect(effect.deletes.map(Pattern.init), objects)
        raw.conditionalDeletes.addRow(list)
    }
}
