internal import CWorker
internal import Planning

/// The candidate as a heuristic of the search.
///
/// Where it fails, or its time is over, or memory is short, it answers with "not a number", which ends the search; C keeps the
/// reason.
final class PythonHeuristic: Heuristic {
    /// Operators by the text of their step; filled where the candidate prefers some.
    private let operatorOf: [String: Int32]
    private let headroom: Int
    private(set) var isShortOfMemory = false
    private(set) var evaluations = 0
    private(set) var initialValue = Double.nan
    private var buffer: [UInt8] = []

    /// - Parameters:
    ///   - operatorOf: numbers of operators by their steps; empty where preferred operators are not asked for.
    ///   - headroom: bytes that must remain free.
    init(operatorOf: [String: Int32], headroom: Int) {
        self.operatorOf = operatorOf
        self.headroom = headroom
        if !operatorOf.isEmpty { buffer = [UInt8](repeating: 0, count: 1 << 16) }
    }

    let isSafe = false

    func evaluate(_ state: [Int32], _ node: SearchNode, preferred: inout [Int32]) -> Double {
        if isShortOfMemory { return .nan }
        let step = evolve_step(
            state: Int32(node.state), parent: Int32(node.parent), action: Int32(node.operatorNumber),
            g: Int32(truncatingIfNeeded: node.g))
        let value = evolve_estimate(state, step)
        if evaluations == 0 { initialValue = value }
        evaluations += 1
        if evaluations & 1023 == 0, evolve_memory_is_short(headroom) != 0 {
            isShortOfMemory = true
            return .nan
        }
        if !operatorOf.isEmpty, value < .infinity {
            let length = evolve_preferred(state, step, &buffer, buffer.count)
            for line in buffer[..<length].split(separator: UInt8(ascii: "\n")) {
                guard let number = operatorOf[String(decoding: line, as: UTF8.self)] else { continue }
                preferred.append(number)
            }
        }
        return value
    }
}
