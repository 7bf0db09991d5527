/// Keeps a block of lines at the bottom of the terminal and redraws it in place.
package struct LiveScreen: Sendable {
    private var drawn: [Int] = []
    private var columns = 0
    private var isCursorHidden = false
    private let colour: Bool

    package init(colour: Bool) { self.colour = colour }

    /// Gives the bytes that replace the last block by `lines`, printing `above` over it for good.
    ///
    /// The cursor stands at the end of the last line between draws, so a full screen never scrolls for nothing.
    package mutating func draw(_ lines: [StyledText], above: [StyledText] = [], size: TerminalSize) -> String
    {
        var bytes = "\u{1B}[?2026h"
        if !isCursorHidden {
            bytes += "\u{1B}[?25l"
            isCursorHidden = true
        }
        bytes += rewind(size)
        for line in above { bytes += line.rendered(colour: colour) + "\u{1B}[K\r\n" }
        bytes += lines.map { $0.rendered(colour: colour) + "\u{1B}[K" }.joined(separator: "\r\n")
        bytes += "\u{1B}[J\u{1B}[?2026l"
        drawn = lines.map(\.width)
        columns = size.columns
        return bytes
    }

    /// Gives the bytes that leave the block where it is and give the cursor back.
    package mutating func end() -> String {
        let bytes = (drawn.isEmpty ? "" : "\r\n") + (isCursorHidden ? Terminal.restore : "")
        drawn = []
        isCursorHidden = false
        return bytes
    }

    /// Goes to the first line of the last block; a narrower window has wrapped its lines in the meantime.
    private func rewind(_ size: TerminalSize) -> String {
        guard !drawn.isEmpty else { return "" }
        let rows = drawn.reduce(0) { sum, width in
            sum + (size.columns < columns ? max((width + size.columns - 1) / max(size.columns, 1), 1) : 1)
        }
        let up = min(rows - 1, size.rows - 1)
        return "\r" + (up > 0 ? "\u{1B}[\(up)A" : "")
    }
}
