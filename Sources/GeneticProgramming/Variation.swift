/// Names one way of making a child.
enum Operator: CaseIterable {
    case constants, add, drop, swap, shape, gate, rescale, sharpen, cross

    /// Tells whether a further change makes sense: none twice, no crossover late, nothing taken back at once.
    func mayFollow(_ done: [Operator]) -> Bool {
        guard self != .cross, !done.contains(self) else { return false }
        return !(self == .drop && (done.contains(.add) || done.contains(.cross)))
            && !(self == .add && done.contains(.drop))
    }

    /// Tells whether this is what was asked for; without a partner a crossover is some mutation.
    func serves(_ breeding: Breeding, partners: Int) -> Bool {
        switch breeding {
        case .free: true
        case .mutation: self != .cross
        case .crossover: partners > 0 ? self == .cross : self != .cross
        }
    }

    /// Gives the odds for a parent: small programs grow, large ones shrink (parsimony).
    func odds(_ genome: Genome, partners: Int) -> Double {
        let fullness = Double(genome.terms.count) / Double(Genome.limit)
        return switch self {
        // The weight of a lone term changes nothing: learners scale rewards themselves.
        case .constants: genome.terms.count > 1 ? 40 : 15
        case .add: 22 * (1 - fullness)
        case .drop: genome.terms.count > 1 ? 4 + 16 * fullness : 0
        case .swap: 7
        case .shape: 7
        case .gate: 5
        case .rescale: genome.terms.count > 1 ? 8 : 0
        case .sharpen: fullness < 1 ? 20 : 0
        case .cross: partners > 0 ? 12 : 0
        }
    }
}

/// Makes children: mutation and crossover of well-typed genomes.
///
/// Every method changes one thing and leaves the other terms alone, so that a child of a good program is seldom a
/// bad one. It returns what it did in words, or nil when it does not apply to this parent.
struct Variation {
    /// Holds a child before it has a parent's name: `added a term on action to`.
    struct Child {
        var genome: Genome
        var words: String
    }

    let sampler: TermSampler
    private var catalogue: SignalCatalogue { sampler.catalogue }

    init(sampler: TermSampler) {
        self.sampler = sampler
    }

    /// Applies one mutation; for `.cross` see ``crossed(_:with:named:_:)``.
    func child(of parent: Genome, by change: Operator, _ random: inout SplitMix64) -> Child? {
        let place = random.index(parent.terms.count)
        return switch change {
        case .constants: constants(parent, &random)
        case .add: added(parent, &random)
        case .drop: dropped(parent, &random)
        case .swap: swapped(parent, at: place, &random)
        case .shape: reshaped(parent, at: place, &random)
        case .gate: gated(parent, at: place, &random)
        case .rescale: rescaled(parent, at: place, &random)
        case .sharpen: sharpened(parent, &random)
        case .cross: nil
        }
    }

    private func constants(_ parent: Genome, _ random: inout SplitMix64) -> Child {
        var genome = parent
        let count = min(parent.terms.count, random.chance(0.5) ? 1 : 2)
        var places: [Int] = []
        while places.count < count {
            let place = random.index(parent.terms.count)
            if !places.contains(place) { places.append(place) }
        }
        for place in places { genome.terms[place] = nudged(genome.terms[place], &random) }
        if random.chance(0.04) {
            genome.terms[places[0]].weight.negate()
            return Child(
                genome: genome, words: "turned the sign of the term on \(parent.terms[places[0]].signal) in")
        }
        return Child(
            genome: genome, words: "changed constants of \(list(places.map { parent.terms[$0].signal })) in")
    }

