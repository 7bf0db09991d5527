internal import Archive
internal import Foundation
internal import LanguageModel
internal import Training

/// Looks through every prompt of a run for what no proposer may see: fitness code and the human reward, or the held-out tasks;
/// and keys.
///
/// A leak is a line of a secret file in a message, unless a model had written that line before of its own accord, or the person
/// gave it with `--init`. Short lines, and single lines that any programmer would write, are no evidence.
package struct LeakAudit: Codable, Sendable, Equatable {
    /// Names one thing that was found.
    package struct Finding: Codable, Sendable, Equatable {
        package var generation: Int
        package var index: Int
        /// `fitness code`, `human reward`, `held-out task` or `key`.
        package var what: String
        /// Where it comes from and the line; never a key.
        package var detail: String
    }

    package var schema = 1
    package var prompts = 0
    package var checked: [String] = []
    package var findings: [Finding] = []

    /// Says the result in one line.
    package var line: String {
        let what = checked.joined(separator: ", ")
        guard let first = findings.first else { return "leak audit: \(prompts) prompts without \(what)" }
        let place = "\(first.what) in the prompt of g\(first.generation).c\(first.index): \(first.detail)"
        return "leak audit: \(findings.count) findings in \(prompts) prompts; first: \(place)"
    }

    /// Holds what must not be told, line by line.
    struct Secrets {
        /// Lines of one kind: what they are, and each normalised line with the place where it stands.
        struct Lines {
            let what: String
            var places: [String: String] = [:]

            mutating func add(_ text: String, file: String) {
                for line in LeakAudit.lines(text) { places[line] = file }
            }
        }

        var kinds: [Lines]
        var keys: [APIKey] = APIKey.all(environment: ProcessInfo.processInfo.environment)
    }

    /// Checks recorded proposals.
    /// - Parameters:
    ///   - proposals: all of a run.
    ///   - secrets: what must not be told.
    ///   - given: code that the person gave to start from; its lines are no secret.
    /// - Throws: `DecodingError` for a record whose messages cannot be read.
    init(_ proposals: [ProposalRecord], secrets: Secrets, given: String?) throws {
        checked = secrets.kinds.map(\.what) + ["keys"]
        var known = Set(Self.lines(given ?? ""))
        let rounds = Dictionary(grouping: proposals) { [$0.generation, $0.attempt] }
        // Prompts of a round were written before its answers were known.
        for round in rounds.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            let records = rounds[round] ?? []
            var seen: Set<[Message]> = []
            for record in records {
                let messages = try record.messages()
                guard !messages.isEmpty else { continue }
                prompts += 1
                guard seen.insert(messages).inserted else { continue }
                check(record, messages.map(\.text).joined(separator: "\n"), secrets, known)
            }
            for record in records { known.formUnion(Self.lines(record.completion)) }
        }
    }

    private mutating func check(
        _ record: ProposalRecord, _ text: String, _ secrets: Secrets, _ known: Set<String>
    ) {
        let told = Set(Self.lines(text) + Self.rows(text)).subtracting(known)
        for kind in secrets.kinds {
            let (what, secret) = (kind.what, kind.places)
            let leaked = told.filter { secret[$0] != nil }.sorted { ($1.count, $0) < ($0.count, $1) }
            // One short line may be chance, in a person's own words, say.
            guard let longest = leaked.first, leaked.count > 1 || longest.count >= 40 else { continue }
            let detail =
                "\(leaked.count) lines of \(secret[longest] ?? ""), for example \"\(longest.prefix(80))\""
            findings.append(
                Finding(generation: record.generation, index: record.index, what: what, detail: detail))
        }
        if secrets.keys.contains(where: { $0.occurs(in: text) }) {
            findings.append(
                Finding(
                    generation: record.generation, index: record.index, what: "key",
                    detail: "the prompt holds a key from the environment"))
        }
    }

    /// Cuts text into lines whose layout does not matter, leaving out those too short to tell.
    static func lines(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline)
            .map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
            .filter { $0.count >= 20 }
    }
}

extension LeakAudit {
    /// Joins each three lines that follow one another: short ones tell something together.
    static func rows(_ text: String) -> [String] {
        let lines = text.split(whereSeparator: \.isNewline)
            .map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
        guard lines.count > 2 else { return [] }
        return (0..<lines.count - 2).map { lines[$0...($0 + 2)].joined(separator: " ") }
    }
}

extension House {
    /// Audits the recorded prompts of a run, writes the result into the archive and says what was found.
    func audit(_ folder: RunFolder, _ settings: RunSettings, _ secrets: LeakAudit.Secrets) async throws {
        let result = try LeakAudit(
            try await folder.archive.proposals(), secrets: secrets, given: settings.initial)
        guard result.prompts > 0 else { return }
        try await folder.archive.setMark("leak_audit", try Evolver.json(result))
        if !result.findings.isEmpty { emit(.note(result.line)) }
    }
}

extension LeakAudit.Secrets {
    /// Collects the lines of the trainer's code, the human reward and the keys that this process can see.
    static func rewards(_ environment: EnvironmentInfo, _ installation: Installation) throws -> Self {
        var fitness = Lines(what: "fitness code")
        let trainer = installation.sandboxes + "/trainer"
        let files = FileManager.default.enumerator(atPath: trainer)?.compactMap { $0 as? String } ?? []
        for file in files.sorted() where file.hasSuffix(".py") && !"/\(file)".contains("/rewards/") {
            fitness.add(try String(contentsOfFile: trainer + "/" + file, encoding: .utf8), file: file)
        }
        if environment.name.hasSuffix(".py") {
            fitness.add(try String(contentsOfFile: environment.name, encoding: .utf8), file: environment.name)
        }
        var human = Lines(what: "human reward")
        if environment.rewards["human"] != nil {
            human.add(try environment.reference("human", in: installation.sandboxes), file: "human.py")
        }
        return Self(kinds: [fitness, human])
    }

    /// Collects the lines of the validation and test tasks that no training task has, and the keys.
    ///
    /// Facts are too short to tell; what tells is a task's name, its list of objects, and facts in a row.
    static func heuristics(_ tasks: TaskSets) -> Self {
        var held = Lines(what: "held-out tasks")
        let training = Set(tasks.train.flatMap { LeakAudit.lines($0.text) + LeakAudit.rows($0.text) })
        for entry in tasks.validation + tasks.test {
            held.add(entry.text + "\n" + LeakAudit.rows(entry.text).joined(separator: "\n"), file: entry.name)
        }
        held.places = held.places.filter { !training.contains($0.key) }
        return Self(kinds: [held])
    }
}
