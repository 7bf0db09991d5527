internal import Foundation

/// Proposes points of a numeric search, all of it derived from a seed and the ranks that earlier points had.
///
/// Implementations: ``CMAES``; a walk of known steps in the tests.
package protocol ConstantSearch: Sendable {
    /// Gives the next points to try.
    /// - Parameters:
    ///   - dimension: numbers in a point.
    ///   - count: points of a round.
    ///   - seed: decides every random choice.
    ///   - losses: of all earlier rounds, by point; less is better, and only their order within a round counts.
    /// - Returns: `count` points around zero, one unit of the search's own width away.
    /// - Throws: where the search cannot run.
    func points(dimension: Int, count: Int, seed: UInt64, losses: [[Double]]) async throws -> [[Double]]
}

/// Has the package `cmaes` in the locked environment propose: CMA-ES (Hansen and Ostermeier, 2001).
package struct CMAES: ConstantSearch {
    private let installation: Installation

    package init(_ installation: Installation) { self.installation = installation }

    package func points(dimension: Int, count: Int, seed: UInt64, losses: [[Double]]) async throws
        -> [[Double]]
    {
        struct Request: Encodable {
            var dimension: Int
            var count: Int
            var seed: UInt64
            var losses: [[Double]]
        }
        struct Answer: Decodable { var points: [[Double]] }
        let request = try Evolver.json(
            Request(dimension: dimension, count: count, seed: seed, losses: losses))
        let data = try await installation.python(["-m", "trainer.constants", request])
        return try JSONDecoder().decode(Answer.self, from: data).points
    }
}
