import Archive
import Console
import Evolution
import Testing

@Suite struct LiveTableTests {
    private func text(_ board: RunBoard, width: Int, height: Int = 40, elapsed: Double, colour: Bool = false)
        -> String
    {
        LiveTable(width: width, height: height).lines(board, elapsed: elapsed)
            .map { $0.rendered(colour: colour) + "\n" }.joined()
    }

    @Test(arguments: [60, 80, 120])
    func middleOfARunFitsTheWidth(width: Int) throws {
        let board = ScriptedRun.board(ScriptedRun.middle)
        for line in LiveTable(width: width, height: 40).lines(board, elapsed: 241) {
            #expect(line.width <= width)
        }
        try expectSnapshot(text(board, width: width, elapsed: 241), "middle-\(width).txt")
    }

    @Test(
        arguments: [40, 60, 79, 80, 100, 140],
        ["offline", "http://127.0.0.1:8131/v1#a-model-with-a-long-name"])
    func theRunsSeedIsNeverCut(width: Int, model: String) {
        var plan = ScriptedRun.plan
        (plan.model, plan.seeds, plan.samples) = (model, 3, 16)
        var run = ScriptedRun.run
        run.seed = 2_147_483_646
        var board = RunBoard()
        board.apply(.started(run: run, plan: plan, resumed: false), at: 0)
        let line = LiveTable(width: width, height: 40).lines(board, elapsed: 1)[1]
        let text = line.rendered(colour: false)
        #expect(line.width <= width && text.hasSuffix("seed 2147483646"), "\(text)")
        #expect(text.hasPrefix(String(model.prefix(7))))
    }

    @Test func finishedRun() throws {
        try expectSnapshot(
            text(ScriptedRun.board(ScriptedRun.end), width: 80, elapsed: 443), "finished-80.txt")
    }

    @Test func colourOnlyWhenAsked() throws {
        let board = ScriptedRun.board(ScriptedRun.middle)
        #expect(!text(board, width: 80, elapsed: 241).contains("\u{1B}"))
        try expectSnapshot(text(board, width: 80, elapsed: 241, colour: true), "middle-80-colour.txt")
    }

    @Test func aCandidatesEscapeCodesNeverReachTheTerminal() {
        let board = ScriptedRun.board(ScriptedRun.middle)
        #expect(
            !text(board, width: 200, elapsed: 241).unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
    }

    @Test(arguments: [8, 10, 12])
    func aLowWindowKeepsWhatIsUnderWay(height: Int) {
        let board = ScriptedRun.board(ScriptedRun.middle)
        let lines = LiveTable(width: 80, height: height).lines(board, elapsed: 241)
        #expect(lines.count <= max(height, 10))
        let drawn = lines.map { $0.rendered(colour: false) }.joined(separator: "\n")
        #expect(drawn.contains("more"))
        if height == 12 { #expect(drawn.contains("g1.c0") && drawn.contains("g1.c2")) }
    }

    @Test func wideLettersCountTwice() {
        #expect(DisplayWidth.of("報酬a") == 5)
        #expect(StyledText("報酬関数").clipped(to: 6).width <= 6)
        #expect(StyledText("報酬関数").padded(to: 12).width == 12)
    }
}
