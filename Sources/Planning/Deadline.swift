#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A limit in CPU time of the calling thread, which other load on the machine does not move.
package struct Deadline: Sendable {
    private let end: Duration

    /// Creates a deadline that many seconds of this thread's CPU time from now.
    package init(cpuSeconds: Double) {
        end = Self.now() + .seconds(min(cpuSeconds, 1e9))
    }

    /// A deadline that never comes.
    package static let never = Deadline(cpuSeconds: 1e9)

    /// Whether the time is up.
    package func hasPassed() -> Bool { hasPassed(at: Self.now()) }

    /// Whether the time is up when this thread has used that much.
    package func hasPassed(at now: Duration) -> Bool { now >= end }

    /// The CPU time this thread has used.
    package static func now() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}

extension Duration {
    /// The duration in seconds.
    package var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
