internal import Archive
internal import Evolution
internal import Foundation

extension ReviewPage {
    /// Writes a name as one segment of a path.
    package static func segment(_ text: String) -> String { percent(text) }

    /// Finds the candidates whose films are among the files of a folder.
    package func candidates(filmedIn files: [String]) -> Set<String> {
        let films = Set(files.filter { $0.hasSuffix(".mp4") }.map { String($0.dropLast(4)) })
        return Set(report.candidates.map(\.id).filter { films.contains(String($0.prefix(16))) })
    }

    /// Writes what the list of runs says of this one.
    package func fill(_ entry: inout RunList.Entry) {
        entry.problem = report.run.problem
        entry.subject = report.subject
        entry.state = report.run.state
        entry.candidates = report.triedCount
        entry.best = found
        entry.votes = facts.reviews.count
        entry.createdAt = report.run.createdAt
        entry.isBusy = facts.isBusy
        entry.isWaiting = facts.isBusy && facts.waiting != nil
    }

    /// Says what came out so far; nil where nothing was measured yet.
    private var found: String? {
        if let winner = report.winner {
            let held = report.individuals[winner.id]?.score(in: .confirm).map(\.words)
            let reached = report.isHeuristic ? held ?? score(winner) : score(winner)
            return "best \(report.label(winner)), \(reached)"
        }
        let failed = report.candidates.filter { !$0.isReference && report.outcome($0).verdict != "ok" }
        guard let first = failed.first, !facts.isBusy else { return nil }
        return failed.count == 1
            ? "\(report.label(first)) failed: \(report.outcome(first).verdict)"
            : "all \(failed.count) candidates failed"
    }
}

extension Report {
    /// What the trainer calls the environment of the run.
    package var environmentName: String { run.subject }
}
