internal import Archive
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
        entry.best = report.winner.map { "\(report.label($0)), \(score($0))" }
        entry.votes = facts.reviews.count
        entry.createdAt = report.run.createdAt
        entry.isBusy = facts.isBusy
        entry.isWaiting = facts.isBusy && facts.waiting != nil
    }
}

extension Report {
    /// What the trainer calls the environment of the run.
    package var environmentName: String { run.subject }
}
