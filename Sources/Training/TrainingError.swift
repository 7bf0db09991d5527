/// Says why a training could not go on; a candidate's faults are thrown by the caller's own closure instead.
package enum TrainingError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Reports a program or folder that the configuration names and that is not there, with the remedy.
    case missing(String)
    /// Reports a system call that failed: what was tried, and the kernel's reason.
    case system(String, String)
    /// Reports a trainer process that ended: how, and the last lines of its stderr.
    case ended(String, output: String)
    /// Reports a trainer that said nothing for so many seconds and was killed.
    case silent(seconds: Double, output: String)
    /// Reports a failure in the trainer's own code, or a request that it refuses: the sentence, and where.
    case failed(String, at: String)
    /// Reports a message that does not belong to the protocol.
    case protocolBroken(String)
    /// Says that the caller asked to stop.
    case cancelled

    package var description: String {
        switch self {
        case .missing(let what): what
        case .system(let what, let reason): "cannot \(what): \(reason)"
        case .ended(let how, let output): "the trainer \(how)" + Self.tail(output)
        case .silent(let seconds, let output):
            "the trainer said nothing for \(Int(seconds)) s and was killed" + Self.tail(output)
        case .failed(let what, let place): "the trainer reports \(what) (\(place))"
        case .protocolBroken(let what): "the trainer broke the protocol: \(what)"
        case .cancelled: "stopped on request"
        }
    }

    private static func tail(_ output: String) -> String {
        let lines = output.split(separator: "\n").suffix(8)
        return lines.isEmpty ? "" : "; its last words:\n" + lines.joined(separator: "\n")
    }
}
