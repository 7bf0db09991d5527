/// Writes a sign-limited genome as Python, and finds the genome again in code written that way.
struct SignCode {
    private let catalogue: SignalCatalogue
    private let writer: RewardCode

    init(catalogue: SignalCatalogue) {
        self.catalogue = catalogue
        writer = RewardCode(catalogue: catalogue)
    }

    /// Tells whether both parts have terms, and all fit their signals.
    func accepts(_ genome: SignGenome) -> Bool {
        SignGenome.Part.allCases.allSatisfy { part in
            (1...SignGenome.limit).contains(genome[part].count)
                && genome[part].allSatisfy { catalogue.accepts($0, changes: true) }
        }
    }

    /// Writes the whole file: import, memory where a change needs it, function, genome comment.
    func source(of genome: SignGenome) -> String {
        let lines = writer.lines(of: Genome(terms: genome.sparse + genome.dense))
        let remembered = remembered(genome)
        let constants = lines.flatMap(\.constants).map { "\($0.name)=\($0.value)" }
        let arguments = arguments(genome) + (remembered.isEmpty ? [] : ["memory"])
        let (sparse, dense) = (lines.prefix(genome.sparse.count), lines.suffix(genome.dense.count))
        let keeps = remembered.map { "    memory[\"last_\($0)\"] = \($0)\n" }.joined()
        let begun =
            remembered.isEmpty ? "" : keeps + "    memory[\"begun\"] = np.ones_like(memory[\"begun\"])\n"
        return """
            import numpy as np

            \(memory(remembered))
            \(writer.signature(arguments, constants))
                \"""\(documentation(genome, Array(sparse), Array(dense)))
                \"""
            \(assignments(sparse, "sparse", "1.0"))\(assignments(dense, "dense", "0.1"))\(begun)\
                return sparse + dense, {"sparse": sparse, "dense": dense}\(remembered.isEmpty ? "" : ", memory")


            \(SignGenome.marker)\(genome.text)

            """
    }

    /// Finds the genome that code was written from; nil for foreign or edited code.
    func genome(in code: String) -> SignGenome? {
        let rows = code.split(separator: "\n", omittingEmptySubsequences: false)
        let marked = rows.filter { $0.hasPrefix(SignGenome.marker) }
        guard marked.count == 1, let row = marked.first,
            let genome = SignGenome(text: writer.trimmed(row.dropFirst(SignGenome.marker.count))),
            accepts(genome)
        else { return nil }
        return writer.essence(source(of: genome)) == writer.essence(code) ? genome : nil
    }

    private func assignments(_ lines: ArraySlice<RewardCode.Line>, _ part: String, _ size: String) -> String {
        let sum = lines.map(\.component).joined(separator: " + ")
        return lines.map { writer.assignment($0.component, $0.factors, by: "*") }.joined()
            + "    \(part) = \(size) * np.sign(\(sum))\n"
    }

    /// Signals in order of appearance, with those that tell the value before the step.
    private func arguments(_ genome: SignGenome) -> [String] {
        var names: [String] = []
        for term in genome.sparse + genome.dense {
            let earlier = term.shape == .change ? catalogue.earlier(term.signal) : nil
            for name in [term.signal, earlier, term.gate.signal].compactMap(\.self)
            where !names.contains(name) {
                names.append(name)
            }
        }
        return names
    }

    /// Signals whose last value nobody tells.
    private func remembered(_ genome: SignGenome) -> [String] {
        var names: [String] = []
        for term in genome.sparse + genome.dense
        where term.shape == .change && catalogue.earlier(term.signal) == nil && !names.contains(term.signal) {
            names.append(term.signal)
        }
        return names
    }

    private func memory(_ names: [String]) -> String {
        guard !names.isEmpty else { return "" }
        let values = names.map { "\"last_\($0)\": 0.0, " }.joined()
        return "MEMORY = {\(values)\"begun\": 0.0}\n\n"
    }

    private func documentation(
        _ genome: SignGenome, _ sparse: [RewardCode.Line], _ dense: [RewardCode.Line]
    ) -> String {
        func told(_ terms: [Term], _ lines: [RewardCode.Line]) -> String {
            let words = zip(terms, lines).map {
                ($0.weight > 0 ? "for " : "against ") + writer.words(for: $0, $1)
            }
            return writer.listed(words)
        }
        return writer.wrapped(
            "Only signs count: sparse \(told(genome.sparse, sparse)); dense \(told(genome.dense, dense)).",
            first: 7, then: "    ")
    }
}
