import Foundation
import Testing

/// Runs the built `evolve` as a person would, with runs in a folder of their own.
struct EvolveProcess {
    struct Result {
        var status: Int32
        var output: String
        var complaint: String
    }

    /// Folder of the runs; made anew for each value.
    let runs: String

    init() throws {
        runs = NSTemporaryDirectory() + "evolve-cli-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: runs, withIntermediateDirectories: true)
    }

    /// Runs a command to its end.
    func callAsFunction(_ arguments: String..., variables: [String: String] = [:]) throws -> Result {
        try start(arguments, variables: variables).wait()
    }

    /// Starts a command and returns while it runs.
    func start(_ arguments: [String], variables: [String: String] = [:]) throws -> Started {
        let process = Process()
        process.executableURL = Self.program
        process.arguments = arguments
        var environment = ProcessInfo.processInfo.environment.merging(["EVOLVE_RUNS": runs]) { $1 }
        environment["EVOLVE_MODEL"] = nil
        // Films cost seconds; the tests that look at them ask for them.
        environment["EVOLVE_PICTURES"] = "0"
        environment.merge(variables) { $1 }
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        let output = URL(fileURLWithPath: runs + "/" + UUID().uuidString + ".out")
        let complaint = URL(fileURLWithPath: runs + "/" + UUID().uuidString + ".err")
        for url in [output, complaint] { _ = FileManager.default.createFile(atPath: url.path, contents: nil) }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: complaint)
        try process.run()
        return Started(process: process, output: output, complaint: complaint)
    }

    /// A command that runs.
    struct Started {
        let process: Process
        let output: URL
        let complaint: URL

        func wait() -> Result {
            process.waitUntilExit()
            func text(_ url: URL) -> String { (try? String(contentsOf: url, encoding: .utf8)) ?? "" }
            return Result(status: process.terminationStatus, output: text(output), complaint: text(complaint))
        }
    }

    /// The program beside the test bundle.
    static var program: URL {
        let own = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        return own.deletingLastPathComponent().appendingPathComponent("evolve")
    }
}
