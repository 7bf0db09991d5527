/// An action schema in the form the grounder works on: conjunctions only, no quantifiers.
///
/// One action of the text may become several schemas (one for each disjunct of its precondition); all carry the
/// same action number and yield the same words in a plan.
struct Schema: Sendable {
    /// The action in the domain; nil for the artificial step that reaches a disjunctive goal.
    let action: Int?
    /// How many leading variables are the action's parameters; the others came from `exists`.
    let parameterCount: Int
    /// The objects each variable may stand for.
    let candidates: [[Int]]
    let positive: [Atom]
    let negative: [Atom]
    let equal: [(Term, Term)]
    let unequal: [(Term, Term)]
    let adds: [Atom]
    let deletes: [Atom]
    let conditional: [ConditionalEffect]
    let costs: [Cost]

    /// Effects that happen only where their own condition holds before the step.
    struct ConditionalEffect: Sendable {
        let positive: [Atom]
        let negative: [Atom]
        let equal: [(Term, Term)]
        let unequal: [(Term, Term)]
        var adds: [Atom]
        var deletes: [Atom]
    }
}

/// A task with its schemas and its goal as a conjunction of facts.
struct NormalTask: Sendable {
    let task: PlanningTask
    let schemas: [Schema]
    let positiveGoals: [GroundAtom]
    let negativeGoals: [GroundAtom]
    /// Whether the goal can be seen to be false whatever happens, for example `(= a b)`.
    let goalIsFalse: Bool
    /// Predicates of the domain, and one more for an artificial goal.
    let predicateCount: Int
    /// `isFluent[p]`: some schema adds or deletes facts of predicate p.
    let isFluent: [Bool]
}

/// A literal of a conjunction.
enum Literal {
    case fact(Atom, Bool)
    case equality(Term, Term, Bool)
}

/// Compiles quantifiers, `or` and `imply` away.
struct Normaliser {
    private let task: PlanningTask
    private let byType: [[Int]]
    private var candidates: [[Int]] = []

    /// More conjunctions than this from one condition are refused.
    private static let conjunctionLimit = 20_000

    init(_ task: PlanningTask) {
        self.task = task
        byType = task.objectsByType()
    }

    /// Rewrites a whole task.
    ///
    /// - Throws: ``PDDLError/tooLarge(_:what:limit:)`` where a condition explodes.
    static func normalise(_ task: PlanningTask) throws(PDDLError) -> NormalTask {
        var normaliser = Normaliser(task)
        var schemas: [Schema] = []
        for index in task.domain.actions.indices {
            schemas.append(contentsOf: try normaliser.schemas(of: index))
        }
        return try normaliser.finish(schemas)
    }

    private mutating func schemas(of index: Int) throws(PDDLError) -> [Schema] {
        let action = task.domain.actions[index]
        candidates = action.variables.map { task.objects(for: $0, byType: byType) }
        let binding = action.variables.indices.map { Term.variable($0) }
        let expansion = Expansion(
            place: action.location, what: "the precondition of action \"\(action.name)\"")
        let conjunctions = try expand(
            action.precondition, negated: false, binding: binding, freeVariables: true, expansion)
        let allVariables = candidates
        let (adds, deletes, conditional) = try effects(of: action, binding: binding)
        return conjunctions.map { literals in
            let parts = Self.split(literals)
            // Only variables that occur are kept beyond the parameters.
            return Self.compact(
                Schema(
                    action: index, parameterCount: action.parameterCount, candidates: allVariables,
                    positive: parts.positive, negative: parts.negative, equal: parts.equal,
                    unequal: parts.unequal, adds: adds, deletes: deletes, conditional: conditional,
                    costs: task.minimisesCost ? action.costs : [.constant(1)]))
        }
    }

    private mutating func effects(of action: Action, binding: [Term])
        throws(PDDLError) -> (adds: [Atom], deletes: [Atom], conditional: [Schema.ConditionalEffect])
    {
        var adds: [Atom] = []
        var deletes: [Atom] = []
        var conditional: [Schema.ConditionalEffect] = []
        let expansion = Expansion(place: action.location, what: "an effect of action \"\(action.name)\"")
        for effect in action.effects {
            for instance in assignments(effect.variables, binding) {
                let atom = Self.substitute(effect.atom, instance)
                let conjunctions = try expand(
                    effect.condition, negated: false, binding: instance, freeVariables: false, expansion)
                for literals in conjunctions {
                    if literals.isEmpty {
                        if effect.adds { adds.append(atom) } else { deletes.append(atom) }
                    } else {
                        let parts = Self.split(literals)
                        conditional.append(
                            Schema.ConditionalEffect(
                                positive: parts.positive, negative: parts.negative, equal: parts.equal,
                                unequal: parts.unequal, adds: effect.adds ? [atom] : [],
                                deletes: effect.adds ? [] : [atom]))
                    }
                }
            }
            guard conditional.count + adds.count <= Self.conjunctionLimit else {
                throw .tooLarge(action.location, what: expansion.what, limit: Self.conjunctionLimit)
            }
        }
        return (adds, deletes, conditional)
    }

