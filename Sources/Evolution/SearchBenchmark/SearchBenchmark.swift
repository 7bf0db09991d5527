internal import Archive

/// Measures the search itself on problems with a known answer: a noisy landscape, a scripted model, no trainer.
package struct SearchBenchmark: Codable, Sendable, Equatable {
    package var schema = 1
    package var optimum: [Found]
    package var selection: Selection
    package var racing: Race
    /// The same with a first rung at half of the steps, where learning curves cross now and then.
    package var rungs: Race

    /// Tells how well a strategy does on a hill, over several seeds.
    package struct Found: Codable, Sendable, Equatable {
        package var strategy: String
        /// Designs that there are.
        package var designs: Double
        package var runs: Int
        /// Runs whose winner is the optimum.
        package var optima: Int
        /// Mean steps from winner to optimum.
        package var meanRegret: Double
        /// Candidates up to the first that is the optimum, median over the runs that proposed it; nil where none did.
        package var candidatesToOptimum: Double?
        /// Mean number of candidates, each piece of code once.
        package var candidates: Double
        package var trainings: Double
    }

    /// Compares ways of choosing among 24 independent candidates; errors are in deviations of the candidates' true worth.
    package struct Selection: Codable, Sendable, Equatable {
        package var trials: Int
        /// Noise of one training, in the same unit.
        package var noise: Double
        /// Mean loss of the maximum of one training each.
        package var maximumOfOne: Double
        /// Mean loss of the means over seeds, raced, with finalists on further seeds.
        package var evolve: Double
        package var maximumOfOneTrainings: Double
        package var evolveTrainings: Double

        package var ratio: Double { maximumOfOne > 0 ? evolve / maximumOfOne : 0 }
    }

    /// Compares racing with all seeds for all, on the same values.
    package struct Race: Codable, Sendable, Equatable {
        package var trials: Int
        package var seeds: Int
        /// Trials with the same choice.
        package var sameChoice: Int
        /// Trials with the same choice and at most half the steps.
        package var sameChoiceAtHalf: Int
        /// Steps as a share of those without racing: median, and largest of 95 % of the trials.
        package var medianShare: Double
        package var share95: Double
        /// Mean true worth that racing gave away; negative where it chose better.
        package var givenAway: Double
        /// Pairs of candidates whose curves cross in the second half, as a share of all, and of those that end a deviation apart; nil
        /// without curves.
        package var crossed: Double?
        package var crossedApart: Double?
    }

    /// Measures: so many runs for each strategy and hill, so many trials of choosing and of racing.
    package static func run(
        runs: Int, trials: Int, progress: @Sendable (String) -> Void
    ) async throws -> SearchBenchmark {
        var found: [Found] = []
        for (dimensions, levels) in [(3, 6), (6, 8)] {
            for strategy in Strategies.names {
                progress("\(strategy) on a hill of \(levels)^\(dimensions) designs")
                found.append(try await hill(strategy, dimensions, levels, runs))
            }
        }
        progress("choosing among noisy candidates, \(trials) trials")
        let selection = try await selecting(trials)
        progress("racing, \(trials) trials")
        let race = try await racing(trials)
        progress("racing with a rung at half of the steps, \(trials) trials")
        return SearchBenchmark(
            optimum: found, selection: selection, racing: race,
            rungs: try await racing(trials, rungs: true))
    }

    /// Runs a strategy on hills; a step up is worth twice the noise of a training.
    package static func hill(_ strategy: String, _ dimensions: Int, _ levels: Int, _ runs: Int) async throws
        -> Found
    {
        var findings: [SyntheticSearch.Finding] = []
        var size = 0.0
        for run in 1...max(1, runs) {
            let landscape = Landscape(
                dimensions: dimensions, levels: levels, noise: 0.5, seedNoise: 1, seed: UInt64(run))
            size = landscape.size
            var search = SyntheticSearch(landscape: landscape)
            search.strategy = strategy
            search.seed = UInt64(run)
            findings.append(try await search.finding())
        }
        func mean(_ value: (SyntheticSearch.Finding) -> Double) -> Double {
            findings.reduce(0) { $0 + value($1) } / Double(findings.count)
        }
        let firsts = findings.compactMap(\.found).map(Double.init)
        return Found(
            strategy: strategy, designs: size, runs: findings.count,
            optima: findings.count { $0.regret == 0 }, meanRegret: mean(\.regret),
            candidatesToOptimum: firsts.isEmpty ? nil : Statistics.median(firsts),
            candidates: mean { Double($0.candidates) }, trainings: mean(\.trainings))
    }

    /// One generation of 24 candidates drawn independently, and the choice among them.
    private static func choice(_ trial: Int, noise: Double, _ adjust: (inout SyntheticSearch) -> Void)
        async throws -> SyntheticSearch.Finding
    {
        let landscape = Landscape(
            dimensions: 2, levels: 1000, quality: .drawn, noise: noise, seedNoise: noise,
            seed: UInt64(1000 + trial))
        var search = SyntheticSearch(landscape: landscape)
        search.strategy = "best-of-n"
        (search.samples, search.generations, search.seed) = (24, 1, UInt64(trial))
        adjust(&search)
        return try await search.finding()
    }

    /// The noise is as large as the spread of the candidates, as in short trainings.
    package static func selecting(_ trials: Int) async throws -> Selection {
        let noise = 1.0
        var (single, evolve) = ([SyntheticSearch.Finding](), [SyntheticSearch.Finding]())
        for trial in 0..<trials {
            single.append(
                try await choice(trial, noise: noise) {
                    ($0.seeds, $0.finalists, $0.racing) = (1, 0, false)
                })
            evolve.append(
                try await choice(trial, noise: noise) {
                    ($0.seeds, $0.finalists, $0.finalistSeeds, $0.racing) = (3, 6, 6, true)
                })
        }
        func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }
        return Selection(
            trials: trials, noise: noise, maximumOfOne: mean(single.map(\.selectionError)),
            evolve: mean(evolve.map(\.selectionError)),
            maximumOfOneTrainings: mean(single.map(\.trainings)),
            evolveTrainings: mean(evolve.map(\.trainings)))
    }

    /// Noise of 0.4 deviations of the candidates, as in trainings that are long enough to tell candidates apart.
    ///
    /// With `rungs` the first two trainings of each candidate pause at half of their steps, to be raced there first.
    package static func racing(_ trials: Int, rungs: Bool = false) async throws -> Race {
        let seeds = 8
        var shares: [Double] = []
        var (same, half, lost) = (0, 0, 0.0)
        var crossings: [(all: Double, apart: Double)] = []
        for trial in 0..<trials {
            func result(racing: Bool) async throws -> SyntheticSearch.Finding {
                try await choice(trial, noise: 0.4) {
                    ($0.seeds, $0.finalists, $0.racing) = (seeds, 0, racing)
                    ($0.rungs, $0.curves) = (rungs && racing, rungs)
                }
            }
            let (whole, raced) = (try await result(racing: false), try await result(racing: true))
            let share = raced.searchTrainings / max(1, whole.searchTrainings)
            crossings += [whole.crossings].compactMap { $0 }
            shares.append(share)
            lost += raced.selectionError - whole.selectionError
            if raced.winner == whole.winner {
                same += 1
                if share <= 0.5 { half += 1 }
            }
        }
        let sorted = shares.sorted()
        return Race(
            trials: trials, seeds: seeds, sameChoice: same, sameChoiceAtHalf: half,
            medianShare: Statistics.median(shares),
            share95: sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, sorted.count * 95 / 100)],
            givenAway: lost / Double(max(1, trials)),
            crossed: crossings.isEmpty ? nil : Statistics.mean(crossings.map(\.all)),
            crossedApart: crossings.isEmpty ? nil : Statistics.mean(crossings.map(\.apart)))
    }
}
