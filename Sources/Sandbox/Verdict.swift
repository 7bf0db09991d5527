/// Judges a candidate; one closed set.
///
/// None but ``ok`` carries a score, and no score is above or below the others.
package enum Verdict: String, Codable, Sendable, CaseIterable {
    /// Ran and answered as the contract asks.
    case ok
    /// Was refused before it ran: text, entry point, arguments, imports.
    case rejected
    /// Raised an exception, or returned something of the wrong type or shape.
    case error
    /// Tried what the sandbox forbids.
    case violation
    /// Used more wall or CPU time than allowed.
    case time
    /// Used more memory than allowed.
    case memory
    /// Returned nan or infinity.
    case nonFinite = "non_finite"
    /// Gave another answer when called again, or keeps state.
    case inconsistent
    /// Was ended by a signal.
    case killed
    /// Did not keep to the channel's protocol.
    case `protocol`
}

/// Explains a verdict other than ``Verdict/ok``.
package struct Failure: Error, Codable, Sendable, Equatable, CustomStringConvertible {
    /// Gives the verdict.
    package let verdict: Verdict
    /// Says, for people and proposers, what happened: component, signal, step, line.
    package let detail: String
    /// Names the line of the candidate's code, counted from 1.
    package let line: Int?
    /// Holds the candidate's own frames and the exception, as Python prints them.
    package let traceback: String?
    /// Holds what the candidate printed, cut to the limit.
    package let output: String
    /// Is true where not the candidate but the sandbox broke off (its zygote was killed): run it again.
    package let isSandboxFault: Bool

    /// Creates a failure.
    package init(
        _ verdict: Verdict, _ detail: String, line: Int? = nil, traceback: String? = nil, output: String = "",
        isSandboxFault: Bool = false
    ) {
        self.verdict = verdict
        self.detail = detail
        self.line = line
        self.traceback = traceback
        self.output = output
        self.isSandboxFault = isSandboxFault
    }

    package var description: String { "\(verdict.rawValue): \(detail)" }
}

/// Bounds what one candidate may use.
package struct Limits: Codable, Sendable, Equatable {
    /// Bounds one request, seconds of wall time; slow Python code is interrupted with its line at four fifths of it.
    package var requestSeconds: Double
    /// Bounds the worker's whole life, seconds of CPU time.
    package var cpuSeconds: Int
    /// Bounds memory beyond what Python and numpy occupy themselves, bytes.
    package var memoryBytes: Int
    /// Bounds what is kept of stdout and stderr, bytes.
    package var outputBytes: Int

    /// Creates limits; the defaults suit reward functions on chunks of some thousand rows.
    package init(
        requestSeconds: Double = 5, cpuSeconds: Int = 600, memoryBytes: Int = 512 << 20,
        outputBytes: Int = 16384
    ) {
        self.requestSeconds = requestSeconds
        self.cpuSeconds = cpuSeconds
        self.memoryBytes = memoryBytes
        self.outputBytes = outputBytes
    }
}

/// Tells what a worker used in its life, measured from outside.
package struct Usage: Codable, Sendable, Equatable {
    /// Counts seconds of CPU time, user and system.
    package let cpuSeconds: Double
    /// Gives the largest resident size, bytes; about 22 MB of it are Python's and numpy's own.
    package let peakBytes: Int
    /// Gives the exit status, where it exited.
    package let exitStatus: Int?
    /// Gives the signal, where one ended it.
    package let signal: Int?
}
