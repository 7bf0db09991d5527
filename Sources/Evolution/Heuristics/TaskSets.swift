internal import Foundation
internal import Planning
internal import PlanningDomains

/// Holds a planning domain with its tasks: small ones to learn on, larger ones to choose by, and the held-out test tasks.
///
/// A run keeps a copy in its folder (`tasks/domain.pddl`, `tasks/train/…`, `tasks/validation/…`, `tasks/test/…`), so that it can be
/// continued wherever they came from. Test tasks are never written into a prompt.
package struct TaskSets: Sendable {
    /// Holds one task.
    package struct Entry: Sendable, Equatable {
        package let name: String
        package let text: String
        /// Number of objects.
        package let size: Int
    }

    /// Most tasks of each set.
    static let most: [Stage: Int] = [.search: 20, .finalist: 12, .confirm: 30]

    /// The domain's name, as in its file.
    package let name: String
    package let domainText: String
    /// Smallest first.
    package let train: [Entry]
    package let validation: [Entry]
    package let test: [Entry]
    let domain: Domain
    /// The training tasks as they were read.
    let parsedTraining: [PlanningTask]

    /// Gives the tasks of a stage.
    package subscript(_ stage: Stage) -> [Entry] {
        switch stage {
        case .search: train
        case .finalist: validation
        case .confirm: test
        }
    }

    /// Finds a domain: a file with its tasks, or one that comes with the tool, perhaps with other tasks.
    /// - Parameters:
    ///   - nameOrPath: a domain's name, or the path of its file.
    ///   - folder: the tasks' folder; nil for those that come with the tool.
    ///   - sandboxes: where the tool's domains lie.
    /// - Returns: the tasks of all stages.
    /// - Throws: ``EvolutionError``, or a `PDDLError` with file, line and column.
    package static func find(_ nameOrPath: String, tasks folder: String?, in sandboxes: String) throws
        -> TaskSets
    {
        var isFolder: ObjCBool = false
        let isFile =
            FileManager.default.fileExists(atPath: nameOrPath, isDirectory: &isFolder) && !isFolder.boolValue
        guard let folder else {
            if isFile {
                throw EvolutionError.setUp(
                    why: "--domain \(nameOrPath): give the folder of its tasks with --tasks")
            }
            return try builtIn(nameOrPath, in: sandboxes)
        }
        let path = isFile ? nameOrPath : "\(sandboxes)/domains/\(nameOrPath.lowercased())/domain.pddl"
        guard isFile || DomainFamily(rawValue: nameOrPath.lowercased()) != nil else {
            throw unknown(nameOrPath)
        }
        return try files(domain: path, tasks: folder)
    }

    private static func unknown(_ name: String) -> EvolutionError {
        let known = DomainFamily.allCases.filter(\.isMeasured).map(\.rawValue)
        let isExample = DomainFamily(rawValue: name.lowercased()) != nil
        return .unknownDomain(
            name: name, known: known, nearest: isExample ? nil : nearest(name, known), isExample: isExample)
    }

    /// Reads the tasks of a domain that comes with the tool.
    ///
    /// Training tasks are of the middle half of the training rungs; validation tasks are larger than these, but less than twice as
    /// large; test tasks are the smallest test tasks that are at least twice as large.
    /// - Throws: ``EvolutionError`` for an unknown name.
    package static func builtIn(_ name: String, in sandboxes: String) throws -> TaskSets {
        guard let family = DomainFamily(rawValue: name.lowercased()), family.isMeasured else {
            throw unknown(name)
        }
        let folder = "\(sandboxes)/domains/\(family.rawValue)"
        let ladder = try Ladder(family, table: try read(folder + "/ladder.txt"))
        let text = try read(folder + "/domain.pddl")
        let domain = try Domain(parsing: SourceText(name: folder + "/domain.pddl", text: text))
        func entries(_ split: Ladder.Split) throws -> [(entry: Entry, task: PlanningTask)] {
            try ladder.entries.filter { $0.split == split }
                .map { try parsed($0.name, ladder.text($0), domain) }
                .sorted { ($0.entry.size, $0.entry.name) < ($1.entry.size, $1.entry.name) }
        }
        let pool = try entries(.train)
        let train = spread(Array(pool[pool.count / 4..<pool.count * 3 / 4]), over: most[.search] ?? 20)
        let largest = train.last?.entry.size ?? 0
        let between = (pool + (try entries(.validation))).map(\.entry)
            .filter { $0.size > largest && $0.size < 2 * largest }.sorted {
                ($0.size, $0.name) < ($1.size, $1.name)
            }
        // The rungs grow: what comes after so many is larger, and need not be read.
        var test: [Entry] = []
        for rung in ladder.entries where rung.split == .test && test.count < most[.confirm] ?? 30 {
            let entry = try parsed(rung.name, ladder.text(rung), domain).entry
            if entry.size >= 2 * largest { test.append(entry) }
        }
        return TaskSets(
            domain, text, train, validation: spread(between, over: most[.finalist] ?? 12),
            test: test.sorted { ($0.size, $0.name) < ($1.size, $1.name) })
    }

    /// Reads a domain file and a folder of tasks: with the subfolders `train`, `validation` and `test`, or flat, and then the
    /// smallest third is for training, the next for validation, and the largest for the test.
    /// - Throws: ``EvolutionError`` or a `PDDLError` with file, line and column.
    package static func files(domain path: String, tasks folder: String) throws -> TaskSets {
        let text = try read(path)
        let domain = try Domain(parsing: SourceText(name: path, text: text))
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue
        else {
            throw EvolutionError.noFolder(
                path: folder, purpose: "--tasks names the folder of the domain's tasks")
        }
        func entries(_ folder: String) throws -> [(entry: Entry, task: PlanningTask)] {
            let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            return try files.filter { $0.hasSuffix(".pddl") && $0 != "domain.pddl" }.sorted().map {
                try parsed(String($0.dropLast(5)), read("\(folder)/\($0)"), domain, file: "\(folder)/\($0)")
            }.sorted { ($0.entry.size, $0.entry.name) < ($1.entry.size, $1.entry.name) }
        }
        let isSplit = FileManager.default.fileExists(atPath: folder + "/train")
        if isSplit {
            let sets = TaskSets(
                domain, text, try entries(folder + "/train"),
                validation: try entries(folder + "/validation").map(\.entry),
                test: try entries(folder + "/test").map(\.entry))
            guard !sets.train.isEmpty else { throw EvolutionError.noTasks(folder: folder + "/train") }
            return sets
        }
        let all = try entries(folder)
        guard all.count >= 3 else { throw EvolutionError.noTasks(folder: folder) }
        let third = all.count / 3
        return TaskSets(
            domain, text, spread(Array(all[..<third]), over: most[.search] ?? 20),
            validation: spread(all[third..<2 * third].map(\.entry), over: most[.finalist] ?? 12),
            test: spread(all[(2 * third)...].map(\.entry), over: most[.confirm] ?? 30))
    }

    /// Reads the copy in a run's folder.
    package static func kept(in runFolder: String) throws -> TaskSets {
        try files(domain: runFolder + "/tasks/domain.pddl", tasks: runFolder + "/tasks")
    }

    /// Writes the copy into a run's folder.
    /// - Throws: ``EvolutionError/cannotWrite(path:why:)``.
    package func keep(in runFolder: String) throws {
        let folder = runFolder + "/tasks"
        do {
            for (name, entries) in [("train", train), ("validation", validation), ("test", test)] {
                try FileManager.default.createDirectory(
                    atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
                for entry in entries {
                    try Data(entry.text.utf8).write(
                        to: URL(fileURLWithPath: "\(folder)/\(name)/\(entry.name).pddl"))
                }
            }
            try Data(domainText.utf8).write(to: URL(fileURLWithPath: folder + "/domain.pddl"))
        } catch {
            throw EvolutionError.cannotWrite(path: folder, why: error.localizedDescription)
        }
    }

    private init(
        _ domain: Domain, _ text: String, _ train: [(entry: Entry, task: PlanningTask)], validation: [Entry],
        test: [Entry]
    ) {
        name = domain.name
        domainText = text
        self.domain = domain
        self.train = train.map(\.entry)
        parsedTraining = train.map(\.task)
        self.validation = validation
        self.test = test
    }

    private static func parsed(
        _ name: String, _ text: String, _ domain: Domain, file: String? = nil
    ) throws -> (entry: Entry, task: PlanningTask) {
        let task = try PlanningTask(parsing: SourceText(name: file ?? name, text: text), domain: domain)
        return (Entry(name: name, text: text, size: task.objects.count), task)
    }

    private static func read(_ path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path),
            let text = String(data: data, encoding: .utf8)
        else { throw EvolutionError.unreadable(path: path) }
        return text
    }

    /// Takes at most so many, evenly spread, the first and the last among them.
    private static func spread<Element>(_ elements: [Element], over count: Int) -> [Element] {
        guard elements.count > count, count > 1 else { return elements }
        return (0..<count).map { elements[$0 * (elements.count - 1) / (count - 1)] }
    }
}
