package import Archive
package import Foundation

/// Holds films for the report, inside the page, so that it stays one file.
package struct Films: Sendable, Equatable {
    /// Is one film, an mp4.
    package struct Film: Sendable, Equatable {
        package var caption: String
        package var data: Data

        package init(caption: String, data: Data) { (self.caption, self.data) = (caption, data) }
    }

    package var films: [Film] = []
    /// Says, in a sentence each, what could not be made.
    package var problems: [String] = []

    package init() {}
}

/// Names the policies that a film shows: of equal seed, so that both begin alike.
package struct FilmPlan: Sendable, Equatable {
    package var seed: UInt64
    /// Label and policy file, relative to the run's folder; the winner first, then the human reward's, if there is one.
    package var panels: [(label: String, policy: String)]
    package var caption: String

    package static func == (left: FilmPlan, right: FilmPlan) -> Bool {
        left.seed == right.seed && left.caption == right.caption
            && left.panels.map(\.policy) == right.panels.map(\.policy)
    }
}

extension Report {
    /// Chooses what to film once a run has a result: of the winner's trainings the one with the middle fitness, not the best one.
    package var filmPlan: FilmPlan? {
        guard facts?.best != nil, let winner else { return nil }
        let fresh = confirmed(winner.id)
        let trainings = (fresh.isEmpty ? ranked(winner.id) : fresh)
            .filter { $0.verdict == "ok" && $0.policy != nil && ($0.fitness ?? .nan).isFinite }
            .sorted { ($0.fitness ?? 0) < ($1.fitness ?? 0) }
        guard !trainings.isEmpty else { return nil }
        let middle = trainings[(trainings.count - 1) / 2]
        guard let policy = middle.policy else { return nil }
        var panels = [(label: panelLabel(winner, middle), policy: policy)]
        if let human, human.id != winner.id,
            let rival = evaluations.first(where: { $0.candidate == human.id && $0.seed == middle.seed }),
            let other = rival.policy
        {
            panels.append((panelLabel(human, rival), other))
        }
        let which = trainings.count == 1 ? "the only one" : "the middle one of \(trainings.count)"
        var caption =
            "The policy of \(label(winner)) after training with seed \(middle.seed), \(which) by fitness"
        caption += panels.count > 1 ? ", beside that of the human reward with the same seed and start." : "."
        return FilmPlan(seed: middle.seed, panels: panels, caption: caption)
    }

    /// Chooses what a film of one candidate shows: of its trainings the one with the middle fitness, begun as all films of single
    /// candidates of a run are, so that two can be compared.
    package func filmPlan(of candidate: CandidateRecord) -> FilmPlan? {
        let trainings = ranked(candidate.id)
            .filter { $0.verdict == "ok" && $0.policy != nil && ($0.fitness ?? .nan).isFinite }
            .sorted { ($0.fitness ?? 0) < ($1.fitness ?? 0) }
        guard !trainings.isEmpty, let policy = trainings[(trainings.count - 1) / 2].policy else { return nil }
        return FilmPlan(seed: run.seed, panels: [(label(candidate), policy)], caption: "")
    }

    private func panelLabel(_ candidate: CandidateRecord, _ training: EvaluationRecord) -> String {
        let fitness = training.fitness.map { " " + withUnit(Words.number($0)) } ?? ""
        return label(candidate) + fitness.replacingOccurrences(of: "−", with: "-")
    }

    /// Shows the films; where there is none although one was wanted, why.
    func filmsSection() -> String {
        let figures = films.films.map { film in
            let source = "data:video/mp4;base64," + film.data.base64EncodedString()
            return "<figure><video controls loop muted playsinline src=\"\(source)\"></video>"
                + "<figcaption>\(HTML.escaped(film.caption))</figcaption></figure>"
        }
        let notes = films.problems.map { HTML.text("p", $0, class: "quiet") }
        return section("To look at", id: "films", (figures + notes).joined(separator: "\n"))
    }
}
