package import Archive

/// Ranks candidates by what people said of them, whatever their fitness is.
///
/// Every comparison of two is a game, an approval a game won against an imaginary middling candidate, a rejection one lost against it;
/// strengths are those of Bradley and Terry (1952), found by Hunter's iteration (2004), with one game won and one lost against the
/// middling candidate for everybody, so that a single vote does not make a champion.
package struct Standing: Codable, Sendable, Equatable {
    /// Holds what was said of one candidate.
    package struct Place: Codable, Sendable, Equatable {
        package var candidate: String
        /// 1 is middling; twice as much wins two games of three against it.
        package var strength: Double
        package var won = 0
        package var lost = 0
        package var drawn = 0
        package var approvals = 0
        package var rejections = 0
        /// The last remarks, newest last.
        package var remarks: [String] = []

        /// Says that a person found it unfit to be used.
        package var isRejected: Bool { rejections > approvals }
    }

    /// Candidates that anything was said of, the best liked first.
    package let places: [Place]

    /// What was said to the run as a whole, newest last; nil for nothing.
    package let wishes: [String]?

    package var isEmpty: Bool { places.isEmpty && wishes == nil }

    /// Hashes of candidates that must not be used: more people reject than approve them.
    package var rejected: Set<String> { Set(places.filter(\.isRejected).map(\.candidate)) }

    /// Candidates that are liked better than a middling one, the best first.
    package var liked: [Place] { places.filter { $0.strength > 1 && !$0.isRejected } }

    /// The least liked candidate, if any is liked less than a middling one.
    package var worst: Place? { places.last { $0.strength < 1 } }

    /// Gives what was said of a candidate; nil where nothing was.
    package func place(of candidate: String) -> Place? { places.first { $0.candidate == candidate } }

    /// Counts the votes of a run; of one person's votes on the same candidate, or the same pair, the last one counts.
    package init(_ reviews: [ReviewRecord]) {
        var places: [String: Place] = [:]
        func change(_ candidate: String, _ edit: (inout Place) -> Void) {
            edit(&places[candidate, default: Place(candidate: candidate, strength: 1)])
        }
        var games: [Game] = []
        for review in Self.counted(reviews) {
            switch (review.kind, review.over) {
            case (.approve, _): change(review.candidate) { $0.approvals += 1 }
            case (.reject, _): change(review.candidate) { $0.rejections += 1 }
            case (.prefer, let other?):
                change(review.candidate) { $0.won += 1 }
                change(other) { $0.lost += 1 }
                games.append(Game(winner: review.candidate, loser: other, isDrawn: false))
            case (.equal, let other?):
                change(review.candidate) { $0.drawn += 1 }
                change(other) { $0.drawn += 1 }
                games.append(Game(winner: review.candidate, loser: other, isDrawn: true))
            default: break
            }
        }
        for review in reviews where review.after == nil {
            guard let words = Self.words(review, limit: 300) else { continue }
            change(review.candidate) { $0.remarks = ($0.remarks + [words]).suffix(3) }
        }
        self.places = Self.ranked(places, games)
        let wishes = reviews.filter { $0.after != nil }.compactMap { Self.words($0, limit: 1000) }
        self.wishes = wishes.isEmpty ? nil : wishes.suffix(Self.mostWishes)
    }

    /// Older wishes are met by now, or never will be.
    private static let mostWishes = 5

    /// Keeps of each person's votes on one candidate, or on one pair, the last.
    private static func counted(_ reviews: [ReviewRecord]) -> [ReviewRecord] {
        var last: [String: Int] = [:]
        for (number, review) in reviews.enumerated() {
            guard review.kind != .comment, review.over != review.candidate else { continue }
            let about = [review.candidate, review.over ?? ""].sorted().joined(separator: "/")
            last["\(review.author)/\(about)"] = number
        }
        return last.values.sorted().map { reviews[$0] }
    }

    /// Makes one line of a remark that a prompt can carry; nil where nothing was said.
    private static func words(_ review: ReviewRecord, limit: Int) -> String? {
        let line = review.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.isEmpty ? nil : String(line.prefix(limit))
    }
}

/// One comparison of two candidates.
private struct Game {
    var winner: String
    var loser: String
    var isDrawn: Bool
}

extension Standing {
    /// Finds the strengths and sorts by them.
    private static func ranked(_ places: [String: Place], _ games: [Game]) -> [Place] {
        let names = places.keys.sorted()
        let number = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        // Points won, and how often each met the middling candidate.
        var points = names.map { 1.0 + Double(places[$0]?.approvals ?? 0) }
        let middling = names.map {
            2.0 + Double((places[$0]?.approvals ?? 0) + (places[$0]?.rejections ?? 0))
        }
        var pairs: [(Int, Int)] = []
        for game in games {
            guard let winner = number[game.winner], let loser = number[game.loser] else { continue }
            points[winner] += game.isDrawn ? 0.5 : 1
            points[loser] += game.isDrawn ? 0.5 : 0
            pairs.append((winner, loser))
        }
        var strengths = names.map { _ in 1.0 }
        for _ in 0..<200 {
            var burdens = names.indices.map { middling[$0] / (strengths[$0] + 1) }
            for (left, right) in pairs {
                let share = 1 / (strengths[left] + strengths[right])
                burdens[left] += share
                burdens[right] += share
            }
            strengths = names.indices.map { points[$0] / burdens[$0] }
        }
        let ranked = names.enumerated().compactMap { index, name -> Place? in
            guard var place = places[name] else { return nil }
            // Digits beyond the eighth are of the iteration, not of the votes.
            place.strength = (strengths[index] * 1e8).rounded() / 1e8
            return place
        }
        return ranked.sorted { ($0.strength, $1.candidate) > ($1.strength, $0.candidate) }
    }
}
