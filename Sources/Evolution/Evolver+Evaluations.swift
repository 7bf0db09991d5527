internal import Archive

/// Second half of a generation: evaluations side by side, results taken in the order of proposals.
extension Evolver {
    /// Measures the valid candidates as the search does and returns all candidates with what was measured.
    ///
    /// Where there are seeds enough, clearly worse ones are stopped on the way; see ``Racing``.
    func evaluated(_ candidates: [CandidateRecord], beside incumbent: Individual? = nil) async throws
        -> [Individual]
    {
        let valid = candidates.filter { $0.verdict == "ok" }
        let results: [String: [EvaluationRecord]]
        var stopped: Set<String> = []
        if settings.racing == true, seeds(.search).count > Racing.firstRung {
            (results, stopped) = try await race(valid, beside: incumbent)
        } else {
            results = try await measure(valid, .search)
        }
        return candidates.map {
            Individual(
                candidate: $0, evaluations: results[$0.id] ?? [], wasStopped: stopped.contains($0.id))
        }
    }

    /// Measures seed by seed; after each rung those go on that are valid and not clearly worse than the leader.
    private func race(
        _ candidates: [CandidateRecord], beside incumbent: Individual?
    ) async throws -> (results: [String: [EvaluationRecord]], stopped: Set<String>) {
        let seeds = seeds(.search)
        var results: [String: [EvaluationRecord]] = [:]
        var racing = candidates
        var stopped: Set<String> = []
        var next = 0
        while next < seeds.count, !racing.isEmpty {
            let rung = seeds[next..<(next == 0 ? Racing.firstRung : next + 1)]
            next = rung.endIndex
            for (id, records) in try await measure(racing, .search, seeds: Array(rung)) {
                results[id, default: []] += records
            }
            let valid = racing.filter { candidate in
                results[candidate.id]?.allSatisfy { $0.verdict == "ok" } == true
            }
            guard next < seeds.count else { break }
            var field = valid.map { runner($0.id, results[$0.id] ?? [], isRacing: true) }
            if let incumbent, incumbent.isValid {
                field.insert(runner(incumbent.candidate.id, incumbent.evaluations, isRacing: false), at: 0)
            }
            for candidate in candidates where stopped.contains(candidate.id) {
                field.append(runner(candidate.id, results[candidate.id] ?? [], isRacing: false))
            }
            let survivors = Racing.survivors(of: field)
            for candidate in valid where !survivors.contains(candidate.id) {
                stopped.insert(candidate.id)
                emit(.stopped(activity(of: candidate, "search", seed: 0), evaluations: next, of: seeds.count))
            }
            racing = valid.filter { survivors.contains($0.id) }
        }
        return (results, stopped)
    }

    private func runner(_ id: String, _ records: [EvaluationRecord], isRacing: Bool) -> Racing.Runner {
        Racing.Runner(id: id, values: records.compactMap(\.fitness), isRacing: isRacing)
    }

    /// Measures each candidate with each seed of a stage, `jobs` at a time, doing only what the archive does not hold.
    ///
    /// The seeds are those of the stage where none are given.
    /// - Returns: evaluations by candidate, in the order of the seeds.
    func measure(
        _ candidates: [CandidateRecord], _ stage: Stage, as purpose: String? = nil, seeds: [UInt64]? = nil
    ) async throws -> [String: [EvaluationRecord]] {
        let purpose = purpose ?? stage.rawValue
        // Seeds outermost: every candidate has a first result before any has a second.
        let tasks = (seeds ?? self.seeds(stage)).flatMap { seed in
            candidates.map {
                ($0, EvaluationJob(purpose: purpose, stage: stage, seed: seed, steps: settings.steps))
            }
        }
        var finished = try await recorded(tasks)
        for (number, task) in tasks.enumerated() {
            if let record = finished[number] { announce(record, of: task.0, task.1) }
        }
        let missing = tasks.indices.filter { finished[$0] == nil }
        var unsaved: [EvaluationRecord] = []
        try await withThrowingTaskGroup(of: (Int, EvaluationRecord).self) { group in
            var waiting = missing.makeIterator()
            func startNext() {
                guard let number = waiting.next() else { return }
                let task = tasks[number]
                group.addTask { (number, try await evaluate(task.0, task.1)) }
            }
            for _ in 0..<settings.jobs { startNext() }
            do {
                while let (number, record) = try await group.next() {
                    startNext()
                    finished[number] = record
                    unsaved.append(record)
                    // What took time is written at once; what took none together with its neighbours.
                    if record.wallSeconds > Self.instant || unsaved.count >= 256 {
                        try await save(&unsaved)
                    }
                    announce(record, of: tasks[number].0, tasks[number].1)
                }
            } catch {
                try await save(&unsaved)
                throw error
            }
        }
        try await save(&unsaved)
        var results: [String: [EvaluationRecord]] = [:]
        for (number, task) in tasks.enumerated() {
            if let record = finished[number] { results[task.0.id, default: []].append(record) }
        }
        return results
    }

