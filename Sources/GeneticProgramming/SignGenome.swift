/// Holds a reward of two parts of which only the signs count: `1.0 · sgn(sparse) + 0.1 · sgn(dense)`.
///
/// The form of Auto MC-Reward (Li et al., CVPR 2024): its designer chooses signs, never magnitudes. Weights only decide
/// which of several terms of one part has its way.
package struct SignGenome: Sendable, Hashable {
    /// Largest number of terms in one part.
    static let limit = 3
    /// Start of the comment line that carries the genome inside the code.
    static let marker = "# signs: "

    /// What happens on few steps: the task is done, or it has failed for good.
    package var sparse: [Term]
    /// What tells on many steps whether things get better.
    package var dense: [Term]

    package init(sparse: [Term], dense: [Term]) {
        (self.sparse, self.dense) = (sparse, dense)
    }

    /// Names one of the two parts.
    enum Part: String, CaseIterable {
        case sparse, dense
    }

    subscript(part: Part) -> [Term] {
        get { part == .sparse ? sparse : dense }
        set { if part == .sparse { sparse = newValue } else { dense = newValue } }
    }

    /// Rounds constants, and keeps the first of terms that say the same.
    func simplified() -> SignGenome {
        func plain(_ terms: [Term]) -> [Term] {
            Array(Genome(terms: terms).simplified().terms.prefix(Self.limit))
        }
        return SignGenome(sparse: plain(sparse), dense: plain(dense))
    }

    /// Spells the genome on one line.
    package var text: String {
        "\(Genome(terms: sparse).text) | \(Genome(terms: dense).text)"
    }

    /// Reads a genome back; nil when the text is not exactly one.
    init?(text: Substring) {
        let parts = text.split(separator: " | ", omittingEmptySubsequences: false).map {
            Genome(text: $0)?.terms
        }
        guard parts.count == 2, let sparse = parts[0], let dense = parts[1] else { return nil }
        self.init(sparse: sparse, dense: dense)
    }

    /// Gives the key of all programs that pay alike: within a part only relative weights count.
    package var normalised: String {
        "\(Genome(terms: sparse).normalised) | \(Genome(terms: dense).normalised)"
    }
}
