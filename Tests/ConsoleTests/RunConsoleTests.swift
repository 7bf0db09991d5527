import Console
import Evolution
import Foundation
import Synchronization
import Testing

@Suite struct RunConsoleTests {
    /// Collects what would go to stderr.
    private final class Paper: Sendable {
        private let pieces = Mutex<[String]>([])
        func add(_ text: String) { pieces.withLock { $0.append(text) } }
        var text: String { pieces.withLock { $0.joined() } }
        var count: Int { pieces.withLock { $0.count } }
    }

    private func play(_ mode: RunConsole.Mode, on paper: Paper) {
        var console = RunConsole(
            mode: mode, size: { TerminalSize(columns: 80, rows: 30) }, write: { paper.add($0) })
        for (time, event) in ScriptedRun.end { console.handle(event, elapsed: time) }
        console.end(elapsed: 443)
    }

    @Test func pipedLines() throws {
        let paper = Paper()
        play(.plain, on: paper)
        #expect(!paper.text.contains("\u{1B}"))
        try expectSnapshot(paper.text, "plain.txt")
    }

    @Test func quietWritesNothing() {
        let paper = Paper()
        play(.quiet, on: paper)
        #expect(paper.text.isEmpty)
    }

    @Test(arguments: [true, false])
    func liveGivesTheCursorBack(colour: Bool) throws {
        let paper = Paper()
        play(.live(colour: colour), on: paper)
        let hidden = try #require(paper.text.range(of: "\u{1B}[?25l", options: .backwards))
        let shown = try #require(paper.text.range(of: "\u{1B}[?25h", options: .backwards))
        #expect(hidden.lowerBound < shown.lowerBound)
        #expect(paper.text.contains("\u{1B}[1;32m") == colour)
    }

    @Test func interruptedLiveGivesTheCursorBack() {
        let paper = Paper()
        var console = RunConsole(
            mode: .live(colour: true), size: { TerminalSize(columns: 60, rows: 20) }, write: { paper.add($0) }
        )
        for (time, event) in ScriptedRun.middle { console.handle(event, elapsed: time) }
        console.end(elapsed: 242)
        #expect(paper.text.hasSuffix(Terminal.restore))
    }

    @Test func drawsAtMostTenTimesASecond() {
        let paper = Paper()
        var console = RunConsole(
            mode: .live(colour: false), size: { TerminalSize(columns: 80, rows: 30) },
            write: { paper.add($0) })
        console.handle(.started(run: ScriptedRun.run, plan: ScriptedRun.plan, resumed: false), elapsed: 0)
        for step in 0..<1000 {
            let time = Double(step) / 1000
            console.handle(
                .training(ScriptedRun.activity("g1.c0"), fraction: time, fitness: nil), elapsed: time)
            console.tick(elapsed: time)
        }
        #expect(paper.count <= 11)
    }

    @Test(arguments: [RunConsole.Mode.live(colour: false), .plain])
    func nothingIsDrawnWhileAPersonTypes(mode: RunConsole.Mode) {
        let paper = Paper()
        var console = RunConsole(
            mode: mode, size: { TerminalSize(columns: 80, rows: 30) }, write: { paper.add($0) })
        for (time, event) in ScriptedRun.middle { console.handle(event, elapsed: time) }
        let question = Listening(
            generation: 0, best: "g0.c0", fitness: ScriptedRun.fitness(1.43, 0.2),
            components: ["forward", "alive"], isRead: false)
        console.handle(.listening(question), elapsed: 242)
        let asked = paper.text
        let expected = [
            "Generation 0 is over. Best so far: g0.c0  1.43 ± 0.20 m/s  (human 1.95 ± 0.64)",
            "  its terms: forward, alive", "  code: ./evolve show ant-20261123-0640 g0.c0",
            "  films: ./evolve review ant-20261123-0640",
            "What should the next generation do differently? One line; an empty one: nothing. "
                + "(The proposer cannot read it; it is kept.)",
            "> ",
        ]
        #expect(asked.hasSuffix(expected.joined(separator: "\n")), "\(asked.suffix(600))")
        for second in 243..<260 { console.tick(elapsed: Double(second)) }
        #expect(paper.text == asked)
        console.handle(.heard(after: 0, words: "hop less"), elapsed: 260)
        for second in 261..<264 { console.tick(elapsed: Double(second)) }
        #expect((paper.text == asked) == false)
        #expect(paper.text.contains("said after generation 0: hop less") == (mode == .plain))
    }

    @Test func modeIsChosenOnce() {
        #expect(RunConsole.Mode.choose(quiet: true, environment: [:], isTerminal: true) == .quiet)
        #expect(RunConsole.Mode.choose(quiet: false, environment: [:], isTerminal: false) == .plain)
        #expect(
            RunConsole.Mode.choose(quiet: false, environment: ["TERM": "dumb"], isTerminal: true) == .plain)
        #expect(
            RunConsole.Mode.choose(quiet: false, environment: ["NO_COLOR": "1"], isTerminal: true)
                == .live(colour: false))
        #expect(
            RunConsole.Mode.choose(quiet: false, environment: ["TERM": "xterm"], isTerminal: true)
                == .live(colour: true))
    }

    @Test func summaryOfAStoppedRunSaysHowToContinue() throws {
        var summary = ScriptedRun.summary
        summary.stopped = "interrupted"
        summary.best = nil
        summary.comparisons = []
        let lines = SummaryBlock(unit: "m/s").lines(summary).map { $0.rendered(colour: false) }
        #expect(lines.contains { $0.contains("./evolve resume ant-20261123-0640") })
        #expect(lines.contains { $0.contains("No valid candidate") })
        #expect(!lines.contains { $0.contains("best_reward.py") })
    }

    @Test func everyEventIsOneJSONObjectWithASchema() throws {
        let lines = ScriptedRun.end.map { EventJSON.line($0.1, elapsed: $0.0) }
        for line in lines {
            #expect(!line.contains("\n") && !line.contains("\u{1B}"))
            let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
            let object = try #require(value as? [String: Any])
            #expect(object["schema"] as? Int == 1)
            #expect(object["event"] is String)
            #expect(object["elapsed_s"] is NSNumber)
        }
        try expectSnapshot(lines.joined(separator: "\n") + "\n", "events.jsonl")
    }

    @Test func valuesThatAreNotFiniteBecomeNull() {
        let line = EventJSON.line(
            .training(ScriptedRun.activity("g1.c0"), fraction: .nan, fitness: .infinity), elapsed: 1)
        #expect(line.hasSuffix("\"fraction\":null,\"fitness\":null}"))
    }
}
