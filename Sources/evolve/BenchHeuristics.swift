internal import ArgumentParser
internal import Evolution
internal import Foundation
internal import Planning
internal import PlanningDomains
internal import Sandbox

/// `evolve bench planning --python`: heuristics in Python, in the sandbox and inside Pyperplan, in one run.
struct BenchHeuristics {
    /// The second largest fifth of the training tasks begins here: large enough to measure, small enough for Pyperplan.
    static let defaultTask = "train-50"
    private static let states = 1000

    let domains: [String]
    let folder: String?
    let task: String
    let cpuSeconds: Double
    let peer: String?
    let json: Bool

    /// One line of the result; rates are evaluated states per CPU second of search.
    private struct Row: Encodable {
        let domain: String
        let task: String
        var states = 0
        var fast_equal = false
        var peer_equal: Bool?
        var published_per_s = 0.0
        var fast_per_s = 0.0
        var peer_per_s: Double?
        var published_ratio: Double? { peer_per_s.map { published_per_s / $0 } }
        var fast_ratio: Double? { peer_per_s.map { fast_per_s / $0 } }
    }

    func run() throws {
        let families = DomainFamily.allCases.filter {
            $0.isMeasured && (domains.isEmpty || domains.contains($0.rawValue))
        }
        do {
            let installation = try Installation(
                environment: ProcessInfo.processInfo.environment, executable: Executable.path)
            let zygote = try Zygote(configuration: installation.zygote())
            if !json { print(Self.head) }
            var rows: [Row] = []
            for family in families {
                rows.append(try measure(family, zygote, installation))
                if !json, let row = rows.last {
                    print(Self.line(row))
                    fflush(nil)
                }
            }
            try conclude(rows)
        } catch {
            throw Explanation.exit(error)
        }
    }

    private func measure(_ family: DomainFamily, _ zygote: Zygote, _ installation: Installation) throws -> Row
    {
        let folder = folder ?? installation.home + "/Tests/Fixtures/heuristics"
        let domainPath = installation.sandboxes + "/domains/\(family.rawValue)/domain.pddl"
        let domain = String(decoding: try PlanningFiles.text(domainPath).bytes, as: UTF8.self)
        let ladder = try PlanningFiles.ladder(family)
        guard let entry = ladder.entries.first(where: { $0.name == task }) else {
            throw PlanningFiles.refuse("there is no task \"\(task)\" in the ladder of \(family.rawValue)")
        }
        let text = ladder.text(entry)
        let published = folder + "/\(family.rawValue).py"
        let codes = try [published, folder + "/\(family.rawValue)_fast.py"].map {
            String(decoding: try PlanningFiles.text($0).bytes, as: UTF8.self)
        }
        // Time for grounding and constructors on top of what is measured.
        let worker = try HeuristicWorker(
            zygote: zygote, domain: domain, task: text, limits: PlanningLimits(cpuSeconds: cpuSeconds + 20))
        var row = Row(domain: family.rawValue, task: task)
        let values = try codes.map {
            try worker.values(code: $0, states: Self.states, seed: 1, facts: true).get()
        }
        row.states = values[0].states.count
        row.fast_equal = values[0].description.values == values[1].description.values
        row.published_per_s = try rate(worker, codes[0])
        row.fast_per_s = try rate(worker, codes[1])
        if let peer, Self.parsedByPyperplan.contains(family) {
            let scratch = NSTemporaryDirectory() + "/evolve-bench-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: scratch) }
            let pyperplan = PyperplanPeer(
                python: peer, script: installation.sandboxes + "/pyperplan_peer.py", domain: domainPath,
                task: scratch + "/task.pddl", heuristic: published)
            try Data(text.utf8).write(to: URL(fileURLWithPath: pyperplan.task))
            row.peer_equal = try pyperplan.values(values[0].states) == values[0].description.values
            row.peer_per_s = try pyperplan.rate(seconds: cpuSeconds)
        }
        return row
    }

