internal import Archive
internal import ArgumentParser
internal import Evolution
internal import Foundation

/// `evolve archive`: what outlives a run.
struct ArchiveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive",
        abstract: "Work with the archives of runs: read, compare, judge, move, tidy up.",
        subcommands: [
            List.self, ShowCommand.self, Diff.self, LineageOf.self, Approve.self, Reject.self, Comment.self,
            Prefer.self,
            Export.self, Import.self, Curves.self, Prune.self,
        ])

    /// Does a piece of work on a run's archive and turns what goes wrong into one sentence and an exit code.
    static func on(_ run: String, _ work: (RunArchive, RunView) async throws -> Void) async throws {
        try await inFolder { installation in
            let archive = try RunArchive(path: try RunFolder.archivePath(run, in: installation.runs))
            try await work(archive, try await RunView(archive))
        }
    }

    /// Does a piece of work on the folder of runs.
    static func inFolder(_ work: (Installation) async throws -> Void) async throws {
        do {
            try await work(
                Installation(
                    environment: ProcessInfo.processInfo.environment, executable: Executable.path))
        } catch {
            throw Explanation.exit(error)
        }
    }
}

extension RunView {
    /// Finds a candidate by label, first digits of its hash, or `best`.
    /// - Throws: a bad-input error that lists what there is.
    func require(_ name: String) throws -> Individual {
        if let found = find(name) { return found }
        let near = nearest(name, labels).map { "; did you mean \($0)?" } ?? ""
        let known = labels.prefix(40).joined(separator: ", ") + (labels.count > 40 ? ", …" : "")
        throw InputError("there is no candidate \"\(name)\" in \(run.name)\(near) Known: \(known), best")
    }
}
