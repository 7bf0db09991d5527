/// How a schema's conditions are joined: which fact is looked up after which, with what bound.
///
/// Everything is flat arrays of numbers, because the joins are the hot loop of grounding. A term is an object
/// (>= 0) or a variable (`~variable`, < 0).
struct JoinPlan {
    struct Step {
        /// The index to look in, or -1 where `variable` runs through its candidates.
        var index: Int32
        var variable: Int32
        /// Terms of the key: `terms[key ..< key + keyCount]`.
        var key: Int32
        var keyCount: Int32
        /// Triples (argument position, variable, 1 for "bind" or 0 for "compare") in `bindings`.
        var bindings: Int32
        var bindingsEnd: Int32
        /// Constraints to check afterwards, in `constraints`.
        var constraints: Int32
        var constraintsEnd: Int32
        /// The fact must be older than the one that triggered the join.
        var isStrict: Bool
        /// All variables that matter are bound before this step: one solution of the rest is enough.
        var isAfterHead: Bool
    }

    /// What must hold once its variables are bound.
    struct Constraint {
        enum Kind { case equal, unequal, absent }
        var kind: Kind
        var first: Int32
        var second: Int32
        /// For `absent`: predicate and terms of a static fact that must not exist.
        var predicate: Int32
        var terms: Int32
        var arity: Int32
    }

    /// One way to start: a schema and the condition that a new fact matches (-1: no fluent condition).
    struct Trigger {
        var schema: Int
        /// Where facts alone are wanted, the number of the added fact; -1 where operators are.
        var add: Int
        var bindings: Int32
        var bindingsEnd: Int32
        var constraints: Int32
        var constraintsEnd: Int32
        var steps: Int
        var stepsEnd: Int
    }

    var terms: [Int32] = []
    var bindings: [Int32] = []
    var constraints: [Constraint] = []
    var steps: [Step] = []
    var triggers: [Trigger] = []
    /// `byPredicate[p]`: triggers that a new fact of predicate p starts.
    var byPredicate: [[Int]] = []
    var initial: [Int] = []
    var indexes: [JoinIndex] = []
    /// `indexesOf[p]`: indexes that hold the facts of predicate p.
    var indexesOf: [[Int]] = []

    static func encode(_ term: Term) -> Int32 {
        switch term {
        case .object(let object): Int32(object)
        case .variable(let variable): ~Int32(variable)
        }
    }
}

/// Builds the join plans of all schemas.
struct JoinPlanner {
    /// What the joins are for.
    enum Purpose {
        /// All reachable operators, each found by its youngest precondition.
        case operators
        /// All reachable facts; that some operator adds them is enough.
        case facts
        /// The operators applicable in one state.
        case state
    }

    private let normal: NormalTask
    /// Number of initial facts of each predicate, to look into small relations first.
    private let sizes: [Int]
    private let purpose: Purpose
    private var plan = JoinPlan()

    init(_ normal: NormalTask, sizes: [Int], _ purpose: Purpose) {
        self.normal = normal
        self.sizes = sizes
        self.purpose = purpose
        plan.byPredicate = Array(repeating: [], count: normal.predicateCount)
        plan.indexesOf = Array(repeating: [], count: normal.predicateCount)
    }

    static func plan(_ normal: NormalTask, sizes: [Int], for purpose: Purpose) -> JoinPlan {
        var planner = JoinPlanner(normal, sizes: sizes, purpose)
        for index in normal.schemas.indices { planner.add(index) }
        return planner.plan
    }

    private mutating func add(_ index: Int) {
        let schema = normal.schemas[index]
        let fluent = schema.positive.indices.filter { normal.isFluent[schema.positive[$0].predicate] }
        let heads: [Int]
        switch purpose {
        case .operators, .state: heads = [-1]
        case .facts: heads = Array((schema.adds + schema.conditional.flatMap(\.adds)).indices)
        }
        for head in heads {
            if fluent.isEmpty || purpose == .state {
                plan.initial.append(plan.triggers.count)
                addTrigger(index, schema, atom: nil, head: head)
                continue
            }
            for atom in fluent {
                plan.byPredicate[schema.positive[atom].predicate].append(plan.triggers.count)
                addTrigger(index, schema, atom: atom, head: head)
            }
        }
    }

    private mutating func addTrigger(_ index: Int, _ schema: Schema, atom: Int?, head: Int) {
        var bound = Array(repeating: false, count: schema.candidates.count)
        var wanted = Array(repeating: head < 0, count: bound.count)
        if head >= 0 {
            for case .variable(let variable) in (schema.adds + schema.conditional.flatMap(\.adds))[head]
                .arguments
            {
                wanted[variable] = true
            }
        }
        var pending = Pending(schema, normal)
        let bindings = Int32(plan.bindings.count)
        if let atom { bind(schema.positive[atom], &bound) }
        let bindingsEnd = Int32(plan.bindings.count)
        let constraints = addConstraints(&pending, bound)
        var remaining = schema.positive.indices.filter { $0 != atom }
        var steps: [JoinPlan.Step] = []
        while !remaining.isEmpty || bound.contains(false) {
            let isAfterHead = head >= 0 && bound.indices.allSatisfy { bound[$0] || !wanted[$0] }
            let unboundWanted = bound.indices.first { !bound[$0] && wanted[$0] }
            if let next = best(remaining, schema, bound, wanted: isAfterHead ? nil : wanted) {
                remaining.removeAll { $0 == next }
                steps.append(match(schema.positive[next], strict: atom.map { next < $0 } ?? false, &bound))
            } else if let variable = unboundWanted ?? bound.firstIndex(of: false) {
                bound[variable] = true
                let here = Int32(plan.bindings.count)
                steps.append(
                    JoinPlan.Step(
                        index: -1, variable: Int32(variable), key: 0, keyCount: 0, bindings: here,
                        bindingsEnd: here, constraints: 0, constraintsEnd: 0, isStrict: false,
                        isAfterHead: false))
            }
            let range = addConstraints(&pending, bound)
            steps[steps.count - 1].constraints = range.0
            steps[steps.count - 1].constraintsEnd = range.1
            steps[steps.count - 1].isAfterHead = isAfterHead
        }
        let start = plan.steps.count
        plan.steps.append(contentsOf: steps)
        plan.triggers.append(
            JoinPlan.Trigger(
                schema: index, add: head, bindings: bindings, bindingsEnd: bindingsEnd,
                constraints: constraints.0, constraintsEnd: constraints.1, steps: start,
                stepsEnd: plan.steps.count))
    }

