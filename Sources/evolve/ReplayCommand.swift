internal import ArgumentParser
internal import Evolution
internal import Foundation

/// `evolve replay`: goes through a run again over its own records.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Go through a finished run again over its recorded answers and measurements, and compare.",
        discussion: """
            Nothing is trained, searched or asked: every choice of the loop is made anew, and the archive must come out the \
            same. Exit code 1 and the first difference where it does not, for example after an update.
            """)

    @Argument(help: "Name of the run's folder under Runs.")
    var run: String

    @Flag(help: "Print JSON.")
    var json = false

    mutating func run() async throws {
        do {
            let house = try Bystander.house()
            let report = try await house.replay(run)
            if json {
                print(try Evolver.json(report))
            } else {
                let counts =
                    "\(report.proposals) proposals, \(report.candidates) candidates, \(report.evaluations) evaluations"
                print(
                    report.isSame
                        ? "\(run): same archive (\(counts))"
                        : "\(run): another archive than recorded (\(counts))\n  \(report.difference ?? "")")
            }
            if !report.isSame { throw ExitCode.failedCheck }
        } catch {
            throw Explanation.exit(error)
        }
    }
}

/// `evolve verify`: looks at a run's records anew.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Look at a run's records anew: the file, hashes, scores, plans and policies.",
        discussion: """
            Policies of finalists and comparison are measured again on the same episodes, plans of the comparison are \
            validated again. Exit code 1 where something does not hold.
            """)

    @Argument(help: "Name of the run's folder under Runs.")
    var run: String

    @Flag(help: "Print JSON.")
    var json = false

    mutating func run() async throws {
        do {
            let report = try await Bystander.house().verify(run)
            if json {
                print(try Evolver.json(report))
            } else {
                for check in report.checks {
                    let outcome = check.failures.isEmpty ? "hold" : "\(check.failures.count) do not hold"
                    print("\(check.name): \(check.count) looked at, \(outcome)")
                    for failure in check.failures { print("  \(failure)") }
                    if !check.note.isEmpty { print("  \(check.note)") }
                }
            }
            if !report.isSound { throw ExitCode.failedCheck }
        } catch {
            throw Explanation.exit(error)
        }
    }
}

/// Makes a house for commands that look at runs and work on none.
private enum Bystander {
    static func house() throws -> House {
        let installation = try Installation(
            environment: ProcessInfo.processInfo.environment, executable: Executable.path)
        return House(installation: installation) { event in
            if case .note(let text) = event { Output.error("\(text)\n") }
        }
    }
}
