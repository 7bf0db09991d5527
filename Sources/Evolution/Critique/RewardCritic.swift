// The critic's rules, before anything is trained. Read from here:
//
//   TriedReward (what a reward gives on recorded and on changed behaviour) → RewardFigures → RewardCritic.findings
//
// The first look of Auto MC-Reward (Li et al., CVPR 2024), whose critic is a language model that reads the code. These
// rules read what the code does, and need no model; where there is one, it gets their words, and speaks after them.
internal import Archive
internal import Foundation
internal import Sandbox

/// Says what is wrong with a reward, from its values on recorded behaviour and from its syntax tree.
///
/// Every limit is a rule of thumb; `evolve bench critic` counts on planted faults how often they hit and how often they
/// cry wolf.
struct RewardCritic: Sendable {
    /// Signals of the environment, for units and usual ranges.
    let signals: [SignalInfo]
    /// Unit of the score; a speed makes directions matter.
    let fitnessUnit: String
    /// Wants two terms of which only the signs count.
    var isSignLimited = false

    /// Says what stands out, the gravest first.
    func findings(on candidate: CandidateRecord, _ tried: TriedReward) -> [Finding] {
        let figures = RewardFigures(tried)
        var found = breaks(tried)
        found += signs(candidate, tried, figures)
        found += exploits(candidate, tried, figures)
        found += scales(tried, figures)
        found += isSignLimited ? form(tried) : weights(figures)
        found += deadTerms(candidate, tried, figures)
        found += facts(tried)
        found += clock(tried, figures)
        found += places(candidate)
        if !found.contains(where: { $0.kind == FaultKind.wrongSign.rawValue }) { found += unrelated(figures) }
        var unique: [Finding] = []
        for finding in found
        where !unique.contains(where: { $0.kind == finding.kind && $0.part == finding.part }) {
            unique.append(finding)
        }
        return unique
    }

    func fault(_ kind: FaultKind, _ part: String = "", _ words: String, _ advice: String) -> Finding {
        Finding(kind: kind.rawValue, part: part, words: words, advice: advice)
    }

    /// Is true where the score is a speed.
    var isDirected: Bool { fitnessUnit.hasSuffix("/s") }

    /// Is true where an episode may end for good.
    var mayEnd: Bool { signals.contains { $0.name == "terminated" && ($0.high ?? 1) > 0 } }

    /// A number with three digits; a zero has no sign.
    func number(_ value: Double) -> String { promptNumber(value == 0 ? 0 : value) }

    /// Two terms, `sparse` of size one and `dense` of a tenth.
    private func form(_ tried: TriedReward) -> [Finding] {
        let chunks = tried.stretches.map(\.chunk)
        let sizes: [(name: String, size: Float)] = [("sparse", 1), ("dense", 0.1)]
        let isRight = chunks.allSatisfy { chunk in
            chunk.components.count == sizes.count
                && sizes.allSatisfy { part in
                    chunk.components.first { $0.name == part.name }?.values.allSatisfy { value in
                        [0, part.size, -part.size].contains { abs($0 - value) < 1e-5 }
                    } ?? false
                }
        }
        guard !isRight else { return [] }
        return [
            fault(
                .form, "", "it is not the sum of sparse in -1, 0, 1 and dense in -0.1, 0, 0.1",
                "return 1.0 * np.sign(sparse) + 0.1 * np.sign(dense) and exactly these two terms")
        ]
    }

    // MARK: Errors to come

    private func breaks(_ tried: TriedReward) -> [Finding] {
        tried.breaks.prefix(2).map { item in
            fault(
                .runTime, item.signal, "it fails where \(item.words)",
                "keep it finite for every value that \(item.signal) may come to have: "
                    + "clip, add a small number to a divisor, or use np.tanh")
        }
    }

    // MARK: Signs

