internal import Archive
internal import Foundation
package import Training

/// Asks, for each environment, whether its default budget ranks known rewards rightly: the human one above a silly one
/// and, where there is one, above staying alive alone.
///
/// Every repetition trains each reward with as many seeds as a candidate gets in the search. Trainings go the whole way,
/// worker and trainer, and are kept in a file, so that the table can be made in parts.
package struct DefaultsBenchmark: Sendable {
    /// Is one training of one reward.
    package struct Cell: Codable, Sendable, Equatable {
        package var environment: String
        /// `human`, `silly` or `alive_only`.
        package var reward: String
        /// Hash of the reward's code: another text is measured anew.
        package var code: String
        package var steps: Int
        package var seed: Int
        package var fitness: Double?
        package var verdict: String
        /// CPU seconds of trainer and worker.
        package var cpuSeconds: Double
    }

    /// Sums up one environment.
    package struct Row: Codable, Sendable, Equatable {
        package var environment: String
        package var steps: Int
        /// Seeds a candidate in the search, which is what a repetition takes.
        package var seeds: Int
        package var repetitions: Int
        /// Repetitions in which the human reward came out above the silly one.
        package var aboveSilly: Int
        /// Repetitions in which it came out above staying alive alone; nil where the environment has no such reward.
        package var aboveAlive: Int?
        /// Mean fitness by reward.
        package var fitness: [String: Double]
        package var unit: String
        package var cpuSecondsATraining: Double?
        /// Minutes that a whole default run takes on two cores, estimated from the trainings measured here.
        package var runMinutes: Double?

        /// Says whether the ranking is right in at least four of five repetitions; nil without repetitions.
        package var isRight: Bool? {
            guard repetitions > 0 else { return nil }
            let least = Double(repetitions) * 0.8
            return Double(aboveSilly) >= least && Double(aboveAlive ?? repetitions) >= least
        }
    }

    /// Minutes on two cores that a default run should not exceed.
    package static let wantedMinutes = 15.0
    private static let rewards = ["human", "silly", "alive_only"]

    let installation: Installation
    let repetitions: Int
    let jobs: Int
    /// Budget to try in place of the environment's own; nil for that.
    let steps: Int?
    package private(set) var file: MeasurementFile<Cell>

    /// Makes a table that goes on from what the file holds.
    package init(installation: Installation, repetitions: Int, jobs: Int, steps: Int?, path: String) {
        self.installation = installation
        self.repetitions = repetitions
        self.jobs = jobs
        self.steps = steps
        file = MeasurementFile(path: path)
    }

    /// Measures what is missing for one environment.
    /// - Parameters:
    ///   - environment: whose default budget is tried.
    ///   - progress: hears of each finished cell, with the number of those still to come.
    /// - Throws: what the machinery throws, or ``EvolutionError/cannotWrite(path:why:)``; finished cells are kept.
    package mutating func run(_ environment: EnvironmentInfo, progress: (Cell, Int) -> Void) async throws {
        let codes = try codes(environment)
        let wanted = (0..<repetitions * environment.defaults.seeds).flatMap { seed in
            codes.map { (reward: $0.name, code: $0.code, seed: seed) }
        }
        let budget = steps ?? environment.defaults.steps
        let missing = wanted.filter { item in
            !file.cells.contains {
                $0.environment == environment.name && $0.reward == item.reward && $0.seed == item.seed
                    && $0.code == ContentHash.hex(item.code) && $0.steps == budget
            }
        }
        guard !missing.isEmpty else { return }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "evolve-defaults-\(UUID().uuidString)"
        ).path
        try FileManager.default.createDirectory(
            atPath: folder + "/policies", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let problem = RewardProblem(
            environment: environment, installation: installation, prompts: nil, runFolder: folder, jobs: jobs,
            allowWeakSandbox: false)
        do {
            try await measure(missing, environment.name, budget, problem, progress)
            await problem.shutDown()
        } catch {
            await problem.shutDown()
            throw error
        }
    }

    private mutating func measure(
        _ missing: [(reward: String, code: String, seed: Int)], _ name: String, _ budget: Int,
        _ problem: RewardProblem, _ progress: (Cell, Int) -> Void
    ) async throws {
        try await problem.prepare()
        try await withThrowingTaskGroup(of: Cell.self) { group in
            var next = 0
            func startNext() {
                guard next < missing.count else { return }
                let item = missing[next]
                next += 1
                group.addTask {
                    let outcome = try await problem.check(item.code)
                    let candidate = CandidateRecord(
                        id: ContentHash.hex(item.code), code: item.code, origin: item.reward, generation: -1,
                        index: 0, parents: [], verdict: outcome.verdict, detail: outcome.detail,
                        signals: outcome.signals, components: outcome.components, constantsJSON: "{}")
                    let seed = ContentHash.seed("defaults/\(item.seed)")
                    let job = EvaluationJob(purpose: "search", stage: .search, seed: seed, steps: budget)
                    let record = try await problem.evaluate(candidate, job: job) { _, _ in }
                    return Cell(
                        environment: name, reward: item.reward, code: candidate.id, steps: budget,
                        seed: item.seed, fitness: record.fitness, verdict: record.verdict,
                        cpuSeconds: record.trainerCPUSeconds + record.workerCPUSeconds)
                }
            }
            for _ in 0..<jobs { startNext() }
            var left = missing.count
            while let cell = try await group.next() {
                left -= 1
                try file.append(cell)
                progress(cell, left)
                startNext()
            }
        }
    }

    private func codes(_ environment: EnvironmentInfo) throws -> [(name: String, code: String)] {
        try Self.rewards.compactMap { name in
            guard environment.rewards[name] != nil else { return nil }
            return (name, try environment.reference(name, in: installation.sandboxes))
        }
    }

    /// Sums up what there is so far for one environment.
    package func row(_ environment: EnvironmentInfo) throws -> Row {
        let defaults = environment.defaults
        let budget = steps ?? defaults.steps
        let codes = try codes(environment)
        func cells(_ reward: String) -> [Cell] {
            let hash = codes.first { $0.name == reward }.map { ContentHash.hex($0.code) }
            return file.cells.filter {
                $0.environment == environment.name && $0.reward == reward && $0.steps == budget
                    && $0.code == hash
            }
        }
        /// Mean fitness of a repetition; nil unless all its seeds are there.
        func mean(_ reward: String, _ repetition: Int) -> Double? {
            let seeds = repetition * defaults.seeds..<(repetition + 1) * defaults.seeds
            let values = cells(reward).filter { seeds.contains($0.seed) }.compactMap(\.fitness)
            return values.count == defaults.seeds ? values.reduce(0, +) / Double(values.count) : nil
        }
        let names = codes.map(\.name)
        let whole = (0..<repetitions).filter { repetition in
            names.allSatisfy { mean($0, repetition) != nil }
        }
        func wins(over rival: String) -> Int {
            whole.count { repetition in
                guard let human = mean("human", repetition), let other = mean(rival, repetition) else {
                    return false
                }
                return human > other
            }
        }
        let all = names.flatMap(cells)
        let seconds = all.isEmpty ? nil : all.map(\.cpuSeconds).reduce(0, +) / Double(all.count)
        // The comparison trains winner, human reward and best of the first generation; two cores work side by side.
        let trainings =
            defaults.samples * defaults.generations * defaults.seeds + defaults.finalists
            * defaults.finalistSeeds
            + 3 * defaults.confirmSeeds
        return Row(
            environment: environment.name, steps: budget, seeds: defaults.seeds, repetitions: whole.count,
            aboveSilly: wins(over: "silly"),
            aboveAlive: names.contains("alive_only") ? wins(over: "alive_only") : nil,
            fitness: Dictionary(
                uniqueKeysWithValues: names.compactMap { name in
                    let values = cells(name).compactMap(\.fitness)
                    return values.isEmpty ? nil : (name, values.reduce(0, +) / Double(values.count))
                }),
            unit: environment.fitness.unit, cpuSecondsATraining: seconds,
            runMinutes: seconds.map { $0 * Double(trainings) / 2 / 60 })
    }
}
