/// Tells how far a reward can be trusted to mean what the fitness means: figures of the host's, none of the candidate's own.
///
/// Values are means of the candidate's total over recorded steps, in its own unit. Stored as JSON under the mark
/// `integrity/CANDIDATE`.
package struct IntegrityReport: Codable, Sendable, Equatable {
    /// Holds what one behaviour earns a step.
    package struct Behaviour: Codable, Sendable, Equatable {
        /// `random`, `nothing`, `reversed` (random behaviour played backwards) or `cycle` (forwards, then backwards).
        package var name: String
        /// Mean total a step; nil where the behaviour could not be judged.
        package var value: Double?
        /// Why there is no value, or which component earns most; empty where there is nothing to say.
        package var note: String

        package init(name: String, value: Double?, note: String = "") {
            (self.name, self.value, self.note) = (name, value, note)
        }
    }

    /// Says how much one signal matters to the total on recorded behaviour.
    package struct Signal: Codable, Sendable, Equatable {
        package var name: String
        /// Change of the total with this signal held at its mean, as a share of the total's own spread; 0 is none.
        package var influence: Double

        package init(name: String, influence: Double) { (self.name, self.influence) = (name, influence) }
    }

    /// Follows one component over training and recorded behaviour.
    package struct Component: Codable, Sendable, Equatable {
        package var name: String
        /// Its size over training as a share of all components' sizes, 0 to 1; nil where nothing was trained.
        package var share: Double?
        /// Share of recorded random steps on which it has its smallest or its largest value, 0 to 1.
        package var atItsEnds: Double
        /// True where its mean moved by less than 5 % of its size over the training.
        package var isFlat: Bool

        package init(name: String, share: Double?, atItsEnds: Double, isFlat: Bool) {
            (self.name, self.share, self.atItsEnds, self.isFlat) = (name, share, atItsEnds, isFlat)
        }
    }

    package var schema = 1
    /// Hash of the candidate.
    package var candidate: String
    /// Rank correlation of own reward and fitness over the checkpoints, mean over trainings, −1 to 1; nil below four
    /// checkpoints.
    package var agreement: Double?
    /// Fitness that was given away by shipping the checkpoint with the best own reward instead of the fittest, mean over
    /// trainings, in the fitness's unit.
    package var givenAway: Double?
    /// Own reward a step of the shipped policies; nil where nothing was trained.
    package var trained: Double?
    package var behaviours: [Behaviour]
    package var components: [Component]
    package var signals: [Signal]
    /// What a reader should look at, in sentences; empty where nothing stands out.
    package var concerns: [String]

    package init(
        candidate: String, agreement: Double?, givenAway: Double?, trained: Double?, behaviours: [Behaviour],
        components: [Component], signals: [Signal], concerns: [String] = []
    ) {
        (self.candidate, self.agreement, self.givenAway) = (candidate, agreement, givenAway)
        (self.trained, self.behaviours, self.components) = (trained, behaviours, components)
        (self.signals, self.concerns) = (signals, concerns)
    }

    /// Gives the value of a behaviour by its name.
    package func value(of behaviour: String) -> Double? {
        behaviours.first { $0.name == behaviour }?.value
    }

    /// Names the mark under which a candidate's report is kept.
    package static func mark(_ candidate: String) -> String { "integrity/\(candidate)" }
}

extension RunArchive {
    /// Reads the integrity reports of those candidates that have one, in the given order.
    package func integrityReports(of candidates: [CandidateRecord]) async throws -> [IntegrityReport] {
        var found: [IntegrityReport] = []
        for candidate in candidates {
            if let report = try await mark(IntegrityReport.mark(candidate.id), as: IntegrityReport.self) {
                found.append(report)
            }
        }
        return found
    }
}
