internal import Evolution
internal import Yams

extension CampaignFile {
    /// Reads a campaign file.
    /// - Parameters:
    ///   - text: YAML.
    ///   - path: named in errors.
    /// - Throws: ``CampaignError`` with the place of the first mistake, and the nearest known word.
    package init(text: String, path: String) throws(CampaignError) {
        let reader = CampaignReader(path: path)
        let root = try reader.root(of: text)
        let keys = ["name", "problems", "strategies", "models", "seeds", "budget", "baseline"]
        let values = try reader.mapping(root, keys: keys, "a campaign")
        guard let problems = values["problems"] else {
            throw reader.error(root, "no problems; write for example `problems: [{reward: halfcheetah}]`")
        }
        guard let name = values["name"] else {
            throw reader.error(root, "no name; write for example `name: baselines`")
        }
        self.name = try reader.folderName(name)
        self.problems = try reader.list(problems).map { node throws(CampaignError) in try reader.problem(node)
        }
        strategies =
            try values["strategies"].map { node throws(CampaignError) in
                try reader.words(node, known: Strategies.names, "strategy")
            } ?? ["eureka"]
        models =
            try values["models"].map { node throws(CampaignError) in try reader.models(node) } ?? ["offline"]
        seeds = try values["seeds"].map { node throws(CampaignError) in try reader.seeds(node) } ?? [1]
        baseline = strategies.first ?? "eureka"
        if let node = values["baseline"] { baseline = try reader.word(node, known: strategies, "baseline") }
        if let node = values["budget"] {
            let budget = try reader.mapping(node, keys: ["usd", "wall"], "a budget")
            budgetUSD = try budget["usd"].map { node throws(CampaignError) in try reader.amount(node, "usd") }
            wallSeconds = try budget["wall"].map { node throws(CampaignError) in try reader.duration(node) }
        }
        let all = cells.map(\.run)
        if let twice = all.first(where: { run in all.count { $0 == run } > 1 }) {
            throw reader.error(
                root, "two cells would have the folder \(twice): a problem, model or seed is named twice")
        }
    }
}

/// Walks through the nodes of a campaign file; every complaint names its place.
struct CampaignReader {
    let path: String

    func error(_ node: Node, _ what: String) -> CampaignError {
        CampaignError(path: path, line: node.mark?.line ?? 0, column: node.mark?.column ?? 0, what: what)
    }

    func root(of text: String) throws(CampaignError) -> Node {
        do {
            guard let node = try Yams.compose(yaml: text) else {
                throw CampaignError(path: path, what: "the file is empty")
            }
            return node
        } catch let error as CampaignError {
            throw error
        } catch let error as YamlError {
            throw CampaignError(path: path, what: "this is no YAML: \(error)")
        } catch {
            throw CampaignError(path: path, what: "this is no YAML: \(error)")
        }
    }

    /// Reads a mapping whose keys are all known and named once.
    func mapping(_ node: Node, keys: [String], _ what: String) throws(CampaignError) -> [String: Node] {
        guard let mapping = node.mapping else { throw error(node, "\(what) is a mapping of keys to values") }
        var values: [String: Node] = [:]
        for (key, value) in mapping {
            let word = key.string ?? ""
            guard keys.contains(word) else {
                let near = nearest(word, keys).map { "; did you mean \"\($0)\"?" } ?? ""
                throw error(
                    key, "unknown key \"\(word)\"\(near) Known in \(what): \(keys.joined(separator: ", "))")
            }
            guard values.updateValue(value, forKey: word) == nil else {
                throw error(key, "\"\(word)\" stands here twice")
            }
        }
        return values
    }

    /// Reads a list; a single value is a list of one.
    func list(_ node: Node) throws(CampaignError) -> [Node] {
        guard let sequence = node.sequence else { return [node] }
        guard !sequence.isEmpty else { throw error(node, "this list is empty") }
        return Array(sequence)
    }

