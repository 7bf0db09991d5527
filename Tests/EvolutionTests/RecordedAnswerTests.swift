import Foundation
import LanguageModel
import Testing

@testable import Evolution
@testable import Sandbox

/// Checks the code of recorded answers in a real worker, against verdicts that a person gave by reading.
@Suite struct RecordedAnswerTests {
    private static let labels = AnswerLabel.all().filter { $0.verdict != "-" }
    private static let zygote = Result { try Zygote(configuration: .discover()) }

    @Test(.timeLimit(.minutes(5)), arguments: labels) func theVerdictIsAsLabelled(label: AnswerLabel) throws {
        let signals = try Self.signals(of: label.problem)
        let probe = Probe(
            layout: SignalLayout(packing: signals, capacityRows: 64), steps: 8, environments: 8)
        let memory = try SharedMemory(name: "probe", bytes: probe.layout.bytes)
        for (entry, signal) in zip(probe.layout.signals, signals) {
            let (low, high) = (signal.low ?? -1, signal.high ?? 1)
            let values = (0..<entry.shape.reduce(64, *)).map {
                Float(low + (high - low) * Double($0 * 7919 % 101) / 100)
            }
            try memory.write(values, at: entry.offset)
        }
        let workshop = Workshop(
            zygote: try Self.zygote.get(), recorded: memory, idle: memory, probe: probe, signals: signals)
        let found = try extractCode(from: label.answer()).get()
        let outcome = try workshop.check(found.code)
        #expect(outcome.verdict == label.verdict, "\(outcome.detail)")
    }

    /// Reads the signals of an environment as `evolve envs --json` gave them.
    private static func signals(of environment: String) throws -> [SignalInfo] {
        struct Description: Decodable { var signals: [SignalInfo] }
        let file = AnswerLabel.folder.deletingLastPathComponent()
            .appending(path: "environments/\(environment).json")
        return try JSONDecoder().decode(Description.self, from: Data(contentsOf: file)).signals
    }
}
