extension CanonicalExport {
    /// Names the first place where two exports part.
    package struct Difference: Sendable, Equatable {
        package var words: String
        /// True where one of them only lacks what the other has.
        package var isGap: Bool
    }

    /// Finds the first difference from an earlier export, in the order of a run: proposals, candidates, evaluations.
    package func firstDifference(from other: CanonicalExport) -> Difference? {
        if (problem, subject, seed) != (other.problem, other.subject, other.seed) {
            return Difference(words: "they are runs of different problems or seeds", isGap: false)
        }
        for (mine, theirs) in zip(proposals, other.proposals) where mine != theirs {
            return Difference(words: mine.difference(from: theirs), isGap: false)
        }
        let known = Dictionary(other.candidates.map { ($0.id, $0) }) { first, _ in first }
        for mine in candidates {
            guard let theirs = known[mine.id] else {
                return Difference(
                    words: "candidate \(mine.id.prefix(8)) of generation \(mine.generation) is new",
                    isGap: false)
            }
            if mine != theirs {
                return Difference(
                    words:
                        "candidate \(mine.id.prefix(8)): verdict \"\(mine.verdict)\" (\(mine.detail)) at place "
                        + "\(mine.generation)/\(mine.index), recorded was \"\(theirs.verdict)\" (\(theirs.detail)) "
                        + "at \(theirs.generation)/\(theirs.index)", isGap: false)
            }
        }
        func key(_ evaluation: Evaluation) -> String {
            "\(evaluation.candidate) \(evaluation.seed) \(evaluation.steps)"
        }
        let measured = Dictionary(other.evaluations.map { (key($0), $0) }) { first, _ in first }
        for mine in evaluations {
            guard let theirs = measured[key(mine)] else {
                return Difference(words: "\(mine.place) is new", isGap: false)
            }
            if mine != theirs {
                return Difference(
                    words: "\(mine.place): \(mine.verdict) \(mine.fitness ?? .nan), recorded was "
                        + "\(theirs.place): \(theirs.verdict) \(theirs.fitness ?? .nan)", isGap: false)
            }
        }
        let lacking = [
            (other.proposals.count - proposals.count, "proposals"),
            (other.candidates.count - candidates.count, "candidates"),
            (other.evaluations.count - evaluations.count, "evaluations"),
        ].filter { $0.0 != 0 }
        guard let (count, what) = lacking.first else { return nil }
        return Difference(
            words: count > 0
                ? "\(count) recorded \(what) did not come again" : "there are \(-count) more \(what)",
            isGap: count > 0)
    }
}

extension CanonicalExport.Proposal {
    fileprivate func difference(from other: Self) -> String {
        let place = "generation \(generation), position \(index)\(attempt > 0 ? ", repair" : "")"
        if (generation, index, attempt) != (other.generation, other.index, other.attempt) {
            return "\(place) comes where generation \(other.generation), position \(other.index) was recorded"
        }
        if parents != other.parents {
            func short(_ ids: [String]) -> String { ids.map { String($0.prefix(8)) }.joined(separator: ", ") }
            return "\(place): built on [\(short(parents))], recorded was [\(short(other.parents))]"
        }
        if messages != other.messages {
            let at = zip(messages, other.messages).prefix { $0 == $1 }.count
            func near(_ text: String) -> String { String(text.dropFirst(max(0, at - 20)).prefix(60)) }
            return
                "\(place): the question reads \"…\(near(messages))…\", recorded was \"…\(near(other.messages))…\""
        }
        if completion != other.completion { return "\(place): another answer" }
        return "\(place): the answer is read as \(candidate?.prefix(8) ?? "no code"), recorded was "
            + "\(other.candidate?.prefix(8) ?? "no code")"
    }
}

extension CanonicalExport.Evaluation {
    fileprivate var place: String { "\(purpose) of \(candidate.prefix(8)) with seed \(seed)" }
}
