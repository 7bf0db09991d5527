// The vocabulary of a parsed domain and task. Names are numbers here: an index into the array that declares
// them. Everything is a value; nothing refers back to the text except through `SourceLocation`.

/// A type with its direct supertypes; index 0 is always `object`.
package struct TypeDeclaration: Sendable {
    package let name: String
    package var parents: [Int]
}

/// An object or constant with the types it was declared with.
package struct ObjectDeclaration: Sendable {
    package let name: String
    package let types: [Int]
}

/// A variable and the types it ranges over: the union of `types`.
package struct Variable: Sendable {
    package let name: String
    package let types: [Int]
}

/// A predicate or a numeric function with its typed parameters.
package struct Predicate: Sendable {
    package let name: String
    package let parameters: [Variable]
    package var arity: Int { parameters.count }
}

/// An argument: an object, or a variable of the surrounding action.
package enum Term: Sendable, Hashable {
    case object(Int)
    case variable(Int)
}

/// A predicate applied to terms.
package struct Atom: Sendable, Hashable {
    package let predicate: Int
    package let arguments: [Term]
}

/// A logical formula as it stands in the text.
package indirect enum Condition: Sendable {
    case atom(Atom)
    case equal(Term, Term)
    case not(Condition)
    case and([Condition])
    case or([Condition])
    /// For all, or for some, objects in the place of the variables numbered `variables`.
    case forall([Int], Condition)
    case exists([Int], Condition)

    /// The formula that always holds.
    package static let truth = Condition.and([])
}

/// One literal that an action makes true or false, for all values of `variables` under which `condition` holds.
package struct Effect: Sendable {
    package let variables: [Int]
    package let condition: Condition
    package let atom: Atom
    package let adds: Bool
}

/// What an action costs: a number, or a function of its parameters with values in the initial state.
package enum Cost: Sendable {
    case constant(Int)
    case function(Int, [Term])
}

/// An action schema.
///
/// `variables` begins with the parameters; variables of quantifiers follow.
package struct Action: Sendable {
    package let name: String
    package let parameterCount: Int
    package let variables: [Variable]
    package let precondition: Condition
    package let effects: [Effect]
    /// The summands of the increase of `total-cost`.
    package let costs: [Cost]
    package let location: SourceLocation
}

/// A parsed domain file.
package struct Domain: Sendable {
    package let name: String
    package let types: [TypeDeclaration]
    package let constants: [ObjectDeclaration]
    package let predicates: [Predicate]
    package let functions: [Predicate]
    package let actions: [Action]
    let symbols: SymbolTable
    /// `ancestors[t][s]`: every object of type t is also of type s.
    package let ancestors: [[Bool]]

    /// Whether a thing declared with `types` is always allowed where `wanted` is asked for.
    package func fits(_ types: [Int], _ wanted: [Int]) -> Bool {
        types.contains { type in wanted.contains { ancestors[type][$0] } }
    }

    /// Writes types as the user would: `block` or `(either block table)`.
    package func describe(_ types: [Int]) -> String {
        let names = types.map { "\"\(self.types[$0].name)\"" }
        return names.count == 1 ? names[0] : "either \(names.joined(separator: " or "))"
    }
}

/// A parsed task file, together with its domain.
package struct PlanningTask: Sendable {
    package let name: String
    package let domain: Domain
    /// The domain's constants, then the task's objects.
    package let objects: [ObjectDeclaration]
    /// The initially true facts without repetition: predicate, then arguments.
    package let initial: [GroundAtom]
    /// Values of numeric functions, for costs only.
    package let functionValues: [GroundAtom: Int]
    package let goal: Condition
    /// The variables of quantifiers in the goal.
    package let goalVariables: [Variable]
    /// Whether plans are judged by `total-cost`; otherwise by their length.
    package let minimisesCost: Bool
    package let goalLocation: SourceLocation

    /// Lists the objects of each type, in the order of their declaration.
    package func objectsByType() -> [[Int]] {
        var result = Array(repeating: [Int](), count: domain.types.count)
        for (index, object) in objects.enumerated() {
            for type in domain.types.indices where domain.fits(object.types, [type]) {
                result[type].append(index)
            }
        }
        return result
    }

    /// Lists the objects a variable may stand for, in the order of their declaration.
    package func objects(for variable: Variable, byType: [[Int]]) -> [Int] {
        if variable.types.count == 1 { return byType[variable.types[0]] }
        return objects.indices.filter { domain.fits(objects[$0].types, variable.types) }
    }

    /// Writes a fact in the style of PDDL: `(on a b)`.
    package func describe(_ atom: GroundAtom) -> String {
        let names = [domain.predicates[atom.predicate].name] + atom.arguments.map { objects[Int($0)].name }
        return "(\(names.joined(separator: " ")))"
    }
}

/// A predicate applied to objects.
package struct GroundAtom: Sendable, Hashable {
    package let predicate: Int
    package let arguments: [Int32]

    /// Creates a fact from a predicate's index and objects' indices.
    package init(predicate: Int, arguments: [Int32]) {
        self.predicate = predicate
        self.arguments = arguments
    }
}
