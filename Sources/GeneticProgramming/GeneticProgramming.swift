// The offline proposer: typed genetic programming over reward terms, in place of a language model.
//
// A genome is 1 to 8 terms `weight · shape(reduction(signal)) · gate`. Read in this order:
//   TypedSignal, ParentProgram, Proposal   what comes in and goes out (this file)
//   Genome, Genome+Text                    the terms, and the comment line in which they travel inside the code
//   SignalCatalogue                        what each signal is good for, and which terms are well typed
//   TermSampler                            how a random term is drawn: the priors
//   Variation                              mutation and crossover
//   RewardCode                             a genome as Python that people like to read
//   OfflineProposer                        one generation: parents in, proposals out
//   SignGenome … SignLimitedProposer       the same for rewards of two parts of which only the signs count
//
// The proposer keeps no state: everything it knows of a parent stands in the parent's code. Nothing here knows an
// environment; the priors speak of types, units and names only.

/// Describes one signal of an environment, as reward code receives it.
package struct TypedSignal: Codable, Sendable, Equatable {
    /// Name of the argument, a Python identifier.
    package var name: String
    /// Shape without the batch axis: empty for one number a step.
    package var shape: [Int]
    /// Unit, for example `m/s`; empty when there is none.
    package var unit: String
    /// One line of description.
    package var text: String
    /// Lower end of the typical range of each element; `low == high` marks a signal that never moves.
    package var low: Double
    /// Upper end of the typical range of each element.
    package var high: Double

    package init(name: String, shape: [Int], unit: String, text: String, low: Double, high: Double) {
        self.name = name
        self.shape = shape
        self.unit = unit
        self.text = text
        self.low = low
        self.high = high
    }
}

/// Offers one earlier program to build on.
package struct ParentProgram: Sendable, Equatable {
    /// Identity that comes back in ``Proposal/parents``, for example the hash of the code.
    package var id: String
    /// Name used in descriptions, for example `g0.c2`.
    package var name: String
    package var code: String
    /// Measured fitness, larger is better; nil when there is none, which ranks behind every number.
    package var fitness: Double?
    /// What a critic or an analyzer said about it; only ``SignLimitedProposer`` listens.
    package var complaints: [Complaint]

    package init(id: String, name: String, code: String, fitness: Double?, complaints: [Complaint] = []) {
        self.id = id
        self.name = name
        self.code = code
        self.fitness = fitness
        self.complaints = complaints
    }
}

/// Says to which value of a signal programs should lead, because people like what has it.
package struct Wish: Sendable, Equatable {
    /// Name of the signal.
    package var signal: String
    package var target: Double

    package init(signal: String, target: Double) {
        self.signal = signal
        self.target = target
    }
}

/// Says in two words what is wrong with a program: a kind of a closed set, and the component or signal that is meant.
package struct Complaint: Sendable, Equatable {
    /// Word such as `wrong-sign`, `dead` or `away`.
    package var kind: String
    /// Component or signal; empty for the whole.
    package var part: String

    package init(kind: String, part: String) {
        self.kind = kind
        self.part = part
    }
}

/// Holds one new program and where it comes from.
package struct Proposal: Sendable, Equatable {
    /// Python source of a whole program.
    package var code: String
    /// Identities of the parents it was made from; empty for a fresh program.
    package var parents: [String]
    /// What was done, in words: `added a term on joint_velocities to g0.c2`.
    package var operation: String
    /// Key under which the program counts as already seen; see ``OfflineProposer/normalisedGenome(of:)``.
    package var normalised: String

    package init(code: String, parents: [String], operation: String, normalised: String) {
        self.code = code
        self.parents = parents
        self.operation = operation
        self.normalised = normalised
    }
}