    private mutating func finish(_ actionSchemas: [Schema]) throws(PDDLError) -> NormalTask {
        var schemas = actionSchemas
        candidates = task.goalVariables.map { task.objects(for: $0, byType: byType) }
        let binding = task.goalVariables.indices.map { Term.variable($0) }
        let conjunctions = try expand(
            task.goal, negated: false, binding: binding, freeVariables: true,
            Expansion(place: task.goalLocation, what: "the goal"))
        var positive: [GroundAtom] = []
        var negative: [GroundAtom] = []
        var predicateCount = task.domain.predicates.count
        if conjunctions.count == 1, let ground = Self.groundGoal(conjunctions[0]) {
            (positive, negative) = ground
        } else if !conjunctions.isEmpty {
            let reached = Atom(predicate: predicateCount, arguments: [])
            positive = [GroundAtom(predicate: predicateCount, arguments: [])]
            predicateCount += 1
            for literals in conjunctions {
                let parts = Self.split(literals)
                schemas.append(
                    Self.compact(
                        Schema(
                            action: nil, parameterCount: 0, candidates: candidates, positive: parts.positive,
                            negative: parts.negative, equal: parts.equal, unequal: parts.unequal,
                            adds: [reached], deletes: [], conditional: [], costs: [.constant(0)])))
            }
        }
        var isFluent = Array(repeating: false, count: predicateCount)
        for schema in schemas {
            for atom in schema.adds + schema.deletes { isFluent[atom.predicate] = true }
            for effect in schema.conditional {
                for atom in effect.adds + effect.deletes { isFluent[atom.predicate] = true }
            }
        }
        return NormalTask(
            task: task, schemas: schemas, positiveGoals: positive, negativeGoals: negative,
            goalIsFalse: conjunctions.isEmpty, predicateCount: predicateCount, isFluent: isFluent)
    }

    /// What is being expanded, for the error message.
    private struct Expansion {
        let place: SourceLocation
        let what: String
    }

    /// Writes a condition as a disjunction of conjunctions of literals; an empty result is `false`.
    ///
    /// With `freeVariables` an `exists` leaves its variable in place as one more parameter.
    private mutating func expand(
        _ condition: Condition, negated: Bool, binding: [Term], freeVariables: Bool, _ expansion: Expansion
    ) throws(PDDLError) -> [[Literal]] {
        switch condition {
        case .atom(let atom):
            return [[.fact(Self.substitute(atom, binding), !negated)]]
        case .equal(let left, let right):
            let first = Self.substitute(left, binding)
            let second = Self.substitute(right, binding)
            if first == second { return negated ? [] : [[]] }
            if case .object = first, case .object = second { return negated ? [[]] : [] }
            return [[.equality(first, second, !negated)]]
        case .not(let inner):
            return try expand(
                inner, negated: !negated, binding: binding, freeVariables: freeVariables, expansion)
        case .and(let parts), .or(let parts):
            var isConjunction = false
            if case .and = condition { isConjunction = true }
            var result: [[Literal]] = isConjunction != negated ? [[]] : []
            for part in parts {
                let next = try expand(
                    part, negated: negated, binding: binding, freeVariables: freeVariables, expansion)
                result = try combine(result, next, conjunction: isConjunction != negated, expansion)
            }
            return result
        case .forall(let variables, let body), .exists(let variables, let body):
            var isForall = false
            if case .forall = condition { isForall = true }
            let isConjunction = isForall != negated
            if !isConjunction, freeVariables {
                var inner = binding
                for variable in variables {
                    inner = Self.extended(inner, to: variable)
                    inner[variable] = .variable(candidates.count)
                    candidates.append(candidates[variable])
                }
                return try expand(body, negated: negated, binding: inner, freeVariables: true, expansion)
            }
            var result: [[Literal]] = isConjunction ? [[]] : []
            for instance in assignments(variables, binding) {
                let next = try expand(
                    body, negated: negated, binding: instance, freeVariables: freeVariables, expansion)
                result = try combine(result, next, conjunction: isConjunction, expansion)
            }
            return result
        }
    }

