internal import Archive
internal import GeneticProgramming
internal import LanguageModel
package import Sandbox

/// Puts the typed genetic-programming proposer behind the proposers' protocol: the baseline for every language model.
package struct OfflineRewards: Proposer {
    package let name = "offline"
    package let readsWords = false
    private let proposer: OfflineProposer

    /// Makes a proposer for an environment.
    /// - Parameters:
    ///   - signals: what a reward may take.
    ///   - task: the task's sentence and the fitness's, whose words make some signals likelier.
    package init(signals: [SignalInfo], task: String) {
        let typed = signals.map {
            TypedSignal(
                name: $0.name, shape: $0.shape, unit: $0.unit, text: $0.text, low: $0.low ?? -1,
                high: $0.high ?? 1)
        }
        proposer = OfflineProposer(signals: typed, task: task)
    }

    package func answers(
        to question: Question, generation: Int, known: KnownCode, seed: UInt64
    ) async throws -> [Answer] {
        let parents = zip(question.parents, question.ranks).map {
            ParentProgram(id: $0.candidate.id, name: $0.label, code: $0.candidate.code, fitness: $1)
        }
        let seen = Set(try await known().compactMap(proposer.normalisedGenome(of:)))
        let proposals = proposer.propose(
            parents: parents, known: seen, count: question.samples, seed: seed, generation: generation,
            breeding: question.breeding)
        return proposals.map { proposal in
            let completion = Completion(text: "```python\n\(proposal.code)\n```\n", model: name)
            return Answer(
                messages: [], completion: completion, note: proposal.operation, parents: proposal.parents)
        }
    }

    /// Programs that are well typed need no repair.
    package func repair(
        _ failed: Individual, answer: String, generation: Int, seed: UInt64
    ) async throws -> Answer? {
        nil
    }
}
