internal import Archive

/// Holds what came of a race.
struct Race {
    /// Evaluations by candidate; of one that was stopped those that it had, of one that went on the whole ones alone.
    var results: [String: [EvaluationRecord]] = [:]
    /// Candidates that were stopped, being clearly worse than another.
    var stopped: Set<String> = []
}

/// The race of a generation: rungs grow in steps, then in seeds, and after each those go on that are valid and not clearly worse than
/// the leader; see ``Racing``.
///
/// What an early rung says can be wrong, since a slow learner may overtake: so the first one comes at half of the steps, where
/// that was seen least in recorded curves, and its interval is as wide as that of the others.
extension Evolver {
    /// Races the candidates of a generation.
    func raced(_ candidates: [CandidateRecord], beside incumbent: Individual?) async throws -> Race {
        var race = Race()
        var racing = candidates
        var paused: [String: [EvaluationRecord]] = [:]
        if let rung = firstSteps {
            paused = try await measure(racing, .search, seeds: firstSeeds, rung: rung)
            racing = survivors(of: racing, paused, at: rung, beside: incumbent, &race)
        }
        try await raceOverSeeds(racing, continuing: paused, beside: incumbent, &race)
        await problem.discard(paused.values.flatMap { $0 })
        return race
    }

    /// Steps at which trainings pause, their states kept, to be compared; nil where they do not.
    var firstSteps: Int? {
        guard let share = settings.rung, seeds(.search).count >= Racing.firstRung else {
            return nil
        }
        let steps = Int(Double(settings.steps) * share)
        return (1..<settings.steps).contains(steps) ? steps : nil
    }

    /// Seeds of the first rung.
    private var firstSeeds: [UInt64] { Array(seeds(.search).prefix(Racing.firstRung)) }

    /// Compares trainings that paused, and notes who failed or is stopped.
    private func survivors(
        of candidates: [CandidateRecord], _ paused: [String: [EvaluationRecord]], at rung: Int,
        beside incumbent: Individual?, _ race: inout Race
    ) -> [CandidateRecord] {
        let valid = candidates.filter { candidate in
            paused[candidate.id]?.allSatisfy { $0.verdict == "ok" } == true
        }
        var field = valid.map { runner($0.id, paused[$0.id] ?? [], isRacing: true) }
        let place = valid.first.flatMap { paused[$0.id]?.first?.curve.last?.steps }
        if let incumbent, incumbent.isValid, let place {
            // What the incumbent had at the same place, with the same seeds.
            let values = firstSeeds.compactMap { seed in
                incumbent.evaluations.first { $0.seed == seed }?.curve.first { $0.steps == place }?.fitness
            }
            field.insert(
                Racing.Runner(id: incumbent.candidate.id, values: values, isRacing: false), at: 0)
        }
        let going = Racing.survivors(of: field)
        for candidate in candidates where !going.contains(candidate.id) {
            race.results[candidate.id] = paused[candidate.id]
        }
        for candidate in valid where !going.contains(candidate.id) {
            race.stopped.insert(candidate.id)
            emit(
                .stopped(
                    activity(of: candidate, "search", seed: 0),
                    .init(
                        evaluations: firstSeeds.count, of: seeds(.search).count, steps: rung,
                        fitness: Individual.estimate(paused[candidate.id] ?? []))))
        }
        return valid.filter { going.contains($0.id) }
    }

    /// Measures whole trainings seed by seed.
    private func raceOverSeeds(
        _ candidates: [CandidateRecord], continuing paused: [String: [EvaluationRecord]],
        beside incumbent: Individual?, _ race: inout Race
    ) async throws {
        let seeds = seeds(.search)
        var racing = candidates
        var next = 0
        while next < seeds.count, !racing.isEmpty {
            let rung = seeds[next..<(next == 0 ? Racing.firstRung : next + 1)]
            next = rung.endIndex
            for (id, records) in try await measure(racing, .search, seeds: Array(rung), begun: paused) {
                race.results[id, default: []] += records
            }
            let valid = racing.filter { candidate in
                race.results[candidate.id]?.allSatisfy { $0.verdict == "ok" } == true
            }
            guard next < seeds.count else { break }
            var field = valid.map { runner($0.id, race.results[$0.id] ?? [], isRacing: true) }
            if let incumbent, incumbent.isValid {
                field.insert(runner(incumbent.candidate.id, incumbent.evaluations, isRacing: false), at: 0)
            }
            for candidate in candidates where race.stopped.contains(candidate.id) {
                field.append(runner(candidate.id, race.results[candidate.id] ?? [], isRacing: false))
            }
            let survivors = Racing.survivors(of: field)
            for candidate in valid where !survivors.contains(candidate.id) {
                race.stopped.insert(candidate.id)
                emit(
                    .stopped(
                        activity(of: candidate, "search", seed: 0),
                        .init(
                            evaluations: next, of: seeds.count,
                            fitness: Individual.estimate(race.results[candidate.id] ?? []))))
            }
            racing = valid.filter { survivors.contains($0.id) }
        }
    }

    private func runner(_ id: String, _ records: [EvaluationRecord], isRacing: Bool) -> Racing.Runner {
        Racing.Runner(id: id, values: records.compactMap(\.fitness), isRacing: isRacing)
    }
}
