package import Archive
internal import Evolution
internal import Foundation

extension ReviewPage {
    /// Candidates that can be looked at side by side: measured, and not rejected.
    var comparable: [CandidateRecord] {
        let rejected = facts.standing.rejected
        return votable.filter { report.fitness($0.id) != nil && !rejected.contains($0.id) }
    }

    /// Chooses the pair that a vote tells most about: newest and least compared first, and of like strength.
    /// - Parameters:
    ///   - skipped: hashes of a pair that is not wanted now.
    ///   - wanted: hash of a candidate that must be in the pair, if it can be compared.
    /// - Returns: nil where fewer than two can be compared.
    package func nextPair(skipped: [String] = [], with wanted: String? = nil) -> (
        left: String, right: String
    )? {
        let games = facts.standing
        func looks(_ id: String) -> Int {
            games.place(of: id).map { $0.won + $0.lost + $0.drawn } ?? 0
        }
        func strength(_ id: String) -> Double { games.place(of: id)?.strength ?? 1 }
        var met = Set(
            facts.reviews.compactMap { review in review.over.map { Self.pair(review.candidate, $0) } })
        if skipped.count == 2 { met.insert(Self.pair(skipped[0], skipped[1])) }
        let ordered = comparable.sorted { left, right in
            if left.id == wanted || right.id == wanted { return left.id == wanted && right.id != wanted }
            return (looks(left.id), -left.generation, left.index)
                < (looks(right.id), -right.generation, right.index)
        }
        guard let first = ordered.first else { return nil }
        // The first that has not met everybody yet, with the one of likest strength; when all have met, anew.
        for candidate in ordered {
            let rivals = ordered.filter { rival in
                rival.id != candidate.id && !met.contains(Self.pair(candidate.id, rival.id))
            }
            let near = rivals.min {
                abs(log(strength($0.id) / strength(candidate.id)))
                    < abs(log(strength($1.id) / strength(candidate.id)))
            }
            if let near { return (candidate.id, near.id) }
        }
        return ordered.count > 1 ? (first.id, ordered[1].id) : nil
    }

    private static func pair(_ left: String, _ right: String) -> String {
        [left, right].sorted().joined(separator: "/")
    }

    /// Draws two candidates side by side, to say which one is better.
    package func compare(_ left: CandidateRecord, _ right: CandidateRecord) -> PageFrame {
        let sides = [left, right].map(side).joined()
        let question =
            report.isHeuristic ? "Which heuristic do you like better?" : "Which policy do you like better?"
        let advice =
            report.isHeuristic
            ? "Below: what each of them solved, with which effort, and what is different in the code."
            : "Look only at what you would want; the score is known already."
        let again = report.isHeuristic ? "" : ", r to play again"
        let main =
            HTML.text("h1", question)
            + "<p class=\"quiet\">\(advice) <span class=\"keys\">Keys: ← → = s\(again).</span></p>"
            + "<div class=\"pair\">\(sides)</div>" + choice(left, right) + taskTable(left, right)
            + differences(left, right)
        return PageFrame(
            title: "Compare · \(report.run.name)",
            crumbs: [(report.run.name, runPath), ("compare", runPath + "/compare")], main: main, poll: nil,
            version: "", base: base, author: author)
    }

    /// Says that there is nothing to compare yet.
    package func nothingToCompare(version: String) -> PageFrame {
        PageFrame(
            title: "Compare · \(report.run.name)", crumbs: [(report.run.name, runPath)],
            main: HTML.text("h1", "Nothing to compare yet")
                + HTML.text("p", "There must be two candidates that were measured and not rejected."),
            poll: nil, version: version, base: base, author: author)
    }

    private func side(_ candidate: CandidateRecord) -> String {
        let film = report.isHeuristic ? "" : filmPlace(candidate, isOrdered: true, plays: true)
        return "<div><h2>\(link(candidate)) \(votes(candidate.id))</h2>\(film)"
            + HTML.text("p", note(candidate), class: "quiet") + "</div>"
    }

    /// Says how a candidate came about, and nothing of its score, which a person should not be led by.
    private func note(_ candidate: CandidateRecord) -> String {
        let said = report.proposals.last { $0.candidate == candidate.id }?.note ?? ""
        return said.isEmpty ? candidate.components.joined(separator: ", ") : said
    }

    private func choice(_ left: CandidateRecord, _ right: CandidateRecord) -> String {
        let skip = "\(runPath)/compare?not=\(left.id)&amp;nor=\(right.id)"
        func choose(_ value: String, _ words: String, _ key: String, _ style: String) -> String {
            "<button name=\"kind\" value=\"\(value)\" class=\"\(style)\" data-key=\"\(value)\">\(words)<kbd>\(key)</kbd></button>"
        }
        return form(
            "\(runPath)/prefer", class: "choice", stays: false,
            hidden("left", left.id) + hidden("right", right.id) + choose("left", "Left", "←", "main left")
                + "<div class=\"middle\">" + choose("equal", "No difference", "=", "")
                + "<a class=\"button\" data-key=\"skip\" href=\"\(skip)\">Another pair<kbd>s</kbd></a></div>"
                + choose("right", "Right", "→", "main right")
                + "<textarea name=\"text\" maxlength=\"2000\" placeholder=\"Why? (may be left empty; the next question can quote it)\"></textarea>"
        )
    }

    private func differences(_ left: CandidateRecord, _ right: CandidateRecord) -> String {
        let diff = CodeDiff(from: left.code, to: right.code)
        let words = "From \(report.label(left)) to \(report.label(right)): +\(diff.added) −\(diff.cut) lines"
        return part(
            "What is different in the code",
            HTML.text("p", words, class: "quiet")
                + (diff.added + diff.cut > 0 ? diff.html() : HTML.text("p", "The code is the same.")))
    }

    /// Draws the place of a candidate's film: the film, or a way to have it made.
    ///
    /// An ordered one is made at once, without a press on a button.
    func filmPlace(_ candidate: CandidateRecord, isOrdered: Bool, plays: Bool) -> String {
        let source = filmPath(candidate.id)
        if facts.filmed.contains(candidate.id) {
            return
                "<div class=\"film\"><video controls loop muted playsinline\(plays ? " autoplay" : "") src=\"\(source)\"></video></div>"
        }
        let hasPolicy = report.ranked(candidate.id).contains { $0.verdict == "ok" && $0.policy != nil }
        if let why = hasPolicy ? facts.noFilms : "no policy was kept of this candidate" {
            return "<div class=\"film\">\(HTML.text("p", "No film: \(why).", class: "filming"))</div>"
        }
        let inner =
            isOrdered
            ? "<p class=\"filming busy\">Filming</p>"
            : "<p class=\"filming\"><button type=\"button\" data-order>Film its policy</button></p>"
        return
            "<div class=\"film\" data-film=\"\(source)\"\(isOrdered ? " data-now" : "")\(plays ? " data-play" : "")>\(inner)</div>"
    }
}
