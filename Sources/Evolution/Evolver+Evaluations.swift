internal import Archive

/// Second half of a generation: evaluations side by side, results taken in the order of proposals.
extension Evolver {
    /// Measures the valid candidates as the search does and returns all candidates with what was measured.
    func evaluated(_ candidates: [CandidateRecord]) async throws -> [Individual] {
        let valid = candidates.filter { $0.verdict == "ok" }
        let results = try await measure(valid, .search)
        return candidates.map { Individual(candidate: $0, evaluations: results[$0.id] ?? []) }
    }

    /// Measures each candidate with each seed of a stage, `jobs` at a time, doing only what the archive does not hold.
    /// - Returns: evaluations by candidate, in the order of the seeds.
    func measure(
        _ candidates: [CandidateRecord], _ stage: Stage, as purpose: String? = nil
    ) async throws -> [String: [EvaluationRecord]] {
        // Seeds outermost: every candidate has a first result before any has a second.
        let tasks = seeds(stage).flatMap { seed in
            candidates.map {
                let purpose = purpose ?? stage.rawValue
                return ($0, EvaluationJob(purpose: purpose, stage: stage, seed: seed, steps: settings.steps))
            }
        }
        var finished: [Int: EvaluationRecord] = [:]
        try await withThrowingTaskGroup(of: (Int, EvaluationRecord).self) { group in
            var next = 0
            func startNext() {
                guard next < tasks.count else { return }
                let (number, task) = (next, tasks[next])
                next += 1
                group.addTask { (number, try await evaluate(task.0, task.1)) }
            }
            for _ in 0..<settings.jobs { startNext() }
            while let (number, record) = try await group.next() {
                finished[number] = record
                startNext()
            }
        }
        var results: [String: [EvaluationRecord]] = [:]
        for (number, task) in tasks.enumerated() {
            if let record = finished[number] { results[task.0.id, default: []].append(record) }
        }
        return results
    }

    private func evaluate(_ candidate: CandidateRecord, _ job: EvaluationJob) async throws -> EvaluationRecord
    {
        let activity = Activity(
            purpose: job.purpose, candidate: candidate.id, label: candidate.label, seed: job.seed,
            generation: candidate.generation, index: candidate.index)
        let record: EvaluationRecord
        if let known = try await archive.evaluation(candidate: candidate.id, seed: job.seed, steps: job.steps)
        {
            record = known
        } else {
            try Task.checkCancellation()
            let emit = self.emit
            emit(.training(activity, fraction: 0, fitness: nil))
            record = try await problem.evaluate(candidate, job: job) { fraction, fitness in
                emit(.training(activity, fraction: fraction, fitness: fitness))
            }
            try await archive.save(record)
        }
        let fitness = record.verdict == "ok" ? Individual.estimate([record]) : nil
        emit(
            .evaluated(
                activity, verdict: record.verdict, detail: record.detail, fitness: fitness,
                wallSeconds: record.wallSeconds,
                effort: record.tasks.map { _ in
                    Effort(evaluations: record.environmentSteps, cpuSeconds: record.workerCPUSeconds)
                }))
        return record
    }

    /// Checks the references that the winner will meet and measures them; none where nothing is compared.
    func measuredReferences() async throws -> [Individual] {
        guard settings.confirmSeeds > 0 else { return [] }
        var candidates: [CandidateRecord] = []
        for name in problem.references {
            guard let code = try problem.reference(name) else { continue }
            if candidates.isEmpty { emit(.stage("baseline")) }
            let candidate = try await check(code, origin: name, generation: -1, index: 0, parents: [])
            if candidate.verdict == "ok" {
                candidates.append(candidate)
            } else {
                emit(
                    .note(
                        "the reference \(name) fails its own check: \(candidate.verdict): \(candidate.detail)"
                    ))
            }
        }
        let results = try await measure(candidates, problem.referenceStage, as: "baseline")
        return candidates.map { Individual(candidate: $0, evaluations: results[$0.id] ?? []) }
    }

    /// Checks and measures the code that the search starts from.
    func initialIndividual(_ code: String) async throws -> Individual {
        let candidate = try await check(code, origin: "initial", generation: -1, index: 0, parents: [])
        guard candidate.verdict == "ok" else {
            throw EvolutionError.initialRejected(verdict: candidate.verdict, detail: candidate.detail)
        }
        return try await evaluated([candidate])[0]
    }
}
