package import Archive
internal import Foundation

/// Counts what a heuristic solves: solved tasks first, and CPU time from outside only between equals.
///
/// CPU time is noisy, so less than a tenth of a second a task counts as that, and it tells only where one needs less than half of
/// another's (``Estimate/beats(_:)``): equal runs rank alike unless a ratio happens to be close to two. It stands in the record, so
/// that a continued or replayed run ranks as the first did.
package struct Coverage: Sendable, Equatable {
    package let solved: Int
    package let count: Int
    /// CPU seconds of all tasks that were tried.
    package let cpuSeconds: Double

    /// CPU seconds of a task below which it is not worth while to be quicker: starting a process takes as long as that.
    static let instant = 0.1

    package init(_ tasks: [TaskResult]) {
        solved = tasks.count(where: \.isSolved)
        count = tasks.count
        cpuSeconds = tasks.reduce(0) { $0 + $1.cpuSeconds }
    }

    /// Adds up evaluations on sets of tasks; nil where one of them is a training, or where there is none.
    package init?(_ evaluations: [EvaluationRecord]) {
        let sets = evaluations.compactMap(\.tasks)
        guard !sets.isEmpty, sets.count == evaluations.count else { return nil }
        self.init(sets.flatMap(\.self))
    }

    /// The number solved, and a part of one that falls by ``doubling`` with each doubling of CPU time.
    package var fitness: Double { Double(solved) + credit }

    /// The same as an estimate over tasks, without an interval: the tasks are given, not drawn.
    package var estimate: Estimate {
        Estimate(mean: fitness, low: nil, high: nil, count: count, over: "tasks")
    }

    /// What half the CPU time is worth.
    static let doubling = 1.0 / 30

    /// From 0 (2^19 s and more) to at most 29/30.
    private var credit: Double {
        let doublings = log2(max(cpuSeconds, Self.instant * Double(max(count, 1))))
        return min(max(19 - doublings, 0), 29) * Self.doubling
    }
}

extension Estimate {
    /// Says whether this is the better fitness: the higher mean; of tasks the higher number, and between equals less than half
    /// the CPU time.
    package func beats(_ other: Estimate) -> Bool {
        guard over == "tasks", other.over == "tasks" else { return mean > other.mean }
        let (ours, theirs) = (mean.rounded(.down), other.mean.rounded(.down))
        return ours > theirs || (ours == theirs && mean - other.mean > Coverage.doubling)
    }
}

extension Statistics {
    /// Compares two heuristics task by task.
    ///
    /// The interval of the difference is that of Agresti and Min (2005) for matched pairs, Wald's with half a task added to
    /// each of the four cells: it does not shrink to a point where one solves everything.
    /// - Returns: nil where the two share no task.
    package static func compare(
        _ ours: [TaskResult], with theirs: [TaskResult], against: String
    ) -> Comparison? {
        let pairs = ours.compactMap { mine in
            theirs.first { $0.task == mine.task }.map { (mine.isSolved, $0.isSolved) }
        }
        guard !pairs.isEmpty else { return nil }
        let gained = pairs.count { $0.0 && !$0.1 }
        let lost = pairs.count { !$0.0 && $0.1 }
        let count = Double(pairs.count)
        let (up, down) = (Double(gained) + 0.5, Double(lost) + 0.5)
        let middle = (up - down) / (count + 2)
        let spread = 1.96 * (up + down - (up - down) * (up - down) / (count + 2)).squareRoot() / (count + 2)
        func number(solved: Int) -> Estimate {
            Estimate(mean: Double(solved), low: nil, high: nil, count: pairs.count, over: "tasks")
        }
        return Comparison(
            against: against, ours: number(solved: pairs.count(where: \.0)),
            theirs: number(solved: pairs.count(where: \.1)),
            difference: Estimate(
                mean: Double(gained - lost), low: max(middle - spread, -1) * count,
                high: min(middle + spread, 1) * count, count: pairs.count, over: "tasks"),
            probabilityOfImprovement: 0.5 + Double(gained - lost) / (2 * count), seeds: [], gained: gained,
            lost: lost)
    }
}
