import Foundation

/// Runs the pretended endpoint of `Sandboxes/fake_endpoint.py` in a process of its own.
final class FakeServer {
    /// What the endpoint saw until it ended.
    struct Log: Decodable {
        var received: Int
        /// Complete answers by request.
        var complete: [String: Int]
        /// Spoilt attempts by kind.
        var faults: [String: Int]
        var mostOpen: Int

        private enum CodingKeys: String, CodingKey {
            case received, complete, faults
            case mostOpen = "most_open"
        }

        /// Faults after which nobody but the endpoint knows whether the request was charged.
        var uncertain: Int {
            ["408", "html", "error200", "drop", "cut", "midstream", "early-end", "stall"]
                .reduce(0) { $0 + (faults[$1] ?? 0) }
        }
    }

    let port: Int
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    /// Starts the endpoint with these words on its command line.
    init(_ arguments: [String] = []) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let python = ProcessInfo.processInfo.environment["EVOLVE_PYTHON"] ?? "/usr/bin/python3"
        process.executableURL = URL(filePath: python)
        process.arguments = [root.appending(path: "Sandboxes/fake_endpoint.py").path] + arguments
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var line = ""
        while !line.hasSuffix("\n") {
            let bytes = output.fileHandleForReading.readData(ofLength: 1)
            guard !bytes.isEmpty else { throw POSIXError(.EPIPE) }
            line += String(decoding: bytes, as: UTF8.self)
        }
        port = Int(line.split(whereSeparator: \.isWhitespace).last ?? "") ?? 0
    }

    var base: String { "http://127.0.0.1:\(port)/v1" }

    /// Ends the endpoint and reads its log.
    func finish() throws -> Log {
        try input.fileHandleForWriting.close()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return try JSONDecoder().decode(Log.self, from: data)
    }

    deinit { if process.isRunning { process.terminate() } }
}
