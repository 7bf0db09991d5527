internal import Archive
internal import Foundation
internal import Sandbox

/// Looks at what trained policies did and says why they did badly: causes and advice, by rules alone.
///
/// The second look of Auto MC-Reward (Li et al., CVPR 2024), whose analyzer is a language model that reads failed
/// trajectories. Rules need none, so that offline runs are explained as well. Everything here is a function of the
/// records: equal runs say the same.
struct Analyzer: Sendable {
    /// Signals of the environment, for units and usual ranges.
    let signals: [SignalInfo]
    /// The best fitness that there can be, which leaves nothing to explain; nil where there is always more.
    var highest: Double?

    /// Says what stands out in a candidate's trainings; a cause must show in at least half of them.
    /// - Returns: causes in the order of ``EpisodeCause``'s rules, each once.
    func causes(of individual: Individual) -> [Finding] {
        let digests = individual.evaluations.compactMap(\.digest)
        guard !digests.isEmpty else { return [] }
        if let highest, let fitness = individual.fitness?.mean, fitness >= 0.999 * highest { return [] }
        let found = digests.map(causes(in:))
        var chosen: [Finding] = []
        for finding in found.joined() where !chosen.contains(where: { $0.kind == finding.kind }) {
            let support = found.count { $0.contains { $0.kind == finding.kind } }
            if 2 * support >= digests.count { chosen.append(finding) }
        }
        return chosen
    }

    /// Says what stands out in one training.
    func causes(in digest: EpisodeDigest) -> [Finding] {
        guard let typical = digest.episode(.median) else { return [] }
        return [
            fell(typical, digest), misled(digest), still(typical), away(typical), wandered(typical),
            oneSided(typical), saturated(typical), oscillated(typical),
        ].compactMap { $0 }
    }

    private func finding(_ kind: EpisodeCause, _ part: String = "", _ words: String, _ advice: String)
        -> Finding
    {
        Finding(kind: kind.rawValue, part: part, words: words, advice: advice)
    }

    // MARK: Rules

    /// The typical episode ended for good, early.
    private func fell(_ episode: EpisodeDigest.Episode, _ digest: EpisodeDigest) -> Finding? {
        // Many environments end an episode that has done the task: that is no failure.
        guard episode.terminated, episode.succeeded != true,
            Double(episode.length) < 0.95 * Double(digest.horizon)
        else { return nil }
        let changed = departures(episode).prefix(2).map {
            "\($0.name) went from \(number($0.first)) to \(number($0.last))"
        }
        let how = changed.isEmpty ? "" : "; at the end \(changed.joined(separator: ", "))"
        let words =
            "the policy fails after \(episode.length) of \(digest.horizon) steps "
            + "(\(digest.terminated) of \(digest.count) episodes end early)\(how)"
        let advice =
            episode.ownReward < 0
            ? "every step costs on average, so that ending early is cheap; make the steps before it worth more"
            : "make the end cost more, or reward what keeps the policy from it"
        return finding(.fell, departures(episode).first?.name ?? "", words, advice)
    }

    /// Worse episodes earn more of the reward than better ones.
    private func misled(_ digest: EpisodeDigest) -> Finding? {
        guard let agreement = digest.agreement, agreement < -0.3, let best = digest.episode(.best),
            let worst = digest.episode(.worst), worst.ownReward > best.ownReward
        else { return nil }
        let gains = worst.components.compactMap { component -> (String, Double)? in
            guard let other = best.components.first(where: { $0.name == component.name }) else { return nil }
            return (
                component.name, component.mean * Double(worst.length) - other.mean * Double(best.length)
            )
        }
        let most = gains.max { $0.1 < $1.1 }
        let by = most.map { $0.1 > 0 ? ", most of it by \($0.0)" : "" } ?? ""
        return finding(
            .misled, most?.0 ?? "",
            "the worst episode earns \(number(worst.ownReward)) of this reward, the best one "
                + "\(number(best.ownReward))\(by)",
            "the reward prefers failures here: change what that term pays for")
    }

    /// Nothing moves.
    private func still(_ episode: EpisodeDigest.Episode) -> Finding? {
        let speeds = episode.signals.filter { unit($0.name)?.hasSuffix("/s") == true }
        guard !speeds.isEmpty else { return nil }
        let isCalm = speeds.allSatisfy { speed in
            let width = range(speed.name)
            return abs(speed.mean) < 0.03 * width && speed.deviation < 0.03 * width
        }
        guard isCalm else { return nil }
        let effort = episode.signal("action").map { ", its controls at \(number($0.mean)) on average" } ?? ""
        return finding(
            .still, "", "the policy stands still\(effort)",
            "costs weigh more than what moving earns, or nothing pays for the first steps: "
                + "pay for small progress, and make costs smaller")
    }

