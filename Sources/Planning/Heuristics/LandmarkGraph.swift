/// Facts that every plan makes true at some time, found by propagation in the relaxed task (Zhu and Givan, 2003;
/// Keyder, Richter and Helmert, 2010).
///
/// A landmark of an operator is a landmark of one of its preconditions; a landmark of a fact is the fact itself and
/// whatever all operators that add it have in common. Iterated from "everything" downwards the sets become exact for
/// the relaxed task.
struct LandmarkGraph: Sendable {
    /// Landmarks of the goal that do not already hold, as propositions.
    let landmarks: [Int32]
    /// `orderedBefore[l]`: landmarks that hold before landmark l in every plan, as indices.
    let orderedBefore: Rows

    /// More bits than this are not spent on the sets.
    private static let bitLimit = 1 << 31
    /// More work than this, in words united for one look at every operator, is not done: a second or so.
    private static let wordLimit = 1 << 30

    /// Finds the landmarks; nil where a task is too large for the sets.
    init?(_ relaxed: RelaxedTask, initial: [Int32]) {
        let count = relaxed.propositionCount
        let words = (count + 63) / 64
        guard count * words * 64 <= Self.bitLimit,
            relaxed.preconditions.values.count * words <= Self.wordLimit
        else { return nil }
        var sets = LandmarkSets(count: count, words: words)
        for proposition in initial { sets.settle(Int(proposition)) }
        var queue = PropagationOrder(operatorCount: relaxed.preconditions.count)
        for number in relaxed.free { queue.push(number) }
        for proposition in initial {
            for index in relaxed.consumers.range(Int(proposition)) {
                queue.push(relaxed.consumers.values[index])
            }
        }
        while let number = queue.pop() {
            guard sets.gather(relaxed.preconditions, Int(number)) else { continue }
            for index in relaxed.adds.range(Int(number)) {
                let proposition = Int(relaxed.adds.values[index])
                guard sets.restrict(proposition) else { continue }
                for position in relaxed.consumers.range(proposition) {
                    queue.push(relaxed.consumers.values[position])
                }
            }
        }
        var isLandmark = Array(repeating: false, count: count)
        for goal in relaxed.goals { sets.mark(Int(goal), &isLandmark) }
        let holds = Set(initial)
        let found = (0..<Int32(count)).filter { isLandmark[Int($0)] && !holds.contains($0) }
        var indexOf = Array(repeating: Int32(-1), count: count)
        for (index, proposition) in found.enumerated() { indexOf[Int(proposition)] = Int32(index) }
        var before = Rows()
        for proposition in found {
            var needed = Array(repeating: false, count: count)
            sets.mark(Int(proposition), &needed)
            before.addRow(found.filter { needed[Int($0)] && $0 != proposition }.map { indexOf[Int($0)] })
        }
        landmarks = found
        orderedBefore = before
    }
}

/// One set of propositions for each proposition; "not yet reached" stands for the set of everything.
private struct LandmarkSets {
    private let words: Int
    private var bits: [UInt64]
    private var isReached: [Bool]
    private var gathered: [UInt64]

    init(count: Int, words: Int) {
        self.words = words
        bits = Array(repeating: 0, count: count * words)
        isReached = Array(repeating: false, count: count)
        gathered = Array(repeating: 0, count: words)
    }

    /// Gives a fact of the initial state the set of itself alone.
    mutating func settle(_ proposition: Int) {
        isReached[proposition] = true
        bits[proposition * words + proposition / 64] |= 1 << UInt64(proposition % 64)
    }

    /// Unites the sets of an operator's preconditions; false where one is not yet reached.
    mutating func gather(_ preconditions: Rows, _ number: Int) -> Bool {
        for word in 0..<words { gathered[word] = 0 }
        for index in preconditions.range(number) {
            let proposition = Int(preconditions.values[index])
            guard isReached[proposition] else { return false }
            for word in 0..<words { gathered[word] |= bits[proposition * words + word] }
        }
        return true
    }

    /// Keeps of a fact's set only what is gathered, and the fact itself; true where that changed it.
    mutating func restrict(_ proposition: Int) -> Bool {
        let start = proposition * words
        let own = proposition / 64
        let flag: UInt64 = 1 << UInt64(proposition % 64)
        guard isReached[proposition] else {
            isReached[proposition] = true
            for word in 0..<words { bits[start + word] = gathered[word] }
            bits[start + own] |= flag
            return true
        }
        var changed = false
        for word in 0..<words {
            let kept = bits[start + word] & (gathered[word] | (word == own ? flag : 0))
            if kept != bits[start + word] {
                bits[start + word] = kept
                changed = true
            }
        }
        return changed
    }

    func mark(_ proposition: Int, _ marks: inout [Bool]) {
        guard isReached[proposition] else { return }
        for other in marks.indices where bits[proposition * words + other / 64] >> UInt64(other % 64) & 1 == 1
        {
            marks[other] = true
        }
    }
}

/// Operators waiting to be looked at again, first in first out, each at most once.
private struct PropagationOrder {
    private var entries: [Int32] = []
    private var head = 0
    private var isWaiting: [Bool]

    init(operatorCount: Int) { isWaiting = Array(repeating: false, count: operatorCount) }

    mutating func push(_ number: Int32) {
        guard !isWaiting[Int(number)] else { return }
        isWaiting[Int(number)] = true
        entries.append(number)
    }

    mutating func pop() -> Int32? {
        guard head < entries.count else { return nil }
        let number = entries[head]
        head += 1
        if head > 65_536, head * 2 > entries.count {
            entries.removeFirst(head)
            head = 0
        }
        isWaiting[Int(number)] = false
        return number
    }
}
