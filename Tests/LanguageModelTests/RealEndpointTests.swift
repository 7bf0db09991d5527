import Foundation
import Testing

@testable import LanguageModel

/// A real server, where one is running: `EVOLVE_TEST_ENDPOINT=http://127.0.0.1:8080/v1#NAME swift test --filter RealEndpointTests`.
///
/// Texts differ from server to server and from slot to slot, so only their properties are asserted.
@Suite(.serialized, .timeLimit(.minutes(10))) struct RealEndpointTests {
    private static let address = ProcessInfo.processInfo.environment["EVOLVE_TEST_ENDPOINT"] ?? ""
    private static let ways: [EndpointOptions] = DialectName.allCases.flatMap { dialect in
        [false, true].map { EndpointOptions(dialect: dialect, streams: $0) }
    }

    @Test(.enabled(if: !address.isEmpty), arguments: ways)
    func fourAnswersComeWithTheirUsage(options: EndpointOptions) async throws {
        guard case .http(let base, let name, _) = try parseModelSpecification(Self.address) else {
            Issue.record("EVOLVE_TEST_ENDPOINT must look like http://host:port/v1#NAME")
            return
        }
        let key = try APIKey.find(base: base, environment: ProcessInfo.processInfo.environment)
        let model = HTTPModel(base: base, name: name, key: key, options: options)
        let answers = try await model.complete(
            ModelRequest(
                messages: [
                    Message(role: .system, text: "You answer with Python code in one fenced block."),
                    Message(
                        role: .user, text: "Write a function `double(x)` that returns twice its argument."),
                ], samples: 4, maxTokens: 48, seed: 11, label: "real"))
        #expect(answers.count == 4)
        // A server that counts one choice leaves the others to an estimate, which may pass the limit of one.
        for answer in answers {
            #expect(!answer.text.isEmpty && !answer.model.isEmpty)
            #expect(answer.inputTokens > 5 && (1...480).contains(answer.outputTokens))
            #expect(["stop", "length"].contains(answer.finishReason))
            #expect(answer.latencySeconds > 0)
        }
        #expect(answers.contains { $0.text.contains("def double") })
    }
}
