import Archive
import Foundation
import LanguageModel
import Testing

@testable import Evolution

private let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

private func proposal(_ generation: Int, attempt: Int = 0, prompt: String, answer: String = "") throws
    -> ProposalRecord
{
    ProposalRecord(
        generation: generation, index: 0, attempt: attempt, parents: [],
        messagesJSON: try Evolver.json([Message(role: .user, text: prompt)]), completion: answer, model: "m",
        inputTokens: 0, outputTokens: 0, costUSD: 0, latencySeconds: 0, candidate: nil, failure: nil)
}

@Suite struct LeakAuditTests {
    private static let human = """
        def compute_reward(x_velocity, action, contact_forces):
            survive = healthy_reward * (1.0 - terminated)
            contact = -contact_weight * np.sum(contact_forces**2, axis=(-2, -1))
            return survive + contact, {}
        """
    private static let fitness =
        "    fitness = (data.qpos[:, 0] - start) / duration_seconds  # metres a second\n"

    private func secrets() throws -> LeakAudit.Secrets {
        var human = LeakAudit.Secrets.Lines(what: "human reward")
        human.add(Self.human, file: "human.py")
        var fitness = LeakAudit.Secrets.Lines(what: "fitness code")
        fitness.add(Self.fitness, file: "ant.py")
        var secrets = LeakAudit.Secrets(kinds: [fitness, human])
        secrets.keys = [
            try #require(try APIKey.find(base: "http://h", environment: ["EVOLVE_API_KEY": "sk-leak"]))
        ]
        return secrets
    }

    private func findings(_ proposals: [ProposalRecord], given: String? = nil) throws -> [String] {
        try LeakAudit(proposals, secrets: secrets(), given: given).findings.map(\.what)
    }

    @Test func whatIsTaughtIsNoLeak() throws {
        #expect(try findings([proposal(0, prompt: "Write a reward. Signals: x_velocity, action.")]) == [])
    }

    @Test func theHumanRewardIsFoundWhateverItsLayout() throws {
        let reflowed = Self.human.replacingOccurrences(of: "    ", with: "\t ")
        #expect(try findings([proposal(0, prompt: "Here is one:\n\(reflowed)")]) == ["human reward"])
    }

    @Test func theHumanRewardMayBeToldWhereThePersonGaveIt() throws {
        #expect(try findings([proposal(0, prompt: Self.human)], given: Self.human) == [])
    }

    @Test func fitnessCodeAndKeysAreFound() throws {
        #expect(try findings([proposal(0, prompt: "Score:\n" + Self.fitness)]) == ["fitness code"])
        let found = try LeakAudit([proposal(1, prompt: "Use sk-leak.")], secrets: secrets(), given: nil)
        #expect(found.findings.map(\.what) == ["key"])
        #expect(!"\(found)".contains("sk-leak"))
    }

    @Test func whatAModelWroteItselfMayComeBackToIt() throws {
        let invented = try proposal(0, prompt: "Write.", answer: "```\n\(Self.human)\n```")
        #expect(try findings([invented, proposal(1, prompt: "Better than:\n\(Self.human)")]) == [])
        // A model that repeats a leak has not invented it.
        let told = try proposal(0, prompt: Self.human, answer: Self.human)
        #expect(try findings([told, proposal(1, prompt: Self.human)]) == ["human reward"])
    }

    /// The prompts as shipped, against the code as shipped: no false alarm, so that an alarm means something.
    @Test func theShippedPromptsHoldNothingSecret() throws {
        var fitness = LeakAudit.Secrets.Lines(what: "fitness code")
        var human = LeakAudit.Secrets.Lines(what: "human reward")
        let trainer = root.appending(path: "Sandboxes/trainer").path
        let files = FileManager.default.enumerator(atPath: trainer)?.compactMap { $0 as? String } ?? []
        for file in files where file.hasSuffix(".py") {
            let text = try String(contentsOfFile: trainer + "/" + file, encoding: .utf8)
            if !file.hasPrefix("rewards/") {
                fitness.add(text, file: file)
            } else if file.hasSuffix("human.py") {
                human.add(text, file: file)
            }
        }
        #expect(fitness.places.count > 500 && human.places.count > 5)
        let templates = root.appending(path: "Prompts/reward").path
        let words = try FileManager.default.contentsOfDirectory(atPath: templates).map {
            try String(contentsOfFile: templates + "/" + $0, encoding: .utf8)
        }
        let audit = try LeakAudit(
            words.map { try proposal(0, prompt: $0) }, secrets: LeakAudit.Secrets(kinds: [fitness, human]),
            given: nil)
        #expect(audit.findings == [])
    }
}
