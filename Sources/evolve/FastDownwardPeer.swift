internal import Foundation

/// Fast Downward as installed by `pip install up-fast-downward`, run beside the native planner for comparison.
struct FastDownwardPeer {
    private let python: String
    private let folder: String

    /// The greedy search that `auto` is held against: lazy, hFF, preferred operators.
    static let lazyGreedy = "let(h,ff(),lazy_greedy([h],preferred=[h]))"

    /// The first iteration of LAMA (Richter and Westphal, 2010), as in Fast Downward's alias `lama-first`.
    static let lamaFirst = """
        let(hlm,eval_modify_costs(landmark_sum(lm_factory=lm_reasonable_orders_hps(lm_rhw()),pref=false),cost_type=one),\
        let(hff,eval_modify_costs(ff(),cost_type=one),\
        lazy_greedy([hff,hlm],preferred=[hff,hlm],cost_type=one,reopen_closed=false)))
        """

    /// What one search came to.
    struct Figures: Codable {
        var evaluations: Int?
        /// CPU seconds of the search alone, and of the program with reading its input.
        var search_cpu_s: Double?
        var total_cpu_s: Double?
        var bytes_per_state: Double?
        var solved = false
        var plan: String?

        var evaluationsPerSecond: Double? {
            guard let evaluations, let search_cpu_s, search_cpu_s > 0 else { return nil }
            return Double(evaluations) / search_cpu_s
        }
    }

    /// A translated task, until ``remove()``.
    struct Translation {
        /// CPU seconds of the translator; nil where its time ran out.
        let cpuSeconds: Double?
        fileprivate let scratch: String

        func remove() { try? FileManager.default.removeItem(atPath: scratch) }
    }

    /// Finds the package in a Python environment; nil where it is not installed.
    init?(python: String) {
        // Only looked up: importing it would need packages that the planner itself does not.
        let script = """
            import importlib.util as u, os
            s = u.find_spec("up_fast_downward")
            print(os.path.dirname(s.origin) if s and u.find_spec("fast_downward") else "")
            """
        guard let answer = try? PeerProcess.run([python, "-c", script], in: NSTemporaryDirectory()).output
        else { return nil }
        let path = answer.trimmingCharacters(in: .whitespacesAndNewlines) + "/downward/builds/release/bin"
        guard FileManager.default.isExecutableFile(atPath: path + "/downward") else { return nil }
        self.python = python
        folder = path
    }

    /// Translates a task.
    ///
    /// - Parameters:
    ///   - domain: path of the domain.
    ///   - task: path of the task.
    ///   - cpuSeconds: when to give up.
    /// - Returns: the translated task, in a folder of its own.
    /// - Throws: what starting a process or making a folder threw.
    func translate(domain: String, task: String, cpuSeconds: Double) throws -> Translation {
        let scratch = NSTemporaryDirectory() + "/evolve-peer-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
        let words = [python, "-m", "fast_downward.translate", absolute(domain), absolute(task)]
        let run = try PeerProcess.run(words, in: scratch, cpuSeconds: cpuSeconds)
        return Translation(cpuSeconds: run.status == 0 ? run.cpuSeconds : nil, scratch: scratch)
    }

    /// Searches a translated task.
    ///
    /// - Parameters:
    ///   - translation: of the task.
    ///   - search: one of Fast Downward's search expressions.
    ///   - cpuSeconds: when to stop it from outside; 0 where the expression has its own limit.
    /// - Returns: what came of it.
    /// - Throws: what starting a process threw.
    func search(_ translation: Translation, _ search: String, cpuSeconds: Double = 0) throws -> Figures {
        let plan = translation.scratch + "/sas_plan"
        try? FileManager.default.removeItem(atPath: plan)
        let run = try PeerProcess.run(
            [folder + "/downward", "--search", search, "--internal-plan-file", "sas_plan"],
            in: translation.scratch, input: translation.scratch + "/output.sas", cpuSeconds: cpuSeconds)
        var figures = Figures()
        figures.evaluations = Self.number(in: run.output, after: "Evaluations: ").map { Int($0) }
        figures.search_cpu_s = Self.number(in: run.output, after: "Search time: ")
        figures.total_cpu_s = run.cpuSeconds
        figures.bytes_per_state = Self.number(in: run.output, after: "Bytes per state: ")
        figures.solved = run.output.contains("Solution found")
        figures.plan = try? String(contentsOfFile: plan, encoding: .utf8)
        return figures
    }

    private func absolute(_ path: String) -> String { URL(fileURLWithPath: path).path }

    private static func number(in log: String, after mark: String) -> Double? {
        guard let range = log.range(of: mark) else { return nil }
        return Double(log[range.upperBound...].prefix { $0.isNumber || $0 == "." || $0 == "e" || $0 == "-" })
    }
}
