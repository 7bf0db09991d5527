internal import ArgumentParser

/// The exit codes of the command line, after sysexits.h; people and scripts rely on them.
extension ExitCode {
    static let failedCheck = ExitCode(1)
    static let badInput = ExitCode(65)
    static let modelUnavailable = ExitCode(69)
    static let ourBug = ExitCode(70)
    static let cannotWrite = ExitCode(73)
    static let stoppedEmpty = ExitCode(75)
    static let configuration = ExitCode(78)
    static let interrupted = ExitCode(130)
}
