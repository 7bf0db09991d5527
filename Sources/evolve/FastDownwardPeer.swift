internal import Foundation

/// Fast Downward as installed by `pip install up-fast-downward`, run beside the native planner for comparison.
struct FastDownwardPeer {
    private let python: String
    private let folder: String

    /// What one run came to.
    struct Figures: Encodable {
        var translate_cpu_s: Double?
        var evaluations: Int?
        var search_cpu_s: Double?
        var bytes_per_state: Double?
        var solved = false

        var evaluationsPerSecond: Double? {
            guard let evaluations, let search_cpu_s, search_cpu_s > 0 else { return nil }
            return Double(evaluations) / search_cpu_s
        }
    }

    /// Finds the package in a Python environment; nil where it is not installed.
    init?(python: String) {
        let script = "import up_fast_downward, os; print(os.path.dirname(up_fast_downward.__file__))"
        guard let answer = try? Self.run([python, "-c", script], in: NSTemporaryDirectory()).output else {
            return nil
        }
        let path = answer.trimmingCharacters(in: .whitespacesAndNewlines) + "/downward/builds/release/bin"
        guard FileManager.default.isExecutableFile(atPath: path + "/downward") else { return nil }
        self.python = python
        folder = path
    }

    /// Translates a task and runs searches on it.
    ///
    /// - Parameters:
    ///   - domain: path of the domain.
    ///   - task: path of the task.
    ///   - searches: Fast Downward's search expressions.
    /// - Returns: the figures of each search.
    /// - Throws: what starting a process or making a folder threw.
    func run(domain: String, task: String, searches: [String]) throws -> [Figures] {
        let scratch = NSTemporaryDirectory() + "/evolve-peer-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        let log = try Self.run(
            [python, "-m", "fast_downward.translate", absolute(domain), absolute(task)], in: scratch,
            environment: ["PYTHONPATH": folder]
        ).output
        let translation = Self.number(in: log, after: "Done! [")
        return try searches.map { search in
            var figures = Figures()
            figures.translate_cpu_s = translation
            let log = try Self.run(
                [folder + "/downward", "--search", search, "--internal-plan-file", "sas_plan"], in: scratch,
                input: scratch + "/output.sas"
            ).output
            figures.evaluations = Self.number(in: log, after: "Evaluations: ").map { Int($0) }
            figures.search_cpu_s = Self.number(in: log, after: "Search time: ")
            figures.bytes_per_state = Self.number(in: log, after: "Bytes per state: ")
            figures.solved = log.contains("Solution found")
            return figures
        }
    }

    private func absolute(_ path: String) -> String { URL(fileURLWithPath: path).path }

    private static func number(in log: String, after mark: String) -> Double? {
        guard let range = log.range(of: mark) else { return nil }
        return Double(log[range.upperBound...].prefix { $0.isNumber || $0 == "." || $0 == "e" || $0 == "-" })
    }

    private static func run(
        _ words: [String], in folder: String, environment: [String: String] = [:], input: String? = nil
    ) throws -> (output: String, status: Int32) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: words[0])
        process.arguments = Array(words.dropFirst())
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        process.standardInput =
            try input.map { try FileHandle(forReadingFrom: URL(fileURLWithPath: $0)) } ?? .nullDevice
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (String(decoding: data, as: UTF8.self), process.terminationStatus)
    }
}