    /// Seconds that may be lost by a kill.
    private static let instant = 0.02

    private func save(_ records: inout [EvaluationRecord]) async throws {
        guard !records.isEmpty else { return }
        try await archive.save(records)
        if records.contains(where: { $0.wallSeconds > 1 }) { try await archive.settle() }
        records = []
    }

    /// Finds what the archive already holds, by place in the list.
    private func recorded(_ tasks: [(CandidateRecord, EvaluationJob)]) async throws -> [Int: EvaluationRecord]
    {
        struct Key: Hashable {
            var candidate: String
            var seed: UInt64
        }
        let known = try await archive.evaluations(
            of: Array(Set(tasks.map(\.0.id))).sorted(), steps: settings.steps)
        guard !known.isEmpty else { return [:] }
        let byKey = Dictionary(
            known.map { (Key(candidate: $0.candidate, seed: $0.seed), $0) },
            uniquingKeysWith: { first, _ in first })
        var found: [Int: EvaluationRecord] = [:]
        for (number, task) in tasks.enumerated() {
            found[number] = byKey[Key(candidate: task.0.id, seed: task.1.seed)]
        }
        return found
    }

    private func evaluate(_ candidate: CandidateRecord, _ job: EvaluationJob) async throws -> EvaluationRecord
    {
        try Task.checkCancellation()
        let activity = activity(of: candidate, job.purpose, seed: job.seed)
        let emit = self.emit
        emit(.training(activity, fraction: 0, fitness: nil))
        return try await problem.evaluate(candidate, job: job) { fraction, fitness in
            emit(.training(activity, fraction: fraction, fitness: fitness))
        }
    }

    private func activity(of candidate: CandidateRecord, _ purpose: String, seed: UInt64) -> Activity {
        Activity(
            purpose: purpose, candidate: candidate.id, label: candidate.label, seed: seed,
            generation: candidate.generation, index: candidate.index)
    }

    private func announce(_ record: EvaluationRecord, of candidate: CandidateRecord, _ job: EvaluationJob) {
        emit(
            .evaluated(
                activity(of: candidate, job.purpose, seed: job.seed), verdict: record.verdict,
                detail: record.detail, fitness: record.verdict == "ok" ? Individual.estimate([record]) : nil,
                wallSeconds: record.isTakenOver(by: runName) ? 0 : record.wallSeconds,
                effort: record.tasks.map { _ in
                    Effort(evaluations: record.environmentSteps, cpuSeconds: record.workerCPUSeconds)
                }))
    }

    /// Checks the references that the winner will meet; none where nothing is compared.
    func checkedReferences() async throws -> [CandidateRecord] {
        guard settings.confirmSeeds > 0 else { return [] }
        var candidates: [CandidateRecord] = []
        for name in problem.references {
            guard let code = try problem.reference(name) else { continue }
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
        return candidates
    }

    /// Measures the references that passed their checks.
    func measuredReferences(_ candidates: [CandidateRecord]) async throws -> [Individual] {
        guard !candidates.isEmpty else { return [] }
        emit(.stage("baseline"))
        let results = try await measure(candidates, problem.referenceStage, as: "baseline")
        return candidates.map { candidate in
            tellOfTakenOver(results[candidate.id] ?? [], candidate.label)
            return Individual(candidate: candidate, evaluations: results[candidate.id] ?? [])
        }
    }

    /// Checks and measures the code that the search starts from.
    func initialIndividual(_ code: String) async throws -> Individual {
        try await evaluated([try await checkedInitial(code)])[0]
    }

    /// Checks the code that the search starts from.
    /// - Throws: ``EvolutionError/initialRejected(verdict:detail:)``.
    func checkedInitial(_ code: String) async throws -> CandidateRecord {
        let candidate = try await check(code, origin: "initial", generation: -1, index: 0, parents: [])
        guard candidate.verdict == "ok" else {
            throw EvolutionError.initialRejected(verdict: candidate.verdict, detail: candidate.detail)
        }
        return candidate
    }
}
