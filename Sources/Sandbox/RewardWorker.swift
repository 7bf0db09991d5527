internal import CChannel
internal import Synchronization

/// Describes a candidate that passed its checks.
package struct CandidateDescription: Codable, Sendable, Equatable {
    /// Lists the signals it takes, in order.
    package let signals: [String]
    /// Lists its components, in order; empty after a mere load.
    package let components: [String]
    /// Gives its tunable constants.
    package let constants: [String: Double]
    /// Gives the initial values of its memory; empty where it uses none.
    package let memory: [String: Double]
    /// Hashes its syntax: equal for texts that differ in comments, docstrings and layout only.
    ///
    /// Empty after a mere load.
    package let normalised: String
    /// Hashes its totals on the probe, rounded: equal for rewards that act alike.
    ///
    /// Empty after a mere load.
    package let fingerprint: String
    /// Counts its lines.
    package let lines: Int
}

/// Tells of a slip in a candidate's text: a unit, a threshold, a value that comes too late.
///
/// The worker's own words: for a critic, never for a verdict.
package struct TextFact: Codable, Sendable, Equatable {
    /// Names the kind of fault.
    package let kind: String
    /// Names the signal that is meant; empty for none.
    package let part: String
    /// Counts lines from 1; 0 where it is unknown.
    package let line: Int
    /// Says what was seen.
    package let words: String
}

/// Points to recorded states that a candidate is tried on.
package struct Probe: Sendable, Equatable {
    /// Says where its signals lie in the signals memory.
    package let layout: SignalLayout
    /// Counts its steps.
    package let steps: Int
    /// Counts its environments; rows = steps * environments.
    package let environments: Int

    /// Creates a probe.
    package init(layout: SignalLayout, steps: Int, environments: Int) {
        self.layout = layout
        self.steps = steps
        self.environments = environments
    }
}

/// Separates the memory of training from that of evaluation.
package enum RewardStream: String, Codable, Sendable {
    /// Marks chunks that the learner learns from.
    case train
    /// Marks chunks of evaluation episodes.
    case evaluate
}

/// Holds the rewards of one chunk, all finite.
package struct RewardChunk: Sendable, Equatable {
    /// Holds one component's values.
    package struct Component: Sendable, Equatable {
        /// Names the component.
        package let name: String
        /// Holds one value a row.
        package let values: [Float]
    }

    /// Holds one total a row.
    package let total: [Float]
    /// Holds the components in the candidate's order.
    package let components: [Component]
}

