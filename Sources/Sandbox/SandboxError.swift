internal import Glibc

/// Says why the sandbox itself cannot work; a candidate's faults are ``Failure`` values instead.
package enum SandboxError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Reports a system call that failed: what was tried, and the kernel's reason.
    case system(String, CInt)
    /// Reports a worker program that refuses to serve: its sentence, remedy included (exit code 78).
    case unavailable(String)
    /// Reports something missing that the configuration names.
    case missing(String)

    package var description: String {
        switch self {
        case .system(let what, let code): "cannot \(what): \(String(cString: strerror(code)))"
        case .unavailable(let reason): reason
        case .missing(let what): what
        }
    }
}

/// Turns a negated errno into an error.
func attempt(_ what: String, _ result: CInt) throws(SandboxError) -> CInt {
    guard result >= 0 else { throw .system(what, -result) }
    return result
}
