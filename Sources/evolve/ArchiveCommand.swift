internal import Archive
internal import ArgumentParser
internal import Evolution
internal import Foundation

/// `evolve archive`: what outlives a run.
struct ArchiveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive", abstract: "Work with the archives of finished runs.",
        subcommands: [Export.self])

    /// `evolve archive export`: everything that decides whether two archives are the same.
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export",
            abstract:
                "Print a run's canonical export: proposals, candidates, verdicts and fitness, without times.")

        @Argument(help: "Name of the run's folder.")
        var run: String

        mutating func run() async throws {
            do {
                let installation = try Installation(
                    environment: ProcessInfo.processInfo.environment, executable: Executable.path)
                let archive = try RunArchive(path: try RunFolder.archivePath(run, in: installation.runs))
                print(try await CanonicalExport(archive).json())
            } catch {
                throw Explanation.exit(error)
            }
        }
    }
}
