internal import Foundation

/// Writes what two equal runs have in common: candidates, completions, verdicts and fitness, and no times or costs.
package struct CanonicalExport: Codable, Sendable, Equatable {
    /// Reduces a proposal to what is decided by seeds and answers.
    package struct Proposal: Codable, Sendable, Equatable {
        package var generation: Int
        package var index: Int
        package var attempt: Int
        package var parents: [String]
        package var messages: String
        package var completion: String
        package var candidate: String?
        package var failure: String?
    }

    /// Reduces an evaluation to what was measured and is the same in every equal run: of a set of tasks the number solved,
    /// without what CPU time adds to it.
    package struct Evaluation: Codable, Sendable, Equatable {
        package var candidate: String
        package var purpose: String
        package var seed: UInt64
        package var steps: Int
        package var verdict: String
        package var fitness: Double?
        package var episodes: [Double]
        package var curve: [CurvePoint]
    }

    package var schema = 1
    package var problem: String
    package var subject: String
    package var seed: UInt64
    package var proposals: [Proposal]
    package var candidates: [CandidateRecord]
    package var evaluations: [Evaluation]

    /// Reads the whole archive.
    package init(_ archive: RunArchive) async throws {
        let run = try await archive.run()
        problem = run?.problem ?? ""
        subject = run?.subject ?? ""
        seed = run?.seed ?? 0
        proposals = try await archive.proposals().map {
            Proposal(
                generation: $0.generation, index: $0.index, attempt: $0.attempt, parents: $0.parents,
                messages: $0.messagesJSON, completion: $0.completion, candidate: $0.candidate,
                failure: $0.failure)
        }
        candidates = try await archive.candidates().sorted { $0.id < $1.id }
        evaluations = try await archive.evaluationsWithBeginnings().map {
            Evaluation(
                candidate: $0.candidate, purpose: $0.purpose, seed: $0.seed, steps: $0.steps,
                verdict: $0.verdict,
                fitness: $0.tasks == nil ? $0.fitness : $0.fitness?.rounded(.down), episodes: $0.episodes,
                curve: $0.curve)
        }
        evaluations.sort { ($0.candidate, $0.steps, $0.seed) < ($1.candidate, $1.steps, $1.seed) }
    }

    /// Renders the export with sorted keys, one text for equal archives.
    package func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
