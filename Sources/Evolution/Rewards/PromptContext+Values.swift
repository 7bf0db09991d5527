import Foundation

/// Holds what a name in a template stands for.
enum PromptValue: Sendable, Equatable {
    case text(String)
    case flag(Bool)
    case list([PromptValue])
    case object([String: PromptValue])
    /// The name exists and has no value this time.
    case absent
}

extension PromptContext {
    /// The names that the templates know, with their values as text.
    var values: [String: PromptValue] {
        [
            "environment": environment.value,
            "elite": elite?.value ?? .absent,
            "failure": failure?.value ?? .absent,
            "hints": .list(hints.map(PromptValue.text)),
            "hasHints": .flag(!hints.isEmpty),
            "memory": .flag(teachesMemory), "isMutation": .flag(isMutation),
            "partner": partner?.value ?? .absent, "votes": votes, "signs": .flag(isSignLimited),
        ].merging(Question.wishValues(wishes)) { $1 }
    }

    /// A context in which nothing is missing, to check templates against.
    static let complete: PromptContext = {
        var context = withoutExtras
        context.partner = Partner(label: "label", score: "1", code: "code")
        context.votes = Question.completeVotes
        context.wishes = ["wish"]
        return context
    }()

    private static let withoutExtras = PromptContext(
        environment: Environment(
            title: "title", task: "task", horizon: 1,
            fitness: Fitness(name: "fitness", unit: "unit", text: "text"), termination: "end",
            signals: [Signal(name: "signal", shape: [1], unit: "unit", text: "text", low: 0, high: 1)],
            numbers: [Number(name: "number", value: 1, unit: "unit", text: "text")]),
        elite: Elite(
            code: "code", label: "label", fitness: 1, interval: 0...1,
            components: [Component(name: "term", points: [1], mean: 1, min: 1, max: 1)], curve: [1],
            episodeLength: [1], episodes: ["episode"], causes: ["cause"]),
        failure: Failure(verdict: "error", detail: "detail", code: "code"), hints: ["hint"],
        teachesMemory: true)
}

extension PromptContext.Environment {
    fileprivate var value: PromptValue {
        .object([
            "title": .text(title), "task": .text(task), "horizon": .text(String(horizon)),
            "termination": .text(termination),
            "fitness": .object([
                "name": .text(fitness.name), "unit": .text(fitness.unit), "text": .text(fitness.text),
            ]),
            "signals": .list(
                signals.map { signal in
                    .object([
                        "name": .text(signal.name), "unit": .text(signal.unit), "text": .text(signal.text),
                        "shape": .text(
                            "(B" + (signal.shape.isEmpty ? "," : "") + signal.shape.map { ", \($0)" }.joined()
                                + ")"),
                        "low": .text(promptNumber(signal.low)), "high": .text(promptNumber(signal.high)),
                    ])
                }),
            "hasStart": .flag(start != nil), "start": .text(start ?? ""),
            "hasNumbers": .flag(!numbers.isEmpty),
            "numbers": .list(
                numbers.map {
                    .object([
                        "name": .text($0.name), "value": .text(promptNumber($0.value)),
                        "unit": .text($0.unit),
                        "text": .text($0.text),
                    ])
                }),
        ])
    }
}

extension PromptContext.Elite {
    fileprivate var value: PromptValue {
        .object([
            "code": .text(code), "label": .text(label), "fitness": .text(promptNumber(fitness)),
            "interval": interval.map {
                .text("\(promptNumber($0.lowerBound)) to \(promptNumber($0.upperBound))")
            } ?? .absent,
            "curve": .text(promptNumbers(curve)), "pointCount": .text(String(curve.count)),
            "episodeLength": .text(promptNumbers(episodeLength)),
            "episodes": .list(episodes.map(PromptValue.text)), "hasEpisodes": .flag(!episodes.isEmpty),
            "causes": .list(causes.map(PromptValue.text)), "hasCauses": .flag(!causes.isEmpty),
            "components": .list(
                components.map { component in
                    .object([
                        "name": .text(component.name), "points": .text(promptNumbers(component.points)),
                        "mean": .text(promptNumber(component.mean)),
                        "min": .text(promptNumber(component.min)),
                        "max": .text(promptNumber(component.max)), "isFlat": .flag(component.isFlat),
                        "isDominant": .flag(isDominant(component)),
                    ])
                }),
        ])
    }

    /// The term's mean is more than ten times that of all others together.
    private func isDominant(_ component: PromptContext.Component) -> Bool {
        let others = components.filter { $0.name != component.name }.reduce(0) { $0 + abs($1.mean) }
        return components.count > 1 && abs(component.mean) > 10 * others
    }
}

extension PromptContext.Component {
    /// The values over the training stay within 5 % of their size.
    fileprivate var isFlat: Bool {
        guard points.count > 1, let lowest = points.min(), let highest = points.max() else { return false }
        return highest - lowest <= 0.05 * Swift.max(abs(lowest), abs(highest))
    }
}

extension PromptContext.Partner {
    var value: PromptValue {
        .object(["label": .text(label), "score": .text(score), "code": .text(code)])
    }
}

extension PromptContext.Failure {
    var value: PromptValue {
        .object([
            "verdict": .text(verdict), "meaning": .text(meaning), "detail": .text(detail),
            "code": .text(code),
        ])
    }

    /// The verdict in words.
    private var meaning: String {
        switch verdict {
        case "rejected": "it breaks a rule"
        case "error": "it stops with an error"
        case "violation": "it does something that is not allowed"
        case "time": "it takes too long"
        case "memory": "it needs too much memory"
        case "non_finite": "it gives values that are not finite numbers"
        case "inconsistent": "it gives different values for the same inputs"
        case "killed": "its process was killed"
        default: "its answer could not be read"
        }
    }
}

/// A number with three significant digits, short: 0.05, 12.3, 1500, 2.1e-06.
func promptNumber(_ value: Double) -> String {
    guard value.isFinite else { return String(value) }
    let size = abs(value)
    if size >= 999.5, size < 1e7 { return String(Int(value.rounded())) }
    return String(format: "%.3g", value)
}

private func promptNumbers(_ values: [Double]) -> String {
    values.map(promptNumber).joined(separator: ", ")
}
