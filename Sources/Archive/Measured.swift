/// Says by which run, and when, something was measured that other runs may use as well.
package struct Measured: Codable, Sendable, Equatable {
    /// Name of the run's folder.
    package var run: String
    /// RFC 3339, UTC.
    package var at: String

    package init(run: String, at: String) {
        self.run = run
        self.at = at
    }
}

extension EvaluationRecord {
    /// True where another run than the one of this name measured it.
    package func isTakenOver(by run: String) -> Bool { measured.map { $0.run != run } ?? false }
}