    private func nudged(_ term: Term, _ random: inout SplitMix64) -> Term {
        var term = term
        let inner = random.chance(0.6)
        let span = catalogue.entry(term.signal).map {
            let range = catalogue.range($0, term.reduction)
            return range.high - range.low
        }
        switch term.shape {
        case .near(let target, let temperature) where inner:
            term.shape = .near(
                target: target + 0.08 * (span ?? 1) * random.bell(),
                temperature: max(temperature * random.factor(0.5), 1e-6))
        case .saturated(let scale) where inner:
            term.shape = .saturated(scale: max(scale * random.factor(0.4), 1e-6))
        case .above(let threshold) where inner:
            term.shape = .above(threshold: threshold + 0.08 * (span ?? 1) * random.bell())
        case .excess(let threshold) where inner:
            term.shape = .excess(threshold: threshold + 0.08 * (span ?? 1) * random.bell())
        default: term.weight *= random.factor(0.5)
        }
        guard random.chance(0.5), let name = term.gate.signal, let gating = catalogue.entry(name) else {
            return term
        }
        let shift = 0.08 * (gating.signal.high - gating.signal.low) * random.bell()
        switch term.gate {
        case .above(let signal, let threshold):
            term.gate = .above(signal: signal, threshold: threshold + shift)
        case .below(let signal, let threshold):
            term.gate = .below(signal: signal, threshold: threshold + shift)
        case .always, .unless: break
        }
        return term
    }

    private func added(_ parent: Genome, _ random: inout SplitMix64) -> Child? {
        guard parent.terms.count < Genome.limit else { return nil }
        let term = sampler.term(part: random.chance(0.45) ? .aim : .side, &random)
        guard !parent.terms.contains(where: { $0.structure == term.structure }) else { return nil }
        return Child(genome: Genome(terms: parent.terms + [term]), words: "added a term on \(term.signal) to")
    }

    /// Pays extra for what a rewarded speed has beyond a threshold: of two policies the faster one gains more than in
    /// proportion.
    private func sharpened(_ parent: Genome, _ random: inout SplitMix64) -> Child? {
        let speeds = parent.terms.filter { term in
            term.weight > 0 && term.shape.kind != "excess"
                && catalogue.entry(term.signal)?.role == .progress
                && !parent.terms.contains { $0.signal == term.signal && $0.shape.kind == "excess" }
        }
        guard parent.terms.count < Genome.limit, !speeds.isEmpty else { return nil }
        let speed = speeds[random.index(speeds.count)]
        guard let entry = catalogue.entry(speed.signal) else { return nil }
        var term = Term(
            weight: 1, shape: sampler.shape("excess", of: entry, .value, &random), reduction: .value,
            signal: speed.signal)
        term.weight =
            speed.weight * catalogue.size(of: speed) / max(catalogue.size(of: term), 1e-6)
            * random.logUniform(1, 5)
        return Child(
            genome: Genome(terms: parent.terms + [term]), words: "paid extra for high \(speed.signal) in")
    }

    private func dropped(_ parent: Genome, _ random: inout SplitMix64) -> Child? {
        guard parent.terms.count > 1 else { return nil }
        // The smaller a term's share of the reward, the likelier it goes.
        let sizes = parent.terms.map { max(($0.weight * catalogue.size(of: $0)).magnitude, 1e-9) }
        let largest = sizes.max() ?? 1
        let place = random.pick(sizes.map { 1 / (0.2 + $0 / largest) })
        var genome = parent
        genome.terms.remove(at: place)
        return Child(genome: genome, words: "dropped the term on \(parent.terms[place].signal) from")
    }

    private func swapped(_ parent: Genome, at place: Int, _ random: inout SplitMix64) -> Child? {
        let old = parent.terms[place]
        guard let entry = catalogue.entry(old.signal) else { return nil }
        let others = catalogue.entries.filter { other in
            other.signal.name != old.signal && other.signal.name != old.gate.signal
                && other.isScalar == entry.isScalar && other.isVector == entry.isVector
        }
        guard !others.isEmpty else { return nil }
        let other = others[random.pick(others.map { $0.role == .clock ? 0.05 : $0.relevance })]
        var term = old
        guard catalogue.shapes(for: other, old.reduction).contains(old.shape.kind) else { return nil }
        term.signal = other.signal.name
        if case .element = old.reduction { term.reduction = .element(random.index(other.size)) }
        term.shape = sampler.shape(old.shape.kind, of: other, term.reduction, &random)
        term.weight = old.weight * catalogue.size(of: old) / max(catalogue.size(of: term), 1e-6)
        return replacing(parent, at: place, by: term, "put \(term.signal) in the place of \(old.signal) in")
    }