    private func signs(_ candidate: CandidateRecord, _ tried: TriedReward, _ figures: RewardFigures)
        -> [Finding]
    {
        var found: [Finding] = []
        let isBelow =
            figures.mean("skilled").map { skilled in
                ["random", "nothing"].compactMap(figures.mean).allSatisfy { skilled < $0 }
            } ?? false
        if let agreement = figures.total.agreement, agreement < -0.25 || (isBelow && agreement < 0.1) {
            let worst = figures.components.filter { ($0.agreement ?? 0) < -0.2 }.max {
                $0.deviation < $1.deviation
            }
            let by = worst.map { ", most by \($0.name)" } ?? ""
            found.append(
                fault(
                    .wrongSign, worst?.name ?? "",
                    "pieces of recorded behaviour with a better score earn less "
                        + "(rank correlation \(number(agreement))\(by))",
                    "look for a sign that is turned round"))
        }
        if let without = tried.endless, let with = tried.ending {
            let gain = RewardFigures.mean(with.total) - RewardFigures.mean(without.total)
            if gain > 0.01 * max(figures.spread, 1e-12) {
                found.append(
                    fault(
                        .wrongSign, "terminated",
                        "an end of the episode pays \(number(gain)) more than going on",
                        "make the end cost, or pay for every step that is no end"))
            }
        }
        return found + efforts(tried)
    }

    /// Terms that grow with what should cost.
    private func efforts(_ tried: TriedReward) -> [Finding] {
        guard let random = tried.stretch("random")?.chunk else { return [] }
        var found: [Finding] = []
        for component in random.components {
            let here = RewardFigures.mean(component.values)
            let spread = RewardFigures.deviation(component.values.map(Double.init))
            if let calm = tried.effortless?.components.first(where: { $0.name == component.name }),
                here - RewardFigures.mean(calm.values) > max(0.1 * spread, 1e-9)
            {
                found.append(
                    fault(
                        .wrongSign, component.name,
                        "\(component.name) pays for effort: without any control it is lower",
                        "turn its sign round"))
            } else if Self.isCost(component.name), let low = component.values.min(), low >= 0,
                let still = tried.stretch("nothing")?.chunk.components.first(where: {
                    $0.name == component.name
                }),
                here > 1.1 * RewardFigures.mean(still.values) + 1e-9
            {
                found.append(
                    fault(
                        .wrongSign, component.name,
                        "\(component.name) is named a cost, adds to the total, and grows with movement",
                        "turn its sign round"))
            }
        }
        return found
    }

    private static func isCost(_ name: String) -> Bool {
        ["cost", "penalty", "effort", "energy"].contains { name.lowercased().contains($0) }
    }

    // MARK: Weights

    /// The term that goes with the score vanishes beside another, or all of it beside a constant.
    private func weights(_ figures: RewardFigures) -> [Finding] {
        guard let best = figures.task?.agreement else { return [] }
        let task = figures.components.filter { !$0.isEffort && ($0.agreement ?? 0) >= 0.5 * best }
        guard figures.components.count > task.count else { return [] }
        let names = task.map(\.name).joined(separator: ", ")
        let deviations = [figures.components, task].map { $0.map(\.deviation).reduce(0, +) }
        if deviations[1] < 0.03 * deviations[0],
            let largest = figures.components.max(by: { $0.deviation < $1.deviation })
        {
            return [
                fault(
                    .dominated, largest.name,
                    "\(largest.name) varies \(number(largest.deviation / max(deviations[1], 1e-30))) times as much as "
                        + "what goes with the score (\(names))",
                    "scale \(largest.name) down, or \(names) up, until the latter leads")
            ]
        }
        let sizes = [figures.components, task].map { $0.map(\.size).reduce(0, +) }
        if sizes[1] < 0.03 * sizes[0], let largest = figures.components.max(by: { $0.size < $1.size }) {
            return [
                fault(
                    .dominated, largest.name,
                    "what goes with the score (\(names)) is \(number(100 * sizes[1] / sizes[0])) % of all that is paid, "
                        + "\(largest.name) \(number(100 * largest.size / sizes[0])) %",
                    "scale \(largest.name) down until doing the task is what pays")
            ]
        }
        return []
    }

    // MARK: Scale

