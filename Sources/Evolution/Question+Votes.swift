internal import Archive

extension Question {
    /// Tells the proposer what people like.
    package struct Votes: Sendable, Equatable {
        /// The candidate that people like best; nil where all votes are against.
        package var liked: Individual?
        /// What they said of it.
        package var likedRemarks: [String]
        /// The candidate that people like least; nil where all votes are in favour.
        package var disliked: Individual?
        package var dislikedRemarks: [String]
        /// What goes with being liked, the closest first.
        package var tastes: [Taste] = []
    }

    /// What ranks the parents for a proposer that breeds by rank: fitness, or, where people voted, their order.
    var ranks: [Double?] {
        votes?.liked == nil ? parents.map { $0.fitness?.mean } : parents.indices.map { -Double($0) }
    }

    /// What templates say of the votes; absent where nobody voted.
    /// - Parameter describe: what came of a candidate, in a few words.
    /// - Returns: the value of `votes` in the templates.
    func votesValue(_ describe: (Individual) -> String) -> PromptValue {
        guard let votes, votes.liked != nil || votes.disliked != nil else { return .absent }
        func value(_ individual: Individual?, _ remarks: [String]) -> PromptValue {
            guard let individual else { return .absent }
            let isAbove = individual.candidate.id == parents.first?.candidate.id
            return .object([
                "label": .text(individual.label), "outcome": .text(describe(individual)),
                "isAbove": .flag(isAbove), "isElsewhere": .flag(!isAbove),
                "code": .text(individual.candidate.code.trimmedLines),
                "hasRemarks": .flag(!remarks.isEmpty), "remarks": .list(remarks.map(PromptValue.text)),
            ])
        }
        return .object([
            "liked": value(votes.liked, votes.likedRemarks),
            "disliked": value(votes.disliked, votes.dislikedRemarks),
            "hasTastes": .flag(!votes.tastes.isEmpty), "tastes": .list(votes.tastes.map { .text($0.words) }),
        ])
    }

    /// What templates say of people's words.
    var wishValues: [String: PromptValue] { Self.wishValues(wishes) }

    /// What templates say of some words.
    static func wishValues(_ wishes: [String]) -> [String: PromptValue] {
        ["wishes": .list(wishes.map(PromptValue.text)), "hasWishes": .flag(!wishes.isEmpty)]
    }

    /// A value for every name that comes with votes, to check templates against.
    static let completeVotes: PromptValue = {
        let side = PromptValue.object([
            "label": .text("g0.c0"), "outcome": .text("1"), "isAbove": .flag(true),
            "isElsewhere": .flag(true),
            "code": .text("code"), "hasRemarks": .flag(true), "remarks": .list([.text("remark")]),
        ])
        return .object([
            "liked": side, "disliked": side, "hasTastes": .flag(true), "tastes": .list([.text("taste")]),
        ])
    }()
}

extension String {
    /// The text without empty lines at its ends.
    fileprivate var trimmedLines: String {
        var text = self[...]
        while text.first?.isNewline == true { text.removeFirst() }
        while text.last?.isNewline == true { text.removeLast() }
        return String(text)
    }
}
