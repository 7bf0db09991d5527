import Foundation
import Testing

@testable import Evolution

@Suite struct CodeDiffTests {
    @Test func equalTextsDifferInNothing() {
        #expect(CodeDiff.unified(from: "a\nb\n", to: "a\nb\n", names: ("x", "y")) == "")
    }

    @Test func aChangedLineStandsBetweenItsNeighbours() {
        let old = (1...9).map { "\($0)" }.joined(separator: "\n")
        let new = old.replacingOccurrences(of: "5", with: "five")
        #expect(
            CodeDiff.unified(from: old, to: new, names: ("x", "y")) == """
                --- x
                +++ y
                @@ -2,7 +2,7 @@
                 2
                 3
                 4
                -5
                +five
                 6
                 7
                 8
                """)
    }

    /// `patch` is the judge: it must turn the old text into the new one.
    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/patch")), arguments: 0..<20)
    func patchAgrees(seed: Int) throws {
        var random = SplitMixTest(state: UInt64(seed))
        let old = (0..<random.below(40)).map { _ in "line \(random.below(6))" }
        var new = old
        for _ in 0..<random.below(8) {
            let place = random.below(new.count + 1)
            if random.below(2) == 0 || new.isEmpty {
                new.insert("new \(random.below(4))", at: place)
            } else {
                new.remove(at: min(place, new.count - 1))
            }
        }
        let texts = [old, new].map { $0.map { $0 + "\n" }.joined() }
        let diff = CodeDiff.unified(from: texts[0], to: texts[1], names: ("a", "b"))
        guard !diff.isEmpty else { return #expect(texts[0] == texts[1]) }
        let folder = FileManager.default.temporaryDirectory.appending(path: "diff-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try texts[0].write(to: folder.appending(path: "a"), atomically: true, encoding: .utf8)
        try (diff + "\n").write(to: folder.appending(path: "d"), atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/patch")
        process.arguments = ["-s", "a", "d"]
        process.currentDirectoryURL = folder
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        // patch removes a file that becomes empty.
        let patched = (try? String(contentsOf: folder.appending(path: "a"), encoding: .utf8)) ?? ""
        #expect(patched == texts[1])
    }
}

private struct SplitMixTest {
    var state: UInt64

    mutating func below(_ limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return limit == 0 ? 0 : Int((mixed ^ (mixed >> 31)) % UInt64(limit))
    }
}