    private func scales(_ tried: TriedReward, _ figures: RewardFigures) -> [Finding] {
        let deviation = figures.total.deviation
        let beyond = RewardFigures.deviation(tried.stressed.flatMap { $0.chunk.total.map(Double.init) })
        if deviation > 0, deviation < 1e-4, beyond < 1e-3 {
            return [
                fault(
                    .scale, "", "the total varies by \(number(deviation)) only",
                    "bring it to a size of about one")
            ]
        }
        let reach = tried.stressed.flatMap { $0.chunk.total.map(Double.init) }.max() ?? figures.total.high
        let floor = figures.total.low + 0.01 * (max(reach, figures.total.high) - figures.total.low)
        let atFloor = figures.total.values.count { $0 <= floor }
        if reach > figures.total.low, Double(atFloor) > 0.98 * Double(figures.total.values.count) {
            return [
                fault(
                    .scale, "",
                    "on \(number(100 * Double(atFloor) / Double(figures.total.values.count))) % of recorded steps the "
                        + "total is at its floor, and far higher elsewhere: it shows no way",
                    "choose a temperature as large as the signal usually is")
            ]
        }
        let centre = RewardFigures.mean(figures.total.values)
        let peak = figures.total.values.map { abs($0 - centre) }.max() ?? 0
        if peak > 1e4 {
            return [
                fault(
                    .scale, "", "single steps reach \(number(peak)), beside which all others vanish",
                    "bring every term to a size of about one")
            ]
        }
        // A sign has no temperature.
        return isSignLimited ? [] : full(tried, figures)
    }

    /// The leading term is at its ends nearly all the time, though it could lie between them.
    private func full(_ tried: TriedReward, _ figures: RewardFigures) -> [Finding] {
        let leading = figures.task ?? (figures.components.count == 1 ? figures.components.first : nil)
        guard let term = leading, term.high > term.low else { return [] }
        let width = 0.01 * (term.high - term.low)
        let moving = tried.stretches.filter { $0.name != "nothing" }.flatMap { stretch in
            (stretch.chunk.components.first { $0.name == term.name }?.values ?? []).map(Double.init)
        }
        let inside = moving.filter { $0 > term.low + width && $0 < term.high - width }
        // Values that are never between the ends are a choice, and no temperature.
        let isContinuous = term.values.contains { $0 > term.low + width && $0 < term.high - width }
        guard isContinuous, Double(inside.count) < 0.1 * Double(moving.count) else { return [] }
        return [
            fault(
                .scale, term.name,
                "\(term.name) is at its smallest or largest value on nearly all steps",
                "give it a wider temperature, so that better and worse differ")
        ]
    }

    // MARK: Signals

    private func facts(_ tried: TriedReward) -> [Finding] {
        tried.facts.map { fact in
            let kind = FaultKind(rawValue: fact.kind) ?? .units
            let advice =
                kind == .signal
                ? "take the value after the step"
                : "bring both to one unit, or give the term a weight of its own"
            let line = fact.line > 0 ? "line \(fact.line) " : ""
            return Finding(kind: kind.rawValue, part: fact.part, words: line + fact.words, advice: advice)
        }
    }

    private func clock(_ tried: TriedReward, _ figures: RewardFigures) -> [Finding] {
        guard let early = tried.early, let late = tried.late else { return [] }
        let change = RewardFigures.mean(late.total) - RewardFigures.mean(early.total)
        guard abs(change) > 0.1 * max(figures.spread, 1e-12) else { return [] }
        return [
            fault(
                .signal, "time",
                "the same behaviour earns \(number(abs(change))) \(change > 0 ? "more" : "less") a step late in an episode",
                "leave the clock out: it says nothing about what was done")
        ]
    }

    /// Parts of the observation by their place, where the same has a name.
    private func places(_ candidate: CandidateRecord) -> [Finding] {
        let names = ["observation", "previous_observation"]
        guard let taken = candidate.signals.first(where: names.contains),
            signals.count(where: {
                $0.unit != "mixed" && !["action", "previous_action", "time", "terminated"].contains($0.name)
            })
                > 2
        else { return [] }
        return [
            fault(
                .signal, taken, "it takes \(taken), whose parts have no names and mixed units",
                "take the named signals instead")
        ]
    }

    // MARK: Nothing to do with the task

    private func unrelated(_ figures: RewardFigures) -> [Finding] {
        guard let agreement = figures.total.agreement, agreement < 0.15, figures.task == nil else {
            return []
        }
        if let skilled = figures.mean("skilled"),
            ["random", "nothing"].compactMap(figures.mean).allSatisfy({ skilled > $0 + 0.3 * figures.spread })
        {
            return []
        }
        return [
            fault(
                .unrelated, "",
                "no term goes with the score on recorded behaviour (rank correlation of the total \(number(agreement)))",
                "build the main term on what the score measures")
        ]
    }
}
