internal import Foundation
internal import Glibc

/// Another program, run to its end for comparison.
enum PeerProcess {
    /// What came of it.
    struct Outcome {
        let output: String
        let status: Int32
        /// CPU seconds of the program and all it started.
        let cpuSeconds: Double
    }

    /// Runs a program.
    ///
    /// - Parameters:
    ///   - words: the program and its arguments.
    ///   - folder: where it runs.
    ///   - input: a file for its standard input.
    ///   - cpuSeconds: after which the kernel ends it; 0 for never.
    /// - Returns: its output, status and time.
    /// - Throws: what starting it threw.
    static func run(
        _ words: [String], in folder: String, input: String? = nil, cpuSeconds: Double = 0
    ) throws -> Outcome {
        let process = Process()
        // The shell sets the limit; `exec` leaves one process whose time is the program's.
        let limit = cpuSeconds > 0 ? "ulimit -t \(Int(cpuSeconds.rounded(.up))); " : ""
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", limit + "exec \"$@\"", "sh"] + words
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        process.standardInput =
            try input.map { try FileHandle(forReadingFrom: URL(fileURLWithPath: $0)) } ?? .nullDevice
        let before = childrenCPUSeconds()
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Outcome(
            output: String(decoding: data, as: UTF8.self), status: process.terminationStatus,
            cpuSeconds: childrenCPUSeconds() - before)
    }

    private static func childrenCPUSeconds() -> Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    /// The most memory this program has had at one time.
    static func ownPeakBytes() -> Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss * 1024
    }
}
