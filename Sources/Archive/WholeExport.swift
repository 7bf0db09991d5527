internal import Foundation

/// Holds everything that a run's file holds, so that a run can travel: recordings, verdicts, measurements, votes.
///
/// Unlike ``CanonicalExport`` it keeps times and costs, and ``RunArchive/fill(with:)`` makes an archive of it again.
package struct WholeExport: Codable, Sendable, Equatable {
    /// Names the format, so that other JSON is not taken for it.
    package static let format = "evolve archive"

    package var format = Self.format
    package var schema = 1
    package var run: RunRecord?
    package var proposals: [ProposalRecord] = []
    package var candidates: [CandidateRecord] = []
    package var evaluations: [EvaluationRecord] = []
    package var feedback: [FeedbackRecord] = []
    package var marks: [String: String] = [:]
    package var reviews: [ReviewRecord] = []
    /// Files of the run's folder that it cannot go on without, by their path in it: a heuristic's tasks.
    package var files: [String: String]?
    /// What could not be read, in words; empty for a whole archive.
    package var losses: [String] = []

    package init() {}

    /// Reads the whole archive.
    package init(_ archive: RunArchive) async throws {
        run = try await archive.run()
        proposals = try await archive.proposals()
        candidates = try await archive.candidates()
        evaluations = try await archive.evaluations()
        feedback = try await archive.feedback()
        marks = try await archive.marks()
        reviews = try await archive.reviews()
    }

    /// Reads an exported file's text.
    /// - Throws: ``ArchiveError/notAnExport(why:)`` when it is something else, cut off, or from a newer version.
    package init(json: String) throws {
        struct Head: Decodable {
            var format: String
            var schema: Int
        }
        let data = Data(json.utf8)
        do {
            let head = try JSONDecoder().decode(Head.self, from: data)
            guard head.format == Self.format else {
                throw ArchiveError.notAnExport(why: "its format is \"\(head.format)\"")
            }
            guard head.schema <= 1 else {
                throw ArchiveError.notAnExport(
                    why: "a newer evolve wrote it (schema \(head.schema), this one knows 1): update evolve")
            }
            self = try JSONDecoder().decode(Self.self, from: data)
        } catch let error as DecodingError {
            throw ArchiveError.notAnExport(why: Self.words(error))
        }
        guard run != nil else { throw ArchiveError.notAnExport(why: "the run's own record is missing") }
    }

    /// Renders the export as JSON with sorted keys.
    package func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    private static func words(_ error: DecodingError) -> String {
        func place(_ path: [any CodingKey]) -> String {
            path.isEmpty
                ? ""
                : " at \(path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: "/"))"
        }
        return switch error {
        case .keyNotFound(let key, let context):
            "\"\(key.stringValue)\" is missing\(place(context.codingPath))"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "a value is of another kind than expected\(place(context.codingPath))"
        case .dataCorrupted(let context): "it is no JSON, or cut off\(place(context.codingPath))"
        @unknown default: "it cannot be read"
        }
    }
}

extension RunArchive {
    /// Writes everything of an export into this archive, under another name where one is given.
    ///
    /// Records that are there already stay as they are.
    package func fill(with export: WholeExport, name: String? = nil) async throws {
        for proposal in export.proposals { try await save([proposal]) }
        for candidate in export.candidates { try await save(candidate) }
        for evaluation in export.evaluations { try await save(evaluation) }
        for feedback in export.feedback { try await save(feedback) }
        for (mark, text) in export.marks { try await setMark(mark, text) }
        for review in export.reviews { try await add(review) }
        // The run's own row comes last: an import that was cut off is no run.
        if var run = export.run {
            run.name = name ?? run.name
            try await save(run)
        }
    }

    /// Reads all marks.
    package func marks() async throws -> [String: String] {
        let rows: [[String]] = try await all(
            "SELECT json_array(name, json_extract(body, '$[0]')) FROM mark ORDER BY name", [])
        return Dictionary(rows.compactMap { $0.count == 2 ? ($0[0], $0[1]) : nil }) { first, _ in first }
    }
}
