/// Relaxed reachability by semi-naive joins: which facts and which operators can occur at all.
///
/// Facts are processed in the order of their discovery. Each new fact starts the joins of every schema condition
/// it matches; the other conditions are looked up among facts already processed, so each operator is found exactly
/// once, by the youngest of its preconditions. Static conditions are in the indexes before the first join.
struct Reachability {
    private let normal: NormalTask
    private var plan: JoinPlan
    private(set) var facts = FactStore()
    /// Operators: `operatorSchema[o]` with the objects `operatorObjects[operatorStart[o] ..<]`.
    private(set) var operatorSchema: [Int32] = []
    private(set) var operatorStart: [Int32] = [0]
    private(set) var operatorObjects: [Int32] = []
    /// The number of facts true at the start: facts `0 ..< initialCount`.
    private(set) var initialCount = 0

    private var binding: [Int32]
    private var key: [Int32]
    private var allowed: [[[Bool]]]
    private var candidates: [[[Int32]]]
    private var adds: [[(predicate: Int32, terms: [Int32])]]
    private let operatorLimit: Int
    private(set) var exceeded = false
    private var current: Int32 = -1
    private var head = -1

    private let wantsOperators: Bool

    /// Prepares the joins; without a limit of operators facts alone are found, and no operators are ever listed.
    init(_ normal: NormalTask, operatorLimit: Int?) {
        self.normal = normal
        self.operatorLimit = operatorLimit ?? .max
        wantsOperators = operatorLimit != nil
        var sizes = Array(repeating: 0, count: normal.predicateCount)
        for fact in normal.task.initial { sizes[fact.predicate] += 1 }
        plan = JoinPlanner.plan(normal, sizes: sizes, for: operatorLimit == nil ? .facts : .operators)
        let widest = normal.schemas.map(\.candidates.count).max() ?? 0
        let arity = normal.task.domain.predicates.map(\.arity).max() ?? 0
        binding = Array(repeating: -1, count: widest + 1)
        key = Array(repeating: -1, count: arity + 1)
        let objectCount = normal.task.objects.count
        allowed = normal.schemas.map { schema in
            schema.candidates.map { objects in
                if objects.count == objectCount { return [] }
                var row = Array(repeating: false, count: objectCount)
                for object in objects { row[object] = true }
                return row
            }
        }
        candidates = normal.schemas.map { $0.candidates.map { $0.map(Int32.init) } }
        adds = normal.schemas.map { schema in
            (schema.adds + schema.conditional.flatMap(\.adds)).map {
                (Int32($0.predicate), $0.arguments.map(JoinPlan.encode))
            }
        }
    }

    /// Runs until nothing new is reachable, or the operator limit or the deadline strikes.
    mutating func run(_ deadline: Deadline) {
        for atom in normal.task.initial {
            for (index, argument) in atom.arguments.enumerated() { key[index] = argument }
            _ = facts.intern(Int32(atom.predicate), key, atom.arguments.count)
        }
        initialCount = facts.count
        for fact in 0..<initialCount where !normal.isFluent[Int(facts.predicates[fact])] {
            index(Int32(fact))
        }
        for trigger in plan.initial { start(trigger, fact: -1) }
        var fact = 0
        while fact < facts.count, !exceeded {
            let predicate = Int(facts.predicates[fact])
            if normal.isFluent[predicate] {
                current = Int32(fact)
                index(current)
                for trigger in plan.byPredicate[predicate] { start(trigger, fact: fact) }
            }
            fact += 1
            if fact & 255 == 0, deadline.hasPassed() { exceeded = true }
        }
    }

    private mutating func index(_ fact: Int32) {
        for number in plan.indexesOf[Int(facts.predicates[Int(fact)])] {
            plan.indexes[number].insert(fact, facts, &key)
        }
    }

    private mutating func start(_ number: Int, fact: Int) {
        let trigger = plan.triggers[number]
        if fact >= 0, !bind(fact, trigger.bindings, trigger.bindingsEnd, trigger.schema) { return }
        guard satisfied(trigger.constraints, trigger.constraintsEnd) else { return }
        head = trigger.add
        _ = join(trigger.steps, trigger.stepsEnd, trigger.schema, isHeadKnown: false)
    }

