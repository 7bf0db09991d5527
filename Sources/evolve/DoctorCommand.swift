internal import ArgumentParser
internal import Console
internal import Evolution
internal import Foundation

/// `evolve doctor`: what a run needs, whether it is there, and the remedy where it is not.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look at everything a run needs: sandbox, Python, environments, model, disk, cores.",
        discussion: "Exit code 0 where nothing is missing, else 1.")

    @Flag(help: "Print JSON.")
    var json = false

    mutating func run() async throws {
        let isTerminal = Terminal.isTerminal
        let diagnosis = await Diagnosis.run(
            environment: ProcessInfo.processInfo.environment, executable: Executable.path
        ) { what in
            // The next words, or the result, take this line's place.
            if isTerminal { Output.error("\r\u{1B}[Klooking at \(what) …") }
        }
        if isTerminal { Output.error("\r\u{1B}[K") }
        print(json ? try JSONText.render(diagnosis) : Self.text(diagnosis))
        if !diagnosis.ok { throw ExitCode.failedCheck }
    }

    private static func text(_ diagnosis: Diagnosis) -> String {
        let width = (diagnosis.findings.map(\.name.count).max() ?? 0) + 2
        var lines: [String] = []
        for finding in diagnosis.findings {
            let name = finding.name.padding(toLength: width, withPad: " ", startingAt: 0)
            lines.append(
                finding.state.rawValue.padding(toLength: 9, withPad: " ", startingAt: 0) + name
                    + finding.detail)
            if let remedy = finding.remedy {
                lines.append(String(repeating: " ", count: 9 + width) + remedy)
            }
        }
        let bad = diagnosis.findings.count { $0.state == .missing }
        lines.append(bad == 0 ? "\nNothing is missing." : "\n\(bad) missing.")
        return lines.joined(separator: "\n")
    }
}