    private func reshaped(_ parent: Genome, at place: Int, _ random: inout SplitMix64) -> Child? {
        let old = parent.terms[place]
        guard let entry = catalogue.entry(old.signal) else { return nil }
        var term = old
        let kind = sampler.shapeKind(of: entry, old.reduction, besides: old.shape.kind, &random)
        term.shape = sampler.shape(kind, of: entry, old.reduction, &random)
        term.weight = old.weight * catalogue.size(of: old) / max(catalogue.size(of: term), 1e-6)
        // 1 − flag says the opposite of the flag.
        if entry.role == .flag { term.weight.negate() }
        let words = "changed the shape of the term on \(old.signal) from \(old.shape.kind) to \(kind) in"
        return replacing(parent, at: place, by: term, words)
    }

    private func gated(_ parent: Genome, at place: Int, _ random: inout SplitMix64) -> Child? {
        var term = parent.terms[place]
        guard let entry = catalogue.entry(term.signal) else { return nil }
        if term.gate != .always, random.chance(0.6) {
            term.gate = .always
            return replacing(parent, at: place, by: term, "took the gate off the term on \(term.signal) in")
        }
        guard let gate = sampler.gate(for: entry, &random), let signal = gate.signal else { return nil }
        term.gate = gate
        return replacing(parent, at: place, by: term, "gated the term on \(term.signal) by \(signal) in")
    }

    private func rescaled(_ parent: Genome, at place: Int, _ random: inout SplitMix64) -> Child? {
        var term = parent.terms[place]
        let larger = random.chance(0.5)
        term.weight *= larger ? 3 : 1.0 / 3
        let words = larger ? "tripled the weight of" : "cut to a third the weight of"
        return replacing(parent, at: place, by: term, "\(words) the term on \(term.signal) in")
    }

    /// Takes one or two terms over from a partner, beside a parent's own terms or in their place.
    func crossed(_ parent: Genome, with partner: Genome, named name: String, _ random: inout SplitMix64)
        -> Child?
    {
        let foreign = partner.terms.filter { term in
            !parent.terms.contains { $0.structure == term.structure }
        }
        guard !foreign.isEmpty else { return averaged(parent, with: partner, named: name) }
        var genome = parent
        var taken: [String] = []
        let start = random.index(foreign.count)
        for step in 0..<min(foreign.count, random.chance(0.6) ? 1 : 2) {
            let term = foreign[(start + step) % foreign.count]
            let replaces =
                genome.terms.count >= Genome.limit || (genome.terms.count > 1 && random.chance(0.4))
            if replaces { genome.terms.remove(at: random.index(genome.terms.count)) }
            genome.terms.append(term)
            taken.append(term.signal)
        }
        let words = "took the term\(taken.count > 1 ? "s" : "") on \(list(taken)) from \(name) into"
        return Child(genome: genome, words: words)
    }

    /// Meets half-way between the weights of two parents that differ in constants only.
    private func averaged(_ parent: Genome, with partner: Genome, named name: String) -> Child? {
        var genome = parent
        for place in genome.terms.indices {
            let structure = genome.terms[place].structure
            guard let other = partner.terms.first(where: { $0.structure == structure }) else { continue }
            genome.terms[place].weight = (genome.terms[place].weight + other.weight) / 2
        }
        guard genome.terms.allSatisfy({ $0.weight != 0 }), genome != parent else { return nil }
        return Child(genome: genome, words: "averaged the weights of \(name) with those of")
    }

    private func replacing(_ parent: Genome, at place: Int, by term: Term, _ words: String) -> Child? {
        var genome = parent
        genome.terms[place] = term
        return genome == parent ? nil : Child(genome: genome, words: words)
    }

    private func list(_ names: [String]) -> String {
        var distinct: [String] = []
        for name in names where !distinct.contains(name) { distinct.append(name) }
        return distinct.joined(separator: " and ")
    }
}