    /// Runs the steps from `number` on.
    ///
    /// - Returns: whether there was a solution; looked at only once the head is bound, when one is enough.
    private mutating func join(_ number: Int, _ end: Int, _ schema: Int, isHeadKnown: Bool) -> Bool {
        if number == end {
            emit(schema)
            return true
        }
        let step = plan.steps[number]
        if step.isAfterHead, !isHeadKnown, headExists(schema) { return true }
        if step.index < 0 {
            let variable = Int(step.variable)
            for position in 0..<candidates[schema][variable].count {
                binding[variable] = candidates[schema][variable][position]
                guard satisfied(step.constraints, step.constraintsEnd) else { continue }
                let found = join(number + 1, end, schema, isHeadKnown: step.isAfterHead)
                if exceeded || (found && step.isAfterHead) { return true }
            }
            return false
        }
        for offset in 0..<Int(step.keyCount) { key[offset] = value(plan.terms[Int(step.key) + offset]) }
        let index = Int(step.index)
        var entry = plan.indexes[index].first(key, facts)
        while entry >= 0 {
            let fact = plan.indexes[index].entryFact[Int(entry)]
            entry = plan.indexes[index].entryNext[Int(entry)]
            if step.isStrict, fact == current { continue }
            guard bind(Int(fact), step.bindings, step.bindingsEnd, schema),
                satisfied(step.constraints, step.constraintsEnd)
            else { continue }
            let found = join(number + 1, end, schema, isHeadKnown: step.isAfterHead)
            if exceeded || (found && step.isAfterHead) { return true }
        }
        return false
    }

    private mutating func headExists(_ schema: Int) -> Bool {
        let arity = adds[schema][head].terms.count
        for position in 0..<arity { key[position] = value(adds[schema][head].terms[position]) }
        return facts.find(adds[schema][head].predicate, key, arity) >= 0
    }

    @inline(__always)
    private func value(_ term: Int32) -> Int32 { term >= 0 ? term : binding[Int(~term)] }

    /// Puts a fact's objects in the place of variables; false where one does not fit.
    private mutating func bind(_ fact: Int, _ from: Int32, _ end: Int32, _ schema: Int) -> Bool {
        let start = Int(facts.starts[fact])
        var index = Int(from)
        while index < Int(end) {
            let object = facts.arguments[start + Int(plan.bindings[index])]
            let variable = plan.bindings[index + 1]
            if variable < 0 {
                if ~variable != object { return false }
            } else if plan.bindings[index + 2] == 0 {
                if binding[Int(variable)] != object { return false }
            } else {
                if !allowed[schema][Int(variable)].isEmpty, !allowed[schema][Int(variable)][Int(object)] {
                    return false
                }
                binding[Int(variable)] = object
            }
            index += 3
        }
        return true
    }

    private mutating func satisfied(_ from: Int32, _ end: Int32) -> Bool {
        for index in Int(from)..<Int(end) {
            let constraint = plan.constraints[index]
            switch constraint.kind {
            case .equal: if value(constraint.first) != value(constraint.second) { return false }
            case .unequal: if value(constraint.first) == value(constraint.second) { return false }
            case .absent:
                for offset in 0..<Int(constraint.arity) {
                    key[offset] = value(plan.terms[Int(constraint.terms) + offset])
                }
                if facts.find(constraint.predicate, key, Int(constraint.arity)) >= 0 { return false }
            }
        }
        return true
    }

    private mutating func emit(_ schema: Int) {
        if !wantsOperators {
            addFact(schema, head)
            return
        }
        guard operatorSchema.count < operatorLimit else {
            exceeded = true
            return
        }
        operatorSchema.append(Int32(schema))
        for index in 0..<candidates[schema].count { operatorObjects.append(binding[index]) }
        operatorStart.append(Int32(operatorObjects.count))
        for index in 0..<adds[schema].count { addFact(schema, index) }
    }

    private mutating func addFact(_ schema: Int, _ index: Int) {
        let arity = adds[schema][index].terms.count
        for position in 0..<arity { key[position] = value(adds[schema][index].terms[position]) }
        _ = facts.intern(adds[schema][index].predicate, key, arity)
    }
}
