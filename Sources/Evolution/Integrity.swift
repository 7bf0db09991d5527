internal import Archive
internal import Foundation
internal import Sandbox

/// Computes the integrity report of a reward from what it gave on recorded behaviour and from its trainings.
enum Integrity {
    /// Puts figures and concerns together.
    /// - Parameters:
    ///   - candidate: the reward.
    ///   - evaluations: its trainings; failed ones are left out.
    ///   - observed: its values on recorded behaviour.
    /// - Returns: the report, concerns included.
    static func report(
        on candidate: CandidateRecord, _ evaluations: [EvaluationRecord], _ observed: ObservedRewards
    ) -> IntegrityReport {
        let trainings = evaluations.filter { $0.verdict == "ok" }
        let spread = deviation(observed.random.total)
        var report = IntegrityReport(
            candidate: candidate.id,
            agreement: mean(trainings.compactMap { agreement($0.curve) }),
            givenAway: mean(trainings.compactMap(givenAway)),
            trained: mean(trainings.compactMap(ownRewardPerStep)),
            behaviours: behaviours(observed),
            components: components(trainings, observed.random),
            signals: observed.held.map { item in
                let change = zip(item.totals, observed.random.total).map { Double($0) - Double($1) }
                let size = (change.map { $0 * $0 }.reduce(0, +) / Double(max(change.count, 1))).squareRoot()
                return .init(name: item.signal, influence: spread > 0 ? size / spread : size > 0 ? 1 : 0)
            })
        report.concerns = concerns(report, spread: spread)
        return report
    }

    // MARK: Trainings

    /// Spearman's rank correlation of own reward and fitness over the checkpoints; nil below four, or where one of the two
    /// never changes.
    static func agreement(_ curve: [CurvePoint]) -> Double? {
        guard curve.count >= 4 else { return nil }
        // Per step: an episode that lasts longer collects more of whatever it collects.
        let own = ranks(curve.map { $0.ownReward / max(1, $0.episodeLength) })
        let fitness = ranks(curve.map(\.fitness))
        let centre = Double(curve.count + 1) / 2
        let products = zip(own, fitness).map { ($0 - centre) * ($1 - centre) }.reduce(0, +)
        let squares = [own, fitness].map { $0.map { ($0 - centre) * ($0 - centre) }.reduce(0, +) }
        guard squares[0] > 0, squares[1] > 0 else { return nil }
        return products / (squares[0] * squares[1]).squareRoot()
    }

    /// Ranks from 1; equal values share the mean of their ranks.
    private static func ranks(_ values: [Double]) -> [Double] {
        values.map { value in
            Double(values.count { $0 < value }) + Double(values.count { $0 == value } + 1) / 2
        }
    }

    private static func givenAway(_ training: EvaluationRecord) -> Double? {
        guard let shipped = training.shipped, training.curve.indices.contains(shipped),
            let best = training.curve.map(\.fitness).max()
        else { return nil }
        return best - training.curve[shipped].fitness
    }

    private static func ownRewardPerStep(_ training: EvaluationRecord) -> Double? {
        guard let shipped = training.shipped, training.curve.indices.contains(shipped) else { return nil }
        let point = training.curve[shipped]
        return point.episodeLength > 0 ? point.ownReward / point.episodeLength : nil
    }

    // MARK: Recorded behaviour

    private static func behaviours(_ observed: ObservedRewards) -> [IntegrityReport.Behaviour] {
        func behaviour(_ name: String, _ chunk: RewardChunk?, leavingOut rows: [Bool] = [])
            -> IntegrityReport.Behaviour
        {
            guard let chunk else {
                return .init(name: name, value: nil, note: observed.failures[name] ?? "not valued")
            }
            return .init(
                name: name, value: mean(chunk.total, leavingOut: rows), note: largest(chunk, rows))
        }
        // A fall played backwards is a leap that no body makes.
        let backwards = Array(observed.ended.reversed())
        return [
            behaviour("random", observed.random), behaviour("nothing", observed.nothing),
            behaviour("reversed", observed.reversed, leavingOut: backwards),
            behaviour("cycle", observed.cycle, leavingOut: observed.ended + backwards),
        ]
    }

