#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Holds the size of a terminal in character cells.
package struct TerminalSize: Sendable, Equatable {
    package var columns: Int
    package var rows: Int

    package init(columns: Int, rows: Int) { (self.columns, self.rows) = (columns, rows) }
}

/// Answers the few questions that only the operating system can answer about stderr.
package enum Terminal {
    /// Makes the cursor visible again and ends a synchronised update; safe to write at any time.
    package static let restore = "\u{1B}[?2026l\u{1B}[?25h"

    /// Asks for the present size of the terminal behind stderr; 80 x 24 when it does not say.
    package static func size() -> TerminalSize {
        var window = winsize()
        let answer = ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &window)
        guard answer == 0, window.ws_col > 0, window.ws_row > 0 else {
            return TerminalSize(columns: 80, rows: 24)
        }
        return TerminalSize(columns: Int(window.ws_col), rows: Int(window.ws_row))
    }

    /// Says whether stderr is a terminal.
    package static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}
