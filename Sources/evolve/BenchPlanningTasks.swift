internal import Foundation
internal import Planning
internal import PlanningDomains

/// Which tasks `evolve bench planning` measures.
struct BenchPlanningTasks {
    /// One task, as files that another planner can read too.
    struct Item {
        let domain: String
        let name: String
        let domainPath: String
        let taskPath: String

        /// Parses the task.
        func parsed() throws -> PlanningTask {
            try PlanningFiles.task(taskPath, PlanningFiles.domain(domainPath))
        }
    }

    let families: [DomainFamily]
    private let scratch: String
    private let domains: String

    /// Chooses domains; all measured ones where none is named.
    /// - Throws: exit code 65 where a name is unknown or the domains are not found.
    init(_ names: [String]) throws {
        families =
            try names.isEmpty
            ? DomainFamily.allCases.filter(\.isMeasured) : names.map(PlanningFiles.family(_:))
        guard let domains = PlanningFiles.domainsFolder else { throw PlanningFiles.noDomains() }
        self.domains = domains
        scratch =
            NSTemporaryDirectory() + "/evolve-bench-planning-\(ProcessInfo.processInfo.processIdentifier)"
        try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
    }

    /// Removes the generated files.
    func removeFiles() { try? FileManager.default.removeItem(atPath: scratch) }

    /// The largest training tasks: of `folder`, laid out `NAME/domain.pddl` and `NAME/training/*.pddl`, or of the ladder.
    func largestTraining(_ family: DomainFamily, _ count: Int, from folder: String?) throws -> [Item] {
        guard let folder else {
            return try generated(family, ladder(family).filter { $0.split == .train }.suffix(count))
        }
        let name = family.rawValue
        let place = "\(folder)/\(name)/training"
        let files = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
        let sized = files.filter { $0.hasSuffix(".pddl") }.map { file in
            (
                file,
                (try? FileManager.default.attributesOfItem(atPath: "\(place)/\(file)")[.size] as? Int) ?? 0
            )
        }
        guard !sized.isEmpty else { throw PlanningFiles.refuse("no *.pddl in \"\(place)\"") }
        return sized.sorted { ($0.1, $0.0) > ($1.1, $1.0) }.prefix(count).map { file, _ in
            Item(
                domain: name, name: String(file.dropLast(5)), domainPath: "\(folder)/\(name)/domain.pddl",
                taskPath: "\(place)/\(file)")
        }
    }

    /// Tasks spread evenly over the middle rung of the test ladder: larger than any training task.
    func larger(_ family: DomainFamily, _ count: Int) throws -> [Item] {
        let count = min(count, 30)
        guard count > 0 else { return [] }
        let middle = try ladder(family).filter { $0.split == .test }.dropFirst(30).prefix(30)
        return try generated(
            family, (0..<count).map { middle[middle.startIndex + 15 * (2 * $0 + 1) / count] })
    }

    /// One task of the test ladder, counted from 1.
    func test(_ family: DomainFamily, _ number: Int) throws -> Item? {
        let entries = try ladder(family).filter { $0.split == .test }
        return try number <= entries.count ? generated(family, [entries[number - 1]]).first : nil
    }

    private func ladder(_ family: DomainFamily) throws -> [Ladder.Entry] {
        try PlanningFiles.ladder(family).entries
    }

    private func generated(_ family: DomainFamily, _ entries: some Sequence<Ladder.Entry>) throws -> [Item] {
        let name = family.rawValue
        return try entries.map { entry in
            let path = "\(scratch)/\(name)-\(entry.name).pddl"
            let text = family.task(size: entry.size, seed: entry.seed, name: "\(name)-\(entry.name)")
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            return Item(
                domain: name, name: entry.name, domainPath: "\(domains)/\(name)/domain.pddl", taskPath: path)
        }
    }
}

/// Columns of a table for people.
enum BenchTable {
    /// Prints a line at once, also into a pipe: some lines take minutes.
    static func show(_ line: String) { Output.result(line + "\n") }

    static func left(_ text: String, _ width: Int) -> String {
        text.padding(toLength: max(width, text.count + 1), withPad: " ", startingAt: 0)
    }

    static func number(_ value: Double?, _ format: String, _ width: Int) -> String {
        let text = value.map { String(format: format, $0) } ?? "-"
        return String(repeating: " ", count: max(1, width - text.count)) + text
    }

    static func ratio(_ mine: Double?, to theirs: Double?) -> Double? {
        guard let mine, let theirs, theirs > 0 else { return nil }
        return mine / theirs
    }
}
