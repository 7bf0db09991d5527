import Evolution
import Foundation

/// Reads the summary that a finished run keeps as JSON; unknown keys are left alone, missing ones allowed.
struct SummaryFacts: Equatable {
    var best: String?
    var bestFitness: Estimated?
    var humanNormalised: Double?
    /// What the sparse reward reaches, and why there is no normalised score.
    var sparse: Estimated?
    var notNormalised: String?
    var comparisons: [Compared] = []
    var candidates: Int?
    var failed: Int?
    var costUSD: Double?
    var tokens: Int?
    var envSteps: Int?
    var wallSeconds: Double?
    var stopped: String?
    var weakSandbox: [String] = []

    struct Estimated: Equatable {
        var mean: Double
        var low: Double?
        var high: Double?
        var count: Int
        var over: String

        var interval: Interval {
            Interval(mean: mean, half: low.flatMap { low in high.map { ($0 - low) / 2 } }, count: count)
        }

        var estimate: Estimate { Estimate(mean: mean, low: low, high: high, count: count, over: over) }
    }

    struct Compared: Equatable {
        var against: String
        var ours: Estimated
        var theirs: Estimated
        var difference: Estimated
        var probability: Double?
        var seeds: [String]
    }

    /// Reads `json`, with keys either `wallSeconds` or `wall_seconds`; nil when it is no JSON object.
    init?(json: String?) {
        guard let json, let value = try? JSONSerialization.jsonObject(with: Data(json.utf8)),
            let object = Object(value)
        else { return nil }
        let winner = Object(object["best"])
        best = winner?["id"] as? String
        bestFitness = Self.estimate(winner?["fitness"])
        humanNormalised = (winner?["humannormalised"] as? NSNumber)?.doubleValue
        let normalised = Object(object["normalised"])
        sparse = Self.estimate(normalised?["sparse"])
        notNormalised = normalised?["why"] as? String
        comparisons = (object["comparisons"] as? [Any] ?? []).compactMap(Self.comparison)
        candidates = (object["candidates"] as? NSNumber)?.intValue
        failed = (object["failed"] as? NSNumber)?.intValue
        costUSD = (object["costusd"] as? NSNumber)?.doubleValue
        tokens = (object["tokens"] as? NSNumber)?.intValue
        envSteps = (object["envsteps"] as? NSNumber)?.intValue
        wallSeconds = ((object["wallseconds"] ?? object["walls"]) as? NSNumber)?.doubleValue
        stopped = object["stopped"] as? String
        weakSandbox = object["weaksandbox"] as? [String] ?? []
    }

    private static func comparison(_ value: Any) -> Compared? {
        guard let object = Object(value), let ours = estimate(object["ours"]),
            let theirs = estimate(object["theirs"]), let difference = estimate(object["difference"])
        else { return nil }
        return Compared(
            against: object["against"] as? String ?? "", ours: ours, theirs: theirs, difference: difference,
            probability: (object["probabilityofimprovement"] as? NSNumber)?.doubleValue,
            seeds: (object["seeds"] as? [Any] ?? []).map { "\($0)" })
    }

    private static func estimate(_ value: Any?) -> Estimated? {
        guard let object = Object(value), let mean = (object["mean"] as? NSNumber)?.doubleValue else {
            return nil
        }
        return Estimated(
            mean: mean, low: (object["low"] as? NSNumber)?.doubleValue,
            high: (object["high"] as? NSNumber)?.doubleValue,
            count: (object["count"] as? NSNumber)?.intValue ?? 1,
            over: object["over"] as? String ?? "values")
    }

    /// Looks keys up without regard to case and underscores.
    private struct Object {
        private let values: [String: Any]

        init?(_ value: Any?) {
            guard let object = value as? [String: Any] else { return nil }
            values = Dictionary(
                object.map { ($0.key.lowercased().replacingOccurrences(of: "_", with: ""), $0.value) },
                uniquingKeysWith: { first, _ in first })
        }

        subscript(key: String) -> Any? { values[key] }
    }
}
