package import Training

/// What a run does where nothing is said.
extension RunSettings {
    /// Takes an environment's defaults.
    package init(rewardFor environment: EnvironmentInfo, model: String, strategy: String) {
        let defaults = environment.defaults
        self.init(
            problem: "reward", subject: environment.name, task: environment.task, model: model,
            strategy: strategy, samples: defaults.samples, generations: defaults.generations,
            seeds: defaults.seeds, steps: defaults.steps, finalists: defaults.finalists,
            finalistSeeds: defaults.finalistSeeds, confirmSeeds: defaults.confirmSeeds, jobs: 1, seed: 0,
            initial: nil, promptsFolder: nil, timeLimitSeconds: nil, allowWeakSandbox: false)
    }

    /// Takes a domain's defaults; the evaluations of a training task are measured where none are given.
    package init(
        heuristicFor tasks: TaskSets, model: String, strategy: String, evaluations: Int?
    ) async throws {
        let defaults = HeuristicDefaults(strategy: strategy, isOffline: model == "offline")
        var steps = evaluations
        if steps == nil { steps = try await tasks.suggestedEvaluations() }
        self.init(
            problem: "heuristic", subject: tasks.name,
            task: "find a heuristic with which greedy search solves large tasks of \(tasks.name)",
            model: model, strategy: strategy, samples: defaults.samples, generations: defaults.generations,
            seeds: 1, steps: steps ?? 1000, finalists: defaults.finalists, finalistSeeds: 1,
            confirmSeeds: 1, jobs: 1, seed: 0, initial: nil, promptsFolder: nil, timeLimitSeconds: nil,
            allowWeakSandbox: false, taskSeconds: RunSettings.defaultTaskSeconds)
    }
}
