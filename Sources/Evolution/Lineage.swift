internal import Archive

/// Follows a candidate back to where it came from.
package struct Lineage: Codable, Sendable, Equatable {
    /// Holds one ancestor, or the candidate itself.
    package struct Member: Codable, Sendable, Equatable {
        package var id: String
        package var label: String
        /// Mean over the search's trainings, or training tasks solved; nil unless it was measured.
        package var fitness: Double?
        /// The same for people: `17 of 20`.
        package var figure: String?
        /// What the proposer did to its parents, where it said so.
        package var note: String
        package var parents: [String]
        /// Generations back from the candidate that was asked about: 0 for itself.
        package var distance: Int
    }

    package var schema = 1
    /// The candidate first, then parents before grandparents; each once, at its shortest distance.
    package var members: [Member]

    /// Follows the parents of a candidate through a run.
    init(of individual: Individual, in known: [String: Individual], notes: [String: String]) {
        var found: [Member] = []
        var row = [individual]
        var seen: Set<String> = [individual.candidate.id]
        var distance = 0
        while !row.isEmpty {
            found += row.map { member in
                Member(
                    id: member.candidate.id, label: member.label, fitness: member.score?.estimate.mean,
                    figure: member.score?.figure,
                    note: notes[member.candidate.id] ?? "", parents: member.candidate.parents,
                    distance: distance)
            }
            row = row.flatMap(\.candidate.parents).filter { seen.insert($0).inserted }
                .compactMap { known[$0] }
            distance += 1
        }
        members = found
    }

    /// Draws the lineage as an indented tree; an ancestor that was drawn before is only named.
    package func text() -> String {
        let byID = Dictionary(members.map { ($0.id, $0) }) { first, _ in first }
        var drawn: Set<String> = []
        var lines: [String] = []
        func draw(_ id: String, _ indent: String, _ branch: String) {
            guard let member = byID[id] else { return }
            let fitness = member.figure ?? "-"
            let isNew = drawn.insert(id).inserted
            let rest = isNew ? member.note : "(above)"
            lines.append("\(indent)\(branch)\(member.label)  \(id.prefix(8))  \(fitness)  \(rest)".trimmed)
            guard isNew else { return }
            let deeper = indent + (branch.isEmpty ? "" : branch.hasPrefix("└") ? "   " : "│  ")
            for (number, parent) in member.parents.enumerated() {
                draw(parent, deeper, number == member.parents.count - 1 ? "└─ " : "├─ ")
            }
        }
        if let first = members.first { draw(first.id, "", "") }
        return lines.joined(separator: "\n")
    }
}

extension String {
    /// The text without blanks at its end.
    fileprivate var trimmed: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}

extension RunView {
    /// Follows a candidate of this run back to where it came from.
    package func lineage(of individual: Individual) -> Lineage {
        Lineage(
            of: individual,
            in: Dictionary(individuals.map { ($0.candidate.id, $0) }) { first, _ in first }, notes: notes)
    }
}
