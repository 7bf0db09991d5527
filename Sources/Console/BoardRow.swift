internal import Archive
package import Evolution
import Foundation

/// Follows one training of one seed.
package struct SeedProgress: Sendable, Equatable {
    package var seed: UInt64
    /// Share of the environment steps done, 0...1.
    package var fraction: Double = 0
    /// Fitness of the last checkpoint.
    package var latest: Double?
    /// Final fitness, once the training ended well.
    package var estimate: Estimate?
    package var verdict: String?
    package var wallSeconds: Double = 0
    /// What the searches took; nil for trainings.
    package var effort: Effort?
}

/// Is one line of the board: a candidate in one role.
package struct BoardRow: Sendable, Equatable {
    /// Says how far a candidate has come.
    package enum State: Sendable, Equatable {
        case asking, checking, waiting, training, done
        case failed(verdict: String, detail: String)
    }

    package var label: String
    /// `search`, `confirm` or `baseline`.
    package var purpose: String
    package var candidate: String?
    /// -1 for baselines and files.
    package var generation: Int
    package var index: Int
    package var state: State
    package var trainings: [SeedProgress] = []
    /// Where a race stopped it; nil for one that was not stopped.
    package var stopped: Stop?

    package var isFailed: Bool { if case .failed = state { true } else { false } }
    package var isOver: Bool { state == .done || isFailed }

    /// Gives the fitness over the seeds that ended well, or nil: one training's own estimate, or the mean over seeds.
    ///
    /// Of one that was stopped, that at the place where it was stopped.
    package var fitness: Estimate? {
        if let fitness = stopped?.fitness { return fitness }
        let ended = trainings.compactMap(\.estimate)
        guard ended.count > 1 else { return ended.first }
        let means = ended.map(\.mean)
        let mean = means.reduce(0, +) / Double(means.count)
        let variance = means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(means.count - 1)
        let half =
            StudentT.quantile975(degreesOfFreedom: means.count - 1)
            * (variance / Double(means.count)).squareRoot()
        return Estimate(mean: mean, low: mean - half, high: mean + half, count: means.count, over: "seeds")
    }

    /// Gives the mean fitness of the last checkpoints, while there is no final one.
    package var latest: Double? {
        let values = trainings.compactMap { $0.estimate?.mean ?? $0.latest }
        return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    /// What all searches took; nil for trainings.
    package var effort: Effort? {
        let efforts = trainings.compactMap(\.effort)
        guard !efforts.isEmpty else { return nil }
        return Effort(
            evaluations: efforts.reduce(0) { $0 + $1.evaluations },
            cpuSeconds: efforts.reduce(0) { $0 + $1.cpuSeconds })
    }

    package var wallSeconds: Double { trainings.reduce(0) { $0 + $1.wallSeconds } }

    /// Updates the training of `seed`, adding it when it is new.
    mutating func update(seed: UInt64, _ change: (inout SeedProgress) -> Void) {
        if let position = trainings.firstIndex(where: { $0.seed == seed }) {
            change(&trainings[position])
        } else {
            var new = SeedProgress(seed: seed)
            change(&new)
            trainings.append(new)
        }
    }
}
