internal import Archive
internal import ArgumentParser
internal import Evolution
internal import Training

/// `evolve resume`: continues a run that was stopped, killed or finished.
struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Continue a run: finished work is kept, the rest is done.")

    @Argument(help: "Name of the run's folder under Runs.")
    var run: String

    @Flag(inversion: .prefixedNo, help: "Ask for words between generations, where the run was begun so.")
    var feedback = true

    @Flag(help: "Print one JSON object at the end.")
    var json = false

    @Flag(help: "Show no progress.")
    var quiet = false

    mutating func run() async throws {
        let (name, asks, quiet) = (run, feedback, quiet)
        try await Conversation.run(json: json, quiet: quiet) { house in
            let folder = try RunFolder.open(name, in: house.installation.runs)
            guard let record = try await folder.archive.run() else {
                throw InputError(
                    "\(folder.path): the run was killed before anything was recorded; start it again")
            }
            let settings = try RunSettings(json: record.settingsJSON)
            let subject = try await house.subject(of: folder, settings)
            return try await Results.reporting(folder, subject, house) {
                if let summary = try record.finished() {
                    let plan = RunPlan(
                        settings, model: settings.model, fitnessUnit: subject.measure.unit,
                        reference: subject.reference)
                    house.emit(.started(run: record, plan: plan, resumed: true))
                    house.emit(.note("\(name) is finished: nothing is left to do"))
                    house.emit(.finished(summary))
                    return summary
                }
                guard settings.strategy == "score" else {
                    guard settings.feedback == true, asks else {
                        return try await house.search(folder, settings, subject)
                    }
                    try TerminalListener.require(
                        quiet: quiet, otherwise: "go on without: evolve resume \(name) --no-feedback")
                    return try await house.listening(settings).search(folder, settings, subject)
                }
                return try await house.score(folder, settings, subject, compared: true)
            }
        }
    }
}
