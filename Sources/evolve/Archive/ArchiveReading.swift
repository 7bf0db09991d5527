internal import Archive
internal import ArgumentParser
internal import Evolution
internal import Foundation

extension ArchiveCommand {
    /// `evolve archive list`: all runs, one line each.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List all runs with what they found and their size.")

        @Option(help: "Only runs for this environment or domain.")
        var subject: String?

        @Flag(help: "Print one JSON array.")
        var json = false

        mutating func run() async throws {
            let (subject, json) = (subject, json)
            try await ArchiveCommand.inFolder { installation in
                var entries: [Entry] = []
                for name in RunFolder.names(in: installation.runs) {
                    // One damaged archive must not hide the others.
                    do {
                        let archive = try RunArchive(path: RunFolder.archivePath(name, in: installation.runs))
                        let isBusy = RunFolder.isBusy(name, in: installation.runs)
                        entries.append(
                            try await Entry(archive, folder: "\(installation.runs)/\(name)", isBusy: isBusy))
                    } catch {
                        Output.error("evolve: \(name): \(error)\n")
                    }
                }
                if let subject { entries.removeAll { $0.subject != subject } }
                print(json ? try Evolver.json(entries) : Self.table(entries))
            }
        }

        private static func table(_ entries: [Entry]) -> String {
            guard !entries.isEmpty else { return "no runs" }
            let rows = entries.map { entry in
                [
                    entry.run, entry.subject, entry.state, "\(entry.candidates)", entry.best ?? "-",
                    entry.figure, entry.comparedFigure,
                    String(format: "%.1f MB", Double(entry.bytes) / 1e6), String(entry.created_at.prefix(10)),
                ]
            }
            return TextTable.text(
                [["run", "subject", "state", "candidates", "best", "search", "compared", "size", "made"]]
                    + rows)
        }

        /// What `--json` prints of a run.
        private struct Entry: Encodable {
            let run: String
            let problem: String
            let subject: String
            let state: String
            let candidates: Int
            let best: String?
            /// The winner's in the search; of tasks how many of the training tasks were solved.
            let fitness: Double?
            /// The winner's on fresh seeds or held-out tasks.
            let compared: Double?
            let bytes: Int
            let created_at: String
            let figure: String
            let comparedFigure: String

            enum CodingKeys: String, CodingKey {
                case run, problem, subject, state, candidates, best, fitness, compared, bytes, created_at
            }

            init(_ archive: RunArchive, folder: String, isBusy: Bool) async throws {
                let view = try await RunView(archive)
                let summary = try view.run.summary()
                (run, problem, subject) = (view.run.name, view.run.problem, view.run.subject)
                // What nobody works on was interrupted, whatever its archive says.
                state = view.run.state == "running" && !isBusy ? "interrupted" : view.run.state
                created_at = view.run.createdAt
                candidates = view.triedCount
                best = summary?.best?.label
                let (search, last) = (view.winner?.score, view.winner?.score(in: .confirm))
                // Code of a person takes part in the comparison alone.
                fitness = search?.stage == .search ? search?.estimate.mean : nil
                figure = search?.stage == .search ? search?.figure ?? "-" : "-"
                (compared, comparedFigure) = (last?.estimate.mean, last?.figure ?? "-")
                bytes = RunFolder.bytes(of: folder)
            }
        }
    }

    /// `evolve archive diff`: how one candidate differs from another.
    struct Diff: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "diff",
            abstract: "Show how one candidate's code became another's, or a parent's a candidate's.",
            discussion: """
                With one candidate: what changed from its first parent to it. With two: from the first to the second. \
                Exit codes: 0 for equal code, 1 for a difference.
                """)

        @Argument(help: "Name of the run's folder.")
        var run: String

        @Argument(help: "Candidate: label, first digits of its hash, or best.")
        var candidate: String

        @Argument(
            help:
                "Second candidate, to which the lines with + belong (default: the first parent comes before)."
        )
        var other: String?

        @Option(help: "Run of the second candidate (default: the same).")
        var otherRun: String?

        @Flag(help: "Print one JSON object.")
        var json = false

        mutating func run() async throws {
            let command = self
            var isDifferent = false
            try await ArchiveCommand.on(command.run) { _, view in
                let pair = try await command.pair(view)
                let (old, new) = (pair.old.individual, pair.new.individual)
                let diff = CodeDiff.unified(
                    from: old.candidate.code, to: new.candidate.code, names: (pair.old.name, pair.new.name))
                isDifferent = !diff.isEmpty
                if command.json {
                    let (old, new) = (old.candidate.id, new.candidate.id)
                    print(try Evolver.json(Report(from: old, to: new, equal: diff.isEmpty, diff: diff)))
                } else {
                    print(
                        diff.isEmpty ? "\(pair.old.name) and \(pair.new.name) are the same code" : diff)
                }
            }
            if isDifferent { throw ExitCode(1) }
        }

        private typealias Side = (individual: Individual, name: String)

        /// Finds what is compared: the first candidate named comes first, as with every diff, a parent before its child.
        private func pair(_ view: RunView) async throws -> (old: Side, new: Side) {
            let first = try view.require(candidate)
            if let otherRun {
                guard let other else {
                    throw InputError("--other-run \(otherRun): name the candidate of that run as well")
                }
                var found: Individual?
                try await ArchiveCommand.on(otherRun) { _, view in found = try view.require(other) }
                guard let found else { preconditionFailure("what is not found was thrown") }
                return (
                    (first, "\(run)/\(first.label)"), (found, "\(otherRun)/\(found.label)")
                )
            }
            if let other {
                let second = try view.require(other)
                return ((first, first.label), (second, second.label))
            }
            guard let parent = first.candidate.parents.first else {
                throw InputError(
                    "\(first.label) has no parent in \(run); name a second candidate to compare it with")
            }
            let before = try view.require(parent)
            return ((before, before.label), (first, first.label))
        }

        private struct Report: Encodable {
            var schema = 1
            let from: String
            let to: String
            let equal: Bool
            let diff: String
        }
    }

    /// `evolve archive lineage`: where a candidate came from.
    struct LineageOf: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "lineage", abstract: "Show where a candidate came from, parent by parent.")

        @Argument(help: "Name of the run's folder.")
        var run: String

        @Argument(help: "Candidate: label, first digits of its hash, or best.")
        var candidate = "best"

        @Flag(help: "Print one JSON object.")
        var json = false

        mutating func run() async throws {
            let (candidate, json) = (candidate, json)
            try await ArchiveCommand.on(run) { _, view in
                let lineage = view.lineage(of: try view.require(candidate))
                print(json ? try Evolver.json(lineage) : lineage.text())
            }
        }
    }
}
