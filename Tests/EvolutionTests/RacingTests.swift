import Archive
import Foundation
import Testing

@testable import Evolution

@Suite struct RacingTests {
    private func field(_ rows: [[Double]], lead: [Double]? = nil) -> [Racing.Runner] {
        (lead.map { [Racing.Runner(id: "lead", values: $0, isRacing: false)] } ?? [])
            + rows.enumerated().map { Racing.Runner(id: "\($0)", values: $1, isRacing: true) }
    }

    /// Two seeds, of which the second is better for all by one.
    private let six = [[5.0, 6.1], [4.9, 5.8], [3.1, 4.0], [2.0, 3.1], [1.1, 2.0], [0, 1.1]]

    @Test func clearlyWorseOnesAreStoppedAndCloseOnesAreNot() {
        let survivors = Racing.survivors(of: field(six))
        #expect(survivors.isSuperset(of: ["0", "1"]))
        #expect(survivors.isDisjoint(with: ["3", "4", "5"]))
    }

    @Test func theLeaderMayBeSomebodyWhoDoesNotRace() {
        let survivors = Racing.survivors(of: field(six, lead: [9, 10, 9.5]))
        #expect(survivors.isEmpty)
    }

    @Test func oneSeedTellsNothing() {
        #expect(Racing.survivors(of: field([[5], [1]])).count == 2)
    }

    @Test func twoCandidatesOnTwoSeedsAreTooFewToTell() {
        #expect(Racing.survivors(of: field([[5, 6], [3, 4.5]])).count == 2)
    }

    @Test func candidatesThatAllFailAlikeDoNotMakeTheTestSharper() {
        // Noise of about one among those that run; the others stand still at nothing.
        let running = [[4.0, 6.0], [5.5, 4.5], [3.5, 5.5], [4.8, 3.2]]
        let alone = Racing.survivors(of: field(running))
        let standing = Array(repeating: [0.0, 0.0], count: 4)
        let beside = Racing.survivors(of: field(running + standing))
        #expect(alone == ["0", "1", "2", "3"])
        #expect(beside.isSuperset(of: alone))
    }

    @Test func withoutAnyNoiseTheBestAloneGoesOn() {
        #expect(Racing.survivors(of: field([[1, 1], [2, 2], [3, 3]])) == ["2"])
    }

    @Test func aRaceSpendsLessAndChoosesTheSame() async throws {
        let (whole, raced) = (Counter(), Counter())
        var winners: [String?] = []
        for (racing, paid) in [(false, whole), (true, raced)] {
            let settings = SearchFixture.settings(samples: 6, generations: 3, seeds: 5, racing: racing)
            let archive = try await SearchFixture.archive(settings)
            winners.append(try await SearchFixture.evolver(settings, archive, paid: paid).run().best?.id)
        }
        #expect(winners[0] == winners[1] && winners[0] != nil)
        #expect(raced.value < whole.value)
    }

    @Test func whatARaceSavesGoesToTheFinalists() async throws {
        let log = EventLog()
        let settings = SearchFixture.settings(samples: 6, generations: 3, seeds: 5)
        let archive = try await SearchFixture.archive(settings)
        _ = try await SearchFixture.evolver(settings, archive, log: log).run()
        let evaluations = try await archive.evaluations()
        let seeds = Set(evaluations.filter { $0.purpose == "finalist" }.map(\.seed))
        #expect(seeds.count > settings.finalistSeeds)
        #expect(
            log.all.contains {
                if case .stopped(_, let stop) = $0 { (stop.evaluations, stop.of) == (2, 5) } else { false }
            })
        #expect(
            log.all.contains {
                if case .replanned(let plan) = $0 { plan.finalistSeeds == seeds.count } else { false }
            })
    }
}

@Suite struct SearchBenchmarkTests {
    @Test(arguments: Strategies.names) func everyStrategyFindsTheOptimum(strategy: String) async throws {
        let found = try await SearchBenchmark.hill(strategy, 3, 6, 2)
        #expect(found.optima == 2, "steps short: \(found.meanRegret)")
    }

    @Test func choosingLosesAtMostAThirdOfTheMaximumOfOneTraining() async throws {
        let selection = try await SearchBenchmark.selecting(40)
        #expect(selection.maximumOfOne > 0.3)
        #expect(selection.ratio <= 1.0 / 3)
    }

    @Test func racingHalvesTheStepsAtTheSameChoice() async throws {
        let race = try await SearchBenchmark.racing(40)
        #expect(race.sameChoiceAtHalf >= 38)
    }

    @Test func theLoopCostsTheSameHoweverLongTheRun() async throws {
        let figures = try await ThroughputBenchmark.run(strategy: "eureka", sizes: [500, 2000]) { _ in }
        let (short, long) = (figures.points[0], figures.points[1])
        #expect(long.candidates == 2000)
        // A loop that read all rows each generation would be several times slower by then.
        #expect(long.cpuMillisecondsEach < 2 * short.cpuMillisecondsEach)
    }
}
