internal import Archive
internal import Foundation
internal import LanguageModel
internal import Training

/// Looks through every prompt of a run for what no proposer may see: fitness code, the human reward, keys.
///
/// A leak is a line of a secret file in a message, unless a model had written that line before of its own accord, or the person
/// gave it with `--init`. Short lines, and single lines that any programmer would write, are no evidence.
package struct LeakAudit: Codable, Sendable, Equatable {
    /// Names one thing that was found.
    package struct Finding: Codable, Sendable, Equatable {
        package var generation: Int
        package var index: Int
        /// `fitness code`, `human reward` or `key`.
        package var what: String
        /// Where it comes from and the line; never a key.
        package var detail: String
    }

    package var schema = 1
    package var prompts = 0
    package var checked = ["fitness code", "human reward", "keys"]
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
        /// Normalised line → where it stands.
        var fitness: [String: String] = [:]
        var human: [String: String] = [:]
        var keys: [APIKey] = []

        mutating func addFitness(_ code: String, file: String) {
            for line in LeakAudit.lines(code) { fitness[line] = file }
        }

        mutating func addHuman(_ code: String, file: String) {
            for line in LeakAudit.lines(code) { human[line] = file }
        }
    }

    /// Checks recorded proposals.
    /// - Parameters:
    ///   - proposals: all of a run.
    ///   - secrets: what must not be told.
    ///   - given: code that the person gave to start from; its lines are no secret.
    /// - Throws: `DecodingError` for a record whose messages cannot be read.
    init(_ proposals: [ProposalRecord], secrets: Secrets, given: String?) throws {
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
        let told = Set(Self.lines(text)).subtracting(known)
        for (what, secret) in [("fitness code", secrets.fitness), ("human reward", secrets.human)] {
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

extension House {
    /// Audits the recorded prompts of a run, writes the result into the archive and says what was found.
    func audit(_ folder: RunFolder, _ settings: RunSettings, _ environment: EnvironmentInfo) async throws {
        let result = try LeakAudit(
            try await folder.archive.proposals(), secrets: secrets(environment), given: settings.initial)
        guard result.prompts > 0 else { return }
        try await folder.archive.setMark("leak_audit", try Evolver.json(result))
        if !result.findings.isEmpty { emit(.note(result.line)) }
    }

    /// Collects the lines of the trainer's code, the human reward and the keys that this process can see.
    func secrets(_ environment: EnvironmentInfo) throws -> LeakAudit.Secrets {
        var secrets = LeakAudit.Secrets()
        secrets.keys = APIKey.all(environment: ProcessInfo.processInfo.environment)
        let trainer = installation.sandboxes + "/trainer"
        let files = FileManager.default.enumerator(atPath: trainer)?.compactMap { $0 as? String } ?? []
        for file in files.sorted() where file.hasSuffix(".py") && !"/\(file)".contains("/rewards/") {
            secrets.addFitness(try String(contentsOfFile: trainer + "/" + file, encoding: .utf8), file: file)
        }
        if environment.name.hasSuffix(".py") {
            secrets.addFitness(
                try String(contentsOfFile: environment.name, encoding: .utf8), file: environment.name)
        }
        if environment.rewards["human"] != nil {
            secrets.addHuman(
                try environment.reference("human", in: installation.sandboxes), file: "human.py")
        }
        return secrets
    }
}
