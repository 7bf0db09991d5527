internal import Foundation
internal import Planning

extension TaskSets {
    /// What prompts say of domain and training tasks, and what code sees of a state: nothing of any other task.
    var promptValues: [String: PromptValue] {
        let smallest = parsedTraining[0]
        let statics = staticPredicates
        let fluent = smallest.initial.filter { !statics.contains($0.predicate) }
        let fixed = smallest.initial.filter { statics.contains($0.predicate) }
        let goals = Self.atoms(of: smallest.goal).compactMap { atom -> GroundAtom? in
            let objects = atom.arguments.compactMap { argument -> Int32? in
                guard case .object(let object) = argument else { return nil }
                return Int32(object)
            }
            return objects.count == atom.arguments.count
                ? GroundAtom(predicate: atom.predicate, arguments: objects) : nil
        }
        let words = name.split(whereSeparator: { !($0.isLetter || $0.isNumber) })
        let className = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined() + "Heuristic"
        let view =
            Self.view("node.view", fluent, smallest) + Self.view("task.goal_view", goals, smallest)
            + Self.view("task.static_view", fixed, smallest) + Self.types(smallest)
        return [
            "domain": .object([
                "name": .text(name), "className": .text(className),
                "text": .text(domainText.trimmingCharacters(in: .newlines)),
            ]),
            "smallest": Self.value(train[0]), "largest": Self.value(train[train.count - 1]),
            "state": .text(Self.strings(fluent, smallest)), "static": .text(Self.strings(fixed, smallest)),
            "goals": .text(Self.strings(goals, smallest)), "view": .list(view.map(PromptValue.text)),
        ]
    }

    private static func value(_ entry: Entry) -> PromptValue {
        .object(["name": .text(entry.name), "text": .text(entry.text.trimmingCharacters(in: .newlines))])
    }

    /// Writes facts as a Python set of strings.
    private static func strings(_ atoms: [GroundAtom], _ task: PlanningTask) -> String {
        let facts = atoms.prefix(40).map { "\"\(task.describe($0))\"" }
        if facts.isEmpty { return "set()" }
        return "{" + facts.joined(separator: ", ") + (atoms.count > 40 ? ", …" : "") + "}"
    }

    /// Writes facts as entries of the fast view, one line a predicate.
    private static func view(_ name: String, _ atoms: [GroundAtom], _ task: PlanningTask) -> [String] {
        var groups: [Int: [String]] = [:]
        for atom in atoms {
            let names = atom.arguments.map { "\"\(task.objects[Int($0)].name)\"" }
            groups[atom.predicate, default: []].append(
                "(" + names.joined(separator: ", ") + (names.count == 1 ? ",)" : ")"))
        }
        return groups.sorted { $0.key < $1.key }.map { predicate, tuples in
            "\(name)[\"\(task.domain.predicates[predicate].name)\"] = {"
                + tuples.prefix(8).joined(separator: ", ") + (tuples.count > 8 ? ", …}" : "}")
        }
    }

    private static func types(_ task: PlanningTask) -> [String] {
        let byType = task.objectsByType()
        return task.domain.types.indices.filter { !byType[$0].isEmpty }.map { type in
            let names = byType[type].prefix(8).map { "\"\(task.objects[$0].name)\"" }
            return "task.objects_of[\"\(task.domain.types[type].name)\"] = (\(names.joined(separator: ", "))"
                + (byType[type].count > 8 ? ", …)" : ")")
        }
    }
}
