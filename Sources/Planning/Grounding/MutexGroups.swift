/// Finds sets of facts of which never more than one is true.
///
/// As in Helmert's translator (Artificial Intelligence 173, 2009) a candidate is guessed on the schemas: some
/// predicates that share parameters, each with at most one argument left over, such as `on(x, *)`, `holding(x)`,
/// `on-table(x)`. Unlike there the proof is done on the ground operators, instance by instance: an operator that adds
/// a fact of the group must remove another one that it requires. So a guess that is wrong costs time, never soundness.
struct MutexGroups {
    /// Facts of each group, ascending.
    private(set) var groups = Rows()
    /// Whether a state may hold none of a group's facts.
    private(set) var mayBeEmpty: [Bool] = []

    /// A guess: which argument of which predicate varies, and which stand for the shared parameters.
    private struct Template: Hashable {
        struct Part: Hashable {
            var predicate: Int
            /// `order[k]`: the argument position of parameter k.
            var order: [Int]
        }
        var parts: [Part]
        var parameterCount: Int
    }

    private let normal: NormalTask
    private let facts: FactStore

    private static let templateLimit = 300

    init(_ normal: NormalTask, _ facts: FactStore, initialCount: Int, _ raw: borrowing RawOperators) {
        self.normal = normal
        self.facts = facts
        for template in templates() { verify(template, initialCount, raw) }
    }

    // MARK: Guessing

    private func templates() -> [Template] {
        var open: [Template] = []
        for (index, predicate) in normal.task.domain.predicates.enumerated() where normal.isFluent[index] {
            let positions = Array(0..<predicate.arity)
            open.append(
                Template(parts: [.init(predicate: index, order: positions)], parameterCount: positions.count))
            for counted in positions {
                let order = positions.filter { $0 != counted }
                open.append(
                    Template(parts: [.init(predicate: index, order: order)], parameterCount: order.count))
            }
        }
        var seen = Set(open)
        var result: [Template] = []
        var next = 0
        while next < open.count, next < Self.templateLimit {
            let template = open[next]
            next += 1
            guard let refinements = imbalance(template) else {
                result.append(template)
                continue
            }
            for refined in refinements where seen.insert(refined).inserted { open.append(refined) }
        }
        return result
    }

    /// Returns nil where every schema looks balanced, otherwise ways to mend the first that does not.
    private func imbalance(_ template: Template) -> [Template]? {
        for schema in normal.schemas {
            for add in schema.adds {
                guard let part = template.parts.first(where: { $0.predicate == add.predicate }) else {
                    continue
                }
                let parameters = part.order.map { add.arguments[$0] }
                let removed = schema.deletes.filter {
                    schema.positive.contains($0) && !schema.adds.contains($0)
                }
                let isBalanced = removed.contains { delete in
                    template.parts.contains {
                        $0.predicate == delete.predicate
                            && $0.order.map { delete.arguments[$0] } == parameters
                    }
                }
                if isBalanced || schema.positive.contains(add) { continue }
                return refinements(of: template, parameters, removed)
            }
        }
        return nil
    }

    private func refinements(of template: Template, _ parameters: [Term], _ removed: [Atom]) -> [Template] {
        var result: [Template] = []
        for delete in removed where !template.parts.contains(where: { $0.predicate == delete.predicate }) {
            guard delete.arguments.count - parameters.count <= 1 else { continue }
            var order: [Int] = []
            for parameter in parameters {
                guard
                    let position = delete.arguments.indices.first(where: {
                        delete.arguments[$0] == parameter && !order.contains($0)
                    })
                else { break }
                order.append(position)
            }
            guard order.count == parameters.count else { continue }
            var refined = template
            refined.parts.append(.init(predicate: delete.predicate, order: order))
            refined.parts.sort { $0.predicate < $1.predicate }
            result.append(refined)
        }
        return result
    }

    // MARK: Proving

