import Foundation
import LanguageModel
import Testing

/// Whole runs with a pretended model endpoint: money, keys, the audit and replay, through the built tool.
@Suite(.serialized, .timeLimit(.minutes(4))) struct ModelRunTests {
    /// Keys in every place from which one may be taken.
    private static let keys = [
        "EVOLVE_API_KEY": "sk-first-0123456789", "OPENAI_API_KEY": "sk-second-0123456789",
        "ANTHROPIC_API_KEY": "sk-third-0123456789", "OTHER_TOKEN": "sk-fourth-0123456789",
    ]
    private static let answer = """
        The key is {key}.
        ```python
        def compute_reward(pole_angle, *, weight={marker}.0):
            upright = -weight * np.abs(pole_angle)
            return upright, {{"upright": upright}}
        ```
        """

    private struct Summary: Decodable {
        var stopped: String?
        var cost_usd: Double
    }

    private func prices(_ evolve: EvolveProcess, output: Double) throws -> String {
        let path = evolve.runs + "/prices.json"
        try #"{"models": [{"model": "http://127.0.0.1*#fake", "input": 1, "output": \#(output)}]}"#
            .write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    private func run(
        _ evolve: EvolveProcess, _ model: String, name: String, more: [String] = [],
        variables: [String: String] = keys
    ) throws -> EvolveProcess.Result {
        var small = [
            "--steps", "2048", "--seed", "3", "--jobs", "1", "--samples", "2", "--seeds", "1",
            "--confirm-seeds", "1",
        ]
        if !more.contains("--generations") { small += ["--generations", "2"] }
        return try evolve.start(
            ["reward", "--env", "inverted-pendulum", "--model", model, "--run", name, "--json"] + small
                + more,
            variables: variables
        ).wait()
    }

    @Test func aRunWithAModelKeepsItsKeysToItselfIsAuditedAndCanBeReplayed() throws {
        let evolve = try EvolveProcess()
        let server = try FakeServer([
            "--text", Self.answer, "--faults", "0.5", "--kinds", "500", "--seed", "4",
        ])
        let keyFile = evolve.runs + "/../key-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: keyFile) }
        try "sk-fifth-0123456789\n".write(toFile: keyFile, atomically: true, encoding: .utf8)
        let variables = Self.keys.merging(["EVOLVE_API_KEY_FILE": keyFile]) { $1 }
        let model = "http://127.0.0.1:\(server.port)/v1#fake"
        let result = try run(
            evolve, model, name: "first", more: ["--prices", try prices(evolve, output: 2)],
            variables: variables)
        #expect(result.status == 0, "\(result.complaint)")
        #expect(try server.finish().received >= 2)

        let shown = try evolve("show", "first")
        #expect(shown.output.contains("prompts without fitness code, human reward, keys"), "\(shown.output)")
        #expect(!shown.output.contains("0.0000 USD"))

        let replayed = try run(evolve, "replay:first", name: "second", variables: variables)
        #expect(replayed.status == 0, "\(replayed.complaint)")
        let exports = try ["first", "second"].map {
            try evolve("archive", "export", $0, "--canonical").output
        }
        #expect(exports[0] == exports[1])
        #expect(exports[0].contains("The key is (key)."))

        let secrets = Array(Self.keys.values) + ["sk-fifth-0123456789"]
        let said = [result, shown, replayed].map { $0.output + $0.complaint } + exports
        #expect(secrets.allSatisfy { key in !said.contains { $0.contains(key) } })
        let files = FileManager.default.enumerator(atPath: evolve.runs)?.compactMap { $0 as? String } ?? []
        #expect(files.contains("first/run.sqlite") && files.contains("first/events.jsonl"))
        for file in files {
            guard let data = FileManager.default.contents(atPath: evolve.runs + "/" + file) else { continue }
            for key in secrets { #expect(data.range(of: Data(key.utf8)) == nil, "a key stands in \(file)") }
        }
    }

    @Test func theCriticsRoundsAreRecordedCountedAndReplayed() throws {
        let evolve = try EvolveProcess()
        let idle = """
            ```python
            def compute_reward(pole_angle, cart_position, *, weight={marker}.0):
                upright = weight * np.exp(-np.abs(pole_angle))
                idle = 0.0 * cart_position
                return upright + idle, {{"upright": upright, "idle": idle}}
            ```
            """
        let server = try FakeServer(["--text", idle])
        let more = ["--critic-rounds", "1", "--critic-model", "--generations", "1"]
        let model = "http://127.0.0.1:\(server.port)/v1#fake"
        let first = try run(evolve, model, name: "criticised", more: more)
        #expect(first.status == 0, "\(first.complaint)")
        // Both samples are one candidate: the proposals, the critic's words, the revision.
        #expect(try server.finish().received == 3)
        let shown = try evolve("show", "criticised")
        #expect(shown.output.contains("critic: ") && shown.output.contains("dead"), "\(shown.output)")
        #expect(shown.output.contains("1 revised, 0 of them without a fault then"), "\(shown.output)")
        let again = try run(evolve, "replay:criticised", name: "replayed", more: more)
        #expect(again.status == 0, "\(again.complaint)")
        let exports = try ["criticised", "replayed"].map {
            try evolve("archive", "export", $0, "--canonical").output
        }
        #expect(exports[0] == exports[1] && exports[0].contains("idle is 0 always"))
    }

    @Test func aLimitInMoneyEndsTheSearchWithTheBestSoFar() throws {
        let evolve = try EvolveProcess()
        let same = Self.answer.replacingOccurrences(of: "{marker}.0", with: "1.0")
        let server = try FakeServer(["--text", same])
        let model = "messages+http://127.0.0.1:\(server.port)/v1#fake"
        // An answer costs 50 tokens x 400 USD a million and 100 x 1; the first is forecast at its limit of 1000 tokens.
        let result = try run(
            evolve, model, name: "poor",
            more: [
                "--prices", try prices(evolve, output: 400), "--budget-usd", "0.43", "--generations", "15",
            ])
        #expect(result.status == 0, "\(result.complaint)")
        let summary = try JSONDecoder().decode(Summary.self, from: Data(result.output.utf8))
        #expect(summary.stopped == "budget")
        #expect(summary.cost_usd <= 0.43 && summary.cost_usd > 0.43 - 0.022, "\(summary.cost_usd)")
        let resumed = try evolve("resume", "poor", "--json")
        #expect(resumed.status == 0 && resumed.output.contains("\"budget\""), "\(resumed.complaint)")
        #expect(try server.finish().received == 21)
    }

    @Test func aLimitBelowTheFirstAnswerEndsWith75() throws {
        let evolve = try EvolveProcess()
        let server = try FakeServer(["--text", Self.answer])
        let result = try run(
            evolve, "http://127.0.0.1:\(server.port)/v1#fake", name: "broke",
            more: ["--prices", try prices(evolve, output: 400), "--budget-usd", "0.05"])
        #expect(result.status == 75, "\(result.complaint)")
        #expect(try server.finish().received == 0)
    }

    @Test func aLimitWithoutAPriceIsRefused() throws {
        let result = try run(
            EvolveProcess(), "https://models.invalid/v1#unknown", name: "x", more: ["--budget-usd", "1"])
        #expect(result.status == 78)
        #expect(result.complaint.contains("no price is known for https://models.invalid/v1#unknown"))
    }

    @Test func aPromptIsShownWithItsPriceAndNotSent() throws {
        let evolve = try EvolveProcess()
        let server = try FakeServer()
        let result = try evolve(
            "prompt", "--env", "ant", "--model", "http://127.0.0.1:\(server.port)/v1#fake", "--prices",
            try prices(evolve, output: 2))
        #expect(result.status == 0, "\(result.complaint)")
        #expect(result.output.contains("--- system\n") && result.output.contains("x_velocity"))
        #expect(result.output.contains("tokens a request") && result.output.contains("USD for the prompt"))
        #expect(try server.finish().received == 0)
    }
}