/// Runs one reward function in one locked process.
///
/// Every call blocks, at most for the limit of a request. After a failure that ended the process every call gives
/// that failure again. Calls from several threads take turns.
package final class RewardWorker: Sendable {
    /// The most components a candidate may return.
    package static let maximumComponents = 32
    /// The largest size of a value; sums and squares of more do not fit a learner's float32.
    static let largestValue: Float = 1e12

    let zygote: Zygote
    let signals: SharedMemory
    let rewards: SharedMemory
    let limits: Limits
    private let state: Mutex<State>

    struct State: Sendable {
        var process: WorkerProcess
        /// Is set once the worker is closed.
        var usage: Usage?
        /// Is the last word of a process that is dead.
        var failure: Failure?
        var components: [String]?
        /// Repeats the last load in a new process.
        var reload: LoadRequest?
        var usesMemory = false
    }

    /// Forks a worker.
    /// - Parameters:
    ///   - zygote: forks it.
    ///   - signals: is what the candidate reads; nothing else is.
    ///   - capacityRows: bounds the rows of a chunk.
    ///   - limits: bounds each request and the whole life.
    /// - Throws: ``SandboxError`` where no worker can be had.
    package init(
        zygote: Zygote, signals: SharedMemory, capacityRows: Int, limits: Limits = Limits()
    ) throws(SandboxError) {
        self.zygote = zygote
        self.signals = signals
        self.limits = limits
        let bytes = capacityRows * (1 + Self.maximumComponents) * MemoryLayout<Float>.stride
        let large = bytes > Int(EVOLVE_REWARDS_BYTES) ? try SharedMemory(name: "rewards", bytes: bytes) : nil
        let process = try zygote.employ(limits: limits, signals: signals, rewards: large)
        rewards = process.rewards
        state = Mutex(State(process: process))
    }

    deinit { _ = finish() }

    /// Gives what the layers of this worker's lock-down took, seconds by name, `total` among them; empty before the first answer.
    package var lockdownSeconds: [String: Double] { state.withLock { $0.process.secondsByLayer } }

    /// Gives what the candidate has printed so far, cut to the limit.
    package var output: String { state.withLock { $0.process.printed } }

    // MARK: Requests

    /// Checks a candidate: text, arguments, module, two equal runs on the probe, shapes, finiteness, state.
    /// - Parameters:
    ///   - code: the candidate's text.
    ///   - signals: what the environment offers, named in suggestions.
    ///   - probe: recorded states; its signals lie in this worker's signals memory.
    ///   - constants: values in place of the tunable constants' defaults.
    /// - Returns: what the candidate is, or why it is refused.
    package func check(
        code: String, signals: [SignalInfo], probe: Probe, constants: [String: Double] = [:]
    ) -> Result<CandidateDescription, Failure> {
        let message = CheckRequest(
            do: "check", code: code, layout: probe.layout, constants: constants, signals: signals.map(\.name),
            steps: probe.steps, environments: probe.environments)
        return state.withLock { state in describe(encoded(message), load: message.load, &state) }
    }

    /// Loads a candidate that was checked before, for chunks of the given layout.
    /// - Parameters:
    ///   - code: the candidate's text.
    ///   - layout: where the trainer will put the signals.
    ///   - constants: values in place of the tunable constants' defaults.
    /// - Returns: what the candidate is, without components and hashes, or why it is refused.
    package func load(
        code: String, layout: SignalLayout, constants: [String: Double] = [:]
    ) -> Result<CandidateDescription, Failure> {
        let load = LoadRequest(code: code, layout: layout, constants: constants)
        return state.withLock { state in describe(load.message, load: load, &state) }
    }

    /// Reads a candidate's syntax tree for slips; nothing of it is run.
    /// - Parameters:
    ///   - code: the candidate's text.
    ///   - signals: units and usual ranges.
    /// - Returns: at most twelve facts in printable words, or why there are none.
    package func facts(code: String, signals: [SignalInfo]) -> Result<[TextFact], Failure> {
        let message = FactsRequest(
            code: code,
            signals: signals.map {
                .init(name: $0.name, unit: $0.unit, low: $0.low ?? -1, high: $0.high ?? 1)
            })
        return state.withLock { state in
            exchange(encoded(message), &state).map { reply in
                (reply.facts ?? []).prefix(12).filter { ForeignText.isName($0.kind) }.map {
                    TextFact(
                        kind: $0.kind, part: ForeignText.shown($0.part, limit: 64), line: $0.line,
                        words: ForeignText.shown($0.words, limit: 300))
                }
            }
        }
    }

    /// Computes the rewards of the chunk that lies in the signals memory.
    /// - Parameters:
    ///   - steps: steps of the chunk.
    ///   - environments: rows a step.
    ///   - stream: whose memory is used.
    ///   - fresh: resets that memory first.
    /// - Returns: values copied out of shared memory and checked, or the verdict.
    package func reward(
        steps: Int, environments: Int, stream: RewardStream = .train, fresh: Bool = false
    ) -> Result<RewardChunk, Failure> {
        let text =
            "{\"do\":\"reward\",\"steps\":\(steps),\"environments\":\(environments),"
            + "\"stream\":\"\(stream.rawValue)\",\"fresh\":\(fresh)}"
        return state.withLock { state in
            exchange(Array(text.utf8), &state).flatMap { reply in
                collect(reply.components ?? [], steps * environments, environments, &state)
            }
        }
    }

    /// Gives the memory of every stream, for a training that is saved; base64 of float32 by stream and name.
    /// - Returns: the memory, or why it cannot be had.
    package func exportMemory() -> Result<[String: [String: String]], Failure> {
        state.withLock { state in
            exchange(Array("{\"do\":\"export_memory\"}".utf8), &state).map { $0.memory ?? [:] }
        }
    }

    /// Puts back what ``exportMemory()`` gave, after a load.
    /// - Parameter memory: base64 of float32 by stream and name.
    /// - Returns: nothing, or why it does not fit the candidate.
    package func importMemory(_ memory: [String: [String: String]]) -> Result<Void, Failure> {
        let message = ImportRequest(do: "import_memory", memory: memory)
        return state.withLock { state in exchange(encoded(message), &state).map { _ in } }
    }

    /// Ends the worker and tells what it used; again and again the same.
    /// - Returns: CPU time, memory and ending, measured from outside.
    @discardableResult
    package func close() -> Usage { finish() }

    private func finish() -> Usage {
        state.withLock { state in
            if let usage = state.usage { return usage }
            let usage = state.process.finish(graceSeconds: 0.2)
            state.usage = usage
            return usage
        }
    }
}