    private mutating func verify(_ template: Template, _ initialCount: Int, _ raw: borrowing RawOperators) {
        var partOf = Array(repeating: -1, count: normal.predicateCount)
        for (index, part) in template.parts.enumerated() { partOf[part.predicate] = index }
        // Number the instances by their parameters.
        var instances = FactStore()
        var groupOf = Array(repeating: Int32(-1), count: facts.count)
        var key = Array(repeating: Int32(0), count: template.parameterCount + 1)
        for fact in 0..<facts.count {
            let part = partOf[Int(facts.predicates[fact])]
            guard part >= 0 else { continue }
            for (index, position) in template.parts[part].order.enumerated() {
                key[index] = facts.arguments[Int(facts.starts[fact]) + position]
            }
            groupOf[fact] = instances.intern(0, key, template.parameterCount)
        }
        guard instances.count > 0 else { return }
        var sizes = Array(repeating: Int32(0), count: instances.count)
        var initially = sizes
        for fact in 0..<facts.count where groupOf[fact] >= 0 {
            sizes[Int(groupOf[fact])] += 1
            if fact < initialCount { initially[Int(groupOf[fact])] += 1 }
        }
        var isAlive = sizes.indices.map { sizes[$0] > 1 && initially[$0] <= 1 }
        guard isAlive.contains(true) else { return }
        var empty = initially.map { $0 == 0 }
        checkOperators(raw, groupOf, &isAlive, &empty)
        var members = Array(repeating: [Int32](), count: instances.count)
        for fact in 0..<facts.count where groupOf[fact] >= 0 && isAlive[Int(groupOf[fact])] {
            members[Int(groupOf[fact])].append(Int32(fact))
        }
        for group in members.indices where isAlive[group] {
            groups.addRow(members[group])
            mayBeEmpty.append(empty[group])
        }
    }

    private func checkOperators(
        _ raw: borrowing RawOperators, _ groupOf: [Int32], _ isAlive: inout [Bool], _ empty: inout [Bool]
    ) {
        var balance = Array(repeating: Int32(0), count: isAlive.count)
        for number in 0..<raw.count {
            let preconditions = raw.preconditions.range(number)
            for index in raw.adds.range(number) {
                let group = groupOf[Int(raw.adds.values[index])]
                if group >= 0, !Self.contains(raw.preconditions, preconditions, raw.adds.values[index]) {
                    balance[Int(group)] += 1
                }
            }
            for index in raw.deletes.range(number) {
                let fact = raw.deletes.values[index]
                let group = groupOf[Int(fact)]
                guard group >= 0 else { continue }
                if Self.contains(raw.preconditions, preconditions, fact) {
                    balance[Int(group)] -= 1
                } else {
                    empty[Int(group)] = true
                }
            }
            for index in raw.adds.range(number) { settle(groupOf[Int(raw.adds.values[index])]) }
            for index in raw.deletes.range(number) { settle(groupOf[Int(raw.deletes.values[index])]) }
        }
        func settle(_ group: Int32) {
            guard group >= 0 else { return }
            if balance[Int(group)] > 0 { isAlive[Int(group)] = false }
            if balance[Int(group)] < 0 { empty[Int(group)] = true }
            balance[Int(group)] = 0
        }
        for fact in raw.conditionalAdds.values where groupOf[Int(fact)] >= 0 {
            isAlive[Int(groupOf[Int(fact)])] = false
        }
        for fact in raw.conditionalDeletes.values where groupOf[Int(fact)] >= 0 {
            empty[Int(groupOf[Int(fact)])] = true
        }
    }

    private static func contains(_ rows: Rows, _ range: Range<Int>, _ value: Int32) -> Bool {
        for index in range where rows.values[index] == value { return true }
        return false
    }

    // MARK: Choosing

    /// Covers facts by groups, the largest first, each fact once.
    ///
    /// - Returns: for each chosen variable its facts and whether it needs a value "none".
    func cover(factCount: Int, excluded: [Bool]) -> [(facts: [Int32], mayBeEmpty: Bool)] {
        var result: [(facts: [Int32], mayBeEmpty: Bool)] = []
        var isCovered = excluded
        var bySize: [[Int]] = Array(
            repeating: [], count: (0..<groups.count).map { groups[$0].count }.max().map { $0 + 1 } ?? 0)
        for group in 0..<groups.count { bySize[groups[group].count].append(group) }
        for size in stride(from: bySize.count - 1, to: 1, by: -1) {
            var position = 0
            while position < bySize[size].count {
                let group = bySize[size][position]
                position += 1
                let free = groups[group].filter { !isCovered[Int($0)] }
                if free.count < size {
                    // Sizes only shrink: look again when its turn comes.
                    if free.count > 1 { bySize[free.count].append(group) }
                    continue
                }
                for fact in free { isCovered[Int(fact)] = true }
                result.append((free, mayBeEmpty[group] || free.count < groups[group].count))
            }
        }
        for fact in 0..<factCount where !isCovered[fact] { result.append(([Int32(fact)], true)) }
        return result
    }
}
