internal import Archive
internal import Evolution
internal import Foundation
internal import Review

extension Site {
    /// Takes what a person sends: a vote, a preference, an order for a film, the word to go on.
    func post(_ path: [String], _ form: Form) async throws -> Answer {
        guard path.count > 2, path[0] == "run" else { throw SiteError.notFound }
        let run = path[1]
        let home = "\(base)/run/\(ReviewPage.segment(run))"
        switch (path[2], path.count) {
        case ("vote", 3):
            let id = try await vote(run, form)
            return .see("\(home)/candidate/\(id)")
        case ("prefer", 3):
            try await prefer(run, form)
            return .see("\(home)/compare")
        case ("continue", 3):
            let archive = try await library.archive(run)
            try await Waiting.read(archive)?.end(in: archive, by: author(form))
            return .see(home)
        case ("film", 4):
            let reading = try await library.read(run)
            let candidate = try known(path[3], reading.report)
            if noFilms == nil { await studio.order(run, candidate, reading.report) }
            return .see("\(home)/film/\(candidate.id)/state")
        default: throw SiteError.notFound
        }
    }

    private func vote(_ run: String, _ form: Form) async throws -> String {
        let candidate = try known(form["candidate"] ?? "", await library.read(run).report)
        guard let kind = form["kind"].flatMap(ReviewRecord.Kind.init),
            [.approve, .reject, .comment].contains(kind)
        else { throw SiteError.badForm("A vote approves, rejects or remarks.") }
        let text = try remark(form)
        if kind == .comment, text.isEmpty { throw SiteError.badForm("The remark is empty.") }
        try await add(
            run,
            ReviewRecord(
                candidate: candidate.id, kind: kind, text: text, author: author(form), createdAt: now))
        return candidate.id
    }

    private func prefer(_ run: String, _ form: Form) async throws {
        let report = try await library.read(run).report
        let left = try known(form["left"] ?? "", report)
        let right = try known(form["right"] ?? "", report)
        guard left.id != right.id else { throw SiteError.badForm("A pair has two candidates.") }
        let text = try remark(form)
        let (liked, other, kind): (CandidateRecord, CandidateRecord, ReviewRecord.Kind)
        switch form["kind"] {
        case "left": (liked, other, kind) = (left, right, .prefer)
        case "right": (liked, other, kind) = (right, left, .prefer)
        case "equal": (liked, other, kind) = (left, right, .equal)
        default: throw SiteError.badForm("Say left, right or equal.")
        }
        try await add(
            run,
            ReviewRecord(
                candidate: liked.id, kind: kind, text: text, author: author(form), createdAt: now,
                over: other.id))
    }

    private func known(_ id: String, _ report: Report) throws -> CandidateRecord {
        let page = ReviewPage(report: report, facts: .init(), base: base, author: author)
        guard let candidate = page.candidate(id) else { throw SiteError.notFound }
        return candidate
    }

    private func add(_ run: String, _ review: ReviewRecord) async throws {
        try await library.archive(run).add(review)
    }

    private var now: String { ISO8601DateFormatter().string(from: Date()) }

    /// Reads who votes: one line of at most 60 letters, the server's own user where nothing is said.
    private func author(_ form: Form) -> String {
        let words = (form["author"] ?? "").unicodeScalars.map { $0.value < 32 || $0.value == 127 ? " " : $0 }
        let name = String(String.UnicodeScalarView(words)).trimmingCharacters(in: .whitespaces)
        return name.isEmpty ? author : String(name.prefix(60))
    }

    private func remark(_ form: Form) throws -> String {
        let text = (form["text"] ?? "").replacingOccurrences(of: "\r\n", with: "\n")
            .trimmingCharacters(in: .whitespacesAndNewlines)
        guard text.count <= 2000 else { throw SiteError.badForm("A remark has at most 2000 letters.") }
        return text
    }
}
