internal import Foundation

/// Runs the endpoint of `Sandboxes/fake_endpoint.py` in a process of its own, for benchmarks and tests.
package final class PretendedEndpoint {
    /// What the endpoint saw until it ended.
    package struct Log: Decodable, Sendable {
        package var received: Int
        /// Complete answers by request.
        package var complete: [String: Int]
        /// Spoilt attempts by kind.
        package var faults: [String: Int]
        package var mostOpen: Int

        private enum CodingKeys: String, CodingKey {
            case received, complete, faults
            case mostOpen = "most_open"
        }

        /// Faults after which nobody but the endpoint knows whether the request was charged.
        package var uncertain: Int {
            ["408", "html", "error200", "drop", "cut", "midstream", "early-end", "stall"]
                .reduce(0) { $0 + (faults[$1] ?? 0) }
        }
    }

    package let port: Int
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    /// Starts the endpoint.
    /// - Parameters:
    ///   - python: any Python 3, no packages needed.
    ///   - sandboxes: folder with `fake_endpoint.py`.
    ///   - arguments: further words of its command line.
    /// - Throws: what starting a process throws, or `POSIXError` when it ends at once.
    package init(python: String, sandboxes: String, _ arguments: [String] = []) throws {
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = [sandboxes + "/fake_endpoint.py"] + arguments
        process.environment = ["PYTHONDONTWRITEBYTECODE": "1"]
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

    /// The address before the `#` of `--model`.
    package var base: String { "http://127.0.0.1:\(port)/v1" }

    /// Ends the endpoint and reads its log.
    package func finish() throws -> Log {
        try input.fileHandleForWriting.close()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return try JSONDecoder().decode(Log.self, from: data)
    }

    deinit { if process.isRunning { process.terminate() } }
}
