package import Archive

/// Writes every point of every training's curve as CSV, for spreadsheets and plotting programs.
package enum CurveTable {
    /// Gives the table: one line a point and one a component's tenth, with a head; texts are quoted where CSV needs it.
    ///
    /// Columns: candidate, origin, purpose, seed, kind (`curve` or `component`), name, steps, value.
    package static func csv(candidates: [CandidateRecord], evaluations: [EvaluationRecord]) -> String {
        var lines = ["candidate,origin,purpose,seed,kind,name,steps,value"]
        for point in points(candidates: candidates, evaluations: evaluations) {
            let start = [point.label, point.origin, point.purpose, "\(point.seed)"].map(quoted)
            lines.append(
                (start + [point.kind, quoted(point.name), "\(point.steps)", "\(point.value)"]).joined(
                    separator: ","))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Is one number over training.
    struct Point {
        var label: String
        var origin: String
        var purpose: String
        var seed: UInt64
        var kind: String
        var name: String
        var steps: Int
        var value: Double
    }

    static func points(candidates: [CandidateRecord], evaluations: [EvaluationRecord]) -> [Point] {
        evaluations.flatMap { training -> [Point] in
            guard let candidate = candidates.first(where: { $0.id == training.candidate }) else { return [] }
            func point(_ kind: String, _ name: String, _ steps: Int, _ value: Double) -> Point {
                Point(
                    label: shortName(candidate), origin: candidate.origin, purpose: training.purpose,
                    seed: training.seed, kind: kind, name: name, steps: steps, value: value)
            }
            let curve = training.curve.flatMap { item in
                [
                    point("curve", "fitness", item.steps, item.fitness),
                    point("curve", "own_reward", item.steps, item.ownReward),
                    point("curve", "episode_length", item.steps, item.episodeLength),
                ]
            }
            let components = training.components.flatMap { series in
                series.points.enumerated().map { index, value in
                    // Each is a mean over one of equal parts and stands at the part's end.
                    point(
                        "component", series.name, training.steps * (index + 1) / max(series.points.count, 1),
                        value)
                }
            }
            return curve + components
        }
    }

    private static func shortName(_ candidate: CandidateRecord) -> String {
        switch candidate.origin {
        case "proposal": "g\(candidate.generation).c\(candidate.index)"
        case "file": String(candidate.id.prefix(8))
        default: candidate.origin
        }
    }

    private static func quoted(_ text: String) -> String {
        guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
