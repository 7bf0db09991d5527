internal import CChannel
internal import FoundationEssentials
internal import Glibc

/// Measures what people usually do instead: a Python with numpy under bubblewrap for each candidate.
package struct BubblewrapBaseline: Codable, Sendable {
    /// Times one candidate from start to end, wall time.
    package let candidate: SandboxBenchmark.Quantiles

    /// Says how to get it, for those who miss the comparison.
    package static let remedy = "install bubblewrap for the comparison: sudo apt-get install bubblewrap"

    /// Finds the program on `PATH`.
    static func find() -> String? {
        let folders = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
        return folders.split(separator: ":").map { $0 + "/bwrap" }.first { access($0, X_OK) == 0 }
    }

    /// Runs a reward function once on zeros, in namespaces of its own, and gives the seconds that took.
    /// - Throws: ``SandboxError`` where it cannot be started or fails.
    static func run(_ program: String, python: String, code: String, rows: Int) throws -> Double {
        let script = """
            import numpy as np
            space = {"np": np}
            exec(compile(CODE, "candidate.py", "exec"), space)
            zeros = np.zeros(ROWS, np.float32)
            total, components = space["compute_reward"](zeros, zeros, np.zeros((ROWS, 8), np.float32), zeros)
            assert np.isfinite(total).all()
            """
        let text = script.replacing("ROWS", with: "\(rows)").replacing("CODE", with: try literal(code))
        let arguments = [
            program, "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev", "--unshare-all",
            "--die-with-parent",
            python, "-I", "-B", "-c", "exec(\(try literal(text)))",
        ]
        let start = ContinuousClock.now
        let process = evolve_launch_lines(
            arguments.joined(separator: "\n"), "OPENBLAS_NUM_THREADS=1\nPATH=/usr/bin:/bin", [2, 2], 2)
        guard process > 0 else { throw SandboxError.system("start \(program)", -process) }
        var status: CInt = 0
        _ = try attempt("wait for \(program)", evolve_process_wait(process, &status))
        guard status == 0 else {
            throw SandboxError.unavailable("\(program) fails here; its words are above")
        }
        return seconds(since: start)
    }

    /// Writes a text as a Python literal on one line.
    private static func literal(_ text: String) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return String(decoding: try encoder.encode(text), as: UTF8.self)
    }
}
