internal import Archive
internal import Foundation
internal import LanguageModel
internal import Training

/// Counts on rewards with planted faults, and on good ones, what the critic's rules and a model name.
package struct CriticBenchmark: Sendable {
    /// Holds what was said about one reward.
    package struct Row: Codable, Sendable, Equatable {
        package var name: String
        package var environment: String
        /// Words that count as naming the fault; empty for a good reward.
        package var faults: [String]
        /// Verdict of the checks that come before the critic.
        package var verdict: String
        /// Kinds that the rules named, with their words.
        package var rules: [String]
        package var words: [String]
        /// Kinds that a model named; nil where none was asked.
        package var model: [String]?
        package var modelWords: [String]?

        package var isBad: Bool { !faults.isEmpty }

        /// Says whether a critic named the fault that was planted.
        package func isNamed(by kinds: [String]) -> Bool { faults.contains { kinds.contains($0) } }
    }

    /// Sums up one critic over all rewards.
    package struct Count: Codable, Sendable, Equatable {
        package var critic: String
        package var bad = 0
        package var good = 0
        /// Bad rewards about which anything was said.
        package var flagged = 0
        /// Bad rewards whose planted fault was named.
        package var named = 0
        /// Good rewards about which anything was said.
        package var falseAlarms = 0

        /// Share of the bad rewards that were flagged.
        package var recall: Double { bad > 0 ? Double(flagged) / Double(bad) : 0 }
        /// Share of those flagged that are bad; the two kinds are weighted as if equally many.
        package var precision: Double {
            let (hits, alarms) = (recall, good > 0 ? Double(falseAlarms) / Double(good) : 0)
            return hits + alarms > 0 ? hits / (hits + alarms) : 0
        }
    }

    /// Is the whole result.
    package struct Result: Codable, Sendable, Equatable {
        package var schema = 1
        package var rows: [Row] = []
        /// Steps with which the skilled policies were trained; 0 for none.
        package var skilledSteps: Int
        /// Fitness of the skilled policy by environment.
        package var skilled: [String: Double] = [:]
        /// CPU seconds of the workers, all rewards together.
        package var workerCPUSeconds = 0.0
        package var inputTokens = 0
        package var outputTokens = 0
        package var modelSeconds = 0.0
        /// The rules', the model's where one was asked, and those of both together.
        package var counts: [Count] = []

        fileprivate var counted: [Count] {
            let asked = rows.filter { $0.model != nil }
            var counts = [Self.count("rules", rows) { $0.rules }]
            guard !asked.isEmpty else { return counts }
            if asked.count < rows.count { counts.append(Self.count("rules, same", asked) { $0.rules }) }
            counts.append(Self.count("model", asked) { $0.model ?? [] })
            counts.append(Self.count("rules and model", asked) { $0.rules + ($0.model ?? []) })
            return counts
        }

        private static func count(_ critic: String, _ rows: [Row], _ kinds: (Row) -> [String]) -> Count {
            var count = Count(critic: critic)
            for row in rows where row.verdict == "ok" {
                let said = kinds(row)
                if row.isBad {
                    count.bad += 1
                    if !said.isEmpty { count.flagged += 1 }
                    if row.isNamed(by: said) { count.named += 1 }
                } else {
                    count.good += 1
                    if !said.isEmpty { count.falseAlarms += 1 }
                }
            }
            return count
        }
    }

    let installation: Installation
    /// Folder with `bad` and `good`.
    let corpus: String
    /// Steps of the training that gives a skilled policy; 0 leaves skilled behaviour out.
    let skilledSteps: Int
    /// Model as after `--model`; nil for the rules alone.
    let model: String?
    /// Gives a model the rules' words too.
    let tellsRules: Bool
    /// Asks the model about every so manieth reward of a kind only; the rules see all.
    let modelEvery: Int

    /// Makes a benchmark; nothing is started yet.
    package init(
        installation: Installation, corpus: String, skilledSteps: Int, model: String?, tellsRules: Bool,
        modelEvery: Int = 1
    ) {
        self.modelEvery = max(1, modelEvery)
        self.installation = installation
        self.corpus = corpus
        self.skilledSteps = skilledSteps
        self.model = model
        self.tellsRules = tellsRules
    }

    /// Goes through the corpus, one environment after another.
    /// - Parameter progress: hears of each finished reward.
    /// - Returns: all rows, counted.
    /// - Throws: what the machinery throws, or `ModelError`.
    package func run(progress: (Row) -> Void) async throws -> Result {
        let planted = try PlantedReward.all(in: corpus)
        let names = Set(planted.map(\.environment)).sorted()
        let client = try model.flatMap {
            try HTTPModel(
                parseModelSpecification($0), environment: ProcessInfo.processInfo.environment,
                settings: HTTPModelSettings())
        }
        let prompts = try CriticPrompts(folder: installation.prompts, override: nil)
        var result = Result(skilledSteps: skilledSteps)
        let chosen = Set(
            [planted.filter(\.isBad), planted.filter { !$0.isBad }].flatMap { rewards in
                stride(from: 0, to: rewards.count, by: modelEvery).map { rewards[$0].name }
            })
        for name in names {
            let environment = try await installation.environment(name)
            let own = planted.filter { $0.environment == name }
            let problem = RewardProblem(
                environment: environment, installation: installation, prompts: nil,
                runFolder: try skilledFolder(), jobs: 1, allowWeakSandbox: false)
            do {
                try await problem.prepare()
                result.skilled[name] = try await learnSkill(environment, problem)
                for reward in own {
                    var row = try await judge(reward, problem, &result)
                    if let client, chosen.contains(reward.name) {
                        try await ask(client, prompts, environment, reward, &row, &result)
                    }
                    result.rows.append(row)
                    progress(row)
                }
                await problem.shutDown()
            } catch {
                await problem.shutDown()
                throw error
            }
        }
        result.counts = result.counted
        return result
    }

    private func skilledFolder() throws -> String {
        let folder = installation.runs + "/critic-bench"
        try FileManager.default.createDirectory(
            atPath: folder + "/policies", withIntermediateDirectories: true)
        return folder
    }

    /// Trains with the human reward, unless that was done before, and records what the policy does.
    private func learnSkill(_ environment: EnvironmentInfo, _ problem: RewardProblem) async throws -> Double?
    {
        guard skilledSteps > 0, environment.rewards["human"] != nil else { return nil }
        let archive = try RunArchive(path: try skilledFolder() + "/skilled.sqlite")
        let code = try environment.reference("human", in: installation.sandboxes)
        let outcome = try await problem.check(code)
        let candidate = CandidateRecord(
            id: ContentHash.hex(environment.name + code), code: code, origin: "human", generation: -1,
            index: 0,
            parents: [], verdict: outcome.verdict, detail: outcome.detail, signals: outcome.signals,
            components: outcome.components, constantsJSON: "{}")
        let record: EvaluationRecord
        if let known = try await archive.evaluation(candidate: candidate.id, seed: 1, steps: skilledSteps) {
            record = known
        } else {
            let job = EvaluationJob(purpose: "skilled", stage: .search, seed: 1, steps: skilledSteps)
            record = try await problem.evaluate(candidate, job: job) { _, _ in }
            try await archive.save(record)
        }
        guard let policy = record.policy else { return nil }
        try await problem.slots.recordSkilled(policy: "\(try skilledFolder())/\(policy)")
        return record.fitness
    }

    private func judge(
        _ reward: PlantedReward, _ problem: RewardProblem, _ result: inout Result
    ) async throws -> Row {
        let outcome = try await problem.check(reward.code)
        var row = Row(
            name: reward.name, environment: reward.environment, faults: reward.faults,
            verdict: outcome.verdict, rules: [], words: outcome.verdict == "ok" ? [] : [outcome.detail])
        let candidate = CandidateRecord(
            id: ContentHash.hex(reward.code), code: reward.code, origin: "file", generation: -1, index: 0,
            parents: [], verdict: outcome.verdict, detail: outcome.detail, signals: outcome.signals,
            components: outcome.components, constantsJSON: "{}")
        guard outcome.verdict == "ok", let critique = try await problem.slots.criticise(candidate) else {
            return row
        }
        row.rules = critique.rules.map(\.kind)
        row.words = critique.rules.map(\.text)
        result.workerCPUSeconds += critique.workerCPUSeconds
        return row
    }

    private func ask(
        _ client: HTTPModel, _ prompts: CriticPrompts, _ environment: EnvironmentInfo,
        _ reward: PlantedReward,
        _ row: inout Row, _ result: inout Result
    ) async throws {
        let rules = tellsRules ? row.words.map { Finding(kind: "", words: $0, advice: "") } : []
        let messages = try prompts.question(
            PromptContext.Environment(environment, task: environment.task), code: reward.code, rules: rules)
        let request = ModelRequest(messages: messages, maxTokens: 400, seed: 1, label: "critic")
        guard let answer = try await client.complete(request).first else { return }
        let found = CriticPrompts.findings(in: answer.text)
        row.model = found.map(\.kind)
        row.modelWords = [answer.text]
        result.inputTokens += answer.inputTokens
        result.outputTokens += answer.outputTokens
        result.modelSeconds += answer.latencySeconds
    }
}
