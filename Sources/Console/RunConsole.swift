package import Evolution

/// Shows a run to a person, from its events alone; the caller owns the loop and the clock.
///
/// Call ``handle(_:elapsed:)`` for every event, ``tick(elapsed:)`` about ten times a second, and
/// ``end(elapsed:)`` once, also on interrupt: it gives the cursor back.
package struct RunConsole: Sendable {
    /// Chooses how to show a run.
    package enum Mode: Sendable, Equatable {
        /// Table on a terminal, redrawn in place.
        case live(colour: Bool)
        /// One line a candidate and a generation.
        case plain
        /// Nothing.
        case quiet

        /// Chooses from the flags, the environment's variables and whether stderr is a terminal.
        package static func choose(quiet: Bool, environment: [String: String], isTerminal: Bool) -> Mode {
            if quiet { return .quiet }
            guard isTerminal, environment["TERM"] != "dumb" else { return .plain }
            return .live(colour: (environment["NO_COLOR"] ?? "").isEmpty)
        }
    }

    private static let interval = 0.1

    package private(set) var board = RunBoard()
    private let mode: Mode
    private let runsFolder: String
    private let size: @Sendable () -> TerminalSize
    private let write: @Sendable (String) -> Void
    private let result: (@Sendable (String) -> Void)?
    private var screen: LiveScreen
    private var lastDraw = -Double.infinity
    private var isChanged = false
    /// True while a person is asked: nothing may be drawn over what they type.
    private var isListening = false

    /// Makes a console.
    /// - Parameters:
    ///   - mode: how to show the run.
    ///   - runsFolder: where results lie, as people see it.
    ///   - size: asks for the terminal's size.
    ///   - write: takes text for stderr, unbuffered.
    ///   - result: takes the final summary, in every mode; nil sends it where the rest goes.
    package init(
        mode: Mode, runsFolder: String = "Runs", size: @escaping @Sendable () -> TerminalSize = Terminal.size,
        write: @escaping @Sendable (String) -> Void, result: (@Sendable (String) -> Void)? = nil
    ) {
        self.result = result
        (self.mode, self.runsFolder, self.size, self.write) = (mode, runsFolder, size, write)
        screen = LiveScreen(colour: mode == .live(colour: true))
    }

    /// Takes in an event at `elapsed` seconds since the command began.
    package mutating func handle(_ event: RunEvent, elapsed: Double) {
        board.apply(event, at: elapsed)
        isChanged = true
        if case .listening(let question) = event { return ask(question, elapsed) }
        if case .heard = event { isListening = false }
        switch mode {
        case .quiet:
            if case .finished(let summary) = event { result?(text(summary, colour: false)) }
        case .plain:
            for line in PlainLines.lines(event, board: board, elapsed: elapsed) { write(line + "\n") }
            if case .finished(let summary) = event {
                (result ?? write)(text(summary, colour: false))
            }
        case .live(let colour):
            live(event, elapsed, colour)
        }
    }

    /// Lets the clock run on: redraws the table if a tenth of a second has passed.
    package mutating func tick(elapsed: Double) {
        guard case .live = mode, !isListening, board.run != nil, board.summary == nil else { return }
        // Between events only the clock moves, once a second.
        let due = isChanged ? Self.interval : 1
        if elapsed - lastDraw >= due { draw(elapsed) }
    }

    /// Ends the show: draws the last state and gives the cursor back.
    package mutating func end(elapsed: Double) {
        guard case .live = mode else { return }
        if board.run != nil, board.summary == nil, isChanged, !isListening { draw(elapsed) }
        write(screen.end())
    }

    /// Leaves the table where it is and writes the question below; what follows is drawn below the answer.
    private mutating func ask(_ question: Listening, _ elapsed: Double) {
        var colour = false
        if case .live(let isColoured) = mode {
            colour = isColoured
            draw(elapsed)
            write(screen.end())
        }
        isListening = true
        let lines = ListeningBlock(board: board).lines(question)
        write("\n" + lines.map { $0.rendered(colour: colour) + "\n" }.joined() + ListeningBlock.prompt)
    }

    private mutating func live(_ event: RunEvent, _ elapsed: Double, _ colour: Bool) {
        switch event {
        case .note(let text) where isListening:
            write(text + "\n" + ListeningBlock.prompt)
        case .note(let text):
            draw(elapsed, above: [StyledText(text, .warning)])
        case .finished(let summary):
            draw(elapsed)
            write(screen.end())
            (result ?? write)(text(summary, colour: colour))
        default:
            tick(elapsed: elapsed)
        }
    }

    private mutating func draw(_ elapsed: Double, above: [StyledText] = []) {
        let size = size()
        // The last column stays free: a full line would wrap on some terminals.
        let table = LiveTable(width: size.columns - 1, height: size.rows - 1)
        write(screen.draw(table.lines(board, elapsed: elapsed), above: above, size: size))
        lastDraw = elapsed
        isChanged = false
    }

    private func text(_ summary: RunSummary, colour: Bool) -> String {
        block(summary).map { $0.rendered(colour: colour) + "\n" }.joined()
    }

    private func block(_ summary: RunSummary) -> [StyledText] {
        SummaryBlock(unit: board.plan?.fitnessUnit ?? "", runsFolder: runsFolder, plan: board.plan)
            .lines(summary)
    }
}
