internal import Archive
internal import GeneticProgramming
internal import HeuristicPrograms
internal import LanguageModel

/// Puts the typed genetic-programming proposer for heuristics behind the proposers' protocol.
package struct OfflineHeuristics: Proposer {
    package let name = "offline"
    package let readsWords = false
    private let proposer: HeuristicProposer

    /// Makes a proposer for a domain, of which it reads predicates, types and the training tasks' goals.
    package init(tasks: TaskSets) {
        proposer = HeuristicProposer(vocabulary: tasks.vocabulary)
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
