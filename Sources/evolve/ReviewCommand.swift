internal import ArgumentParser
internal import Evolution
internal import Foundation
internal import ReviewServer

/// `evolve review`: the archive in the browser.
struct ReviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        abstract:
            "Look at runs in the browser and vote: approve, reject, remark, prefer one film to another.",
        discussion: """
            Serves a page on 127.0.0.1 until ^C and prints its address. The token in it is new each time; whoever has it \
            can read the runs and vote. Votes are rows of the run's archive and change what the next generation is built on.
            """)

    @Argument(help: "Run to open the page at (default: the list of all runs).")
    var run: String?

    @Option(parsing: .unconditional, help: "Port on 127.0.0.1 (default: any that is free).")
    var port: Int?

    @Option(help: "Who votes unless a voter says otherwise (default: the user's name on this machine).")
    var by: String?

    @Flag(help: "Print the address as one JSON object.")
    var json = false

    func validate() throws {
        if let port, !(1...65_535).contains(port) {
            throw ValidationError("--port must be from 1 to 65535, not \(port)")
        }
    }

    mutating func run() async throws {
        let command = self
        do {
            let installation = try Installation(
                environment: ProcessInfo.processInfo.environment, executable: Executable.path)
            if let run { _ = try RunFolder.archivePath(run, in: installation.runs) }
            let server = ReviewServer(
                installation: installation, port: UInt16(command.port ?? 0),
                author: command.by ?? NSUserName(),
                noFilms: Variables.text("EVOLVE_PICTURES") == "0" ? "EVOLVE_PICTURES=0 leaves films out" : nil
            )
            try await withThrowingTaskGroup(of: Void?.self) { group in
                group.addTask {
                    try await server.run { address in command.announce(address) }
                    return ()
                }
                try await Interrupt.cancelling(&group)
            }
        } catch is CancellationError {
            Output.error("\nthe review page is closed\n")
        } catch {
            throw Explanation.exit(error)
        }
    }

    /// Says where the page is.
    private func announce(_ address: String) {
        let name = run?.addingPercentEncoding(withAllowedCharacters: .alphanumerics)
        let place = address + (name.map { "run/\($0)" } ?? "")
        if json {
            print("{\"schema\":1,\"address\":\"\(place)\"}")
        } else {
            print(place)
            Output.error("open this address in a browser; ^C closes the page\n")
        }
        // Whoever reads a pipe waits for this line.
        fflush(nil)
    }
}
