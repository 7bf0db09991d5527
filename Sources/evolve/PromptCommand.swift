internal import ArgumentParser
internal import Evolution
internal import Foundation
internal import LanguageModel
internal import Training

/// `evolve prompt`: what a run would ask first; nothing is sent.
struct PromptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prompt",
        abstract: "Print what would be sent to a model, with an estimate of tokens and price; send nothing.")

    @Option(help: ArgumentHelp("Environment; `evolve envs` lists them.", valueName: "name"))
    var env: String?

    @OptionGroup var place: DomainOptions

    @Option(help: "What the policy should do, in words (default: the environment's task).")
    var task: String?

    @Option(help: "Model whose prices are shown, as for `evolve reward` (default: offline).")
    var model: String?

    @Option(help: "Candidates a generation.")
    var samples: Int?

    @Option(help: "Folder whose prompts replace the built-in ones.")
    var prompts: String?

    @Option(help: "Price file that comes before the built-in prices.json.")
    var prices: String?

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        if let samples, samples < 1 { throw ValidationError("--samples must be at least 1, not \(samples)") }
    }

    mutating func run() async throws {
        try place.require(orEnvironment: env)
        do {
            let installation = try Installation(
                environment: ProcessInfo.processInfo.environment, executable: Executable.path)
            let house = House(installation: installation) { _ in }
            let subject = try await subject(house)
            let settings = RunSettings(
                problem: subject.problem, subject: subject.name, task: words(subject),
                model: model ?? Variables.text("EVOLVE_MODEL") ?? "offline", strategy: "eureka",
                samples: try samples ?? Variables.number("EVOLVE_SAMPLES") ?? usualSamples(subject),
                generations: 0, seeds: 0, steps: 0, finalists: 0, finalistSeeds: 0, confirmSeeds: 0, jobs: 1,
                seed: 0, initial: nil, promptsFolder: prompts, timeLimitSeconds: nil, allowWeakSandbox: false,
                pricesFile: prices ?? Variables.text("EVOLVE_PRICES"))
            let preview = try house.preview(settings, subject)
            print(json ? try JSONText.render(preview) : Self.text(preview))
        } catch {
            throw Explanation.exit(error)
        }
    }

    private func subject(_ house: House) async throws -> Subject {
        guard let env else { return .heuristic(try place.tasks(of: house)) }
        return .reward(try await house.installation.environment(env))
    }

    private func words(_ subject: Subject) -> String {
        if case .reward(let environment) = subject { return task ?? environment.task }
        return task ?? ""
    }

    private func usualSamples(_ subject: Subject) -> Int {
        if case .reward(let environment) = subject { return environment.defaults.samples }
        return HeuristicDefaults(strategy: "eureka", isOffline: model == nil).samples
    }

    private static func text(_ preview: PromptPreview) -> String {
        var lines = preview.messages.map { "--- \($0.role.rawValue)\n\($0.text)" }
        lines.append("---")
        lines.append(
            "about \(preview.promptTokens) tokens a request; up to \(preview.answerTokensAtMost) an answer; "
                + "\(preview.samples) answers a generation")
        if let prompt = preview.promptUSD, let whole = preview.generationUSDAtMost {
            lines.append(
                String(
                    format: "%.6f USD for the prompt, at most %.4f USD for a generation of %@", prompt, whole,
                    preview.model))
        } else if preview.model == "offline" {
            lines.append("--model offline reads no prompt and costs nothing")
        } else {
            lines.append("no price is known for \(preview.model); give a price file with --prices")
        }
        lines.append("nothing was sent")
        return lines.joined(separator: "\n")
    }
}
