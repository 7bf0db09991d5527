internal import Foundation
internal import GRDB

extension WholeExport {
    /// Reads what can still be read of a damaged archive; the file is not changed.
    ///
    /// Tables are read row by row, first forwards and, where that ends at damage, backwards. What was lost stands in
    /// ``losses``.
    /// - Throws: ``ArchiveError/damaged(path:why:)`` when nothing at all can be read.
    package init(salvaging path: String) throws {
        self.init()
        var configuration = Configuration()
        configuration.readonly = true
        do {
            let database = try DatabaseQueue(path: path, configuration: configuration)
            let runs: [RunRecord] = rows(of: "run", in: database)
            run = runs.first
            proposals = rows(of: "proposal", in: database)
            candidates = rows(of: "candidate", in: database)
            evaluations = rows(of: "evaluation", in: database)
            feedback = rows(of: "feedback", in: database)
            reviews = rows(of: "review", in: database)
        } catch let error as DatabaseError {
            throw ArchiveError(error, path: path)
        }
        let count = proposals.count + candidates.count + evaluations.count + feedback.count + reviews.count
        guard run != nil || count > 0 else {
            throw ArchiveError.damaged(path: path, why: "nothing in it can be read")
        }
    }

    private mutating func rows<Record: Decodable & Sendable>(
        of table: String, in database: DatabaseQueue
    ) -> [Record] {
        let forwards = bodies(of: table, "ASC", in: database)
        var found = forwards.rows
        if let why = forwards.failure {
            let backwards = bodies(of: table, "DESC", in: database).rows
            let known = Set(found.map(\.id))
            found += backwards.filter { !known.contains($0.id) }.reversed()
            losses.append("\(table): \(why); \(found.count) rows were read")
        }
        var unreadable = 0
        let records = found.compactMap { row -> Record? in
            let record = try? JSONDecoder().decode(Record.self, from: Data(row.body.utf8))
            if record == nil { unreadable += 1 }
            return record
        }
        if unreadable > 0 { losses.append("\(table): \(unreadable) rows hold no readable record") }
        return records
    }

    private func bodies(
        of table: String, _ order: String, in database: DatabaseQueue
    ) -> (rows: [(id: Int64, body: String)], failure: String?) {
        var found: [(id: Int64, body: String)] = []
        do {
            try database.read { database in
                let rows = try Row.fetchCursor(
                    database, sql: "SELECT rowid, body FROM \(table) ORDER BY rowid \(order)")
                while let row = try rows.next() {
                    if let id = row[0] as Int64?, let body = row[1] as String? { found.append((id, body)) }
                }
            }
        } catch {
            return (found, (error as? DatabaseError)?.message ?? "\(error)")
        }
        return (found, nil)
    }
}
