internal import Archive
internal import Foundation

/// Tells what a trained policy did in its episodes, for proposers and people.
struct EpisodeWords: Sendable {
    /// Signals that are told first: those the reward takes.
    let preferred: [String]
    /// Signals told of an episode, at most.
    var most = 5

    /// One line on all episodes, then one each on the median and the worst.
    func lines(_ digest: EpisodeDigest) -> [String] {
        let ends =
            digest.terminated == 0
            ? "none ended early"
            : "\(digest.terminated) of \(digest.count) ended early, after \(promptNumber(digest.meanLength)) "
                + "steps on average over all"
        var lines = ["\(digest.count) episodes were measured: \(ends)"]
        if let outcomes = digest.outcomes {
            let told = outcomes.sorted { $0.key < $1.key }.map {
                "\($0.key.replacing("_", with: " ")) \(promptNumber($0.value))"
            }
            lines[0] += "; on average over them \(told.joined(separator: ", "))"
        }
        if let agreement = digest.agreement, digest.count > 3 {
            lines[0] += "; rank correlation of this reward's sum with the score \(promptNumber(agreement))"
        }
        if let median = digest.episode(.median) { lines.append("the middle one: " + words(median)) }
        if let worst = digest.episode(.worst), let median = digest.episode(.median),
            worst.length != median.length || worst.terminated != median.terminated
        {
            lines.append("the worst: " + words(worst))
        }
        return lines
    }

    /// Score, end, and the course of some signals, four means each.
    func words(_ episode: EpisodeDigest.Episode) -> String {
        let end =
            episode.succeeded == true ? "succeeded after" : episode.terminated ? "failed after" : "lasted"
        let courses = chosen(episode).map { series in
            "\(series.name) \(Self.quarters(series.parts).map(promptNumber).joined(separator: ", "))"
                + (episode.terminated ? ", at the end \(promptNumber(series.last))" : "")
        }
        return (["score \(promptNumber(episode.fitness)), \(end) \(episode.length) steps"] + courses)
            .joined(separator: "; ")
    }

    private func chosen(_ episode: EpisodeDigest.Episode) -> [EpisodeDigest.Series] {
        let first = preferred.compactMap { episode.signal($0) }
        let rest = episode.signals.filter { series in !first.contains { $0.name == series.name } }
        return Array((first + rest).prefix(most))
    }

    /// Joins neighbouring parts until four are left; fewer stay as they are.
    static func quarters(_ parts: [Double]) -> [Double] {
        guard parts.count > 4 else { return parts }
        return (0..<4).map { quarter in
            let range = (quarter * parts.count / 4)..<((quarter + 1) * parts.count / 4)
            return parts[range].reduce(0, +) / Double(range.count)
        }
    }
}
