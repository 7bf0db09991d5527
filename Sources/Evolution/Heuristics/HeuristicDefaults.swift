internal import Foundation

/// Holds what a search for a heuristic does where nothing is said.
package struct HeuristicDefaults: Sendable, Equatable {
    package let samples: Int
    package let generations: Int
    package let finalists: Int

    /// Chooses by strategy and proposer.
    ///
    /// `best-of-n` is the protocol of Corrêa, Pereira and Seipp (NeurIPS 2025): 25 samples, one pass, the best on the training
    /// tasks. The offline proposer costs nothing and needs many candidates.
    package init(strategy: String, isOffline: Bool) {
        let isIndependent = strategy == "best-of-n"
        samples = isIndependent ? 25 : isOffline ? 24 : 8
        generations = isIndependent ? 1 : isOffline ? 8 : 5
        finalists = isIndependent ? 0 : 8
    }

    /// Reads a reference heuristic.
    /// - Throws: ``EvolutionError/unreadable(path:)``.
    package static func reference(_ name: String, in sandboxes: String) throws -> String {
        let file = "\(sandboxes)/domains/heuristics/\(name.replacing("-", with: "_")).py"
        guard let data = FileManager.default.contents(atPath: file) else {
            throw EvolutionError.unreadable(path: file)
        }
        return String(decoding: data, as: UTF8.self)
    }
}
