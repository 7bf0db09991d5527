package import Archive
internal import Foundation
internal import Glibc

/// What is done with folders of runs beside working in them.
extension RunFolder {
    /// Makes a run of an export.
    /// - Throws: ``EvolutionError`` when the name is taken, is no folder name, or the folder cannot be written.
    package static func adopt(_ export: WholeExport, name: String, in runs: String) async throws {
        if let why = unusable(name) { throw EvolutionError.setUp(why: why) }
        // An import that was killed left an archive without the run's own row, which comes last: it is begun anew.
        let path = "\(runs)/\(name)/run.sqlite"
        if FileManager.default.fileExists(atPath: path), !isBusy(name, in: runs),
            try await RunArchive(path: path).run() == nil
        {
            try? FileManager.default.removeItem(atPath: "\(runs)/\(name)")
        }
        let folder = try make(name, in: runs)
        for (file, text) in export.files ?? [:] {
            let parts = file.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.first == "tasks", parts.allSatisfy({ !$0.isEmpty && !$0.hasPrefix(".") }) else {
                throw EvolutionError.setUp(
                    why: "the export holds a file \"\(file)\", which is no task of a run; it is not written")
            }
            let place = "\(folder.path)/\(parts.dropLast().joined(separator: "/"))"
            do {
                try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
            } catch {
                throw EvolutionError.cannotWrite(path: place, why: error.localizedDescription)
            }
            try folder.write(text, to: file)
        }
        try await folder.archive.fill(with: export, name: name)
        if let run = export.run, let best = try run.summary()?.best?.id,
            let winner = export.candidates.first(where: { $0.id == best })
        {
            try folder.write(winner.code, to: "best_\(run.problem).py")
        }
    }

    /// Says why a name cannot be that of a run's folder and be typed after a command, or nothing.
    package static func unusable(_ name: String) -> String? {
        let isPlain =
            !name.hasPrefix(".") && !name.hasPrefix("-")
            && name.allSatisfy { $0.isLetter || $0.isNumber || "-_.+".contains($0) }
        guard name.isEmpty || !isPlain else { return nil }
        return
            "\"\(name)\" is no name for a run: take letters, digits, \"-\", \"_\" and \".\", for example --run my-run"
    }

    /// Reads the files that travel with a run's archive.
    package static func travellers(_ run: String, in runs: String) -> [String: String]? {
        let folder = "\(runs)/\(run)"
        let paths =
            FileManager.default.enumerator(atPath: folder + "/tasks")?.compactMap { $0 as? String } ?? []
        let files = paths.filter { $0.hasSuffix(".pddl") }.compactMap { path in
            FileManager.default.contents(atPath: "\(folder)/tasks/\(path)").map {
                ("tasks/\(path)", String(decoding: $0, as: UTF8.self))
            }
        }
        return files.isEmpty ? nil : Dictionary(files) { first, _ in first }
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
