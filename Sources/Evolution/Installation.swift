package import Foundation

/// Knows where the parts of an installed evolve lie.
///
/// The launcher sets `EVOLVE_HOME` and `EVOLVE_PYTHON`.
package struct Installation: Sendable, Equatable {
    /// Folder with `Prompts`, `Sandboxes` and `Runs`.
    package let home: String
    /// Python interpreter of the locked environment.
    package let python: String
    /// The worker program, beside `evolve` itself.
    package let worker: String
    /// Folder of all runs: `EVOLVE_RUNS`, or `Runs` in `home`.
    package let runs: String

    package var sandboxes: String { home + "/Sandboxes" }
    package var prompts: String { home + "/Prompts" }
    /// Prices of models as shipped, with their date.
    package var prices: String { home + "/prices.json" }
    /// Compiled JAX programs, shared by all runs: the reward is outside of them.
    package var compileCache: String { home + "/.environment/compile-cache" }

    /// The runs' folder as people see it: relative where it lies in the present folder.
    package var displayedRuns: String {
        let here = FileManager.default.currentDirectoryPath + "/"
        return runs.hasPrefix(here) ? String(runs.dropFirst(here.count)) : runs
    }

    /// Finds the installation from the process's environment and the path of its executable.
    /// - Throws: ``EvolutionError/setUp(why:)`` naming what is missing and how to get it.
    package init(environment: [String: String], executable: String) throws {
        let build = URL(fileURLWithPath: executable).resolvingSymlinksInPath().deletingLastPathComponent()
            .path
        guard let home = environment["EVOLVE_HOME"] ?? Self.folder(above: build) else {
            throw EvolutionError.setUp(
                why:
                    "cannot find the folder with Sandboxes and Prompts; start evolve through its launcher ./evolve"
            )
        }
        self.home = home
        python = environment["EVOLVE_PYTHON"] ?? home + "/.environment/bin/python"
        worker = build + "/evolve-worker"
        runs = environment["EVOLVE_RUNS"] ?? home + "/Runs"
        for (path, what) in [(python, "the Python environment"), (worker, "the worker program")]
        where !FileManager.default.isExecutableFile(atPath: path) {
            throw EvolutionError.setUp(why: "\(what) is missing (\(path)); run ./evolve setup")
        }
    }

    /// Runs the locked environment's Python, or another, with the trainer's package on its path.
    /// - Returns: what it printed.
    /// - Throws: ``EvolutionError/setUp(why:)`` with the last line of its complaint when it fails.
    package func python(_ arguments: [String], interpreter: String? = nil) async throws -> Data {
        let (python, sandboxes) = (interpreter ?? python, sandboxes)
        return try await offPool {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: python)
            process.arguments = arguments
            process.environment = ["PYTHONPATH": sandboxes, "PYTHONDONTWRITEBYTECODE": "1"]
            process.currentDirectoryURL = FileManager.default.temporaryDirectory
            process.standardInput = FileHandle.nullDevice
            let output = Pipe()
            let complaint = Pipe()
            process.standardOutput = output
            process.standardError = complaint
            try process.run()
            let data = output.fileHandleForReading.readDataToEndOfFile()
            let words = complaint.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            guard process.terminationStatus == 0 else {
                let last =
                    String(decoding: words, as: UTF8.self).split(separator: "\n").last ?? "no reason given"
                throw EvolutionError.setUp(why: "python \(arguments.joined(separator: " ")): \(last)")
            }
            return data
        }
    }

    private static func folder(above start: String) -> String? {
        var url = URL(fileURLWithPath: start)
        while url.path != "/" {
            if FileManager.default.fileExists(atPath: url.path + "/Sandboxes/trainer") { return url.path }
            url.deleteLastPathComponent()
        }
        return nil
    }
}
