import Foundation
import Testing

/// What needs a terminal: questions between generations, and words while nothing else happens.
@Suite(.serialized, .timeLimit(.minutes(10))) struct TerminalTests {
    private static let search = [
        "reward", "--env", "inverted-pendulum", "--steps", "2048", "--seed", "3", "--jobs", "2", "--samples",
        "2", "--generations", "2", "--seeds", "1", "--confirm-seeds", "0", "--feedback",
    ]

    @Test func whatAPersonSaysIsKeptAndShown() throws {
        let evolve = try EvolveProcess()
        let words = "swing <less> & \"stay\" upright"
        let result = try evolve.onTerminal(
            Self.search + ["--run", "told"], awaiting: "> ", typing: [words])
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.contains("Generation 0 is over. Best so far: g0."))
        #expect(result.output.contains("The proposer cannot read it; it is kept."))
        let shown = try evolve("show", "told").output
        #expect(shown.contains("said between the generations:"))
        #expect(shown.contains(words))
        let report = try String(contentsOfFile: evolve.runs + "/told/report.html", encoding: .utf8)
        #expect(report.contains("swing &lt;less&gt; &amp; &quot;stay&quot; upright"))
        let replayed = try evolve("replay", "told")
        #expect(replayed.status == 0, "\(replayed.output)")
    }

    @Test func aRunThatIsInterruptedWhileItAsksGoesOnWithoutATerminalWhenToldTo() throws {
        let evolve = try EvolveProcess()
        let result = try evolve.onTerminal(
            Self.search + ["--run", "left"], awaiting: "> ", typing: ["^C"])
        #expect(result.status == 130, "\(result.output)")
        #expect(result.output.contains("evolve resume left"))
        let refused = try evolve("resume", "left")
        #expect(refused.status == 64)
        #expect(refused.complaint.contains("evolve resume left --no-feedback"))
        #expect(try evolve("resume", "left", "--no-feedback").status == 0)
    }

    @Test func withoutATerminalNobodyCanBeAsked() throws {
        let evolve = try EvolveProcess()
        let result = try evolve.start(Self.search + ["--run", "alone"]).wait()
        #expect(result.status == 64)
        #expect(result.complaint.contains("--feedback asks on the terminal"))
        #expect(result.complaint.contains("--wait-for-votes"))
        #expect(!FileManager.default.fileExists(atPath: evolve.runs + "/alone"))
    }

    @Test func theDoctorSaysWhatItLooksAt() throws {
        let result = try EvolveProcess().onTerminal(["doctor"], awaiting: "\u{0}", typing: [])
        #expect(result.output.contains("looking at the sandbox …"))
        #expect(result.output.contains("looking at the environments …"))
        // The line is taken away again.
        let parts = result.output.components(separatedBy: "\r\u{1B}[K")
        #expect(parts.count == 6 && parts.last?.contains("Nothing is missing.") == true)
    }
}

extension EvolveProcess {
    /// Runs a command on a terminal of 80 columns, where each line is typed after the awaited text appeared.
    func onTerminal(_ arguments: [String], awaiting: String, typing: [String]) throws -> Result {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let process = Process()
        let python =
            ProcessInfo.processInfo.environment["EVOLVE_PYTHON"]
            ?? root.deletingLastPathComponent().path + "/.environment/bin/python"
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments =
            [root.path + "/Fixtures/terminal.py", "80", awaiting] + typing + ["--", Self.program.path]
            + arguments
        var environment = ProcessInfo.processInfo.environment
        environment.merge(["EVOLVE_RUNS": runs, "EVOLVE_PICTURES": "0", "TERM": "xterm"]) { $1 }
        environment["EVOLVE_MODEL"] = nil
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let shown = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus, output: String(decoding: shown, as: UTF8.self), complaint: "")
    }
}
