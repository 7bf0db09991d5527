import Foundation
import LanguageModel
import Testing

@testable import Evolution

private let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

/// The Ant as the trainer describes it.
private struct Description: Decodable {
    struct Fitness: Decodable {
        var name, unit, text: String
    }
    struct Signal: Decodable {
        var name, unit, text: String
        var shape: [Int]
        var low, high: Double
    }
    var title, task, termination: String
    var horizon: Int
    var interval_seconds: Double
    var fitness: Fitness
    var signals: [Signal]

    static func ant() throws -> PromptContext.Environment {
        let data = try Data(contentsOf: root.appending(path: "Tests/Fixtures/environments/ant.json"))
        let read = try JSONDecoder().decode(Description.self, from: data)
        return PromptContext.Environment(
            title: read.title, task: read.task, horizon: read.horizon,
            fitness: .init(name: read.fitness.name, unit: read.fitness.unit, text: read.fitness.text),
            termination: read.termination,
            signals: read.signals.map {
                .init(
                    name: $0.name, shape: $0.shape, unit: $0.unit, text: $0.text, low: $0.low, high: $0.high)
            },
            numbers: [
                .init(name: "step", value: read.interval_seconds, unit: "s", text: "time between two steps")
            ])
    }
}

@Suite struct PromptsTests {
    private let folder = root.appending(path: "Prompts").path
    private let code = """
        def compute_reward(x_velocity, action, *, forward_weight=1.0, effort_weight=0.05):
            forward = forward_weight * x_velocity
            effort = -effort_weight * np.sum(action ** 2, axis=-1)
            return forward + effort, {"forward": forward, "effort": effort}
        """

    private func context() throws -> PromptContext {
        PromptContext(environment: try Description.ant())
    }

    private func elite() -> PromptContext.Elite {
        PromptContext.Elite(
            code: code, label: "g0.c2", fitness: 0.4129, interval: 0.352...0.4744,
            components: [
                .init(name: "forward", points: [0.01, 0.2, 0.4], mean: 0.2033, min: -1.3, max: 2),
                .init(name: "effort", points: [-0.01, -0.01, -0.01], mean: -0.01, min: -0.4, max: 0),
            ],
            curve: [0, 0.2111, 0.4129], episodeLength: [112, 640.25, 988])
    }

    private func verify(_ messages: [Message], _ name: String) throws {
        let text = messages.map { "=== \($0.role.rawValue)\n\($0.text)\n" }.joined(separator: "\n")
        let file = root.appending(path: "Tests/Snapshots/prompts/\(name).md")
        if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == text)
    }

    @Test func theFirstRequestReadsAsRecorded() throws {
        var context = try context()
        context.hints = ["the contact forces are noisy"]
        let messages = try Prompts(folder: folder).initial(context)
        #expect(messages.map(\.role) == [.system, .user])
        try verify(messages, "initial")
    }

    @Test func feedbackReadsAsRecorded() throws {
        var context = try context()
        context.elite = elite()
        let messages = try Prompts(folder: folder).improve(context)
        #expect(messages.map(\.role) == [.system, .user, .assistant, .user])
        #expect(
            messages.prefix(2).map(\.text)
                == (try Prompts(folder: folder).initial(self.context())).map(\.text))
        try verify(messages, "improve")
    }

    @Test func repairReadsAsRecorded() throws {
        var context = try context()
        context.failure = PromptContext.Failure(
            verdict: "non_finite", detail: "term \"forward\" is nan at step 12; x_velocity is 0.0 there",
            code: code)
        try verify(try Prompts(folder: folder).repair(context), "repair")
    }

    @Test func thePromptFitsSmallModels() throws {
        let messages = try Prompts(folder: folder).initial(context())
        // Qwen's tokenizer takes one token for about 3.4 bytes of these prompts.
        #expect(messages.reduce(0) { $0 + $1.text.utf8.count } < 1800 * 34 / 10)
        #expect(!messages.contains { $0.text.contains("&quot;") || $0.text.contains("{{") })
    }

    @Test func anExampleThatThePromptShowsFollowsItsOwnRules() throws {
        let messages = try Prompts(folder: folder).initial(context())
        let example = try extractCode(from: messages[0].text).get().code
        #expect(example.contains("return total, {"))
    }

    @Test func withoutEliteOrFailureNothingIsAskedFor() throws {
        let prompts = try Prompts(folder: folder)
        #expect(throws: PromptError.self) { try prompts.improve(self.context()) }
        #expect(throws: PromptError.self) { try prompts.repair(self.context()) }
    }

    @Test func anOverrideComesFirstAndItsMistakesAreNamed() throws {
        let own = NSTemporaryDirectory() + "prompts-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: own) }
        try FileManager.default.createDirectory(atPath: own + "/reward", withIntermediateDirectories: true)
        let file = own + "/reward/task.mustache"
        func load(_ text: String) throws -> Prompts {
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            return try Prompts(folder: folder, override: own)
        }
        let task = try load("Do: {{environment.task}}").initial(context())[1].text
        #expect(
            task
                == "Do: Walk forward, in the direction of positive x, as fast as possible without falling over."
        )

        let unknown = #expect(throws: PromptError.self) {
            try load("a\n\n{{#environment.signals}}{{nam}}{{/environment.signals}}")
        }
        #expect(
            "\(try #require(unknown))".hasPrefix(
                "\(file):3: unknown name \"nam\"; known here: high, low, name,"))
        #expect(throws: PromptError.unbalanced(file: file, line: 2, tag: "#memory")) {
            try load("a\n{{#memory}}")
        }
        #expect(throws: PromptError.unbalanced(file: file, line: 1, tag: "/b")) {
            try load("{{#memory}}{{/b}}")
        }
        let hole = try load("{{elite.code}}")
        #expect(throws: PromptError.noValue(file: file, line: 1, name: "elite.code")) {
            try hole.initial(context())
        }
    }

    @Test func missingFilesAreNamed() {
        #expect(throws: PromptError.missingFile(path: "/nowhere/reward/system.mustache")) {
            try Prompts(folder: "/nowhere")
        }
        #expect(throws: PromptError.unreadable(path: "/nowhere", why: "no such folder of prompts")) {
            try Prompts(folder: folder, override: "/nowhere")
        }
    }

    @Test(arguments: [
        (0.05, "0.05"), (12.345, "12.3"), (1500.4, "1500"), (-0.0000021, "-2.1e-06"), (0, "0"), (100, "100"),
        (999.9, "1000"), (3, "3"), (Double.nan, "nan"),
    ])
    func numbersAreShort(value: Double, expected: String) {
        #expect(promptNumber(value) == expected)
    }
}
