internal import Archive
internal import Foundation
internal import LanguageModel

/// Who proposes: from the word after `--model` to a proposer.
extension House {
    func proposer(
        _ settings: RunSettings, _ parts: Parts, _ folder: RunFolder
    ) async throws -> any Proposer {
        let emit = self.emit
        let notice: @Sendable (String) -> Void = { emit(.note($0)) }
        let specification = try parseModelSpecification(settings.model)
        switch specification {
        case .offline:
            return parts.offline
        case .http, .openai, .anthropic:
            var options = HTTPModelSettings()
            options.seed = settings.seed
            options.notice = notice
            options.prices = try prices(of: specification, settings.pricesFile)
            if settings.budgetUSD != nil, options.prices == nil {
                throw EvolutionError.setUp(why: Self.unpriced(specification))
            }
            options.ledger = try await Books.open(folder.archive, limitUSD: settings.budgetUSD)
            guard
                let model = try HTTPModel(
                    specification, environment: ProcessInfo.processInfo.environment, settings: options)
            else { preconditionFailure("an address always makes a client") }
            return ModelProposer(
                model: model, prompts: parts.prompts, maxTokens: ModelProposer.maxTokens(for: specification))
        case .manual:
            return ModelProposer(
                model: ManualModel(folder: folder.path + "/prompts", notice: notice), prompts: parts.prompts)
        case .replay(let run):
            return ModelProposer(model: try await recorded(run, for: folder), prompts: parts.prompts)
        }
    }

    /// Looks at the words after `--model`, and whether a key that they need is configured; asks nobody.
    /// - Throws: `ModelError` in the words of a person's mistake.
    package static func requireUsable(model: String, environment: [String: String]) throws {
        _ = try HTTPModel(parseModelSpecification(model), environment: environment)
    }

    /// Looks at the words after `--model` alone.
    /// - Throws: `ModelError` in the words of a person's mistake.
    package static func requireReadable(model: String) throws {
        _ = try parseModelSpecification(model)
    }

    /// Finds what a model costs; nil where no file knows it.
    func prices(of specification: ModelSpecification, _ ownFile: String?) throws -> TokenPrices? {
        try PriceList(paths: [ownFile].compactMap { $0 } + [installation.prices]).prices(of: specification)
    }

    private static func unpriced(_ specification: ModelSpecification) -> String {
        "--budget-usd: no price is known for \(specification.pricedName); write a file "
            + "{\"models\": [{\"model\": \"\(specification.pricedName)\", \"input\": 1.0, \"output\": 2.0}]} "
            + "(US dollars per million tokens) and give it with --prices or EVOLVE_PRICES"
    }

    /// Makes a model of an earlier run's records.
    private func recorded(_ run: String, for folder: RunFolder) async throws -> ReplayModel {
        let path = try RunFolder.archivePath(run, in: installation.runs)
        let archive = try run == folder.name ? folder.archive : RunArchive(path: path)
        let proposals = try await archive.proposals()
        try await Evolver.copyVotes(from: archive, to: folder.archive)
        let recordings = try proposals.map {
            ReplayModel.Recording(messages: try $0.messages(), completion: $0.recordedCompletion)
        }
        guard recordings.contains(where: { !$0.messages.isEmpty }) else {
            throw EvolutionError.setUp(
                why: "--model replay:\(run): that run asked no model; "
                    + "repeat it with --model offline and the same --seed")
        }
        let answered = try await folder.archive.proposals().map { try $0.messages() }
        return ReplayModel(run: run, recordings: recordings, answered: answered)
    }
}

extension ProposalRecord {
    /// The conversation that was sent; empty for the offline proposer.
    func messages() throws -> [Message] {
        try JSONDecoder().decode([Message].self, from: Data(messagesJSON.utf8))
    }
}
