internal import ArgumentParser
internal import Foundation
internal import Planning
internal import PlanningDomains

/// `evolve bench planning`: the native planner, beside Fast Downward in the same run where that is installed.
struct BenchPlanningCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "planning", abstract: "Measure grounding, evaluations per CPU second and bytes a state.",
        discussion: """
            With --peers PYTHON, an environment with up-fast-downward, the same tasks run there in the same minute: \
            its translator, and its eager greedy search with ff() and goalcount(). With --coverage, how many tasks \
            are solved instead: --search here, lazy greedy search with ff() and preferred operators there.

            With --python, heuristics in Python instead: each file of --heuristics, as published code and on the views \
            (NAME.py and NAME_fast.py), in the sandbox, and with --peers PYTHON, an environment with pyperplan, the first \
            of them there; equal values on sampled states, then evaluated states per CPU second.
            """)

    @Flag(help: "Measure the native planner (the only one there is as yet).")
    var native = false

    @Option(help: "A domain; repeat for several; all by default.")
    var domain: [String] = []

    @Option(help: "A folder NAME/domain.pddl and NAME/training/*.pddl to take tasks from instead.")
    var tasks: String?

    @Option(help: "How many of the largest training tasks of each domain.")
    var count = 1

    @Option(help: "CPU seconds for each search.")
    var seconds = 5.0

    @Option(
        help:
            "A Python in whose environment the peer is installed: up-fast-downward, with --python pyperplan.")
    var peers: String?

    @Flag(help: "Measure heuristics in Python.")
    var python = false

    @Option(help: "--python: a folder of NAME.py and NAME_fast.py (default: those of the tests).")
    var heuristics: String?

    @Option(help: "--python: the task of each domain's ladder.")
    var task = BenchHeuristics.defaultTask

    @Flag(help: "Count solved tasks instead of measuring speed.")
    var coverage = false

    @Option(help: "How to search for --coverage.")
    var search = "auto"

    @Flag(help: "Print JSON.")
    var json = false

    /// One line of the result.
    private struct Row: Encodable {
        let domain: String
        let task: String
        var operators: Int?
        var grounding_cpu_s: Double?
        var translate_cpu_s: Double?
        var hff_per_s: Double?
        var peer_hff_per_s: Double?
        var goal_count_per_s: Double?
        var peer_goal_count_per_s: Double?
        var overhead_bytes_per_state: Double?
        var solved: Bool?
        var search_cpu_s: Double?
        var peer_solved: Bool?
        var peer_search_cpu_s: Double?
    }

    mutating func run() throws {
        if python {
            return try BenchHeuristics(
                domains: domain, folder: heuristics, task: task, cpuSeconds: seconds, peer: peers, json: json
            ).run()
        }
        var peer: FastDownwardPeer?
        if let peers {
            peer = FastDownwardPeer(python: peers)
            if peer == nil {
                throw PlanningFiles.refuse("up-fast-downward is not installed for \"\(peers)\"")
            }
        }
        guard let choice = SearchChoice(named: search) else {
            throw PlanningFiles.refuse("no search \"\(search)\"")
        }
        var rows: [Row] = []
        if !json { print(coverage ? Self.coverageHead : Self.speedHead) }
        for (name, domainPath, taskPath) in try chosenTasks() {
            let task = try PlanningFiles.task(taskPath, PlanningFiles.domain(domainPath))
            var row = Row(
                domain: name, task: URL(fileURLWithPath: taskPath).deletingPathExtension().lastPathComponent)
            if coverage {
                try cover(task, choice, &row)
            } else {
                try measure(task, &row)
            }
            if let peer { try compare(peer, domainPath, taskPath, &row) }
            rows.append(row)
            if !json { print(coverage ? Self.coverageLine(row) : Self.speedLine(row)) }
        }
        if json {
            struct Report: Encodable {
                var schema = 1
                let rows: [Row]
            }
            try PlanningFiles.printJSON(Report(rows: rows))
        } else if coverage {
            for name in rows.reduce(into: [String](), { if !$0.contains($1.domain) { $0.append($1.domain) } })
            {
                let here = rows.filter { $0.domain == name }
                let theirs =
                    here.contains { $0.peer_solved != nil }
                    ? ", peer \(here.filter { $0.peer_solved == true }.count)" : ""
                print("\(name): \(here.filter { $0.solved == true }.count) of \(here.count)\(theirs)")
            }
        }
    }

    private func cover(_ task: PlanningTask, _ choice: SearchChoice, _ row: inout Row) throws {
        let limits = SearchLimits(cpuSeconds: seconds)
        let solution = try PlanningFiles.parsing { () throws(PDDLError) in
            try Planner.solve(task, choice, limits)
        }
        row.operators = solution.operators
        row.grounding_cpu_s = solution.groundingSeconds
        row.solved = solution.plan != nil && solution.exitCode == 0
        row.search_cpu_s = solution.statistics.cpuSeconds
    }

    private func measure(_ task: PlanningTask, _ row: inout Row) throws {
        let limit = seconds
        let figures = try PlanningFiles.parsing { () throws(PDDLError) in
            try PlanningBenchmark(task, cpuSeconds: limit)
        }
        guard let figures else { return }
        row.operators = figures.operators
        row.grounding_cpu_s = figures.groundingSeconds
        row.hff_per_s = figures.rates[0].evaluationsPerSecond
        row.goal_count_per_s = figures.rates[1].evaluationsPerSecond
        row.overhead_bytes_per_state = figures.rates.map(\.overheadPerState).min()
    }

    private func compare(_ peer: FastDownwardPeer, _ domain: String, _ task: String, _ row: inout Row) throws
    {
        if coverage {
            let search = "let(h,ff(),lazy_greedy([h],preferred=[h],max_time=\(seconds)))"
            let figures = try peer.run(domain: domain, task: task, searches: [search])
            row.translate_cpu_s = figures[0].translate_cpu_s
            row.peer_solved = figures[0].solved
            row.peer_search_cpu_s = figures[0].search_cpu_s
        } else {
            let figures = try peer.run(
                domain: domain, task: task,
                searches: ["ff()", "goalcount()"].map { "eager_greedy([\($0)],max_time=\(seconds))" })
            row.translate_cpu_s = figures[0].translate_cpu_s
            row.peer_hff_per_s = figures[0].evaluationsPerSecond
            row.peer_goal_count_per_s = figures[1].evaluationsPerSecond
        }
    }

    /// Name, domain file and task file of everything to be measured; generated tasks go to a scratch folder.
    private func chosenTasks() throws -> [(name: String, domain: String, task: String)] {
        let families = DomainFamily.allCases.filter {
            $0.isMeasured && (domain.isEmpty || domain.contains($0.rawValue))
        }
        guard !families.isEmpty else {
            throw PlanningFiles.refuse("no domain \"\(domain.joined(separator: ", "))\"")
        }
        var result: [(String, String, String)] = []
        for family in families {
            let name = family.rawValue
            if let tasks {
                let folder = "\(tasks)/\(name)/training"
                let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
                let sized = files.filter { $0.hasSuffix(".pddl") }.map { file in
                    (file, FileManager.default.contents(atPath: "\(folder)/\(file)")?.count ?? 0)
                }
                let largest = sized.sorted { ($0.1, $0.0) > ($1.1, $1.0) }.prefix(count)
                for (file, _) in largest {
                    result.append((name, "\(tasks)/\(name)/domain.pddl", "\(folder)/\(file)"))
                }
                continue
            }
            guard let folder = PlanningFiles.domainsFolder else {
                throw PlanningFiles.refuse(
                    "cannot find Sandboxes/domains; start evolve through its launcher ./evolve")
            }
            let ladder = try PlanningFiles.ladder(family)
            let scratch = NSTemporaryDirectory() + "/evolve-bench-planning"
            try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
            for entry in ladder.entries.filter({ $0.split == .train }).suffix(count) {
                let path = "\(scratch)/\(name)-\(entry.name).pddl"
                try Data(ladder.text(entry).utf8).write(to: URL(fileURLWithPath: path))
                result.append((name, "\(folder)/\(name)/domain.pddl", path))
            }
        }
        return result
    }

    private static let speedHead = """
        CPU seconds; evaluations per CPU second; peer: Fast Downward
        domain       task                 operators  ground   peer     hFF/s     peer  ratio    goals/s     peer  ratio  bytes/state
        """
    private static let coverageHead = "domain       task                  solved  CPU s    peer solved  CPU s"

    private static func speedLine(_ row: Row) -> String {
        func number(_ value: Double?, _ format: String, _ width: Int) -> String {
            let text = value.map { String(format: format, $0) } ?? "-"
            return String(repeating: " ", count: max(1, width - text.count)) + text
        }
        func ratio(_ mine: Double?, _ theirs: Double?) -> Double? {
            guard let mine, let theirs, theirs > 0 else { return nil }
            return mine / theirs
        }
        return pad(row.domain, 13) + pad(row.task, 18) + number(row.operators.map(Double.init), "%.0f", 12)
            + number(row.grounding_cpu_s, "%.2f", 8) + number(row.translate_cpu_s, "%.2f", 7)
            + number(row.hff_per_s, "%.0f", 10) + number(row.peer_hff_per_s, "%.0f", 9)
            + number(ratio(row.hff_per_s, row.peer_hff_per_s), "%.2f", 7)
            + number(row.goal_count_per_s, "%.0f", 11) + number(row.peer_goal_count_per_s, "%.0f", 9)
            + number(ratio(row.goal_count_per_s, row.peer_goal_count_per_s), "%.2f", 7)
            + number(row.overhead_bytes_per_state, "%.0f", 13)
    }

    private static func coverageLine(_ row: Row) -> String {
        func text(_ solved: Bool?) -> String { solved.map { $0 ? "yes" : "no" } ?? "-" }
        func seconds(_ value: Double?) -> String { value.map { String(format: "%.2f", $0) } ?? "-" }
        return pad(row.domain, 13) + pad(row.task, 22) + pad(text(row.solved), 8)
            + pad(seconds(row.search_cpu_s), 9)
            + pad(text(row.peer_solved), 13) + seconds(row.peer_search_cpu_s)
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        text.padding(toLength: max(width, text.count + 1), withPad: " ", startingAt: 0)
    }
}
