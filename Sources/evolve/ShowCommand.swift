internal import Archive
internal import ArgumentParser
internal import Console
internal import Evolution
internal import Foundation

/// `evolve show`: what a run found, or all runs.
struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a run: its candidates, or one candidate with code and feedback.")

    @Argument(help: "Name of the run's folder; without it all runs are listed.")
    var run: String?

    @Argument(help: "Candidate: its label (g1.c2), or the first digits of its hash; `best` for the winner.")
    var candidate: String?

    @Flag(help: "Print JSON.")
    var json = false

    mutating func run() async throws {
        do {
            let installation = try Installation(
                environment: ProcessInfo.processInfo.environment, executable: Executable.path)
            guard let run else { return try await list(installation) }
            let path = try RunFolder.archivePath(run, in: installation.runs)
            let archive = try RunArchive(path: path)
            let view = try await RunView(archive)
            if let candidate {
                try show(view.find(candidate), in: view)
            } else {
                print(
                    json
                        ? try view.json()
                        : view.table(
                            width: Terminal.isTerminal ? Terminal.size().columns : 80,
                            verdict: try Self.verdict(view.run)))
            }
        } catch {
            throw Explanation.exit(error)
        }
    }

    /// Says again how the winner compares, as the run did at its end.
    private static func verdict(_ run: RunRecord) throws -> [String] {
        guard let summary = try run.summary() else { return [] }
        // The unit of a reward's fitness is known to its environment alone, which is not started for this.
        let unit = run.problem == "heuristic" ? "tasks" : ""
        return SummaryBlock(unit: unit).verdicts(summary).map { $0.rendered(colour: false) }
    }

    private func list(_ installation: Installation) async throws {
        let names = RunFolder.names(in: installation.runs)
        if names.isEmpty {
            Output.error(
                "evolve: no runs in \(installation.displayedRuns) yet; `evolve reward --env NAME` makes one\n"
            )
        }
        for name in names {
            let archive = try RunArchive(path: try RunFolder.archivePath(name, in: installation.runs))
            let view = try await RunView(archive)
            print(json ? try view.json() : view.line())
        }
    }

    private func show(_ individual: Individual?, in view: RunView) throws {
        guard let individual else {
            throw InputError(
                "there is no candidate \"\(candidate ?? "")\" in \(run ?? ""); known: \(view.labels.joined(separator: ", "))"
            )
        }
        print(json ? try view.json(individual) : view.text(individual))
    }
}
