import Foundation
import Testing
import Training

extension Tag {
    /// Marks tests that start Python.
    @Tag static var python: Tag
}

/// Finds what the tests run: the repository's own trainer under the configured Python.
enum Place {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// Gives the configuration, or fails with the remedy: these tests are never skipped.
    static func configuration(idleSeconds: Double = 120) throws -> TrainerConfiguration {
        let python = ProcessInfo.processInfo.environment["EVOLVE_PYTHON"] ?? root + "/.environment/bin/python"
        try #require(
            FileManager.default.isExecutableFile(atPath: python),
            "no Python at \(python): run ./evolve once, which sets it up, or set EVOLVE_PYTHON")
        let cache = FileManager.default.temporaryDirectory.path + "/evolve-training-tests-\(getuid())"
        return TrainerConfiguration(
            python: python, sandboxes: root + "/Sandboxes", cache: cache, idleSeconds: idleSeconds)
    }

    /// Runs `body` with a fresh folder that is removed afterwards.
    static func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.path + "/evolve-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }
}
