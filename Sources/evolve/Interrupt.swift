internal import Dispatch
internal import Glibc

/// Turns ^C and a polite request to end into the cancellation of the work.
enum Interrupt {
    /// Waits for the result; on a signal cancels the group, waits until everything is written, and throws.
    static func cancelling<Result: Sendable>(
        _ group: inout ThrowingTaskGroup<Result?, any Error>
    ) async throws -> Result {
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
        var result: Result?
        // The group holds the work, the watcher and the signals; the work's end or failure decides.
        while let finished = try await group.next() {
            if let finished {
                result = finished
                continuation.finish()
            }
        }
        guard let result else { throw CancellationError() }
        return result
    }
}
