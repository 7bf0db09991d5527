internal import Archive
internal import ArgumentParser
internal import Campaigns
internal import Evolution
internal import Foundation
internal import Review

/// `evolve campaign`: many runs under one budget, compared.
struct CampaignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "campaign",
        abstract: "Run problems x strategies x models x seeds under one budget, and compare them.",
        discussion: """
            The file is YAML:

              name: pilot
              problems:
                - {reward: halfcheetah, steps: 100000, samples: 4, generations: 2}
                - {heuristic: blocksworld, task-seconds: 2}
              strategies: [best-of-n, eureka]
              seeds: [1, 2, 3]
              budget: {wall: 45m, usd: 5}

            Each cell is a run of its own under Runs; finished cells are never run again. \
            `usd` counts over all sittings, `wall` begins anew with each. Files to begin with lie in \
            Sandboxes/campaigns.
            """,
        subcommands: [Run.self, Status.self, ReportOf.self, Resume.self])

    /// `evolve campaign run`.
    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "run", abstract: "Run every cell that is not finished, then report.")

        @OptionGroup var options: CampaignOptions

        @OptionGroup var baselines: BaselineOptions

        mutating func run() async throws { try await options.runCells(baselines) }
    }

    /// `evolve campaign resume`: the same as run, for people who look for it.
    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "resume", abstract: "Go on where the campaign was ended; the same as run.")

        @OptionGroup var options: CampaignOptions

        @OptionGroup var baselines: BaselineOptions

        mutating func run() async throws { try await options.runCells(baselines) }
    }

    /// `evolve campaign status`.
    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "status", abstract: "List the cells and what became of each.")

        @OptionGroup var options: CampaignOptions

        mutating func run() async throws {
            let options = options
            try await ArchiveCommand.inFolder { installation in
                let results = try await options.results(installation)
                if options.json { return print(try Evolver.json(results)) }
                var rows = [["run", "state", "winner", "candidates", "wall"]]
                rows += results.map { cell in
                    [
                        cell.run, cell.state.rawValue, cell.fitness.map(CampaignTable.number) ?? "-",
                        "\(cell.candidates)", "\(Int(cell.wallSeconds.rounded())) s",
                    ]
                }
                print(TextTable.text(rows))
            }
        }
    }

    /// `evolve campaign report`.
    struct ReportOf: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "report", abstract: "Compare what is there: table, campaign.html, campaign.csv.")

        @OptionGroup var options: CampaignOptions

        mutating func run() async throws {
            let options = options
            try await ArchiveCommand.inFolder { installation in
                try options.report(try await options.results(installation), installation)
            }
        }
    }
}

/// What every campaign command takes.
struct CampaignOptions: ParsableArguments {
    @Argument(help: "Campaign file (YAML).")
    var file: String

    @Option(help: "Trainings or searches at once in a cell (default: cores, at most 8).")
    var jobs: Int?

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        if let jobs, jobs < 1 { throw ValidationError("--jobs must be at least 1, not \(jobs)") }
    }

    /// Reads and checks the file.
    func campaign() throws -> CampaignFile {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw InputError("\(file): there is no such file that can be read")
        }
        do {
            return try CampaignFile(text: String(decoding: data, as: UTF8.self), path: file)
        } catch {
            throw InputError("\(error)")
        }
    }

    /// Looks up what became of each cell.
    func results(_ installation: Installation) async throws -> [CellResult] {
        var results: [CellResult] = []
        for cell in try campaign().cells { results.append(try await CampaignCells.found(cell, installation)) }
        return results
    }

    /// Writes the table to stdout and page and sheet beside the runs.
    func report(_ results: [CellResult], _ installation: Installation) throws {
        let file = try campaign()
        let table = CampaignTable(file, results)
        print(json ? try Evolver.json(table) : table.text())
        let folder = "\(installation.runs)/\(file.name).campaign"
        let page = CampaignPage(table, results).html()
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data(page.utf8).write(to: URL(fileURLWithPath: folder + "/campaign.html"), options: .atomic)
            try Data(CampaignTable.csv(results).utf8).write(
                to: URL(fileURLWithPath: folder + "/campaign.csv"), options: .atomic)
        } catch {
            throw EvolutionError.cannotWrite(path: folder, why: error.localizedDescription)
        }
        Output.error("\nreport    \(installation.displayedRuns)/\(file.name).campaign/campaign.html\n")
        Output.error("sheet     \(installation.displayedRuns)/\(file.name).campaign/campaign.csv\n")
    }

    /// Runs what is missing; ^C ends it after what is finished was kept.
    func runCells(_ baselines: BaselineOptions) async throws {
        let options = self
        do {
            let file = try campaign()
            let installation = try Installation(
                environment: ProcessInfo.processInfo.environment, executable: Executable.path)
            // Before the first cell: a campaign over night must not fail on a typing mistake in the morning.
            for problem in file.problems {
                do { _ = try await CampaignCells.subject(problem, installation) } catch {
                    throw InputError("\(options.file):\(problem.line): \(error)")
                }
            }
            let results = try await withThrowingTaskGroup(of: [CellResult]?.self) { group in
                group.addTask {
                    try await Campaign(file: file).run(
                        look: { try await CampaignCells.found($0, installation) },
                        work: { cell, allowance in
                            try await CampaignCells.run(
                                cell, allowance, options.jobs, installation,
                                freshBaselines: baselines.freshBaselines)
                        },
                        tell: { Output.error($0 + "\n") })
                }
                return try await Interrupt.cancelling(&group)
            }
            try report(results, installation)
            if results.contains(where: { $0.state == .failed }) { throw ExitCode.failedCheck }
        } catch let code as ExitCode {
            throw code
        } catch is CancellationError {
            Output.error(
                "\ninterrupted: finished cells are kept; continue with `evolve campaign resume \(file)`\n")
            throw ExitCode.interrupted
        } catch {
            throw Explanation.exit(error)
        }
    }
}
