internal import ArgumentParser
internal import Foundation
internal import Planning
internal import PlanningDomains

/// `evolve domains`: what comes with the tool, and its tasks.
struct DomainsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "domains", abstract: "List the planning domains, their tasks, or write tasks to files.",
        discussion: """
            evolve domains                        the domains
            evolve domains ferry                  its training, validation and test tasks
            evolve domains ferry --write DIR      the domain and its training tasks as files
            evolve domains ferry --size cars=9 --size locations=4 --seed 1    one task to stdout
            """)

    @Argument(help: "A domain.")
    var name: String?

    @Option(help: "Write domain.pddl and the tasks of --split into this folder.")
    var write: String?

    @Option(help: "Only train, validation or test; --write alone writes train.")
    var split: String?

    @Option(help: "A size of one task to generate, such as cars=9; repeat for each.")
    var size: [String] = []

    @Option(help: "The seed of the one task.")
    var seed: UInt64 = 0

    @Flag(help: "Print JSON.")
    var json = false

    mutating func run() throws {
        guard let name else { return try listDomains() }
        let family = try PlanningFiles.family(name)
        if !size.isEmpty {
            let text = family.task(size: try sizes(family), seed: seed, name: "\(name)-\(seed)")
            try refuseFewerBoxes(text)
            return print(text, terminator: "")
        }
        let ladder = try PlanningFiles.ladder(family)
        let wanted = split.flatMap(Ladder.Split.init(rawValue:))
        guard let write else {
            return try list(ladder, ladder.entries.filter { wanted == nil || $0.split == wanted })
        }
        try writeTasks(ladder, wanted ?? .train, to: write)
    }

    func validate() throws {
        if let split, Ladder.Split(rawValue: split) == nil {
            let known = Ladder.Split.allCases.map(\.rawValue)
            let near = nearestName(to: split, among: known).map { "; did you mean \"\($0)\"?" } ?? ""
            throw ValidationError("no split \"\(split)\"\(near) (known: \(known.joined(separator: ", ")))")
        }
        guard name != nil || (write == nil && split == nil && size.isEmpty) else {
            throw ValidationError("name a domain first; evolve domains lists them")
        }
        if !size.isEmpty, write != nil || split != nil {
            throw ValidationError(
                "--size generates one task to stdout; it does not go with --write or --split")
        }
    }

    /// A task with more of anything would not fit into a file that people can open.
    private static let greatestSize = 5000

    private func sizes(_ family: DomainFamily) throws -> [String: Int] {
        var result: [String: Int] = [:]
        for word in size {
            let sides = word.split(separator: "=")
            guard sides.count == 2, let value = Int(sides[1]),
                let parameter = family.parameters.first(where: { $0.name == sides[0] }),
                (parameter.least...Self.greatestSize).contains(value)
            else {
                let known = family.parameters.map { "\($0.name)=\($0.least)" }.joined(separator: ", ")
                throw PlanningFiles.refuse(
                    "--size \"\(word)\" is not a size of \(family.rawValue); at least: \(known); at most: \(Self.greatestSize)"
                )
            }
            result[String(sides[0])] = value
        }
        return result
    }

    /// A sokoban board takes a box for every fourth place of its floor, and the floor depends on the seed.
    private func refuseFewerBoxes(_ text: String) throws {
        guard name == "sokoban", let asked = try sizes(.sokoban)["boxes"] else { return }
        let made = Set(text.matches(of: /\bbox[0-9]+\b/).map(\.output)).count
        guard made < asked else { return }
        throw PlanningFiles.refuse(
            "--size boxes=\(asked): a board of this size and seed has room for \(made); make size larger, or boxes fewer"
        )
    }

    private func listDomains() throws {
        struct Row: Encodable {
            let name: String
            let sizes: [String]
            let measured: Bool
        }
        let rows = DomainFamily.allCases.map {
            Row(name: $0.rawValue, sizes: $0.parameters.map(\.name), measured: $0.isMeasured)
        }
        if json {
            struct Report: Encodable {
                var schema = 1
                let domains: [Row]
            }
            return try PlanningFiles.printJSON(Report(domains: rows))
        }
        for row in rows {
            let name = row.name.padding(toLength: 14, withPad: " ", startingAt: 0)
            print(
                "\(name)\(row.sizes.joined(separator: ", "))\(row.measured ? "" : "  (example for prompts)")")
        }
    }

    private func list(_ ladder: Ladder, _ entries: [Ladder.Entry]) throws {
        struct Row: Encodable {
            let name: String
            let sizes: [String: Int]
        }
        if json {
            struct Report: Encodable {
                var schema = 1
                let domain: String
                let tasks: [Row]
            }
            let rows = entries.map { Row(name: $0.name, sizes: $0.size) }
            return try PlanningFiles.printJSON(Report(domain: ladder.family.rawValue, tasks: rows))
        }
        for entry in entries {
            let sizes = ladder.family.parameters.map { "\($0.name)=\(entry.size[$0.name] ?? $0.least)" }
            print(
                "\(entry.name.padding(toLength: 16, withPad: " ", startingAt: 0))\(sizes.joined(separator: " "))"
            )
        }
    }

    private func writeTasks(_ ladder: Ladder, _ split: Ladder.Split, to folder: String) throws {
        guard let domains = PlanningFiles.domainsFolder else { throw PlanningFiles.noDomains() }
        let source = try PlanningFiles.text("\(domains)/\(ladder.family.rawValue)/domain.pddl")
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data(source.bytes).write(to: URL(fileURLWithPath: folder + "/domain.pddl"))
            let entries = ladder.entries.filter { $0.split == split }
            for entry in entries {
                try Data(ladder.text(entry).utf8).write(
                    to: URL(fileURLWithPath: "\(folder)/\(entry.name).pddl"))
            }
            PlanningFiles.say("wrote domain.pddl and \(entries.count) tasks to \(folder)")
        } catch {
            PlanningFiles.say("evolve: cannot write to \"\(folder)\": \(error.localizedDescription)")
            throw ExitCode.cannotWrite
        }
    }
}
