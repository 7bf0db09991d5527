internal import Archive
internal import ArgumentParser
internal import Console
internal import Evolution
internal import Foundation

/// `evolve bench search`: the search itself, on problems with a known answer.
struct BenchSearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract:
            "Measure strategies, choice and racing on noisy landscapes with a known answer; no trainer, no model.",
        discussion: """
            A scripted model proposes designs, a formula with noise evaluates them, everything else is the real loop and \
            the real archive. With --throughput the loop's own cost is measured, up to 100,000 candidates.
            """)

    @Option(help: "Runs for each strategy and landscape.")
    var runs = 5

    @Option(help: "Trials of choosing and of racing.")
    var trials = 200

    @Flag(help: "Measure what the loop costs a candidate, from 100 to --candidates of them.")
    var throughput = false

    @Option(help: "Most candidates of --throughput.")
    var candidates = 100_000

    @Option(help: "Strategy of --throughput and --trial.")
    var strategy = "eureka"

    @Flag(help: "Print JSON.")
    var json = false

    @Option(help: .hidden)
    var trial: String?

    @Option(help: .hidden)
    var seed: UInt64 = 1

    @Option(help: .hidden)
    var pause = 0.0

    @Flag(help: .hidden)
    var rungs = false

    func validate() throws {
        for (name, value) in [("--runs", runs), ("--trials", trials), ("--candidates", candidates)]
        where value < 1 {
            throw ValidationError("\(name) must be at least 1, not \(value)")
        }
        guard Strategies.names.contains(strategy) else {
            throw ValidationError(
                "unknown strategy \"\(strategy)\"; known: \(Strategies.names.joined(separator: ", "))")
        }
    }

    mutating func run() async throws {
        do {
            if let trial { return try await run(trial: trial) }
            let say: @Sendable (String) -> Void = { Output.error("\($0) …\n") }
            if throughput {
                let sizes = [100, 1000, 10_000, 100_000].filter { $0 < candidates } + [candidates]
                let figures = try await ThroughputBenchmark.run(
                    strategy: strategy, sizes: sizes, progress: say)
                return print(json ? try JSONText.render(figures) : Self.text(figures))
            }
            let figures = try await SearchBenchmark.run(runs: runs, trials: trials, progress: say)
            print(json ? try JSONText.render(figures) : Self.text(figures))
        } catch {
            throw Explanation.exit(error)
        }
    }

    /// Runs or continues one search in a folder of its own and prints its canonical export: for the tests that kill it.
    private func run(trial: String) async throws {
        let installation = try Installation(
            environment: ProcessInfo.processInfo.environment, executable: Executable.path)
        var search = SyntheticSearch(
            landscape: Landscape(dimensions: 3, levels: 8, noise: 0.5, seedNoise: 1, seed: seed))
        (search.strategy, search.seed, search.pause, search.rungs) = (strategy, seed, pause, rungs)
        (search.samples, search.generations) = (8, 6)
        let isThere = RunFolder.names(in: installation.runs).contains(trial)
        let folder =
            isThere
            ? try RunFolder.open(trial, in: installation.runs)
            : try await RunFolder.create(search.settings, name: trial, in: installation.runs)
        if try await folder.archive.run() == nil {
            throw InputError("\(folder.path): killed before anything was recorded; delete the folder")
        }
        _ = try await search.run(in: folder.archive)
        print(try await CanonicalExport(folder.archive).json())
    }

    private static func text(_ figures: SearchBenchmark) -> String {
        func number(_ value: Double, _ digits: Int = 2) -> String { String(format: "%.\(digits)f", value) }
        let rows =
            [["strategy", "designs", "optimum", "steps short", "found after", "candidates", "trainings"]]
            + figures.optimum.map { found in
                [
                    found.strategy, number(found.designs, 0), "\(found.optima) of \(found.runs)",
                    number(found.meanRegret),
                    found.candidatesToOptimum.map { number($0, 0) } ?? "-", number(found.candidates, 0),
                    number(found.trainings, 0),
                ]
            }
        let choice = figures.selection
        return """
            \(TextTable.text(rows))

            choosing one of 24 candidates, noise of a training \(number(choice.noise, 1)) deviations of their true worth, \
            \(choice.trials) trials
              maximum of one training each   \(number(choice.maximumOfOne, 3)) deviations short of the best, \
            \(number(choice.maximumOfOneTrainings, 0)) trainings
              seeds, racing, finalists       \(number(choice.evolve, 3)) deviations short of the best, \
            \(number(choice.evolveTrainings, 0)) trainings
              ratio                          \(number(choice.ratio, 3))

            racing 24 candidates over \(figures.racing.seeds) seeds, against all seeds for all, \
            \(figures.racing.trials) trials
            \(text(figures.racing))

            the same with a first rung at half of the steps, \(figures.rungs.trials) trials
            \(text(figures.rungs))
            """
    }

    private static func text(_ race: SearchBenchmark.Race) -> String {
        func number(_ value: Double, _ digits: Int = 3) -> String { String(format: "%.\(digits)f", value) }
        func percent(_ value: Double) -> String { number(100 * value, 1) + " %" }
        var lines = [
            "  same choice                    \(race.sameChoice) of \(race.trials)",
            "  same choice, at most half of the steps   \(race.sameChoiceAtHalf) of \(race.trials) "
                + "(\(percent(Double(race.sameChoiceAtHalf) / Double(race.trials))))",
            "  share of the steps             \(number(race.medianShare)) in the median, "
                + "\(number(race.share95)) in 95 % at most",
            "  true worth given away          \(number(race.givenAway, 4)) deviations",
        ]
        if let crossed = race.crossed, let apart = race.crossedApart {
            lines.append(
                "  curves that cross after that   \(percent(crossed)) of pairs, "
                    + "\(percent(apart)) of those that end a deviation apart")
        }
        return lines.joined(separator: "\n")
    }

    private static func text(_ figures: ThroughputBenchmark) -> String {
        let rows =
            [["candidates", "a second", "CPU ms each", "memory MB", "grown MB", "archive MB"]]
            + figures.points.map { point in
                [
                    "\(point.candidates)", String(format: "%.0f", point.candidatesPerSecond),
                    String(format: "%.3f", point.cpuMillisecondsEach),
                    String(format: "%.1f", Double(point.memoryBytes) / 1e6),
                    String(format: "%.1f", Double(point.grownBytes) / 1e6),
                    String(format: "%.1f", Double(point.archiveBytes) / 1e6),
                ]
            }
        return "strategy \(figures.strategy)\n" + TextTable.text(rows)
    }
}
