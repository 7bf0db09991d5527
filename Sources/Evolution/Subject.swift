package import Training

/// Is what a run is about: the one place where a reward and a heuristic part ways.
package enum Subject: Sendable {
    case reward(EnvironmentInfo)
    case heuristic(TaskSets)

    /// `reward` or `heuristic`, as in the settings and in the names of results.
    package var problem: String {
        switch self {
        case .reward: "reward"
        case .heuristic: "heuristic"
        }
    }

    /// Environment or domain.
    package var name: String {
        switch self {
        case .reward(let environment): environment.name
        case .heuristic(let tasks): tasks.name
        }
    }

    /// What candidates are held against first.
    package var reference: String {
        switch self {
        case .reward(let environment): environment.baseline
        case .heuristic: "goal-count"
        }
    }

    /// Name and unit of the measure that candidates are ranked by.
    package var measure: (name: String, unit: String) {
        switch self {
        case .reward(let environment): (environment.fitness.name, environment.fitness.unit)
        case .heuristic: ("number of tasks solved", "tasks")
        }
    }
}

extension House {
    /// Finds what an earlier run is about.
    /// - Throws: ``EvolutionError`` where its environment is not there any more, or its tasks cannot be read.
    package func subject(of folder: RunFolder, _ settings: RunSettings) async throws -> Subject {
        if settings.problem == "heuristic" { return .heuristic(try TaskSets.kept(in: folder.path)) }
        return .reward(try await installation.environment(settings.subject))
    }

    /// Holds the parts of a run that depend on its subject.
    struct Parts {
        var problem: any Problem
        var prompts: any ProblemPrompts
        /// Who proposes where there is no model.
        var offline: any Proposer
        /// What no prompt may hold.
        var secrets: LeakAudit.Secrets
    }

    /// Puts the parts together; nothing is started yet.
    func parts(_ folder: RunFolder, _ settings: RunSettings, _ subject: Subject) throws -> Parts {
        switch subject {
        case .reward(let environment):
            let prompts = try RewardPrompts(
                installation: installation, settings: settings, environment: environment)
            let baselines = Baselines(
                for: environment.name, installation, isFresh: settings.freshBaselines == true
            ) { [emit] in emit(.note($0)) }
            return Parts(
                problem: RewardProblem(
                    environment: environment, installation: installation, prompts: prompts,
                    runFolder: folder.path, jobs: settings.jobs, allowWeakSandbox: settings.allowWeakSandbox,
                    isSignLimited: settings.strategy == Strategies.autoMC, startPolicy: settings.startPolicy,
                    baselines: baselines),
                prompts: prompts,
                offline: OfflineRewards(
                    signals: environment.signals, task: "\(settings.task) \(environment.fitness.text)",
                    isSignLimited: settings.strategy == Strategies.autoMC),
                secrets: try .rewards(environment, installation))
        case .heuristic(let tasks):
            let prompts = try HeuristicPrompts(
                installation: installation, promptsFolder: settings.promptsFolder, tasks: tasks)
            return Parts(
                problem: HeuristicProblem(
                    tasks: tasks, installation: installation, prompts: prompts,
                    taskSeconds: settings.taskSeconds ?? RunSettings.defaultTaskSeconds, jobs: settings.jobs,
                    allowWeakSandbox: settings.allowWeakSandbox),
                prompts: prompts, offline: OfflineHeuristics(tasks: tasks), secrets: .heuristics(tasks))
        }
    }

    /// Looks at the code that a search is to start from, before there is a run.
    /// - Throws: ``EvolutionError/initialRejected(verdict:detail:)`` where something is wrong at first sight.
    package func requireUsable(initial code: String, _ environment: EnvironmentInfo, allowWeakSandbox: Bool)
        async throws
    {
        let problem = RewardProblem(
            environment: environment, installation: installation, prompts: nil, runFolder: "", jobs: 1,
            allowWeakSandbox: allowWeakSandbox)
        let outcome = try await problem.glance(code)
        await problem.shutDown()
        guard let outcome else { return }
        throw EvolutionError.initialRejected(verdict: outcome.verdict, detail: outcome.detail)
    }

    /// Renders the first question of a run about a subject.
    func prompts(_ settings: RunSettings, _ subject: Subject) throws -> any ProblemPrompts {
        switch subject {
        case .reward(let environment):
            try RewardPrompts(installation: installation, settings: settings, environment: environment)
        case .heuristic(let tasks):
            try HeuristicPrompts(
                installation: installation, promptsFolder: settings.promptsFolder, tasks: tasks)
        }
    }
}