    func text(_ node: Node, _ what: String) throws(CampaignError) -> String {
        guard let text = node.scalar?.string, !text.isEmpty else { throw error(node, "\(what) is a word") }
        return text
    }

    func word(_ node: Node, known: [String], _ what: String) throws(CampaignError) -> String {
        let word = try text(node, "a \(what)")
        guard known.contains(word) else {
            let near = nearest(word, known).map { "; did you mean \"\($0)\"?" } ?? ""
            throw error(node, "unknown \(what) \"\(word)\"\(near) Known: \(known.joined(separator: ", "))")
        }
        return word
    }

    func words(_ node: Node, known: [String], _ what: String) throws(CampaignError) -> [String] {
        var words: [String] = []
        for item in try list(node) { words.append(try word(item, known: known, what)) }
        return words
    }

    func folderName(_ node: Node) throws(CampaignError) -> String {
        let name = try text(node, "a name")
        guard !name.hasPrefix("."),
            name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) })
        else {
            throw error(node, "the name \"\(name)\" becomes a folder: letters, digits, dots, dashes only")
        }
        return name
    }

    func models(_ node: Node) throws(CampaignError) -> [String] {
        var models: [String] = []
        for item in try list(node) {
            let model = try text(item, "a model")
            do { try House.requireReadable(model: model) } catch { throw self.error(item, "\(error)") }
            models.append(model)
        }
        return models
    }

    func seeds(_ node: Node) throws(CampaignError) -> [UInt64] {
        var seeds: [UInt64] = []
        for item in try list(node) {
            guard let seed = item.int, seed >= 0 else {
                throw error(item, "a seed is a whole number from 0, not \"\(item.scalar?.string ?? "")\"")
            }
            seeds.append(UInt64(seed))
        }
        return seeds
    }

    func amount(_ node: Node, _ what: String) throws(CampaignError) -> Double {
        guard let amount = node.float ?? node.int.map(Double.init), amount.isFinite, amount > 0 else {
            throw error(node, "\(what) is a number above 0, not \"\(node.scalar?.string ?? "")\"")
        }
        return amount
    }

    /// Reads `90s`, `45m` or `2h`.
    func duration(_ node: Node) throws(CampaignError) -> Double {
        let words = try text(node, "a time")
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600]
        guard let scale = words.last.flatMap({ units[$0] }), let value = Double(words.dropLast()),
            value.isFinite,
            value > 0
        else {
            throw error(node, "\"\(words)\" is no time; write for example 90s, 45m or 2h")
        }
        return value * scale
    }

    func problem(_ node: Node) throws(CampaignError) -> CampaignProblem {
        let kinds = ["reward", "heuristic"]
        let keys = kinds + CampaignProblem.countKeys + ["task-seconds"]
        let values = try mapping(node, keys: keys, "a problem")
        let named = kinds.filter { values[$0] != nil }
        guard named.count == 1, let kind = named.first, let subject = values[kind] else {
            throw error(node, "a problem is either `reward: ENVIRONMENT` or `heuristic: DOMAIN`")
        }
        var counts: [String: Int] = [:]
        for key in CampaignProblem.countKeys {
            guard let value = values[key] else { continue }
            guard let count = value.int,
                count >= (key.hasPrefix("finalist") || key == "confirm-seeds" ? 0 : 1)
            else {
                throw error(value, "\(key) is a whole number above 0, not \"\(value.scalar?.string ?? "")\"")
            }
            counts[key] = count
        }
        if kind == "reward", let seconds = values["task-seconds"] {
            throw error(seconds, "task-seconds goes with `heuristic:`; a reward's budget is `steps:`")
        }
        return CampaignProblem(
            kind: kind, subject: try text(subject, "a \(kind)'s subject"), counts: counts,
            taskSeconds: try values["task-seconds"].map { node throws(CampaignError) in
                try amount(node, "task-seconds")
            }, line: node.mark?.line ?? 0)
    }
}
