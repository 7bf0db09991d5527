internal import Archive
internal import Foundation
internal import LanguageModel

/// After the search: other values for the constants of the best candidate, whose code stays as it is.
///
/// Every setting is a candidate of its own, checked, raced and recorded like a proposal, with origin `constants`; so what they
/// bring is credited apart, and the comparison at the end holds the winner against the same code with its own constants.
extension Evolver {
    /// Tries settings round by round, as many candidates as the run's settings allow.
    func tuneConstants(_ outcome: inout Outcome, _ account: StepAccount) async throws {
        guard let trials = settings.constantTrials, trials > 1, let constants, outcome.stopped == nil,
            let target = outcome.incumbent
        else { return }
        emit(.stage("constants"))
        let names = Set(try target.candidate.constants().keys)
        guard let code = ConstantsCode(target.candidate.code, names: names) else {
            emit(.note("\(target.label) has no constants whose values could be searched"))
            return
        }
        let dimension = code.constants.count
        // The usual size of a round (Hansen, 2016).
        let count = min(trials, 4 + Int(3 * log(Double(max(2, dimension)))))
        let first = strategy.rounds(settings.generations)
        var longer = plan
        (longer.generations, longer.samples) = (first + trials / count, count)
        emit(.replanned(longer))
        var losses: [[Double]] = []
        for round in 0..<trials / count {
            let generation = first + round
            if try await limitReached(before: generation, outcome.population, account) {
                outcome.stopped = "budget"
                return
            }
            emit(.generationStarted(generation))
            let points = try await constants.points(
                dimension: dimension, count: count, seed: seed("constants"), losses: losses)
            let proposals = try await settings(of: code, at: points, target, generation)
            let individuals = try await evaluated(
                settled(proposals, generation, origin: "constants"), beside: outcome.incumbent)
            outcome.population.add(individuals, planned: settings.seeds)
            try await saveFeedback(on: individuals)
            losses.append(ranks(of: proposals, individuals + [target]))
            emit(
                .generationEnded(
                    generation, best: outcome.incumbent?.label, fitness: outcome.incumbent?.fitness))
        }
        if let best = outcome.incumbent, best.candidate.id != target.candidate.id,
            let gain = best.fitness.map({ $0.mean - (target.fitness?.mean ?? $0.mean) })
        {
            emit(
                .note(
                    "constants: \(best.label) has the code of \(target.label) and, in the search, "
                        + "\(promptNumber(gain)) \(problem.fitnessUnit) more"))
        }
    }

    /// Writes the code with each setting as an answer, unless that is recorded.
    private func settings(
        of code: ConstantsCode, at points: [[Double]], _ target: Individual, _ generation: Int
    ) async throws -> [ProposalRecord] {
        let recorded = try await archive.proposals(generation: generation, attempt: 0)
        if recorded.count == points.count { return recorded }
        let proposals = try points.enumerated().map { index, point in
            let values = zip(code.constants, point).map { ConstantsCode.value(of: $0, at: $1) }
            let words = zip(code.constants, values).map { "\($0.name) to \(promptNumber($1))" }
            let text = "```python\n\(code.setting(values))\n```\n"
            return try record(
                Answer(
                    messages: [], completion: Completion(text: text, model: "cma-es"),
                    note: "set \(words.joined(separator: ", ")) in \(target.label)"),
                generation: generation, index: index, attempt: 0, parents: [target.candidate.id])
        }
        try await save(proposals)
        return proposals
    }

    /// Ranks a round's settings from 0; what failed comes last, and what turned out the same as another ranks like that.
    private func ranks(of proposals: [ProposalRecord], _ individuals: [Individual]) -> [Double] {
        let ranked = strategy.best(individuals.count, of: individuals)
        var places: [String: Int] = [:]
        for (place, individual) in ranked.enumerated() { places[individual.candidate.id] = place }
        for individual in individuals where places[individual.candidate.id] == nil {
            if let twin = individual.candidate.duplicateOf { places[individual.candidate.id] = places[twin] }
        }
        return proposals.map { Double($0.candidate.flatMap { places[$0] } ?? individuals.count) }
    }
}
