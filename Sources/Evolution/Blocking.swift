internal import Foundation

/// Runs a blocking call on a thread of its own, so that the cooperative pool never waits for a child process.
/// - Returns: what the call returns; errors pass through.
package func offPool<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        let thread = Thread { continuation.resume(with: Result(catching: body)) }
        thread.stackSize = 1 << 20
        thread.start()
    }
}