    /// The domains without negative preconditions, which are those that Pyperplan reads.
    private static let parsedByPyperplan: [DomainFamily] = [
        .blocksworld, .floortile, .miconic, .rovers, .sokoban, .spanner, .transport,
    ]

    /// Searches, again and again where a plan is found, until the CPU time is used up.
    private func rate(_ worker: HeuristicWorker, _ code: String) throws -> Double {
        var evaluations = 0
        var seconds = 0.0
        for _ in 0..<1000 where seconds < cpuSeconds {
            let search = HeuristicSearch(.eager, maximumEvaluations: Int(cpuSeconds * 50_000))
            let run = try worker.solve(code: code, search: search).get()
            evaluations += run.evaluations
            seconds += run.searchSeconds
        }
        return Double(evaluations) / max(seconds, 1e-9)
    }

    // MARK: Printing

    private func conclude(_ rows: [Row]) throws {
        if json {
            struct Report: Encodable {
                var schema = 1
                let rows: [Row]
            }
            return try PlanningFiles.printJSON(Report(rows: rows))
        }
        let compared = rows.filter { $0.peer_per_s != nil }
        guard !compared.isEmpty else { return }
        for (name, ratios) in [
            ("published", compared.compactMap(\.published_ratio)),
            ("fast view", compared.compactMap(\.fast_ratio)),
        ] {
            let sorted = ratios.sorted()
            print(
                String(
                    format: "%@: %.1f times Pyperplan's rate at least, %.1f in the median of %d domains",
                    name,
                    sorted[0], sorted[sorted.count / 2], sorted.count))
        }
    }

    private static let head = """
        evaluated states per CPU second of eager greedy search; Pyperplan: its own greedy search, the same file
        domain       task       equal values      published  fast view  Pyperplan   ratios
        """

    private static func line(_ row: Row) -> String {
        let equal =
            "\(row.fast_equal ? "yes" : "NO") \(row.peer_equal.map { $0 ? "yes" : "NO" } ?? "-") of \(row.states)"
        func number(_ value: Double?, _ format: String, _ width: Int) -> String {
            let text = value.map { String(format: format, $0) } ?? "-"
            return String(repeating: " ", count: max(1, width - text.count)) + text
        }
        return row.domain.padding(toLength: 13, withPad: " ", startingAt: 0)
            + row.task.padding(toLength: 11, withPad: " ", startingAt: 0)
            + equal.padding(toLength: 16, withPad: " ", startingAt: 0)
            + number(row.published_per_s, "%.0f", 11) + number(row.fast_per_s, "%.0f", 11)
            + number(row.peer_per_s, "%.0f", 11) + number(row.published_ratio, "%.1f", 8)
            + number(row.fast_ratio, "%.1f", 7)
    }
}

/// Pyperplan as installed by `pip install pyperplan`, with the same heuristic file.
private struct PyperplanPeer {
    let python: String
    let script: String
    let domain: String
    let task: String
    let heuristic: String

    private struct Answer: Decodable {
        var values: [Double]?
        var evaluations: Double?
        var cpu_seconds: Double?
    }

    /// Gives the estimates of states, infinity for dead ends.
    func values(_ states: [String]) throws -> [Double] {
        let file = task + ".states"
        try Data(states.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: file))
        let values = try ask("values", [], input: file).values ?? []
        return values.map { $0 < 0 ? .infinity : $0 }
    }

    /// Gives evaluated states per CPU second.
    func rate(seconds: Double) throws -> Double {
        let answer = try ask("rate", ["\(seconds)"], input: "/dev/null")
        return (answer.evaluations ?? 0) / max(answer.cpu_seconds ?? 0, 1e-9)
    }

    private func ask(_ verb: String, _ rest: [String], input: String) throws -> Answer {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = [script, verb, domain, task, heuristic] + rest
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: input))
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw PlanningFiles.refuse("Pyperplan does not run under \"\(python)\"; its words are above")
        }
        return try JSONDecoder().decode(Answer.self, from: data)
    }
}