    /// Chooses the condition that is expected to leave the fewest possibilities.
    ///
    /// Where `wanted` is given, its variables are to be bound first, since only they matter.
    private func best(_ remaining: [Int], _ schema: Schema, _ bound: [Bool], wanted: [Bool]?) -> Int? {
        var best: (atom: Int, rank: (Int, Int, Int))?
        for atom in remaining {
            var free: Set<Int> = []
            for case .variable(let variable) in schema.positive[atom].arguments where !bound[variable] {
                free.insert(variable)
            }
            let predicate = schema.positive[atom].predicate
            let arity = schema.positive[atom].arguments.count
            // Fully bound first, detached last.
            let attachment = free.isEmpty ? 0 : free.count == arity ? 2 : 1
            let rank: (Int, Int, Int)
            switch purpose {
            case .operators:
                // Few free variables; static relations before growing ones.
                rank = (
                    attachment == 2 ? 100 + free.count : free.count, normal.isFluent[predicate] ? 1 : 0,
                    sizes[predicate]
                )
            case .facts:
                let gains = wanted.map { wanted in free.contains { wanted[$0] } } ?? true
                rank = (free.isEmpty ? 0 : gains ? 1 : 2, attachment * 100 + free.count, sizes[predicate])
            case .state:
                rank = (attachment, sizes[predicate], free.count)
            }
            if best.map({ rank < $0.rank }) ?? true { best = (atom, rank) }
        }
        return best?.atom
    }

    private mutating func bind(_ atom: Atom, _ bound: inout [Bool]) {
        for (position, term) in atom.arguments.enumerated() {
            switch term {
            case .variable(let variable):
                plan.bindings.append(contentsOf: [Int32(position), Int32(variable), bound[variable] ? 0 : 1])
                bound[variable] = true
            case .object(let object):
                plan.bindings.append(contentsOf: [Int32(position), ~Int32(object), 0])
            }
        }
    }

    private mutating func match(_ atom: Atom, strict: Bool, _ bound: inout [Bool]) -> JoinPlan.Step {
        var positions: [Int] = []
        let key = Int32(plan.terms.count)
        for (position, term) in atom.arguments.enumerated() {
            if case .variable(let variable) = term, !bound[variable] { continue }
            positions.append(position)
            plan.terms.append(JoinPlan.encode(term))
        }
        let bindings = Int32(plan.bindings.count)
        for (position, term) in atom.arguments.enumerated() where !positions.contains(position) {
            guard case .variable(let variable) = term else { continue }
            plan.bindings.append(contentsOf: [Int32(position), Int32(variable), bound[variable] ? 0 : 1])
            bound[variable] = true
        }
        var index = plan.indexesOf[atom.predicate].first { plan.indexes[$0].positions == positions }
        if index == nil {
            index = plan.indexes.count
            plan.indexesOf[atom.predicate].append(plan.indexes.count)
            plan.indexes.append(JoinIndex(positions: positions))
        }
        return JoinPlan.Step(
            index: Int32(index ?? 0), variable: -1, key: key, keyCount: Int32(positions.count),
            bindings: bindings, bindingsEnd: Int32(plan.bindings.count), constraints: 0, constraintsEnd: 0,
            isStrict: strict, isAfterHead: false)
    }

    /// Constraints of a schema that wait for their variables.
    private struct Pending {
        var pairs: [(Term, Term, JoinPlan.Constraint.Kind)]
        var absent: [Atom]

        init(_ schema: Schema, _ normal: NormalTask) {
            pairs = schema.equal.map { ($0.0, $0.1, .equal) } + schema.unequal.map { ($0.0, $0.1, .unequal) }
            absent = schema.negative.filter { !normal.isFluent[$0.predicate] }
        }
    }

    private mutating func addConstraints(_ pending: inout Pending, _ bound: [Bool]) -> (Int32, Int32) {
        func isBound(_ term: Term) -> Bool {
            if case .variable(let variable) = term { bound[variable] } else { true }
        }
        let start = Int32(plan.constraints.count)
        for (left, right, kind) in pending.pairs where isBound(left) && isBound(right) {
            plan.constraints.append(
                JoinPlan.Constraint(
                    kind: kind, first: JoinPlan.encode(left), second: JoinPlan.encode(right), predicate: 0,
                    terms: 0, arity: 0))
        }
        pending.pairs.removeAll { isBound($0.0) && isBound($0.1) }
        for atom in pending.absent where atom.arguments.allSatisfy(isBound) {
            let terms = Int32(plan.terms.count)
            plan.terms.append(contentsOf: atom.arguments.map(JoinPlan.encode))
            plan.constraints.append(
                JoinPlan.Constraint(
                    kind: .absent, first: 0, second: 0, predicate: Int32(atom.predicate), terms: terms,
                    arity: Int32(atom.arguments.count)))
        }
        pending.absent.removeAll { $0.arguments.allSatisfy(isBound) }
        return (start, Int32(plan.constraints.count))
    }
}
