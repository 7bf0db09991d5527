package import Archive
internal import Foundation

/// What people's votes change in a run: rejected candidates leave it, liked ones are built on, and the next question shows the best
/// liked and the least liked.
///
/// Votes come from outside, so what was counted before a generation is written down with it: a run that is continued asks
/// what it would have asked.
extension Evolver {
    /// Gives the standing that counts for a generation, after a person was heard and the wait that they asked for.
    func standing(before generation: Int, best: Individual? = nil) async throws -> Standing {
        let name = "votes/\(generation)"
        if let known = try await archive.mark(name, as: Standing.self) { return known }
        let isBegun = try await !archive.proposals(generation: generation, attempt: 0).isEmpty
        if isBegun { return Standing([]) }
        if generation > 0 {
            try await hear(after: generation - 1, best)
            try await waitForVotes(before: generation)
        }
        return try await counted(as: name)
    }

    /// Gives the standing that counts for the choice of the winner.
    func finalStanding() async throws -> Standing {
        if let known = try await archive.mark("votes/end", as: Standing.self) { return known }
        return try await counted(as: "votes/end")
    }

    private func counted(as name: String) async throws -> Standing {
        let standing = Standing(try await archive.reviews())
        if !standing.isEmpty { try await archive.setMark(name, try Self.json(standing)) }
        return standing
    }

    /// Puts the best liked candidates before the parents that the strategy chose, and names the least liked.
    ///
    /// Questions without parents ask for a fresh start, which votes must not end; the number of parents grows to two at
    /// most.
    func steered(_ question: Question, by standing: Standing) async throws -> Question {
        var steered = question
        steered.wishes = standing.wishes ?? []
        guard !question.parents.isEmpty, !standing.places.isEmpty else { return steered }
        let wanted = Set(standing.places.map(\.candidate))
        let known = try await searched(wanted)
        let liked = standing.liked.compactMap { known[$0.candidate] }.filter(\.isValid)
        if !liked.isEmpty {
            let others = question.parents.filter { parent in
                let strength = standing.place(of: parent.candidate.id)?.strength ?? 1
                return strength >= 1 && !liked.contains { $0.candidate.id == parent.candidate.id }
            }
            steered.parents = Array((liked + others).prefix(max(2, question.parents.count)))
        }
        let best = liked.first.flatMap { standing.place(of: $0.candidate.id) }
        steered.votes = Question.Votes(
            liked: liked.first, likedRemarks: best?.remarks ?? [],
            disliked: standing.worst.flatMap { known[$0.candidate] },
            dislikedRemarks: standing.worst?.remarks ?? [],
            tastes: Taste.read(
                standing.places.compactMap { place in known[place.candidate].map { ($0, place.strength) } }))
        // Remarks on what is built on count without a vote, too.
        if let parent = steered.parents.first?.candidate.id, parent != best?.candidate,
            parent != standing.worst?.candidate
        {
            steered.wishes = (standing.place(of: parent)?.remarks ?? []) + steered.wishes
        }
        return steered
    }

    /// Reads candidates of the search with what the search measured of them; references and later stages stay unseen.
    private func searched(_ wanted: Set<String>) async throws -> [String: Individual] {
        let evaluations = try await archive.evaluations().filter {
            $0.purpose == Stage.search.rawValue && wanted.contains($0.candidate)
        }
        let measured = Dictionary(grouping: evaluations, by: \.candidate)
        var found: [String: Individual] = [:]
        for id in wanted.sorted() {
            guard let candidate = try await archive.candidate(id),
                candidate.generation >= 0 || candidate.origin == "initial"
            else { continue }
            found[id] = Individual(candidate: candidate, evaluations: measured[id] ?? [])
        }
        return found
    }

    /// Takes over what counted of people's votes in another run, so that a run that answers from its records asks the same.
    static func copyVotes(from other: RunArchive, to archive: RunArchive) async throws {
        for (name, text) in try await other.marks() where name.hasPrefix("votes/") {
            if try await archive.mark(name) == nil { try await archive.setMark(name, text) }
        }
    }

    // MARK: Waiting

    /// Waits, if the settings say so, until a person lets the run go on or the time is over.
    private func waitForVotes(before generation: Int) async throws {
        guard let seconds = settings.voteWaitSeconds, seconds > 0 else { return }
        let deadline = clock.now + .seconds(seconds)
        let until = Date(timeIntervalSinceNow: seconds)
        let waiting = Waiting(generation: generation, until: ISO8601DateFormatter().string(from: until))
        try await archive.setMark(Waiting.mark, try Self.json(waiting))
        let words = "waiting for votes before generation \(generation), until \(waiting.until) at the latest"
        emit(.note("\(words): evolve review"))
        while clock.now < deadline {
            if try await archive.mark(Waiting.goOn(generation)) != nil { break }
            try await Task.sleep(for: .milliseconds(300))
        }
        try await archive.setMark(Waiting.mark, "null")
    }
}

/// Says that a run waits for votes.
package struct Waiting: Codable, Sendable, Equatable {
    /// The generation that comes next.
    package var generation: Int
    /// RFC 3339, UTC: when the run goes on by itself.
    package var until: String

    static let mark = "waiting"

    /// Names the mark that lets a run go on.
    static func goOn(_ generation: Int) -> String { "go_on/\(generation)" }

    /// Reads what a run waits for; nil while it does not.
    package static func read(_ archive: RunArchive) async throws -> Waiting? {
        try await archive.mark(mark, as: Waiting?.self) ?? nil
    }

    /// Lets a waiting run go on.
    package func end(in archive: RunArchive, by author: String) async throws {
        try await archive.setMark(Self.goOn(generation), author)
    }
}
