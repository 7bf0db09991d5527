internal import Dispatch
internal import Evolution
internal import Glibc

/// Turns ^C and a polite request to end into the cancellation of the work.
enum Interrupt {
    /// Waits for the summary; on a signal cancels the group, waits until everything is written, and throws.
    static func cancelling(_ group: inout ThrowingTaskGroup<RunSummary?, any Error>) async throws
        -> RunSummary
    {
        let (signals, continuation) = AsyncStream.makeStream(of: Void.self)
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { continuation.yield() }
            source.resume()
            return source
        }
        defer { sources.forEach { $0.cancel() } }
        group.addTask {
            for await _ in signals { throw CancellationError() }
            return nil
        }
        var summary: RunSummary?
        // The group holds the work, the watcher and the signals; the work's end or failure decides.
        while let finished = try await group.next() {
            if let finished {
                summary = finished
                continuation.finish()
            }
        }
        guard let summary else { throw CancellationError() }
        return summary
    }
}
