import Archive

extension Report {
    /// Says what was found in the rewards before anything was trained, and what became of it.
    func criticSection() -> String {
        guard !critiques.isEmpty else { return "" }
        let known = candidates.compactMap { critiques[$0.id] }
        let faulty = known.filter { !$0.findings.isEmpty }
        let count = "\(faulty.count) of \(known.count) candidates with something to say"
        let items = faulty.prefix(Self.mostCritiques).map { critique in
            "<li>" + HTML.text("b", label(id: critique.candidate)) + sequel(critique)
                + "<ul>\(critique.rules.map { line($0, by: "") }.joined())"
                + "\((critique.model ?? []).map { line($0, by: "the model: ") }.joined())</ul></li>"
        }
        let rest = faulty.count - items.count
        let intro =
            "Read before any training: \(count). Nothing is turned down for it, only measuring decides."
            + (rest > 0 ? " The first \(items.count) are shown." : "")
        return section(
            "What the critic saw beforehand", id: "critic",
            HTML.text("p", intro, class: "quiet")
                + (items.isEmpty ? "" : "<ul class=\"concerns\">\(items.joined())</ul>"))
    }

    private static let mostCritiques = 40

    /// Says what the designer made of the words.
    private func sequel(_ critique: Critique) -> String {
        guard let next = critique.revision else { return "" }
        let left = critiques[next]?.findings.count ?? 0
        let outcome = left == 0 ? "nothing left to say" : "\(left) left"
        return HTML.escaped(" → \(label(id: next)): \(outcome)")
    }

    private func line(_ finding: Finding, by author: String) -> String {
        let part = finding.part.isEmpty ? "" : " \(finding.part)"
        return HTML.text("li", "\(author)\(finding.kind)\(part): \(finding.text)")
    }
}
