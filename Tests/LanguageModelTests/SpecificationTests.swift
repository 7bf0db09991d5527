import Foundation
import Testing

@testable import LanguageModel

@Suite struct SpecificationTests {
    @Test(arguments: [
        ("offline", ModelSpecification.offline), ("manual", .manual),
        ("openai:gpt-x", .openai(name: "gpt-x")),
        ("replay:ant-3", .replay(run: "ant-3")),
        ("http://127.0.0.1:8131/v1#qwen", .http(base: "http://127.0.0.1:8131/v1", name: "qwen")),
        ("https://host/v1/#a/b:free", .http(base: "https://host/v1", name: "a/b:free")),
        ("http://h:1/v1/chat/completions#m", .http(base: "http://h:1/v1", name: "m")),
        (
            "http://h:1/v1/messages#m",
            .http(base: "http://h:1/v1", name: "m", options: EndpointOptions(dialect: .messages))
        ),
        (
            "stream+responses+http://h:1/v1#a+b",
            .http(
                base: "http://h:1/v1", name: "a+b",
                options: EndpointOptions(dialect: .responses, streams: true))
        ),
        ("responses+openai:o", .openai(name: "o", options: EndpointOptions(dialect: .responses))),
        ("anthropic:claude-x", .anthropic(name: "claude-x")),
        ("stream+anthropic:claude-x", .anthropic(name: "claude-x", streams: true)),
    ])
    func everyAcceptedFormIsRead(text: String, expected: ModelSpecification) throws {
        let specification = try parseModelSpecification(text)
        #expect(specification == expected)
        #expect(try parseModelSpecification(specification.description) == expected)
    }

    @Test(arguments: [
        "", "gpt", "openai:", "anthropic:", "messages+openai:m", "chat+anthropic:m", "fast+http://h/v1#m",
        "replay:", "http://h/v1", "http://h/v1#", "http://#m", "ftp://h#m",
        "http://user:pw@h/v1#m", "http://h/v1?k=v#m",
    ])
    func wrongFormsNameTheAcceptedOnes(text: String) {
        let error = #expect(throws: ModelError.self) { try parseModelSpecification(text) }
        #expect("\(error.map(String.init(describing:)) ?? "")".contains("http://host:port/v1#NAME"))
        #expect(!"\(error.map(String.init(describing:)) ?? "")".contains("pw"))
    }

    @Test func theOpenAIKeyGoesNowhereElse() throws {
        let environment = ["OPENAI_API_KEY": "sk-o", "ANTHROPIC_API_KEY": "sk-a", "EVOLVE_API_KEY": ""]
        #expect(try APIKey.find(base: APIKey.anthropic, environment: environment)?.secret == "sk-a")
        #expect(
            try APIKey.find(base: "https://api.openai.com/v1", environment: environment)?.secret == "sk-o")
        for base in [
            "http://127.0.0.1:1/v1", "https://api.openai.com.example/v1", "http://api.openai.com/v1",
        ] {
            #expect(try APIKey.find(base: base, environment: environment) == nil)
        }
    }

    @Test func aKeyFileIsReadAndAMissingOneNamed() throws {
        let path = NSTemporaryDirectory() + "key-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let environment = ["EVOLVE_API_KEY_FILE": path]
        #expect(throws: ModelError.badKey(source: "EVOLVE_API_KEY_FILE", why: "\(path) cannot be read")) {
            try APIKey.find(base: "http://h/v1", environment: environment)
        }
        try "sk-f \nsecond".write(toFile: path, atomically: true, encoding: .utf8)
        let key = try #require(try APIKey.find(base: "http://h/v1", environment: environment))
        #expect(key.secret == "sk-f")
        #expect(!"\(key) \(String(reflecting: key))".contains("sk-f"))
    }

    @Test func openAIWithoutAKeyIsRefused() {
        #expect(throws: ModelError.self) { try HTTPModel(.openai(name: "m"), environment: [:]) }
        #expect(throws: Never.self) { try HTTPModel(.http(base: "http://h/v1", name: "m"), environment: [:]) }
    }
}
