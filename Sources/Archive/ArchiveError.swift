internal import GRDB

/// Says why a run's file cannot be used, and what to do.
package enum ArchiveError: Error, Sendable, Equatable, CustomStringConvertible {
    case newerVersion(path: String, found: Int, known: Int)
    case damaged(path: String, why: String)
    case cannotWrite(path: String, why: String)
    case busy(path: String)
    case notAnExport(why: String)

    package var description: String {
        switch self {
        case .newerVersion(let path, let found, let known):
            "\(path): written by a newer evolve (layout \(found), this one knows \(known)); update evolve to read it"
        case .damaged(let path, let why):
            "\(path): the archive is damaged: \(why); copy the folder, then save what can be read with "
                + "`evolve archive export RUN --salvage`"
        case .cannotWrite(let path, let why):
            "\(path): cannot write the archive: \(why); free some space or choose a folder that is writable, "
                + "then run evolve resume"
        case .busy(let path):
            "\(path): another evolve is working on this run; wait for it or stop it first"
        case .notAnExport(let why):
            "this is no exported archive: \(why); make one with `evolve archive export RUN --output FILE`"
        }
    }

    init(_ error: DatabaseError, path: String) {
        let why = "\(error.message ?? "no reason given") (SQLite \(error.resultCode.rawValue))"
        switch error.resultCode.primaryResultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(path: path)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .damaged(path: path, why: why)
        default: self = .cannotWrite(path: path, why: why)
        }
    }
}
