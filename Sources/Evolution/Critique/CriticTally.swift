internal import Archive

/// Counts what the critic caught in a run, and what that cost.
package struct CriticTally: Codable, Sendable, Equatable {
    /// Candidates that were read.
    package var read = 0
    /// Those about which something was said.
    package var faulty = 0
    /// Candidates by kind of fault, the most frequent first; one with several kinds counts for each.
    package var kinds: [Kind] = []
    /// Those that the designer revised.
    package var revised = 0
    /// Revisions about which nothing was left to say.
    package var mended = 0
    /// Tokens of the critic's and the designer's answers, and of their questions.
    package var tokens = 0
    package var costUSD = 0.0
    /// CPU seconds of the workers that valued recorded behaviour.
    package var workerCPUSeconds = 0.0

    /// Counts one kind of fault.
    package struct Kind: Codable, Sendable, Equatable {
        package var name: String
        package var candidates: Int
    }

    /// Counts over an archive; nil where no critic was at work.
    init?(_ archive: RunArchive) async throws {
        let critiques = try await archive.critiques()
        guard !critiques.isEmpty else { return nil }
        read = critiques.count
        var counts: [String: Int] = [:]
        for critique in critiques.values {
            workerCPUSeconds += critique.workerCPUSeconds
            guard !critique.findings.isEmpty else { continue }
            faulty += 1
            for kind in Set(critique.findings.map(\.kind)) { counts[kind, default: 0] += 1 }
            guard let next = critique.revision else { continue }
            revised += 1
            if critiques[next]?.findings.isEmpty == true { mended += 1 }
        }
        kinds = counts.map { Kind(name: $0.key, candidates: $0.value) }.sorted {
            ($1.candidates, $0.name) < ($0.candidates, $1.name)
        }
        for proposal in try await archive.proposals() where proposal.attempt > 1 {
            tokens += proposal.inputTokens + proposal.outputTokens
            costUSD += proposal.costUSD
        }
    }

    /// Says it in one line.
    package var line: String {
        let named = kinds.prefix(4).map { "\($0.name) \($0.candidates)" }.joined(separator: ", ")
        var words =
            "critic: \(faulty) of \(read) candidates with something to say"
            + (named.isEmpty ? "" : " (\(named))")
        if revised > 0 { words += "; \(revised) revised, \(mended) of them without a fault then" }
        if tokens > 0 { words += "; \(tokens) tokens, \(promptNumber(costUSD)) USD" }
        return words + "; \(promptNumber(workerCPUSeconds)) s CPU"
    }
}
