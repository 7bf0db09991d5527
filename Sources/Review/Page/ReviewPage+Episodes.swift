internal import Archive
internal import Foundation

/// Is what a page shows of the episodes that measured a policy; what an archive lacks of it is left out.
struct EpisodeView: Decodable {
    struct Series: Decodable {
        var name: String
        var parts: [Double]?
        var mean: Double?
    }

    struct Episode: Decodable {
        /// `best`, `median` or `worst`.
        var role: String
        var fitness: Double?
        var length: Int?
        var terminated: Bool?
        var signals: [Series]?
        var components: [Series]?
    }

    var horizon: Int?
    var count: Int?
    var terminated: Int?
    var meanLength: Double?
    var episodes: [Episode]?
}

extension ReviewPage {
    /// Shows the best, the median and the worst episode of a candidate's first training.
    func episodes(_ candidate: CandidateRecord) -> String {
        guard let text = facts.digests[candidate.id]?.first,
            let view = try? JSONDecoder().decode(EpisodeView.self, from: Data(text.utf8)),
            let episodes = view.episodes, !episodes.isEmpty
        else { return "" }
        let tables = episodes.map { episode in
            fold(
                "episode-\(episode.role)", HTML.escaped(Self.title(episode)), table(episode),
                isOpen: episode.role == "median")
        }
        return part(
            "What the policy did", HTML.text("p", Self.summary(view), class: "quiet") + tables.joined())
    }

    private static func summary(_ view: EpisodeView) -> String {
        var words: [String] = []
        if let count = view.count { words.append(Words.things(count, "episode") + " of the first training") }
        if let ended = view.terminated { words.append("\(ended) ended early for good") }
        if let length = view.meanLength {
            let most = view.horizon.map { " of \($0)" } ?? ""
            words.append("mean length \(Words.number(length))\(most) steps")
        }
        return words.joined(separator: ", ")
    }

    private static func title(_ episode: EpisodeView.Episode) -> String {
        var words = ["\(episode.role) episode"]
        if let fitness = episode.fitness { words.append("fitness \(Words.number(fitness))") }
        if let length = episode.length {
            words.append("\(length) steps\(episode.terminated == true ? ", ended for good" : "")")
        }
        return words.joined(separator: ", ")
    }

    /// Lists signals and components with their means over equal parts of the episode.
    private func table(_ episode: EpisodeView.Episode) -> String {
        func row(_ series: EpisodeView.Series) -> String {
            let parts = (series.parts ?? []).map { Words.number($0) }.joined(separator: "  ")
            return "<tr>" + HTML.text("th", series.name)
                + HTML.text("td", series.mean.map { Words.number($0) } ?? "—", class: "n")
                + HTML.text("td", parts, class: "names") + "</tr>"
        }
        func group(_ title: String, _ rows: [EpisodeView.Series]?) -> String {
            guard let rows, !rows.isEmpty else { return "" }
            return "<tr class=\"group\"><th colspan=\"3\">\(title)</th></tr>" + rows.map(row).joined()
        }
        let body = group("components of the reward", episode.components) + group("signals", episode.signals)
        let head = "<th>what</th><th class=\"n\">mean</th><th>from the beginning to the end</th>"
        return
            "<div class=\"scroll\"><table class=\"list\"><thead><tr>\(head)</tr></thead><tbody>\(body)</tbody></table></div>"
    }
}
