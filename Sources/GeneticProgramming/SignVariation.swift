/// Makes children of sign-limited genomes: by chance, or because somebody complained.
struct SignVariation {
    /// Holds a child before it has a parent's name: `turned the sign of the dense term on x in`.
    struct Child {
        var genome: SignGenome
        var words: String
    }

    let sampler: SignSampler

    /// Changes one term of one part, mostly of the dense one.
    func child(of parent: SignGenome, at position: Double, _ random: inout SplitMix64) -> Child? {
        let part = random.chance(0.8) ? SignGenome.Part.dense : .sparse
        let count = parent[part].count
        let odds: [Double] = [
            count < SignGenome.limit ? 4 : 0, count > 1 ? 2 : 0, 3, part == .dense ? 1.5 : 0.3,
            count > 1 ? 1 : 0,
        ]
        let place = random.index(count)
        switch SplitMix64.pick(odds, at: position) {
        case 0: return added(sampler.term(for: part, at: random.unit(), &random), to: part, of: parent)
        case 1: return dropped(place, from: part, of: parent)
        case 2:
            let term = sampler.term(for: part, at: random.unit(), &random)
            guard !parent[part].contains(where: { $0.structure == term.structure }) else { return nil }
            return replaced(
                place, in: part, of: parent, by: term,
                "put \(term.signal) in the place of \(parent[part][place].signal) in the \(part) part of")
        case 3: return turned(place, in: part, of: parent)
        default:
            var term = parent[part][place]
            term.weight *= random.chance(0.5) ? 3 : 1.0 / 3
            return replaced(
                place, in: part, of: parent, by: term,
                "changed the say of \(term.signal) in the \(part) part of")
        }
    }

    /// Joins the sparse part of one parent to the dense part of another.
    func crossed(_ parent: SignGenome, with partner: SignGenome, named name: String) -> Child {
        Child(
            genome: SignGenome(sparse: parent.sparse, dense: partner.dense),
            words: "took the dense part of \(name) into")
    }

    /// Answers a complaint: what was named is turned round, goes, or gives way to something else.
    /// - Returns: nil where the complaint does not concern a sign-limited program.
    func answer(_ complaint: Complaint, to parent: SignGenome, _ random: inout SplitMix64) -> Child? {
        let target = place(complaint.part, in: parent)
        switch complaint.kind {
        case "wrong-sign", "misled":
            guard let target else { return redrawn(.dense, of: parent, &random) }
            return turned(target.index, in: target.part, of: parent)
        case "dead", "signal", "units", "exploit", "scale", "run-time", "unrelated", "saturated", "dominated",
            "one-sided":
            guard let target, complaint.part == parent[target.part][target.index].signal else {
                return redrawn(complaint.part == "sparse" ? .sparse : .dense, of: parent, &random)
            }
            if parent[target.part].count > 1 { return dropped(target.index, from: target.part, of: parent) }
            return redrawn(target.part, of: parent, &random)
        case "fell": return warned(complaint.part, parent, &random)
        case "away", "still", "wandered": return drawn(to: complaint.part, parent, &random)
        default: return nil
        }
    }

    /// Makes failing cost, or, where it does, has the dense part watch what went wrong before.
    private func warned(_ signal: String, _ parent: SignGenome, _ random: inout SplitMix64) -> Child? {
        if !parent.sparse.contains(where: { $0.weight < 0 }) {
            for _ in 0..<20 {
                let term = sampler.term(for: .sparse, at: random.unit(), &random)
                if term.weight < 0 { return added(term, to: .sparse, of: parent) }
            }
        }
        return drawn(to: signal, parent, &random)
    }

    /// Has the dense part look at a signal, or at another one where it does so already.
    private func drawn(to signal: String, _ parent: SignGenome, _ random: inout SplitMix64) -> Child? {
        guard let entry = sampler.catalogue.entry(signal), entry.isScalar,
            !parent.dense.contains(where: { $0.signal == signal })
        else { return redrawn(.dense, of: parent, &random) }
        let term = sampler.dense(on: entry, &random)
        if parent.dense.count < SignGenome.limit { return added(term, to: .dense, of: parent) }
        return replaced(
            random.index(parent.dense.count), in: .dense, of: parent, by: term, "turned to \(signal) in")
    }

    private func redrawn(_ part: SignGenome.Part, of parent: SignGenome, _ random: inout SplitMix64) -> Child
    {
        var genome = parent
        genome[part] = [sampler.term(for: part, at: random.unit(), &random)]
        return Child(genome: genome, words: "drew another \(part) part, on \(genome[part][0].signal), for")
    }

    /// Finds the term that a name means: a signal's, or the weightiest of a part.
    private func place(_ name: String, in genome: SignGenome) -> (part: SignGenome.Part, index: Int)? {
        for part in SignGenome.Part.allCases {
            if let index = genome[part].firstIndex(where: { $0.signal == name }) { return (part, index) }
        }
        guard let part = SignGenome.Part(rawValue: name) else { return nil }
        let sizes = genome[part].map(\.weight.magnitude)
        return sizes.indices.max { sizes[$0] < sizes[$1] }.map { (part, $0) }
    }

    private func added(_ term: Term, to part: SignGenome.Part, of parent: SignGenome) -> Child? {
        guard parent[part].count < SignGenome.limit,
            !parent[part].contains(where: { $0.structure == term.structure })
        else { return nil }
        var genome = parent
        genome[part].append(term)
        return Child(genome: genome, words: "added \(term.signal) to the \(part) part of")
    }

    private func dropped(_ index: Int, from part: SignGenome.Part, of parent: SignGenome) -> Child? {
        guard parent[part].count > 1 else { return nil }
        var genome = parent
        let term = genome[part].remove(at: index)
        return Child(genome: genome, words: "dropped \(term.signal) from the \(part) part of")
    }

    private func turned(_ index: Int, in part: SignGenome.Part, of parent: SignGenome) -> Child {
        var genome = parent
        genome[part][index].weight.negate()
        return Child(
            genome: genome, words: "turned the sign of \(genome[part][index].signal) in the \(part) part of")
    }

    private func replaced(
        _ index: Int, in part: SignGenome.Part, of parent: SignGenome, by term: Term, _ words: String
    ) -> Child {
        var genome = parent
        genome[part][index] = term
        return Child(genome: genome, words: words)
    }
}
