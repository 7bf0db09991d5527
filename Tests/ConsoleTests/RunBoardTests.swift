import Console
import Evolution
import Testing

@Suite struct RunBoardTests {
    @Test func bestIsTheHighestFinishedSearchTraining() {
        let board = ScriptedRun.board(ScriptedRun.middle)
        #expect(board.best?.label == "g0.c0")
        #expect(board.reference?.fitness?.mean == 1.95)
    }

    @Test func failedCandidatesNeedNoMoreSteps() {
        // Left: 1 - 0.62, 1 - 0.58, one waiting, one rejected; then the confirmation of the winner on two seeds.
        let board = ScriptedRun.board(ScriptedRun.middle)
        let expected: Double = 500_000 * 3.8
        #expect(abs(board.remainingSteps - expected) < 1)
    }

    @Test func timeLeftComesFromTheSpeedSeen() throws {
        var board = RunBoard()
        board.apply(.started(run: ScriptedRun.run, plan: ScriptedRun.plan, resumed: false), at: 0)
        board.apply(.generationStarted(0), at: 0)
        board.apply(.training(ScriptedRun.activity("g0.c0"), fraction: 0, fitness: nil), at: 10)
        #expect(board.secondsLeft(at: 11) == nil)
        board.apply(.training(ScriptedRun.activity("g0.c0"), fraction: 0.5, fitness: nil), at: 20)
        // Half a training in 10 s; 7.5 trainings of the search and 2 of the confirmation are left.
        let seconds = try #require(board.secondsLeft(at: 20))
        #expect(abs(seconds - 190) < 0.001)
    }

    @Test func trainingsFromTheArchiveSayNothingOfSpeed() {
        var board = RunBoard()
        board.apply(.started(run: ScriptedRun.run, plan: ScriptedRun.plan, resumed: true), at: 0)
        board.apply(
            .evaluated(
                ScriptedRun.activity("g0.c0"), verdict: "ok", detail: "", fitness: ScriptedRun.fitness(1),
                wallSeconds: 60
            ),
            at: 0)
        #expect(board.doneSteps == 500_000)
        #expect(board.secondsLeft(at: 100) == nil)
    }

    @Test func severalSeedsGiveAnIntervalOverSeeds() throws {
        let board = ScriptedRun.board(ScriptedRun.end)
        let row = try #require(board.rows.first { $0.purpose == "confirm" && $0.label == "g1.c0" })
        let fitness = try #require(row.fitness)
        #expect(fitness.over == "seeds" && fitness.count == 2)
        #expect(abs(fitness.mean - 2.34) < 1e-9)
        // t(1) = 12.706, standard error 0.06.
        let high = try #require(fitness.high)
        let expected: Double = 3.10236
        #expect(abs(high - expected) < 1e-6)
    }

    @Test func aFailedSeedKeepsTheRowFailed() {
        var board = RunBoard()
        board.apply(.started(run: ScriptedRun.run, plan: ScriptedRun.plan, resumed: false), at: 0)
        board.apply(
            .evaluated(
                ScriptedRun.activity("g0.c0"), verdict: "time", detail: "", fitness: nil, wallSeconds: 1),
            at: 1)
        board.apply(.training(ScriptedRun.activity("g0.c0", seed: 8), fraction: 0.2, fitness: nil), at: 2)
        #expect(board.rows.first?.isFailed == true)
        #expect(board.best == nil)
    }

    @Test(arguments: [
        (1.4321, "1.43"), (-0.004, "−0.004"), (-0.0001, "0.000"), (0, "0.00"), (412.63, "412.6"), (.nan, "—"),
    ])
    func numbersAreShort(value: Double, text: String) { #expect(Figures.number(value) == text) }

    @Test func durationsAndCounts() {
        #expect(Figures.clock(3723) == "1:02:03")
        #expect(Figures.duration(400) == "7 min")
        #expect(Figures.duration(7800) == "2 h 10 min")
        #expect(Figures.count(500_000) == "500k")
        #expect(Figures.count(1_500_000) == "1.5M")
    }
}
