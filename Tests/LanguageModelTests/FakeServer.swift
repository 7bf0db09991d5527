import Foundation
import LanguageModel

/// The pretended endpoint, found from a test's own place.
typealias FakeServer = PretendedEndpoint

extension PretendedEndpoint {
    /// Starts the endpoint with these words on its command line.
    convenience init(_ arguments: [String] = []) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        try self.init(
            python: ProcessInfo.processInfo.environment["EVOLVE_PYTHON"] ?? "/usr/bin/python3",
            sandboxes: root.appending(path: "Sandboxes").path, arguments)
    }
}
