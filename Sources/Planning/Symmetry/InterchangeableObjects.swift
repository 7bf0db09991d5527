/// Objects of a task that nothing tells apart: swapping two of one class changes neither the initial state nor the goal.
///
/// Sandwiches not yet made, loaves of one kind, passengers with the same way to go: whatever is reached with one of them
/// is reached with each (Shleyfman et al., AAAI 2015; found here without search, by what is said of each object).
package struct InterchangeableObjects: Sendable {
    /// The classes, each with two objects or more in the order of their declaration.
    package let classes: [[Int]]

    /// Finds the classes of a task.
    ///
    /// Two objects are in one class where their types agree and all that is said of them agrees when each is called
    /// "it"; so a fact about both of them separates them. Constants of the domain and objects in a part of the goal
    /// that is no plain conjunction are left out.
    /// - Complexity: O(n log n) in the size of the task.
    package init(_ task: PlanningTask) {
        var sayings = Array(repeating: [[Int32]](), count: task.objects.count)
        var isUnique = task.objects.indices.map { $0 < task.domain.constants.count }
        func note(_ tag: Int32, _ arguments: [Int32]) {
            for object in Set(arguments) {
                sayings[Int(object)].append([tag] + arguments.map { $0 == object ? -1 : $0 })
            }
        }
        let predicates = Int32(task.domain.predicates.count)
        for fact in task.initial { note(Int32(fact.predicate), fact.arguments) }
        for (place, value) in task.functionValues {
            // Each value is one more kind of fact.
            let high = Int32(truncatingIfNeeded: value >> 32)
            let low = Int32(truncatingIfNeeded: value)
            for object in Set(place.arguments) {
                sayings[Int(object)].append(
                    [3 * predicates + Int32(place.predicate), high, low]
                        + place.arguments.map { $0 == object ? -1 : $0 })
            }
        }
        var open = [(task.goal, true)]
        while let (condition, isTrue) = open.popLast() {
            switch condition {
            case .and(let parts) where isTrue: open.append(contentsOf: parts.map { ($0, true) })
            case .not(let inner): open.append((inner, !isTrue))
            case .atom(let atom):
                let arguments = Self.objects(of: atom.arguments)
                if arguments.count == atom.arguments.count {
                    note(Int32(atom.predicate) + (isTrue ? predicates : 2 * predicates), arguments)
                } else {
                    for object in arguments { isUnique[Int(object)] = true }
                }
            default: Self.mark(condition, &isUnique)
            }
        }
        var groups: [[[Int32]]: Int] = [:]
        var found: [[Int]] = []
        for object in task.objects.indices where !isUnique[object] {
            let types = [task.objects[object].types.map { Int32($0) }.sorted()]
            let key = types + sayings[object].sorted { $0.lexicographicallyPrecedes($1) }
            if let group = groups[key] {
                found[group].append(object)
            } else {
                groups[key] = found.count
                found.append([object])
            }
        }
        classes = found.filter { $0.count > 1 }
    }

    private static func objects(of terms: [Term]) -> [Int32] {
        terms.compactMap { if case .object(let object) = $0 { Int32(object) } else { nil } }
    }

    /// Marks all objects that a formula names.
    private static func mark(_ condition: Condition, _ marks: inout [Bool]) {
        switch condition {
        case .atom(let atom): for object in objects(of: atom.arguments) { marks[Int(object)] = true }
        case .equal(let left, let right):
            for object in objects(of: [left, right]) { marks[Int(object)] = true }
        case .not(let inner), .forall(_, let inner), .exists(_, let inner): mark(inner, &marks)
        case .and(let parts), .or(let parts): for part in parts { mark(part, &marks) }
        }
    }
}
