import CChannel
import Glibc
import Testing

@testable import Sandbox

/// Feeds random and slightly wrong input to what reads a worker's words.
@Suite struct FuzzTests {
    static let rounds = TestSandbox.isThorough ? 1_000_000 : 5000
    private static let reply = """
        {"ok":true,"candidate":{"signals":["x_velocity"],"components":["a","b"],"constants":{"k":1.5},\
        "memory":{"m":0},"normalised":"","fingerprint":"","lines":12},"components":["a"],"verdict":"error",\
        "detail":"candidate.py:1: x","line":1,"traceback":null,"memory":{"train":{"m":"AAAA"}}}
        """

    @Test(.timeLimit(.minutes(TestSandbox.minutes(20)))) func theFrameReaderTakesOnlyWholeFrames() throws {
        var random = SystemRandomNumberGenerator()
        var ours: CInt = -1
        var theirs: CInt = -1
        try #require(evolve_pair(&ours, &theirs) == 0)
        defer { for end in [ours, theirs] { close(end) } }
        var body = [UInt8](repeating: 0, count: 256)
        for _ in 0..<Self.rounds {
            let length = Int.random(in: 0...300, using: &random)
            let words: [UInt32] = [
                EVOLVE_MAGIC ^ UInt32.random(in: 0...1, using: &random), .random(in: 0...5, using: &random),
                7,
                Bool.random(using: &random)
                    ? UInt32(max(0, length - 16)) : .random(in: 0 ... .max, using: &random),
            ]
            let head = words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
            let filler = (0..<300).map { UInt8(truncatingIfNeeded: $0) }
            let packet = Array((head + filler).prefix(length))
            try #require(send(theirs, packet, packet.count, 0) == packet.count)
            var header = evolve_header()
            let got = evolve_receive(ours, &header, &body, body.count, nil, 0, nil)
            let isWhole =
                (16...272).contains(length) && words[0] == EVOLVE_MAGIC && words[3] == UInt32(length - 16)
            #expect(isWhole ? got == Int64(length - 16) : got < 0)
        }
    }

    @Test(.timeLimit(.minutes(TestSandbox.minutes(20)))) func answersAreReadOrRefused() {
        var random = SystemRandomNumberGenerator()
        let original = Array(Self.reply.utf8)
        var read = 0
        for _ in 0..<Self.rounds {
            var bytes = original
            for _ in 0..<Int.random(in: 1...4, using: &random) { Self.spoil(&bytes, &random) }
            guard let reply = try? RewardWorker.decode(bytes) else { continue }
            read += 1
            _ = reply.candidate?.complaint(layout: TestSandbox.layout)
            _ = ForeignText.shown(reply.detail ?? "", limit: ForeignText.detail)
        }
        #expect(read > 0)
    }

    @Test(.timeLimit(.minutes(TestSandbox.minutes(20)))) func outputIsCutAndHarmless() {
        var random = SystemRandomNumberGenerator()
        let usage = Usage(cpuSeconds: 1, peakBytes: 1, exitStatus: nil, signal: 31)
        for _ in 0..<(Self.rounds / 10) {
            let count = Int.random(in: 0...400, using: &random)
            var bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            bytes += Array(
                "evolve: system call \u{1b}openat (2)\nFile \"candidate.py\", line 99999999999999999999".utf8)
            Self.spoil(&bytes, &random)
            let shown = ForeignText.shown(String(decoding: bytes, as: UTF8.self))
            #expect(!shown.unicodeScalars.contains("\u{1b}"))
            #expect(
                OutputEvidence.failure(usage: usage, output: shown, limits: Limits()).verdict == .violation)
        }
    }

    static func spoil(_ bytes: inout [UInt8], _ random: inout SystemRandomNumberGenerator) {
        guard let place = bytes.indices.randomElement(using: &random) else { return }
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes[place] = .random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(contentsOf: bytes[place...].prefix(20), at: place)
        case 3: bytes.insert(contentsOf: Array("[[{{-1e99999".utf8), at: place)
        default: bytes.removeSubrange(place..<min(bytes.count, place + 8))
        }
    }
}
