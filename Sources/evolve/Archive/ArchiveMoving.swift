internal import Archive
internal import ArgumentParser
internal import Console
internal import Evolution
internal import Foundation

extension ArchiveCommand {
    /// `evolve archive export`: a run as one JSON file.
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export",
            abstract: "Write a run as one JSON file: recordings, verdicts, measurements, votes.",
            discussion: """
                With --canonical only what two equal runs have in common: proposals, candidates, verdicts and \
                fitness, without times and costs. With --salvage what can still be read of a damaged archive.
                """)

        @Argument(help: "Name of the run's folder.")
        var run: String

        @Option(name: .shortAndLong, help: "File to write (default: stdout).")
        var output: String?

        @Flag(help: "Only what decides whether two archives are the same.")
        var canonical = false

        @Flag(help: "Read what can be read of a damaged archive.")
        var salvage = false

        func validate() throws {
            if canonical, salvage {
                throw ValidationError("--canonical compares whole archives; it does not go with --salvage")
            }
        }

        mutating func run() async throws {
            let command = self
            try await ArchiveCommand.inFolder { installation in
                let path = try RunFolder.archivePath(command.run, in: installation.runs)
                let text = try await command.text(
                    of: path, with: RunFolder.travellers(command.run, in: installation.runs))
                guard let output = command.output else { return print(text) }
                do {
                    try Data((text + "\n").utf8).write(to: URL(fileURLWithPath: output), options: .atomic)
                } catch {
                    throw EvolutionError.cannotWrite(path: output, why: error.localizedDescription)
                }
            }
        }

        private func text(of path: String, with files: [String: String]?) async throws -> String {
            if salvage {
                var export = try WholeExport(salvaging: path)
                export.files = files
                for loss in export.losses { Output.error("evolve: lost: \(loss)\n") }
                if export.losses.isEmpty { Output.error("evolve: nothing was lost\n") }
                return try export.json()
            }
            let archive = try RunArchive(path: path)
            guard !canonical else { return try await CanonicalExport(archive).json() }
            var export = try await WholeExport(archive)
            export.files = files
            return try export.json()
        }
    }

    /// `evolve archive import`: a run from an exported file.
    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import", abstract: "Make a run of an exported file.",
            discussion:
                "A heuristic's tasks travel along; policies and reports do not: resume writes the report anew."
        )

        @Argument(help: "File that `evolve archive export` wrote.")
        var file: String

        @Option(help: "Name of the new run (default: the exported run's).")
        var run: String?

        mutating func run() async throws {
            let (file, chosen) = (file, run)
            try await ArchiveCommand.inFolder { installation in
                guard let data = FileManager.default.contents(atPath: file) else {
                    throw InputError("\(file): there is no such file that can be read")
                }
                let export: WholeExport
                do {
                    export = try WholeExport(json: String(decoding: data, as: UTF8.self))
                } catch {
                    throw InputError("\(file): \(error)")
                }
                let name = chosen ?? export.run?.name ?? ""
                try await RunFolder.adopt(export, name: name, in: installation.runs)
                let archive = try RunArchive(path: try RunFolder.archivePath(name, in: installation.runs))
                let count = Figures.things(try await RunView(archive).triedCount, "candidate")
                Output.error("made run \(name) with \(count); look with `evolve show \(name)`\n")
            }
        }
    }

    /// `evolve archive prune`: makes room.
    struct Prune: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "prune", abstract: "Delete runs, or only their policies, to make room.",
            discussion: "Says what would go; only with --yes it goes. Runs that are being worked on stay.")

        @Argument(help: "Runs to delete.")
        var runs: [String] = []

        @Option(help: "All runs older than so many days.")
        var olderThanDays: Double?

        @Flag(help: "Only the policies, which are most of the bytes and can be trained again.")
        var policies = false

        @Flag(help: "Really delete.")
        var yes = false

        func validate() throws {
            if runs.isEmpty, olderThanDays == nil {
                throw ValidationError("say what: names of runs, or --older-than-days N")
            }
            if let olderThanDays, !(olderThanDays >= 0) {
                throw ValidationError("--older-than-days must be 0 or more, not \(olderThanDays)")
            }
        }

        mutating func run() async throws {
            let command = self
            try await ArchiveCommand.inFolder { installation in
                var names = command.runs
                for name in names { _ = try RunFolder.archivePath(name, in: installation.runs) }
                if let days = command.olderThanDays {
                    names += RunFolder.names(in: installation.runs).filter { name in
                        !names.contains(name)
                            && RunFolder.age(of: "\(installation.runs)/\(name)") > days * 86_400
                    }
                }
                var bytes = 0
                for name in names {
                    let folder = "\(installation.runs)/\(name)" + (command.policies ? "/policies" : "")
                    guard !RunFolder.isBusy(name, in: installation.runs) else {
                        Output.error("evolve: \(name) is being worked on and stays\n")
                        continue
                    }
                    let size = RunFolder.bytes(of: folder)
                    bytes += size
                    print("\(command.yes ? "deleted" : "would delete") \(folder)  \(size) bytes")
                    if command.yes {
                        do { try FileManager.default.removeItem(atPath: folder) } catch {
                            throw EvolutionError.cannotWrite(path: folder, why: error.localizedDescription)
                        }
                    }
                }
                let words = String(format: "%.1f MB", Double(bytes) / 1e6)
                let hint = command.yes || names.isEmpty ? "" : "; with --yes they go"
                Output.error("\(Figures.things(names.count, "run")), \(words)\(hint)\n")
            }
        }
    }
}