    private func combine(
        _ first: [[Literal]], _ second: [[Literal]], conjunction: Bool, _ expansion: Expansion
    ) throws(PDDLError) -> [[Literal]] {
        if conjunction, second.count == 1, first.count == 1 { return [first[0] + second[0]] }
        guard
            conjunction
                ? first.count * second.count <= Self.conjunctionLimit
                : first.count + second.count <= Self.conjunctionLimit
        else { throw .tooLarge(expansion.place, what: expansion.what, limit: Self.conjunctionLimit) }
        return conjunction ? first.flatMap { left in second.map { left + $0 } } : first + second
    }

    /// All ways to put objects in the place of quantified variables.
    private func assignments(_ variables: [Int], _ binding: [Term]) -> [[Term]] {
        var result = [binding]
        for variable in variables {
            result = result.flatMap { partial in
                candidates[variable].map { object in
                    var next = Self.extended(partial, to: variable)
                    next[variable] = .object(object)
                    return next
                }
            }
        }
        return result
    }

    private static func extended(_ binding: [Term], to variable: Int) -> [Term] {
        binding.count > variable
            ? binding : binding + (binding.count...variable).map { Term.variable($0) }
    }

    private static func substitute(_ atom: Atom, _ binding: [Term]) -> Atom {
        Atom(predicate: atom.predicate, arguments: atom.arguments.map { substitute($0, binding) })
    }

    private static func substitute(_ term: Term, _ binding: [Term]) -> Term {
        if case .variable(let variable) = term { return binding[variable] }
        return term
    }

    private static func split(_ literals: [Literal]) -> (
        positive: [Atom], negative: [Atom], equal: [(Term, Term)], unequal: [(Term, Term)]
    ) {
        var positive: [Atom] = []
        var negative: [Atom] = []
        var equal: [(Term, Term)] = []
        var unequal: [(Term, Term)] = []
        for literal in literals {
            switch literal {
            case .fact(let atom, true): if !positive.contains(atom) { positive.append(atom) }
            case .fact(let atom, false): if !negative.contains(atom) { negative.append(atom) }
            case .equality(let left, let right, true): equal.append((left, right))
            case .equality(let left, let right, false): unequal.append((left, right))
            }
        }
        return (positive, negative, equal, unequal)
    }

    private static func groundGoal(_ literals: [Literal]) -> (positive: [GroundAtom], negative: [GroundAtom])?
    {
        var positive: [GroundAtom] = []
        var negative: [GroundAtom] = []
        for literal in literals {
            guard case .fact(let atom, let isPositive) = literal else { return nil }
            var arguments: [Int32] = []
            for term in atom.arguments {
                guard case .object(let object) = term else { return nil }
                arguments.append(Int32(object))
            }
            let fact = GroundAtom(predicate: atom.predicate, arguments: arguments)
            if isPositive { positive.append(fact) } else { negative.append(fact) }
        }
        return (positive, negative)
    }

    /// Drops variables that occur nowhere, except the parameters, and renumbers the rest.
    private static func compact(_ schema: Schema) -> Schema {
        var used = Array(repeating: false, count: schema.candidates.count)
        for index in 0..<schema.parameterCount { used[index] = true }
        func mark(_ term: Term) { if case .variable(let variable) = term { used[variable] = true } }
        func mark(_ atoms: [Atom]) { for atom in atoms { atom.arguments.forEach(mark) } }
        func mark(_ pairs: [(Term, Term)]) { for (left, right) in pairs { mark(left); mark(right) } }
        mark(schema.positive)
        mark(schema.negative)
        mark(schema.equal)
        mark(schema.unequal)
        let kept = used.indices.filter { used[$0] }
        if kept.count == used.count { return schema }
        var binding = used.indices.map { Term.variable($0) }
        for (new, old) in kept.enumerated() { binding[old] = .variable(new) }
        func rename(_ atoms: [Atom]) -> [Atom] { atoms.map { substitute($0, binding) } }
        func rename(_ pairs: [(Term, Term)]) -> [(Term, Term)] {
            pairs.map { (substitute($0.0, binding), substitute($0.1, binding)) }
        }
        return Schema(
            action: schema.action, parameterCount: schema.parameterCount,
            candidates: kept.map { schema.candidates[$0] }, positive: rename(schema.positive),
            negative: rename(schema.negative), equal: rename(schema.equal), unequal: rename(schema.unequal),
            adds: rename(schema.adds), deletes: rename(schema.deletes),
            conditional: schema.conditional.map {
                Schema.ConditionalEffect(
                    positive: rename($0.positive), negative: rename($0.negative), equal: rename($0.equal),
                    unequal: rename($0.unequal), adds: rename($0.adds), deletes: rename($0.deletes))
            }, costs: schema.costs)
    }
}
