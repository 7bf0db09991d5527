extension Variation {
    /// Draws a program towards what people like: one term that pays for being near the wished value of a signal.
    ///
    /// It pays at most its weight and never costs, so that no episode is worth ending early for it. Other terms on the
    /// signal, which may want something else, make room.
    /// - Returns: the program with that term, nil where the signal has no such term.
    func drawn(_ parent: Genome, to wish: Wish, _ random: inout SplitMix64) -> Child? {
        guard let entry = sampler.catalogue.entry(wish.signal), !entry.isVector,
            sampler.catalogue.shapes(for: entry, .value).contains("near")
        else { return nil }
        let range = sampler.catalogue.range(entry, .value)
        let width = (range.high - range.low) * random.logUniform(0.05, 0.25)
        let target = min(max(wish.target, range.low), range.high)
        var term = Term(
            weight: 1, shape: .near(target: target, temperature: max(width * width, 1e-6)), reduction: .value,
            signal: wish.signal)
        var terms = parent.terms.filter { $0.signal != wish.signal }
        // As large as the largest of the others, so that it is heard.
        let largest = terms.map { ($0.weight * sampler.catalogue.size(of: $0)).magnitude }.max() ?? 1
        term.weight = largest * random.logUniform(0.5, 2) / max(sampler.catalogue.size(of: term), 1e-6)
        terms = Array(terms.prefix(Genome.limit - 1)) + [term]
        return Child(genome: Genome(terms: terms), words: "drew \(wish.signal) towards what people like")
    }
}
