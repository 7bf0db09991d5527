import Archive
import Evolution
import Foundation

extension Report {
    /// Gives settings, seeds, versions and the exact commands.
    func reproductionSection() -> String {
        var pairs: [(String, String)] = [
            ("run", run.name), ("state", run.state), ("started", run.createdAt), ("seed", "\(run.seed)"),
        ]
        let used = orderedSeeds()
        if !used.isEmpty, !isHeuristic { pairs.append(("seeds of trainings", used)) }
        pairs += baselines()
        let models = proposals.map(\.model).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        if !models.isEmpty { pairs.append(("proposers", models.joined(separator: ", "))) }
        pairs += settings()
        pairs += versions.sorted { $0.key < $1.key }.map { ("version of \($0.key)", $0.value) }
        let rows = pairs.map { "<tr>\(HTML.text("th", $0.0))\(HTML.text("td", $0.1))</tr>" }.joined()
        return section(
            "To look further, and to reproduce", id: "reproduce",
            commands()
                + "<div class=\"scroll\"><table class=\"compact settings\"><tbody>\(rows)</tbody></table></div>"
        )
    }

    /// Says which run measured the references, and when.
    private func baselines() -> [(String, String)] {
        candidates.compactMap { candidate in
            let measured = evaluations.filter { $0.candidate == candidate.id }.compactMap(\.measured)
            guard let first = measured.min(by: { $0.at < $1.at }) else { return nil }
            let runs = Set(measured.map(\.run)).sorted().map { $0 == run.name ? "this run" : $0 }
            let words =
                "\(Words.things(measured.count, "training")) by \(runs.joined(separator: ", ")), from \(first.at)"
            return ("baseline \(label(candidate))", words)
        }
    }

    private func commands() -> String {
        var lines = [("everything about this run", "\(command) show \(quoted(run.name))")]
        if run.state != "done" || facts?.stopped != nil {
            lines.append(("go on where it stopped", "\(command) resume \(quoted(run.name))"))
        }
        if winner != nil, run.problem == "reward" {
            let file = quoted("\(runsFolder)/\(run.name)/best_reward.py")
            var again = "\(command) score \(file) --env \(quoted(run.subject))"
            if let made = try? RunSettings(json: run.settingsJSON) {
                again += " --steps \(made.steps) --seeds \(max(made.confirmSeeds, 1))"
                if made.startPolicy != nil {
                    again += " --start-policy " + quoted("\(runsFolder)/\(run.name)/\(StartPolicy.file)")
                }
            }
            lines.append(("score the winner again", again))
        }
        if winner != nil, isHeuristic {
            let folder = "\(runsFolder)/\(run.name)"
            let domain = quoted("\(folder)/tasks/domain.pddl")
            let file = quoted("\(folder)/best_heuristic.py")
            lines.append(
                (
                    "score the winner again",
                    "\(command) score \(file) --domain \(domain) --tasks \(quoted(folder + "/tasks"))"
                ))
            lines.append(("plan with it", "\(command) plan \(domain) TASK.pddl --heuristic \(file)"))
        }
        return "<pre class=\"commands\">"
            + lines.map { "<i class=\"c\"># \(HTML.escaped($0.0))</i>\n\(HTML.escaped($0.1))" }.joined(
                separator: "\n")
            + "</pre>"
    }

    /// Quotes for a shell unless the text is plainly harmless.
    private func quoted(_ text: String) -> String {
        let isPlain =
            !text.isEmpty
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./".contains($0)) }
        return isPlain ? text : "'" + text.replacingOccurrences(of: "'", with: "'\\''") + "'"
    }

    private func orderedSeeds() -> String {
        ["baseline", "search", "finalist", "confirm"].compactMap { purpose -> String? in
            var seeds: [UInt64] = []
            for training in evaluations where training.purpose == purpose && !seeds.contains(training.seed) {
                seeds.append(training.seed)
            }
            guard !seeds.isEmpty else { return nil }
            let shown = seeds.prefix(12).map { "\($0)" }.joined(separator: ", ")
            return "\(purpose): \(shown)\(seeds.count > 12 ? ", …" : "")"
        }.joined(separator: "; ")
    }

    /// Reads the settings, one row a key; text that is no JSON object is shown as it is.
    private func settings() -> [(String, String)] {
        guard
            let object = try? JSONDecoder().decode(
                [String: SettingValue].self, from: Data(run.settingsJSON.utf8))
        else { return [("settings", run.settingsJSON)] }
        // The seed stands above, beside the run's name.
        return object.filter { $0.key != "seed" }.sorted { $0.key < $1.key }.map { name, value in
            let key = name.reduce(into: "") { $0 += $1.isUppercase ? " \($1.lowercased())" : "\($1)" }
            if name == "initial", case .text(let code) = value {
                let known = candidates.first { $0.code == code }.map { "; it is \(label($0))" } ?? ""
                let ends = code.count { $0 == "\n" }
                let lines = code.hasSuffix("\n") ? ends : ends + 1
                return (key, "code of \(Words.things(lines, "line"))\(known)")
            }
            return (key, value.words)
        }
    }
}

/// Holds a setting, as its JSON has it.
enum SettingValue: Decodable, Equatable {
    case none
    case flag(Bool)
    case whole(Int)
    case number(Double)
    case text(String)
    case list([SettingValue])
    case object([String: SettingValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .none
        } else if let value = try? container.decode(Bool.self) {
            self = .flag(value)
        } else if let value = try? container.decode(Int.self) {
            self = .whole(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([SettingValue].self) {
            self = .list(value)
        } else {
            self = .object(try container.decode([String: SettingValue].self))
        }
    }

    /// Writes it for people: `yes`, `no`, `none`, the number, the text.
    var words: String {
        switch self {
        case .none: "none"
        case .flag(let value): value ? "yes" : "no"
        case .whole(let value): "\(value)"
        case .number(let value): "\(value)"
        case .text(let value): value
        case .list(let values): values.map(\.words).joined(separator: ", ")
        case .object(let values):
            values.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.words)" }.joined(separator: ", ")
        }
    }
}
