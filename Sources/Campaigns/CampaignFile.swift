/// Holds what a campaign file says: problems x strategies x models x seeds under one budget.
package struct CampaignFile: Sendable, Equatable {
    /// Names the campaign; the folders of its runs begin with it.
    package var name: String
    package var problems: [CampaignProblem]
    package var strategies: [String]
    /// As written after `--model`.
    package var models: [String]
    package var seeds: [UInt64]
    /// Most US dollars for all cells together; nil for no limit.
    package var budgetUSD: Double?
    /// Wall seconds after which no further cell starts; nil for no limit.
    package var wallSeconds: Double?
    /// Strategy against which the others are compared first; the first one unless said.
    package var baseline: String

    /// All runs of the campaign: seeds outermost, so that a campaign that ends early has compared everything a little.
    package var cells: [CampaignCell] {
        seeds.flatMap { seed in
            problems.flatMap { problem in
                strategies.flatMap { strategy in
                    models.map {
                        CampaignCell(
                            campaign: name, problem: problem, strategy: strategy, model: $0, seed: seed)
                    }
                }
            }
        }
    }
}

/// Names one problem of a campaign and the budget of a run on it.
package struct CampaignProblem: Sendable, Equatable {
    /// `reward` or `heuristic`.
    package var kind: String
    /// Environment or domain.
    package var subject: String
    /// Whole numbers by key, such as `steps` and `generations`; what is not here has the problem's default.
    package var counts: [String: Int]
    /// CPU seconds of a search in one task; nil for the default.
    package var taskSeconds: Double?
    /// Place in the file, for errors that show only when the cell runs.
    package var line: Int

    /// Keys of ``counts``.
    package static let countKeys = [
        "samples", "generations", "seeds", "steps", "finalists", "finalist-seeds", "confirm-seeds", "tune",
    ]

    /// Tells problems of one campaign apart.
    package var label: String { subject }
}

/// Is one run of a campaign.
package struct CampaignCell: Sendable, Equatable {
    package var campaign: String
    package var problem: CampaignProblem
    package var strategy: String
    package var model: String
    package var seed: UInt64

    /// Name of the run's folder: letters, digits, dots and dashes only.
    package var run: String {
        var parts = [campaign, problem.subject, strategy]
        if model != "offline" { parts.append(model) }
        let plain = parts.joined(separator: ".").map { character in
            character.isASCII && (character.isLetter || character.isNumber || ".-_".contains(character))
                ? character : "-"
        }
        return String(plain) + ".s\(seed)"
    }
}

/// Says what is wrong in a campaign file, where, and what to write instead.
package struct CampaignError: Error, Sendable, Equatable, CustomStringConvertible {
    package var path: String
    /// From 1; 0 where the whole file is meant.
    package var line: Int
    package var column: Int
    package var what: String

    package init(path: String, line: Int = 0, column: Int = 0, what: String) {
        (self.path, self.line, self.column, self.what) = (path, line, column, what)
    }

    package var description: String {
        line > 0 ? "\(path):\(line):\(column): \(what)" : "\(path): \(what)"
    }
}
