package import Archive
internal import Foundation
internal import Glibc

/// Owns one folder under `Runs/`: its archive, its results, and the lock that keeps a second evolve out.
package final class RunFolder: Sendable {
    package let name: String
    package let path: String
    package let archive: RunArchive
    private let lock: Int32

    /// Makes the folder of a new run and writes the run's own row.
    /// - Throws: ``EvolutionError`` when the name is taken or the folder cannot be written.
    package static func create(_ settings: RunSettings, name: String, in runs: String) async throws
        -> RunFolder
    {
        let folder = try make(name, in: runs)
        let record = RunRecord(
            name: name, problem: settings.problem, subject: settings.subject, task: settings.task,
            settingsJSON: try settings.json(), seed: settings.seed, createdAt: Self.timestamp(),
            state: "running")
        try await folder.archive.save(record)
        return folder
    }

    /// Makes an empty folder with an empty archive.
    static func make(_ name: String, in runs: String) throws -> RunFolder {
        let path = runs + "/" + name
        if FileManager.default.fileExists(atPath: path + "/run.sqlite") {
            throw EvolutionError.runExists(name: name)
        }
        do {
            try FileManager.default.createDirectory(
                atPath: path + "/policies", withIntermediateDirectories: true)
        } catch {
            throw EvolutionError.cannotWrite(path: path, why: error.localizedDescription)
        }
        return try RunFolder(name: name, path: path)
    }

    /// Opens the folder of an earlier run.
    /// - Throws: ``EvolutionError`` when there is none of that name, or another evolve works on it.
    package static func open(_ name: String, in runs: String) throws -> RunFolder {
        _ = try archivePath(name, in: runs)
        return try RunFolder(name: name, path: runs + "/" + name)
    }

    /// Finds the archive of a run, to read it without taking the run's lock.
    /// - Throws: ``EvolutionError/noSuchRun(name:nearest:)``.
    package static func archivePath(_ name: String, in runs: String) throws -> String {
        let path = "\(runs)/\(name)/run.sqlite"
        guard FileManager.default.fileExists(atPath: path) else {
            throw EvolutionError.noSuchRun(name: name, nearest: nearest(name, names(in: runs)))
        }
        return path
    }

    /// Lists the runs in a folder, by name.
    package static func names(in runs: String) -> [String] {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: runs)) ?? []
        return entries.filter { FileManager.default.fileExists(atPath: "\(runs)/\($0)/run.sqlite") }.sorted()
    }

    /// Names a run after its problem and the time.
    package static func defaultName(_ subject: String, in runs: String) -> String {
        let digits = timestamp().filter { $0.isNumber || $0 == "T" }
        let name = "\(plain(subject))-\(digits.replacingOccurrences(of: "T", with: "-"))"
        let taken = Set(names(in: runs))
        return ([name] + (2...99).map { "\(name)-\($0)" }).first { !taken.contains($0) } ?? name
    }

    /// Makes a folder's name of an environment's: `my_env` of a path, `LunarLander-v3` of `gym:LunarLander-v3`.
    private static func plain(_ subject: String) -> String {
        // What stands before a path, as in `score-/home/me/my_env.py`, stays.
        let start = subject.contains("/") ? String(subject.prefix { $0 != "/" }) : ""
        let last = start + (subject.split(separator: "/").last.map(String.init) ?? subject)
        let word = last.hasSuffix(".py") ? String(last.dropLast(3)) : last
        let kept = word.replacingOccurrences(of: "gym:", with: "")
            .replacingOccurrences(of: "craftax:", with: "").map { letter in
                letter.isASCII && (letter.isLetter || letter.isNumber || "-_".contains(letter)) ? letter : "-"
            }
        return String(kept)
    }

    private init(name: String, path: String) throws {
        self.name = name
        self.path = path
        lock = Glibc.open(path + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard lock >= 0 else {
            throw EvolutionError.cannotWrite(path: path, why: String(cString: strerror(errno)))
        }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            throw EvolutionError.runBusy(name: name)
        }
        archive = try RunArchive(path: path + "/run.sqlite")
    }

    deinit { close(lock) }

    /// Writes a result file of the run whole, or not at all.
    package func write(_ text: String, to file: String) throws {
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + file), options: .atomic)
        } catch {
            throw EvolutionError.cannotWrite(path: path + "/" + file, why: error.localizedDescription)
        }
    }

    /// The present moment as records have it: RFC 3339, UTC.
    static func timestamp() -> String {
        ISO8601DateFormatter().string(from: Date())
    }
}

/// Finds the known name nearest to a mistyped one, if any is near, by edit distance.
package func nearest(_ name: String, _ known: [String]) -> String? {
    func distance(_ left: [Character], _ right: [Character]) -> Int {
        var row = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in right.enumerated() {
                let substituted = diagonal + (a == b ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(substituted, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[right.count]
    }
    let ranked = known.map { (distance(Array(name.lowercased()), Array($0.lowercased())), $0) }.min {
        $0.0 < $1.0
    }
    guard let ranked, ranked.0 <= max(2, name.count / 2) else { return nil }
    return ranked.1
}