    /// Names the component that earns most a step.
    private static func largest(_ chunk: RewardChunk, _ rows: [Bool]) -> String {
        let means = chunk.components.map { ($0.name, mean($0.values, leavingOut: rows) ?? 0) }
        guard means.count > 1, let most = means.max(by: { $0.1 < $1.1 }), most.1 > 0 else { return "" }
        return "most by \(most.0)"
    }

    private static func components(
        _ trainings: [EvaluationRecord], _ random: RewardChunk
    ) -> [IntegrityReport.Component] {
        random.components.map { component in
            let series = trainings.compactMap { training in
                training.components.first { $0.name == component.name }
            }
            let shares = trainings.compactMap { training -> Double? in
                let all = training.components.map { abs($0.mean) }.reduce(0, +)
                guard all > 0, let own = training.components.first(where: { $0.name == component.name })
                else { return nil }
                return abs(own.mean) / all
            }
            return .init(
                name: component.name, share: mean(shares), atItsEnds: atItsEnds(component.values),
                isFlat: !series.isEmpty && series.allSatisfy(isFlat))
        }
    }

    private static func isFlat(_ series: ComponentSeries) -> Bool {
        guard let low = series.points.min(), let high = series.points.max() else { return false }
        return high - low <= 0.05 * max(abs(low), abs(high))
    }

    private static func atItsEnds(_ values: [Float]) -> Double {
        guard let low = values.min(), let high = values.max(), !values.isEmpty else { return 0 }
        let width = 0.01 * (high - low)
        return Double(values.count { $0 <= low + width || $0 >= high - width }) / Double(values.count)
    }

    // MARK: Concerns

    /// Says what stands out.
    ///
    /// The limits are rules of thumb; the figures stand beside them.
    private static func concerns(_ report: IntegrityReport, spread: Double) -> [String] {
        var found: [String] = []
        if let agreement = report.agreement, agreement < 0.3 {
            found.append(
                "own reward and fitness do not rise together over training (rank correlation \(figure(agreement)))"
            )
        }
        if let trained = report.trained, let nothing = report.value(of: "nothing"),
            trained - nothing < 0.1 * abs(trained)
        {
            found.append(
                "doing nothing earns \(figure(nothing)) a step, the trained policy \(figure(trained))")
        }
        if let cycle = report.behaviours.first(where: { $0.name == "cycle" }), let value = cycle.value,
            value > max(0.1 * spread, 1e-9)
        {
            let by = cycle.note.isEmpty ? "" : ", \(cycle.note)"
            found.append(
                "moving there and back again earns \(figure(value)) a step\(by): going in circles pays")
        }
        for component in report.components {
            if report.components.count > 1, let share = component.share, share > 10.0 / 11.0 {
                found.append("\(component.name) outweighs all other components together more than ten times")
            }
            if component.isFlat {
                found.append("\(component.name) hardly changed over training")
            } else if component.atItsEnds > 0.95 {
                found.append("\(component.name) is at its smallest or largest value nearly all the time")
            }
        }
        let idle = report.signals.filter { $0.influence < 0.001 }.map(\.name)
        if !idle.isEmpty {
            found.append("no influence on recorded behaviour: \(idle.joined(separator: ", "))")
        }
        return found
    }

    static func figure(_ value: Double) -> String { String(format: "%.3g", value) }

    // MARK: Arithmetic

    private static func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    private static func mean(_ values: [Float], leavingOut rows: [Bool]) -> Double? {
        mean(values.indices.filter { !rows.indices.contains($0) || !rows[$0] }.map { Double(values[$0]) })
    }

    private static func deviation(_ values: [Float]) -> Double {
        guard let centre = mean(values.map(Double.init)) else { return 0 }
        return (mean(values.map { (Double($0) - centre) * (Double($0) - centre) }) ?? 0).squareRoot()
    }
}
