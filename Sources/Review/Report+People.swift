import Archive
import Foundation

extension Report {
    /// Says what people thought: words between the generations, votes and remarks, in their order.
    func peopleSection() -> String {
        let rows = reviews.map { review -> String in
            let words = review.text.isEmpty ? "" : ": " + HTML.text("q", review.text)
            return "<li>\(HTML.escaped("\(review.author) \(act(review))"))\(words)</li>"
        }
        return section("What people said", id: "people", rows.isEmpty ? "" : "<ul>\(rows.joined())</ul>")
    }

    /// Says what a person did, without their words.
    private func act(_ review: ReviewRecord) -> String {
        let about = name(review.candidate)
        if let after = review.after {
            return "asked after generation \(after)" + (about.isEmpty ? "" : ", when \(about) was the best")
        }
        return switch review.kind {
        case .approve: "approved \(about)"
        case .reject: "rejected \(about)"
        case .comment: "said of \(about)"
        case .prefer: "liked \(about) better than \(name(review.over ?? ""))"
        case .equal: "saw no difference between \(about) and \(name(review.over ?? ""))"
        }
    }

    private func name(_ id: String) -> String {
        candidates.first { $0.id == id }.map(label) ?? String(id.prefix(8))
    }
}