    /// A distance that should shrink does not.
    private func away(_ episode: EpisodeDigest.Episode) -> Finding? {
        guard let distance = episode.signals.first(where: { $0.name.contains("distance") }),
            distance.first > 0, distance.last > 0.5 * distance.first, distance.path > 0.1 * distance.first
        else { return nil }
        return finding(
            .away, distance.name,
            "\(distance.name) is \(number(distance.first)) at first and still \(number(distance.last)) at the end",
            "let the reward grow steeply with every bit that it shrinks, and keep paying once it is small")
    }

    /// A position comes and goes and gets nowhere.
    private func wandered(_ episode: EpisodeDigest.Episode) -> Finding? {
        let places = episode.signals.filter { unit($0.name) == "m" && $0.name.contains("position") }
        guard
            let place = places.first(where: { place in
                let net = abs(place.last - place.first)
                return place.path > 6 * net && place.path > 0.05 * range(place.name)
            })
        else { return nil }
        return finding(
            .wandered, place.name,
            "\(place.name) moves \(number(place.path)) m to and fro and ends "
                + "\(number(abs(place.last - place.first))) m from where it began",
            "pay for lasting progress in the wanted direction, not for movement as such")
    }

    /// One term is nearly all that is earned.
    private func oneSided(_ episode: EpisodeDigest.Episode) -> Finding? {
        let sum = episode.components.map { abs($0.mean) }.reduce(0, +)
        guard episode.components.count > 1, sum > 0,
            let most = episode.components.max(by: { abs($0.mean) < abs($1.mean) }),
            abs(most.mean) > 0.97 * sum
        else { return nil }
        return finding(
            .oneSided, most.name,
            "\(most.name) makes \(Int(100 * abs(most.mean) / sum)) % of what the trained policy gets",
            "if it is not the task itself, make it smaller; the other terms teach nothing beside it")
    }

    /// A term stays at one of its ends.
    private func saturated(_ episode: EpisodeDigest.Episode) -> Finding? {
        let full = episode.components.filter { component in
            guard let low = component.parts.min(), let high = component.parts.max() else { return false }
            return component.atItsEnds > 0.95 && high - low > 1e-6 * max(abs(low), abs(high))
        }
        guard let component = full.first else { return nil }
        return finding(
            .saturated, component.name,
            "\(component.name) has its smallest or largest value on "
                + "\(Int(100 * component.atItsEnds)) % of the steps",
            "it cannot tell better from worse there: give it a wider temperature")
    }

    /// Controls flip from step to step.
    private func oscillated(_ episode: EpisodeDigest.Episode) -> Finding? {
        guard episode.turns > 0.5 else { return nil }
        let limits =
            episode.atLimits > 0.5
            ? " and are at a limit \(Int(100 * episode.atLimits)) % of the time" : ""
        return finding(
            .oscillated, "action",
            "the controls turn round on \(Int(100 * episode.turns)) % of the steps\(limits)",
            "add a small cost on the change of the action from step to step")
    }

    // MARK: Signals

    private func unit(_ name: String) -> String? { signals.first { $0.name == name }?.unit }

    /// Width of a signal's usual range.
    private func range(_ name: String) -> Double {
        guard let signal = signals.first(where: { $0.name == name }) else { return 1 }
        return max(1e-9, (signal.high ?? 1) - (signal.low ?? -1))
    }

    /// Scalar signals by how far their last value is from how the episode was, the farthest first; positions along a
    /// track and controls are left out.
    private func departures(_ episode: EpisodeDigest.Episode) -> [EpisodeDigest.Series] {
        func size(_ series: EpisodeDigest.Series) -> Double {
            abs(series.last - series.first) / range(series.name)
        }
        return episode.signals.filter { series in
            let isScalar = signals.first { $0.name == series.name }?.shape.isEmpty ?? false
            return isScalar && !series.name.hasSuffix("position") && size(series) > 0.1
        }.sorted { size($0) > size($1) }
    }

    private func number(_ value: Double) -> String { promptNumber(value) }
}
