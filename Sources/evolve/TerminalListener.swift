internal import ArgumentParser
internal import Evolution
internal import Glibc

/// Reads what a person types between two generations; the console writes the question.
enum TerminalListener {
    /// Says whether a person can be asked: they see stderr and type into stdin.
    static var isPossible: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

    /// Refuses `--feedback` where nobody can answer.
    /// - Throws: a usage error that says what to do instead.
    static func require(quiet: Bool, otherwise: String) throws {
        guard isPossible else {
            throw ValidationError(
                "--feedback asks on the terminal after each generation, and there is none; \(otherwise)")
        }
        if quiet {
            throw ValidationError("--feedback asks questions, and --quiet shows none; leave one of them out")
        }
    }

    /// Waits for a line, in a way that ^C ends.
    ///
    /// Lines that were typed before the question belong to no question and are thrown away; several that are pasted
    /// together are one answer.
    static let listener: Listener = { _ in
        tcflush(STDIN_FILENO, TCIFLUSH)
        var text = ""
        while !isReadable() { try await Task.sleep(for: .milliseconds(50)) }
        while isReadable(), let line = line() { text += line }
        return text
    }

    /// Says whether a whole line, or the end of the input, is there; a terminal gives nothing less.
    private static func isReadable() -> Bool {
        var wanted = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        return poll(&wanted, 1, 0) > 0
    }

    /// Reads what is there; nil at the end of the input (^D).
    private static func line() -> String? {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(STDIN_FILENO, &bytes, bytes.count)
        return count > 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : nil
    }
}
