/// Records what a person thought of a candidate: a vote, a remark, or what came of looking at two side by side.
package struct ReviewRecord: Codable, Sendable, Equatable {
    /// Says what was done.
    package enum Kind: String, Codable, Sendable, CaseIterable {
        case approve, reject, comment
        /// The candidate was liked better than ``ReviewRecord/over``.
        case prefer
        /// The candidate and ``ReviewRecord/over`` were found equally good.
        case equal
    }

    package var candidate: String
    package var kind: Kind
    package var text: String
    /// Who it was, as they call themselves.
    package var author: String
    /// RFC 3339, UTC.
    package var createdAt: String
    /// Hash of the other candidate of a pair; nil for votes on one.
    package var over: String?
    /// Generation after which it was said to the run as a whole, of the best candidate then; nil for everything else.
    ///
    /// Then ``candidate`` is empty where nothing valid was there yet.
    package var after: Int?

    package init(
        candidate: String, kind: Kind, text: String, author: String, createdAt: String, over: String? = nil,
        after: Int? = nil
    ) {
        self.over = over
        self.after = after
        self.candidate = candidate
        self.kind = kind
        self.text = text
        self.author = author
        self.createdAt = createdAt
    }
}

extension RunArchive {
    /// Adds a vote or a remark; earlier ones stay, so that two reviewers lose nothing.
    package func add(_ review: ReviewRecord) async throws {
        try await put("INSERT INTO review(candidate, body) VALUES (?, ?)", [review.candidate], review)
    }

    /// Lists votes and remarks in the order in which they were made.
    package func reviews() async throws -> [ReviewRecord] {
        try await all("SELECT body FROM review ORDER BY id", [])
    }
}
