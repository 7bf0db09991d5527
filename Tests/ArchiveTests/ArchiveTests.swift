import Archive
import Foundation
import Testing

@Suite struct ContentHashTests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func agreesWithThePublishedVectors(text: String, digest: String) {
        #expect(ContentHash.hex(text) == digest)
    }

    @Test func hashesAMillionLetters() {
        let digest = ContentHash.hex([UInt8](repeating: 97, count: 1_000_000))
        #expect(digest == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }
}

@Suite struct RunArchiveTests {
    private func folder() throws -> String {
        let path = NSTemporaryDirectory() + "archive-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    private func evaluation(seed: UInt64, fitness: Double?) -> EvaluationRecord {
        EvaluationRecord(
            candidate: "c", purpose: "search", seed: seed, steps: 10, verdict: fitness == nil ? "time" : "ok",
            detail: "", fitness: fitness, episodes: [1, 2], curve: [], components: [], shipped: 0,
            trainerCPUSeconds: 1, workerCPUSeconds: 0.1, workerPeakBytes: 5, wallSeconds: 2, policy: nil)
    }

    @Test func whatWasWrittenIsThereAfterReopening() async throws {
        let path = try folder() + "/run.sqlite"
        let run = RunRecord(
            name: "r", problem: "reward", subject: "ant", task: "t", settingsJSON: "{}", seed: 3,
            createdAt: "now",
            state: "running")
        do {
            let archive = try RunArchive(path: path)
            try await archive.save(run)
            try await archive.save(evaluation(seed: 1, fitness: 2.5))
            try await archive.setMark("limit", "generation 2")
        }
        let again = try RunArchive(path: path)
        #expect(try await again.run() == run)
        #expect(try await again.evaluation(candidate: "c", seed: 1, steps: 10)?.fitness == 2.5)
        #expect(try await again.evaluation(candidate: "c", seed: 2, steps: 10) == nil)
        #expect(try await again.mark("limit") == "generation 2")
    }

    @Test func theFirstEvaluationStays() async throws {
        let archive = try RunArchive(path: try folder() + "/run.sqlite")
        try await archive.save(evaluation(seed: 1, fitness: 1))
        try await archive.save(evaluation(seed: 1, fitness: 9))
        #expect(try await archive.evaluations().map(\.fitness) == [1])
    }

    @Test func exportDoesNotDependOnTheOrderOfWritingOrOnTimes() async throws {
        let first = try RunArchive(path: try folder() + "/run.sqlite")
        let second = try RunArchive(path: try folder() + "/run.sqlite")
        try await first.save(evaluation(seed: 1, fitness: 1))
        try await first.save(evaluation(seed: 2, fitness: nil))
        try await second.save(evaluation(seed: 2, fitness: nil))
        var slow = evaluation(seed: 1, fitness: 1)
        slow.wallSeconds = 99
        try await second.save(slow)
        #expect(try await CanonicalExport(first).json() == CanonicalExport(second).json())
    }

    @Test func aFileThatIsNoArchiveIsCalledDamaged() throws {
        let path = try folder() + "/run.sqlite"
        try String(repeating: "not a database ", count: 100).write(
            toFile: path, atomically: true, encoding: .utf8)
        #expect(throws: ArchiveError.self) { try RunArchive(path: path) }
    }
}
