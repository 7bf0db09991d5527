internal import Archive
internal import ArgumentParser
internal import Console
internal import Evolution
internal import Foundation
internal import Glibc
internal import Review

/// Runs the work of a command while a person watches: events to the table and to `events.jsonl`, ^C to cancellation,
/// errors to one sentence and an exit code.
enum Conversation {
    /// Runs with the flags of a run.
    static func run(
        options: RunOptions, work: @escaping @Sendable (House) async throws -> RunSummary
    ) async throws {
        try await run(json: options.json, quiet: options.quiet, work: work)
    }

    /// Runs the work; returns only when it succeeded, throws an `ExitCode` otherwise.
    static func run(
        json: Bool, quiet: Bool, work: @escaping @Sendable (House) async throws -> RunSummary
    ) async throws {
        signal(SIGPIPE, SIG_IGN)
        let environment = ProcessInfo.processInfo.environment
        let mode = RunConsole.Mode.choose(
            quiet: quiet, environment: environment, isTerminal: Terminal.isTerminal)
        let (events, continuation) = AsyncStream.makeStream(of: RunEvent.self)
        do {
            let installation = try Installation(environment: environment, executable: Executable.path)
            let house = House(installation: installation) { event in
                LastRun.notice(event)
                continuation.yield(event)
            }
            let summary = try await withThrowingTaskGroup(of: RunSummary?.self) { group in
                group.addTask {
                    defer { continuation.finish() }
                    return try await work(house)
                }
                group.addTask {
                    await watch(events, mode: mode, json: json, installation: installation)
                    return nil
                }
                return try await Interrupt.cancelling(&group)
            }
            if json { print(SummaryJSON.line(summary)) }
            if summary.best == nil, quiet, let failure = LastRun.failure {
                Output.error("evolve: \(failure)\n")
            }
            if summary.best == nil {
                throw summary.stopped == nil ? ExitCode.failedCheck : ExitCode.stoppedEmpty
            }
        } catch let code as ExitCode {
            throw code
        } catch {
            continuation.finish()
            throw Explanation.exit(error)
        }
    }

    /// Draws events until there are no more, ten times a second at most.
    private static func watch(
        _ events: AsyncStream<RunEvent>, mode: RunConsole.Mode, json: Bool, installation: Installation
    ) async {
        let clock = ContinuousClock()
        let start = clock.now
        var elapsed: Double { start.duration(to: clock.now) / .seconds(1) }
        let isColoured = isatty(STDOUT_FILENO) == 1
        var console = RunConsole(
            mode: mode, runsFolder: installation.displayedRuns, write: { Output.error($0) },
            result: { if !json { Output.result(isColoured ? $0 : Output.plain($0)) } })
        var log = EventFile()
        let (beats, metronome) = AsyncStream.makeStream(of: RunEvent?.self)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for await event in events { metronome.yield(event) }
                metronome.finish()
            }
            group.addTask {
                while !Task.isCancelled {
                    try? await Task.sleep(for: .milliseconds(100))
                    metronome.yield(nil)
                }
            }
            for await beat in beats {
                if let event = beat {
                    log.append(event, elapsed: elapsed, runs: installation.runs)
                    console.handle(event, elapsed: elapsed)
                } else {
                    console.tick(elapsed: elapsed)
                }
            }
            group.cancelAll()
        }
        console.end(elapsed: elapsed)
    }
}

/// Writes each event as a line of JSON into the run's folder, once the run has said its name.
private struct EventFile {
    private var handle: FileHandle?

    mutating func append(_ event: RunEvent, elapsed: Double, runs: String) {
        if case .started(let run, _, _) = event {
            let path = "\(runs)/\(run.name)/events.jsonl"
            if !FileManager.default.fileExists(atPath: path) {
                _ = FileManager.default.createFile(atPath: path, contents: nil)
            }
            handle = FileHandle(forWritingAtPath: path)
            _ = try? handle?.seekToEnd()
        }
        if case .training(_, let fraction, _) = event, fraction > 0 { return }
        // A full disk must not end a run over its log: what counts is in the archive, whose errors are not ignored.
        try? handle?.write(contentsOf: Data((EventJSON.line(event, elapsed: elapsed) + "\n").utf8))
    }
}

/// Writes text for people, unbuffered.
enum Output {
    static func error(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
    static func result(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }

    /// Takes the colours out of a text that does not go to a terminal.
    static func plain(_ text: String) -> String {
        text.replacingOccurrences(of: "\u{1B}\\[[0-9;]*m", with: "", options: .regularExpression)
    }
}

/// Knows the path of the running program.
enum Executable {
    static var path: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
            ?? CommandLine.arguments[0]
    }
}
