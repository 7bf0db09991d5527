internal import Sandbox

/// Holds a recorded stretch of behaviour as the host's own copy, and makes others of it.
///
/// Row `t * environments + i` is step `t` of environment `i`, as in the memory that workers read.
struct RecordedBehaviour: Sendable {
    var layout: SignalLayout
    var steps: Int
    var environments: Int
    /// Values by signal: `rows * size` floats, row by row.
    var values: [String: [Float]]
    /// True for a row with which an episode ended.
    var ended: [Bool]

    var rows: Int { steps * environments }

    /// Copies a recorded stretch out of its memory.
    init(_ memory: SharedMemory, _ probe: Probe) throws {
        layout = probe.layout
        (steps, environments) = (probe.steps, probe.environments)
        values = [:]
        let rows = steps * environments
        for signal in probe.layout.signals {
            let count = signal.shape.reduce(rows, *)
            values[signal.name] = try memory.floats(at: signal.offset, count: count)
        }
        // The flags are bytes, four to a float.
        let flags = try memory.floats(at: probe.layout.endedOffset, count: rows / 4)
        ended = flags.flatMap { four in (0..<4).map { four.bitPattern >> (8 * UInt32($0)) & 0xff != 0 } }
        ended += Array(repeating: false, count: rows - ended.count)
    }

    /// Writes everything into a memory whose layout has room for it, the layout given.
    func write(to memory: SharedMemory, as layout: SignalLayout) throws {
        for signal in layout.signals { try memory.write(values[signal.name] ?? [], at: signal.offset) }
        try memory.write(ended.map { $0 ? UInt8(1) : 0 }, at: layout.endedOffset)
    }

    // MARK: Other behaviours made of this one

    /// Plays the stretch backwards: the last step first, before and after exchanged, velocities turned round.
    /// - Parameter units: unit by signal; those in something per second change their sign.
    /// - Returns: a stretch of the same length.
    func reversed(units: [String: String]) -> RecordedBehaviour {
        var result = self
        for signal in layout.signals {
            let (name, size) = (signal.name, signal.shape.reduce(1, *))
            let partner =
                name.hasPrefix("previous_") ? String(name.dropFirst("previous_".count)) : "previous_" + name
            let sign: Float = units[name]?.hasSuffix("/s") == true ? -1 : 1
            // An action belongs to its step and not to a side of it; the one before it is then that of the step after.
            let isAction = name == "action" || name == "previous_action"
            let source = isAction ? values["action"] : values[partner] ?? values[name]
            guard let source else { continue }
            let shift = name == "previous_action" ? 1 : 0
            result.values[name] = rowsBackwards(source, size: size, shift: shift).map { sign * $0 }
        }
        result.ended = rowsBackwards(ended.map { $0 ? 1 : 0 }, size: 1, shift: 0).map { $0 != 0 }
        return result
    }

    private func rowsBackwards(_ source: [Float], size: Int, shift: Int) -> [Float] {
        let width = environments * size
        return (0..<steps).reversed().flatMap { step -> ArraySlice<Float> in
            let from = step + shift
            guard from < steps else { return ArraySlice(repeating: 0, count: width) }
            return source[from * width..<(from + 1) * width]
        }
    }

    /// Plays this and then another stretch of the same environments.
    func followed(by other: RecordedBehaviour) -> RecordedBehaviour {
        var result = self
        result.steps += other.steps
        for (name, own) in values { result.values[name] = own + (other.values[name] ?? []) }
        result.ended += other.ended
        return result
    }

    /// Holds one signal at its mean over all rows.
    func holding(_ name: String) -> RecordedBehaviour {
        guard let own = values[name], let signal = layout.signals.first(where: { $0.name == name }) else {
            return self
        }
        let size = signal.shape.reduce(1, *)
        var mean = [Double](repeating: 0, count: size)
        for (index, value) in own.enumerated() { mean[index % size] += Double(value) / Double(rows) }
        var result = self
        result.values[name] = own.indices.map { Float(mean[$0 % size]) }
        return result
    }
}
