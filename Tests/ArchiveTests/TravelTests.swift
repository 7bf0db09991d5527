import Archive
import Foundation
import Testing

/// Archives that travel, that are judged, and that were damaged on the way.
@Suite struct TravelTests {
    private func path() throws -> String {
        let folder = NSTemporaryDirectory() + "archive-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder + "/run.sqlite"
    }

    private func candidate(_ number: Int) -> CandidateRecord {
        CandidateRecord(
            id: ContentHash.hex("\(number)"),
            code: "# \(number)\n" + String(repeating: "x = 1\n", count: 200),
            origin: "proposal", generation: 0, index: number, parents: [], verdict: "ok", detail: "",
            signals: [], components: [], constantsJSON: "{}")
    }

    private func filled(_ path: String, candidates: Int = 3) async throws -> RunArchive {
        let archive = try RunArchive(path: path)
        for number in 0..<candidates { try await archive.save(candidate(number)) }
        try await archive.setMark("limit", "generation 2")
        try await archive.add(
            ReviewRecord(
                candidate: candidate(0).id, kind: .approve, text: "good", author: "ana", createdAt: "now"))
        try await archive.save(
            RunRecord(
                name: "r", problem: "reward", subject: "ant", task: "t", settingsJSON: "{}", seed: 3,
                createdAt: "now", state: "done"))
        return archive
    }

    @Test func anImportedExportIsTheSameArchiveUnderItsNewName() async throws {
        let first = try await filled(path())
        let second = try RunArchive(path: path())
        try await second.fill(with: WholeExport(json: try WholeExport(first).json()), name: "s")
        var expected = try await WholeExport(first)
        expected.run?.name = "s"
        #expect(try await WholeExport(second) == expected)
        #expect(try await CanonicalExport(second) == CanonicalExport(first))
    }

    @Test func twoReviewersLoseNothing() async throws {
        let path = try path()
        _ = try await filled(path)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for author in ["ana", "ben"] {
                group.addTask {
                    let archive = try RunArchive(path: path)
                    for number in 0..<25 {
                        try await archive.add(
                            ReviewRecord(
                                candidate: "c", kind: .comment, text: "\(number)", author: author,
                                createdAt: "now"))
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await RunArchive(path: path).reviews().count == 51)
    }

    @Test(arguments: [
        ("{\"format\": \"other\", \"schema\": 1}", "its format is"),
        ("{\"format\": \"evolve archive\", \"schema\": 9}", "a newer evolve wrote it"),
        ("{\"format\": \"evolve archive\", \"sch", "no JSON, or cut off"),
        ("{\"format\": \"evolve archive\", \"schema\": 1}", "is missing"),
    ])
    func otherFilesAreRefusedInWords(text: String, why: String) {
        let error = #expect(throws: ArchiveError.self) { try WholeExport(json: text) }
        #expect(error?.description.contains(why) == true)
    }

    @Test func whatIsLeftOfADamagedArchiveIsRead() async throws {
        let path = try path()
        do { _ = try await filled(path, candidates: 200) }
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(bytes.count > 200_000)
        // Two pages in the middle of the candidates turn to rubbish.
        let start = bytes.count / 2 / 4096 * 4096
        bytes.replaceSubrange(start..<start + 8192, with: Data(repeating: 0x5A, count: 8192))
        try bytes.write(to: URL(fileURLWithPath: path))
        await #expect(throws: ArchiveError.self) {
            let archive = try RunArchive(path: path)
            _ = try await WholeExport(archive)
        }
        let rest = try WholeExport(salvaging: path)
        #expect(rest.run?.name == "r")
        #expect(rest.candidates.count > 150 && rest.candidates.count < 200)
        #expect(rest.losses.count == 1)
        #expect(Set(rest.candidates.map(\.id)).isSubset(of: (0..<200).map { candidate($0).id }))
    }

    @Test func aFileWithNothingInItSaysSo() throws {
        let path = try path()
        try String(repeating: "not a database ", count: 300).write(
            toFile: path, atomically: true, encoding: .utf8)
        #expect(throws: ArchiveError.self) { try WholeExport(salvaging: path) }
    }
}
