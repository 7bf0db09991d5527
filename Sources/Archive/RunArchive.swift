// A run's file: `run.sqlite`, written before anything else depends on what it holds.
//
// Every table keeps its row as one JSON body plus generated columns for what people ask in SQL, so that a record gains a
// field without a migration. Rows are written once and never changed, but for the run's own state and summary: a loop that
// starts again finds its earlier answers here and only does what is missing, which is all that `resume` is.
//
// What was written survives the end of the process at any instant, for it lies in the system's hands by then (write-ahead
// log, `synchronous = NORMAL`). A loss of power may take the last rows with it and damages nothing; `settle()` puts them on
// the disk, and the loop calls it after whatever cost money or time.
internal import Foundation
internal import GRDB

/// Stores one run; the only place that speaks SQL.
package final class RunArchive: Sendable {
    /// Version of the file's layout; a newer one is refused.
    package static let schemaVersion = 1

    private let database: DatabaseQueue
    /// Path of `run.sqlite`.
    package let path: String

    /// Opens a run's file, making it if it is not there.
    /// - Throws: ``ArchiveError`` when the file cannot be opened, is damaged or from a newer version.
    package init(path: String) throws {
        self.path = path
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = NORMAL") }
        do {
            database = try DatabaseQueue(path: path, configuration: configuration)
            let version = try database.read { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
            guard version <= Self.schemaVersion else {
                throw ArchiveError.newerVersion(path: path, found: version, known: Self.schemaVersion)
            }
            try database.write { try $0.execute(sql: Self.schema) }
        } catch let error as DatabaseError {
            throw ArchiveError(error, path: path)
        }
    }

    private static let schema = """
        CREATE TABLE IF NOT EXISTS run(
            id INTEGER PRIMARY KEY CHECK (id = 1), body TEXT NOT NULL,
            name TEXT AS (json_extract(body, '$.name')), state TEXT AS (json_extract(body, '$.state')));
        CREATE TABLE IF NOT EXISTS proposal(
            generation INTEGER NOT NULL, position INTEGER NOT NULL, attempt INTEGER NOT NULL, body TEXT NOT NULL,
            candidate TEXT AS (json_extract(body, '$.candidate')), model TEXT AS (json_extract(body, '$.model')),
            PRIMARY KEY (generation, position, attempt));
        CREATE TABLE IF NOT EXISTS candidate(
            id TEXT PRIMARY KEY, serial INTEGER NOT NULL, body TEXT NOT NULL,
            verdict TEXT AS (json_extract(body, '$.verdict')), code TEXT AS (json_extract(body, '$.code')));
        CREATE INDEX IF NOT EXISTS candidate_serial ON candidate(serial);
        CREATE INDEX IF NOT EXISTS candidate_fingerprint ON candidate(json_extract(body, '$.fingerprint'));
        CREATE TABLE IF NOT EXISTS evaluation(
            candidate TEXT NOT NULL, seed INTEGER NOT NULL, steps INTEGER NOT NULL, body TEXT NOT NULL,
            purpose TEXT AS (json_extract(body, '$.purpose')), verdict TEXT AS (json_extract(body, '$.verdict')),
            fitness REAL AS (json_extract(body, '$.fitness')),
            PRIMARY KEY (candidate, seed, steps));
        CREATE TABLE IF NOT EXISTS feedback(candidate TEXT PRIMARY KEY, body TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS mark(name TEXT PRIMARY KEY, body TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS review(id INTEGER PRIMARY KEY, candidate TEXT NOT NULL, body TEXT NOT NULL);
        PRAGMA user_version = 1;
        """

    // MARK: The run

    /// Reads the run's own row; nil in a new file.
    package func run() async throws -> RunRecord? {
        try await one("SELECT body FROM run WHERE id = 1", [])
    }

    /// Writes the run's own row, over the earlier one.
    package func save(_ run: RunRecord) async throws {
        try await put("INSERT OR REPLACE INTO run(id, body) VALUES (1, ?)", [], run)
    }

    /// Says whether anything was asked or trained already.
    package func hasWork() async throws -> Bool {
        try await read { database in
            try Bool.fetchOne(
                database,
                sql: "SELECT EXISTS (SELECT 1 FROM proposal) OR EXISTS (SELECT 1 FROM evaluation)") ?? false
        }
    }

    // MARK: Proposals

    /// Writes the answers of one question together: all of them or none.
    package func save(_ proposals: [ProposalRecord]) async throws {
        let rows = try proposals.map { ($0, try Self.encode($0)) }
        try await write { database in
            let insert = try database.cachedStatement(
                sql: "INSERT OR IGNORE INTO proposal(generation, position, attempt, body) VALUES (?, ?, ?, ?)"
            )
            for (proposal, body) in rows {
                try insert.execute(
                    arguments: [proposal.generation, proposal.index, proposal.attempt, body])
            }
        }
    }

    /// Replaces the outcome of a recorded answer once its code was found, or not.
    package func update(_ proposal: ProposalRecord) async throws {
        try await put(
            "INSERT OR REPLACE INTO proposal(generation, position, attempt, body) VALUES (?, ?, ?, ?)",
            [proposal.generation, proposal.index, proposal.attempt], proposal)
    }

    /// Lists proposals by generation, position and attempt.
    package func proposals() async throws -> [ProposalRecord] {
        try await all("SELECT body FROM proposal ORDER BY generation, position, attempt", [])
    }

    /// Lists the proposals of one generation and attempt, by position.
    package func proposals(generation: Int, attempt: Int) async throws -> [ProposalRecord] {
        try await all(
            "SELECT body FROM proposal WHERE generation = ? AND attempt = ? ORDER BY position",
            [generation, attempt])
    }

    // MARK: Candidates

    /// Writes a checked candidate; the first record of a piece of code stays.
    package func save(_ candidate: CandidateRecord) async throws { try await save([candidate]) }

    /// Writes checked candidates together, in their order; the first record of a piece of code stays.
    package func save(_ candidates: [CandidateRecord]) async throws {
        let rows = try candidates.map { ($0.id, try Self.encode($0)) }
        try await write { database in
            let insert = try database.cachedStatement(
                sql: """
                    INSERT OR IGNORE INTO candidate(id, serial, body)
                    VALUES (?, (SELECT coalesce(max(serial), 0) + 1 FROM candidate), ?)
                    """)
            for (id, body) in rows { try insert.execute(arguments: [id, body]) }
        }
    }

    /// Replaces a candidate's row once it turned out to behave like an earlier one.
    package func update(_ candidate: CandidateRecord) async throws {
        let body = try Self.encode(candidate)
        try await write { database in
            try database.execute(
                sql: "UPDATE candidate SET body = ? WHERE id = ?", arguments: [body, candidate.id])
        }
    }

    /// Finds a candidate by its hash.
    package func candidate(_ id: String) async throws -> CandidateRecord? {
        try await one("SELECT body FROM candidate WHERE id = ?", [id])
    }

    /// Lists candidates in the order in which they were first checked.
    package func candidates() async throws -> [CandidateRecord] {
        try await all("SELECT body FROM candidate ORDER BY serial", [])
    }

    /// Lists the code of all candidates in the order in which they were first checked.
    package func codes() async throws -> [String] {
        try await read { try String.fetchAll($0, sql: "SELECT code FROM candidate ORDER BY serial") }
    }

    /// Finds candidates by their hashes; those that are not there are missing.
    package func candidates(_ ids: [String]) async throws -> [String: CandidateRecord] {
        let found: [CandidateRecord] = try await all(
            "SELECT body FROM candidate WHERE id IN (SELECT value FROM json_each(?))", [try Self.encode(ids)])
        return Dictionary(found.map { ($0.id, $0) }) { first, _ in first }
    }

    /// Finds the first valid proposal of an earlier generation for each of some fingerprints.
    package func twins(of fingerprints: [String], before generation: Int) async throws
        -> [String: CandidateRecord]
    {
        let found: [CandidateRecord] = try await all(
            """
            SELECT body FROM candidate
            WHERE json_extract(body, '$.fingerprint') IN (SELECT value FROM json_each(?)) AND verdict = 'ok'
              AND json_extract(body, '$.generation') BETWEEN 0 AND ?
            ORDER BY +serial
            """, [try Self.encode(fingerprints), generation - 1])
        return Dictionary(found.map { ($0.fingerprint, $0) }) { first, _ in first }
    }

    // MARK: Evaluations

    /// Writes an evaluation; an earlier one of the same candidate, seed and budget stays.
    package func save(_ evaluation: EvaluationRecord) async throws { try await save([evaluation]) }

    /// Writes evaluations together, in their order.
    package func save(_ evaluations: [EvaluationRecord]) async throws {
        let rows = try evaluations.map { ($0, try Self.encode($0)) }
        try await write { database in
            let insert = try database.cachedStatement(
                sql: "INSERT OR IGNORE INTO evaluation(candidate, seed, steps, body) VALUES (?, ?, ?, ?)")
            for (evaluation, body) in rows {
                try insert.execute(
                    arguments: [evaluation.candidate, Int64(evaluation.seed), evaluation.steps, body])
            }
        }
    }

    /// Finds all evaluations of some candidates with a budget.
    package func evaluations(of candidates: [String], steps: Int) async throws -> [EvaluationRecord] {
        try await all(
            "SELECT body FROM evaluation WHERE candidate IN (SELECT value FROM json_each(?)) AND steps = ?",
            [try Self.encode(candidates), steps])
    }

    /// Finds the evaluation of a candidate with a seed and a budget.
    package func evaluation(candidate: String, seed: UInt64, steps: Int) async throws -> EvaluationRecord? {
        try await one(
            "SELECT body FROM evaluation WHERE candidate = ? AND seed = ? AND steps = ?",
            [candidate, Int64(seed), steps])
    }

    /// Lists all evaluations in the order in which they were written, without those that were continued: what paused at a rung and
    /// came to its end later is there once, whole.
    package func evaluations() async throws -> [EvaluationRecord] {
        try await all("SELECT body FROM evaluation WHERE NOT \(Self.isContinued) ORDER BY rowid", [])
    }

    /// Lists all evaluations in the order in which they were written, the beginnings of continued ones beside them.
    package func evaluationsWithBeginnings() async throws -> [EvaluationRecord] {
        try await all("SELECT body FROM evaluation ORDER BY rowid", [])
    }

    /// Holds where another row has more steps of the same training.
    static let isContinued = """
        EXISTS (SELECT 1 FROM evaluation AS longer WHERE longer.candidate = evaluation.candidate
          AND longer.seed = evaluation.seed AND longer.steps > evaluation.steps)
        """

    // MARK: Feedback and marks

    /// Writes the words that went back to the proposer about a candidate.
    package func save(_ feedback: FeedbackRecord) async throws { try await save([feedback]) }

    /// Writes the words about several candidates together.
    package func save(_ feedback: [FeedbackRecord]) async throws {
        let rows = try feedback.map { ($0.candidate, try Self.encode($0)) }
        try await write { database in
            let insert = try database.cachedStatement(
                sql: "INSERT OR IGNORE INTO feedback(candidate, body) VALUES (?, ?)")
            for (candidate, body) in rows { try insert.execute(arguments: [candidate, body]) }
        }
    }

    /// Lists all feedback.
    package func feedback() async throws -> [FeedbackRecord] {
        try await all("SELECT body FROM feedback ORDER BY rowid", [])
    }

    /// Records that a limit struck, so that `resume` never runs past the same point again.
    package func setMark(_ name: String, _ text: String) async throws {
        try await put("INSERT OR REPLACE INTO mark(name, body) VALUES (?, ?)", [name], [text])
    }

    /// Reads a mark.
    package func mark(_ name: String) async throws -> String? {
        let texts: [String]? = try await one("SELECT body FROM mark WHERE name = ?", [name])
        return texts?.first
    }

    /// Reads a mark that holds a record.
    package func mark<Record: Decodable>(_ name: String, as kind: Record.Type) async throws -> Record? {
        do {
            return try await mark(name).map { try JSONDecoder().decode(kind, from: Data($0.utf8)) }
        } catch let error as DecodingError {
            throw ArchiveError.damaged(path: path, why: "the mark \(name) cannot be read: \(error)")
        }
    }

    /// Reads several marks that hold records, by name; those that are not there are missing.
    ///
    /// One reading for all of them: each by itself costs as much as writing a candidate does.
    package func marks<Record: Decodable>(_ names: [String], as kind: Record.Type) async throws
        -> [String: Record]
    {
        let wanted = try Self.encode(names)
        let rows = try await read { database in
            let select = try database.cachedStatement(
                sql: "SELECT name, body FROM mark WHERE name IN (SELECT value FROM json_each(?))")
            return try Row.fetchAll(select, arguments: [wanted]).map { ($0[0] as String, $0[1] as String) }
        }
        do {
            let decoder = JSONDecoder()
            let texts = try rows.map { ($0.0, try decoder.decode([String].self, from: Data($0.1.utf8))) }
            return try Dictionary(
                texts.compactMap { name, text in
                    try text.first.map { (name, try decoder.decode(kind, from: Data($0.utf8))) }
                }
            ) { first, _ in first }
        } catch let error as DecodingError {
            throw ArchiveError.damaged(path: path, why: "one of the marks cannot be read: \(error)")
        }
    }

    /// Names the state of the file: another text once anybody, in whichever process, has written something.
    ///
    /// Texts of one open archive can be compared with each other, and with nothing else.
    package func version() async throws -> String {
        do {
            return try await database.read { database in
                let theirs = try Int.fetchOne(database, sql: "PRAGMA data_version") ?? 0
                return "\(theirs).\(database.totalChangesCount)"
            }
        } catch let error as DatabaseError {
            throw ArchiveError(error, path: path)
        }
    }

    // MARK: Plumbing

    func one<Record: Decodable & Sendable>(
        _ sql: String, _ arguments: [any DatabaseValueConvertible & Sendable]
    ) async throws -> Record? {
        try await (all(sql, arguments) as [Record]).first
    }

    func all<Record: Decodable & Sendable>(
        _ sql: String, _ arguments: [any DatabaseValueConvertible & Sendable]
    ) async throws -> [Record] {
        let bodies = try await read { database in
            let select = try database.cachedStatement(sql: sql)
            return try String.fetchAll(select, arguments: StatementArguments(arguments))
        }
        do {
            let decoder = JSONDecoder()
            return try bodies.map { try decoder.decode(Record.self, from: Data($0.utf8)) }
        } catch let error as DecodingError {
            throw ArchiveError.damaged(path: path, why: "a row cannot be read: \(error)")
        }
    }

    func put<Record: Encodable>(
        _ sql: String, _ keys: [any DatabaseValueConvertible & Sendable], _ record: Record
    ) async throws {
        let body = try Self.encode(record)
        try await write { database in
            try database.cachedStatement(sql: sql).execute(arguments: StatementArguments(keys + [body]))
        }
    }

    /// Looks through the whole file for damage.
    /// - Returns: what SQLite complains of; nothing where the file is sound.
    package func faults() async throws -> [String] {
        let lines = try await read { try String.fetchAll($0, sql: "PRAGMA integrity_check") }
        return lines == ["ok"] ? [] : lines
    }

    /// Puts everything written so far on the disk, so that not even a loss of power takes it away.
    package func settle() async throws {
        try await outsideTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(PASSIVE)") }
    }

    func read<Value: Sendable>(_ query: @Sendable @escaping (Database) throws -> Value) async throws -> Value
    {
        do {
            return try await database.read(query)
        } catch let error as DatabaseError {
            throw ArchiveError(error, path: path)
        }
    }

    private func outsideTransaction(_ work: @Sendable @escaping (Database) throws -> Void) async throws {
        do {
            try await database.writeWithoutTransaction(work)
        } catch let error as DatabaseError {
            throw ArchiveError(error, path: path)
        }
    }

    private func write(_ updates: @Sendable @escaping (Database) throws -> Void) async throws {
        do {
            try await database.write(updates)
        } catch let error as DatabaseError {
            throw ArchiveError(error, path: path)
        }
    }

    private static func encode(_ record: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(record), as: UTF8.self)
    }
}
