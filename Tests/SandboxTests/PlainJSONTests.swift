import Foundation
import Testing

@testable import Sandbox

/// Holds the short writer and reader of messages to what the general ones say.
@Suite struct PlainJSONTests {
    private static let layout = SignalLayout(
        capacityRows: 64,
        signals: [
            .init(name: "x_velocity", shape: [], offset: 0),
            .init(name: "action", shape: [8, 2], offset: 256),
        ], endedOffset: 4352, bytes: 4416)
    private static let answers = [
        #"{"ok": true, "components": ["a", "b c"]}"#, #"{"ok": true, "components": []}"#,
        #"{"ok": true, "candidate": {"signals": ["x"], "components": ["a", "b"], "#
            + #""constants": {"k": 1.5, "n": -20}, "memory": {"m": 0.0}, "normalised": "", "#
            + #""fingerprint": "0a", "lines": 12}}"#,
    ]

    @Test(arguments: [
        "x = 1", "\"quoted\" \\ and\ttabs\r\n\u{0}\u{1f}\u{7f}", "größer ≥ 𝄞 \u{2028} \u{feff}", "",
    ])
    func aLoadSaysWhatTheGeneralEncoderWouldSay(_ code: String) throws {
        let constants = ["a": 1.5, "größe": -2e-12, "big": 1e300, "whole": 3]
        let message = LoadRequest(code: code, layout: Self.layout, constants: constants).message
        let object = try #require(try JSONSerialization.jsonObject(with: Data(message)) as? [String: Any])
        #expect(object["do"] as? String == "load")
        #expect(object["code"] as? String == code)
        #expect(object["constants"] as? [String: Double] == constants)
        let layout = try JSONSerialization.data(withJSONObject: try #require(object["layout"]))
        #expect(try JSONDecoder().decode(SignalLayout.self, from: layout) == Self.layout)
        #expect(object.count == 4)
    }

    @Test func aConstantThatIsNoNumberMakesNoMessage() {
        #expect(LoadRequest(code: "", layout: Self.layout, constants: ["k": .nan]).message.isEmpty)
    }

    @Test(arguments: answers) func usualAnswersAreReadAtOnce(_ answer: String) throws {
        let reply = try #require(PlainAnswer.read(Array(answer.utf8)))
        #expect(try Self.isEqual(reply, JSONDecoder().decode(Reply.self, from: Data(answer.utf8))))
    }

    @Test(arguments: [
        #"{"ok": false, "components": []}"#, #"{"ok": true, "components": ["\u0061"]}"#,
        #"{"ok": true, "components": ["é"]}"#, #"{"ok": true, "components": []} "#, #"{"ok": true, "#,
        #"{"ok": true, "components": ["a",]}"#, #"{"ok": true, "components": ["a" "b"]}"#, "",
    ])
    func othersAreLeftToTheGeneralDecoder(_ answer: String) {
        #expect(PlainAnswer.read(Array(answer.utf8)) == nil)
    }

    /// What is read at once, is read as the general decoder reads it, whatever was done to it.
    @Test(.timeLimit(.minutes(TestSandbox.minutes(20)))) func bothReadTheSame() {
        var random = SystemRandomNumberGenerator()
        var read = 0
        for round in 0..<FuzzTests.rounds {
            var bytes = Array(Self.answers[round % Self.answers.count].utf8)
            FuzzTests.spoil(&bytes, &random)
            guard let reply = PlainAnswer.read(bytes) else { continue }
            read += 1
            let other = try? JSONDecoder().decode(Reply.self, from: Data(bytes))
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(other.map { Self.isEqual(reply, $0) } == true, "\(text)")
        }
        #expect(read > 0)
    }

    private static func isEqual(_ one: Reply, _ other: Reply) -> Bool {
        one.ok == other.ok && one.candidate == other.candidate && one.components == other.components
            && other.verdict == nil && other.detail == nil && other.memory == nil && other.facts == nil
    }
}
