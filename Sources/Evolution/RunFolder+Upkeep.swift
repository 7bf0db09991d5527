package import Archive
internal import Foundation
internal import Glibc

/// What is done with folders of runs beside working in them.
extension RunFolder {
    /// Makes a run of an export.
    /// - Throws: ``EvolutionError`` when the name is taken, is no folder name, or the folder cannot be written.
    package static func adopt(_ export: WholeExport, name: String, in runs: String) async throws {
        guard !name.isEmpty, !name.contains("/"), !name.hasPrefix(".") else {
            throw EvolutionError.setUp(why: "\"\(name)\" is no name for a run's folder; give one with --run")
        }
        // An import that was killed left an archive without the run's own row, which comes last: it is begun anew.
        let path = "\(runs)/\(name)/run.sqlite"
        if FileManager.default.fileExists(atPath: path), !isBusy(name, in: runs),
            try await RunArchive(path: path).run() == nil
        {
            try? FileManager.default.removeItem(atPath: "\(runs)/\(name)")
        }
        let folder = try make(name, in: runs)
        try await folder.archive.fill(with: export, name: name)
    }

    /// Says whether another evolve holds the run's lock.
    package static func isBusy(_ name: String, in runs: String) -> Bool {
        let lock = Glibc.open("\(runs)/\(name)/lock", O_RDWR | O_CLOEXEC)
        guard lock >= 0 else { return false }
        defer { close(lock) }
        return flock(lock, LOCK_EX | LOCK_NB) != 0
    }

    /// Adds up the sizes of all files in a folder.
    package static func bytes(of folder: String) -> Int {
        let paths = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return paths.reduce(0) { sum, path in
            let about = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(path)")
            return about?[.type] as? FileAttributeType == .typeRegular
                ? sum + (about?[.size] as? Int ?? 0) : sum
        }
    }

    /// Seconds since a run's archive was last written.
    package static func age(of folder: String) -> Double {
        let dates = ["run.sqlite", "run.sqlite-wal"].compactMap { file in
            try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(file)")[.modificationDate] as? Date
        }
        return dates.max().map { -$0.timeIntervalSinceNow } ?? 0
    }
}
