package import Archive
internal import GeneticProgramming
internal import LanguageModel
package import Sandbox

/// Puts the typed genetic-programming proposer behind the proposers' protocol: the baseline for every language model.
///
/// Where rewards are sign-limited it is the offline designer of Auto MC-Reward, who hears the critic and the analyzer.
package struct OfflineRewards: Proposer {
    package let name = "offline"
    package let readsWords = false
    private let designer: Designer
    private let analyzer: Analyzer

    private enum Designer {
        case free(OfflineProposer)
        case signLimited(SignLimitedProposer)
    }

    /// Makes a proposer for an environment.
    /// - Parameters:
    ///   - signals: what a reward may take.
    ///   - task: the task's sentence and the fitness's, whose words make some signals likelier.
    ///   - isSignLimited: write two parts of which only the signs count.
    package init(signals: [SignalInfo], task: String, isSignLimited: Bool = false) {
        let typed = signals.map {
            TypedSignal(
                name: $0.name, shape: $0.shape, unit: $0.unit, text: $0.text, low: $0.low ?? -1,
                high: $0.high ?? 1)
        }
        designer =
            isSignLimited
            ? .signLimited(SignLimitedProposer(signals: typed, task: task))
            : .free(OfflineProposer(signals: typed, task: task))
        analyzer = Analyzer(signals: signals)
    }

    package func answers(
        to question: Question, generation: Int, known: KnownCode, seed: UInt64
    ) async throws -> [Answer] {
        let parents = zip(question.parents, question.ranks).map(program)
        let codes = try await known()
        let proposals =
            switch designer {
            case .free(let proposer):
                proposer.propose(
                    parents: parents, known: Set(codes.compactMap(proposer.normalisedGenome(of:))),
                    count: question.samples, seed: seed, generation: generation, breeding: question.breeding,
                    wish: wish(of: question))
            case .signLimited(let proposer):
                proposer.propose(
                    parents: parents, known: Set(codes.compactMap(proposer.normalisedGenome(of:))),
                    count: question.samples, seed: seed, generation: generation, breeding: question.breeding)
            }
        return proposals.map(answer)
    }

    /// Half as far again as what is liked lies from what is not; only numbers, for a vector's size has many makings.
    private func wish(of question: Question) -> Wish? {
        let numbers = Set(analyzer.signals.filter(\.shape.isEmpty).map(\.name))
        return question.votes?.tastes.first { numbers.contains($0.signal) }.map {
            Wish(signal: $0.signal, target: $0.liked + 0.5 * ($0.liked - $0.disliked))
        }
    }

    /// Programs that are well typed need no repair.
    package func repair(
        _ failed: Individual, answer: String, generation: Int, seed: UInt64
    ) async throws -> Answer? {
        nil
    }

    /// Answers the critic by changing, turning or dropping what it names; only where rewards are sign-limited.
    package func revise(
        _ individual: Individual, findings: [Finding], generation: Int, seed: UInt64
    ) async throws -> Answer? {
        guard case .signLimited(let proposer) = designer else { return nil }
        var parent = program(individual, nil)
        parent.complaints = findings.map { Complaint(kind: $0.kind, part: $0.part) }
        return proposer.mend(parent, known: [], seed: seed).map(answer)
    }

    /// A parent with what critic and analyzer say of it.
    private func program(_ individual: Individual, _ fitness: Double?) -> ParentProgram {
        let said = (individual.critique?.findings ?? []) + analyzer.causes(of: individual)
        return ParentProgram(
            id: individual.candidate.id, name: individual.label, code: individual.candidate.code,
            fitness: fitness,
            complaints: said.map { Complaint(kind: $0.kind, part: $0.part) })
    }

    private func answer(_ proposal: Proposal) -> Answer {
        let completion = Completion(text: "```python\n\(proposal.code)\n```\n", model: name)
        return Answer(
            messages: [], completion: completion, note: proposal.operation, parents: proposal.parents)
    }
}
