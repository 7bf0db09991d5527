internal import Archive

/// The end of a run: who wins, and how sure that is.
extension Evolver {
    /// Seeds of a stage, and so many further ones; those of the comparison were seen by no choice of the search.
    func seeds(_ stage: Stage, further: Int = 0) -> [UInt64] {
        let count =
            switch stage {
            case .search: settings.seeds
            case .finalist: settings.finalistSeeds
            case .confirm: settings.confirmSeeds
            }
        return (0..<count + further).map { seed("\(stage.rawValue)/\($0)") }
    }

    /// Measures the best candidates further and chooses by all that is known: the maximum of single noisy runs would
    /// pick luck.
    func chooseAmongFinalists(_ outcome: Outcome) async throws -> Individual? {
        let known = [outcome.incumbent].compactMap { $0 } + outcome.population.elite
        let ranked = strategy.best(settings.finalists, of: known.filter { !$0.wasStopped })
        guard ranked.count > 1, settings.finalistSeeds > 0 else { return outcome.incumbent }
        if try await limitReached(before: "finalists") { return outcome.incumbent }
        emit(.stage("finalists"))
        // What racing saved is spent where it decides: on the finalists, up to twice what they would have had.
        let further = min(
            outcome.population.evaluationsSaved / ranked.count,
            settings.racing == true ? settings.finalistSeeds : 0)
        if further > 0 {
            var longer = plan
            longer.finalistSeeds += further
            emit(.replanned(longer))
        }
        let results = try await measure(
            ranked.map(\.candidate), .finalist, seeds: seeds(.finalist, further: further))
        let measured = ranked.map { finalist in
            Individual(
                candidate: finalist.candidate,
                evaluations: finalist.evaluations + (results[finalist.candidate.id] ?? []))
        }
        return strategy.accept(incumbent: nil, generation: measured) ?? outcome.incumbent
    }

    /// Compares the winner with the references, and with the best of the first generation, on what none has seen.
    func confirm(_ outcome: Outcome, references: [Individual]) async throws -> [Comparison] {
        guard let winner = outcome.incumbent, settings.confirmSeeds > 0 else { return [] }
        emit(.stage("confirm"))
        var rivals = references.map { (name: $0.label, candidate: $0.candidate) }
        // One or two trainings say nothing about evolving; a set of tasks does.
        let isTelling = settings.confirmSeeds > 2 || winner.evaluations.contains { $0.tasks != nil }
        if let first = outcome.population.bestOfFirst, first.candidate.id != winner.candidate.id, isTelling {
            rivals.append(("best of generation 0", first.candidate))
        }
        if winner.candidate.origin == "constants", let parent = winner.candidate.parents.first,
            let plain = try await archive.candidate(parent)
        {
            rivals.append(("its own constants (\(plain.label))", plain))
        }
        var contestants = [winner.candidate]
        for rival in rivals where !contestants.contains(where: { $0.id == rival.candidate.id }) {
            contestants.append(rival.candidate)
        }
        let results = try await measure(contestants, .confirm)
        return rivals.compactMap { rival in
            let (ours, theirs) = (results[winner.candidate.id] ?? [], results[rival.candidate.id] ?? [])
            var comparison = problem.compare(ours, theirs, against: rival.name)
            comparison?.outcomes = OutcomePair.all(ours, theirs)
            return comparison
        }
    }
}
