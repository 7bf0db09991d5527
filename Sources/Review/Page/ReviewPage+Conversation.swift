internal import Archive
internal import Foundation

extension ReviewPage {
    /// Shows what was asked and answered, every attempt.
    func conversation(_ candidate: CandidateRecord) -> String {
        let first = report.proposals.filter { $0.candidate == candidate.id }
        // The answer that was repaired stands in the same position, without this candidate's hash.
        let answers = report.proposals.filter { proposal in
            first.contains { $0.generation == proposal.generation && $0.index == proposal.index }
        }
        guard !answers.isEmpty else { return "" }
        return answers.map { answer in
            let title = answer.attempt == 0 ? "" : "<h3>Repair</h3>"
            return title + question(answer) + reply(answer)
        }.joined()
    }

    private struct Said: Decodable {
        var role: String
        var text: String
    }

    private func question(_ proposal: ProposalRecord) -> String {
        let messages = try? JSONDecoder().decode([Said].self, from: Data(proposal.messagesJSON.utf8))
        guard let messages, !messages.isEmpty else {
            return HTML.text(
                "p",
                "\(proposal.model) reads no prompt. \(proposal.note.prefix(1).uppercased())\(proposal.note.dropFirst())",
                class: "quiet")
        }
        let shown = messages.map { message(title: $0.role, $0.text) }.joined()
        let place = "g\(proposal.generation)-\(proposal.index)-\(proposal.attempt)"
        return fold("asked-\(place)", "Prompt, \(Words.things(messages.count, "message"))", shown)
    }

    private func reply(_ proposal: ProposalRecord) -> String {
        let place = "g\(proposal.generation)-\(proposal.index)-\(proposal.attempt)"
        let cost = proposal.costUSD > 0 ? String(format: ", %.4f USD", proposal.costUSD) : ""
        let tokens =
            proposal.inputTokens + proposal.outputTokens > 0
            ? ", \(Words.count(proposal.inputTokens)) tokens in, \(Words.count(proposal.outputTokens)) out"
            : ""
        var inner = ""
        if let failure = proposal.failure { inner += HTML.text("p", "No candidate came of it: \(failure)") }
        if let reasoning = proposal.reasoning { inner += message(title: "reasoning", reasoning) }
        inner += message(title: proposal.model, proposal.completion)
        return fold("answered-\(place)", HTML.escaped("Answer\(tokens)\(cost)"), inner)
    }

    private func message(title: String, _ text: String) -> String {
        "<div class=\"message\">\(HTML.text("h3", title))<pre class=\"words\">\(HTML.escaped(text))</pre></div>"
    }
}
