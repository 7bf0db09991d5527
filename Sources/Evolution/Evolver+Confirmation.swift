internal import Archive

/// The end of a run: who wins, and how sure that is.
extension Evolver {
    /// Seeds that no choice of the search has seen.
    var confirmationSeeds: [UInt64] { (0..<settings.confirmSeeds).map { seed("confirm/\($0)") } }

    /// Trains the best candidates on further seeds and chooses by the mean of all: the maximum of single noisy runs
    /// would pick luck.
    func chooseAmongFinalists(_ outcome: Outcome) async throws -> Individual? {
        let ranked = ([outcome.incumbent].compactMap { $0 } + outcome.population.joined())
            .filter(\.isValid)
            .reduce(into: [Individual]()) { unique, next in
                if !unique.contains(where: { $0.candidate.id == next.candidate.id }) { unique.append(next) }
            }
            .sorted { ($0.fitness?.mean ?? 0) > ($1.fitness?.mean ?? 0) }
            .prefix(settings.finalists)
        guard ranked.count > 1, settings.finalistSeeds > 0 else { return outcome.incumbent }
        if try await limitReached(before: "finalists") { return outcome.incumbent }
        emit(.stage("finalists"))
        let seeds = (0..<settings.finalistSeeds).map { seed("finalist/\($0)") }
        let results = try await train(ranked.map(\.candidate), purpose: "finalist", seeds: seeds)
        let measured = ranked.map { finalist in
            Individual(
                candidate: finalist.candidate,
                evaluations: finalist.evaluations + (results[finalist.candidate.id] ?? []))
        }
        return strategy.accept(incumbent: nil, generation: measured) ?? outcome.incumbent
    }

    /// Compares the winner with the human reward, and with the best of the first generation, on shared fresh seeds.
    func confirm(_ outcome: Outcome, human: Individual?) async throws -> [Comparison] {
        guard let winner = outcome.incumbent, settings.confirmSeeds > 0 else { return [] }
        emit(.stage("confirm"))
        var rivals: [(name: String, candidate: CandidateRecord)] = []
        if let human { rivals.append(("human", human.candidate)) }
        if let first = outcome.firstBest, first.candidate.id != winner.candidate.id, settings.confirmSeeds > 2
        {
            rivals.append(("best of generation 0", first.candidate))
        }
        var contestants = [winner.candidate]
        for rival in rivals where !contestants.contains(where: { $0.id == rival.candidate.id }) {
            contestants.append(rival.candidate)
        }
        let results = try await train(contestants, purpose: "confirm", seeds: confirmationSeeds)
        return rivals.compactMap { rival in
            compare(results[winner.candidate.id] ?? [], results[rival.candidate.id] ?? [], rival.name)
        }
    }

    /// Pairs trainings by seed; seeds on which either failed are left out, and nil is returned when none is left.
    func compare(
        _ ours: [EvaluationRecord], _ theirs: [EvaluationRecord], _ name: String
    ) -> Comparison? {
        let pairs = ours.compactMap { mine -> (UInt64, Double, Double)? in
            guard let fitness = mine.fitness,
                let other = theirs.first(where: { $0.seed == mine.seed })?.fitness
            else { return nil }
            return (mine.seed, fitness, other)
        }
        guard !pairs.isEmpty else { return nil }
        return Statistics.compare(pairs.map(\.1), with: pairs.map(\.2), against: name, seeds: pairs.map(\.0))
    }
}
