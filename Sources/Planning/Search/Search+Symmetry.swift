/// Operators of one expansion that are alike but for the names of interchangeable objects.
///
/// - Invariant: `slots` holds, where `stamps` equals `stamp`, positions in the list of kept operators.
struct AlikeOperators: Sendable {
    private var keys: [UInt64] = []
    private var slots: [Int32] = []
    private var stamps: [UInt32] = []
    private var stamp: UInt32 = 0

    /// Prepares for `count` operators.
    mutating func begin(_ count: Int) {
        if slots.count < 2 * count {
            var size = 64
            while size < 2 * count { size *= 2 }
            keys = Array(repeating: 0, count: size)
            slots = Array(repeating: 0, count: size)
            stamps = Array(repeating: 0, count: size)
            stamp = 0
        }
        stamp &+= 1
        if stamp == 0 {
            for index in stamps.indices { stamps[index] = 0 }
            stamp = 1
        }
    }

    /// Finds the operator kept under a key, or keeps `operatorNumber` there.
    mutating func keep(_ operatorNumber: Int32, _ key: UInt64) -> Int32? {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: key >> 16) & mask
        while stamps[slot] == stamp {
            if keys[slot] == key { return slots[slot] }
            slot = (slot + 1) & mask
        }
        stamps[slot] = stamp
        keys[slot] = key
        slots[slot] = operatorNumber
        return nil
    }
}

extension Search {
    /// Keeps one of the applicable operators that are alike; where any of them is preferred, that one is, too.
    ///
    /// `isPreferred` holds the marks of `preferred`; marks that are added are noted there.
    mutating func dropAlikeOperators() {
        guard orbits != nil, applicable.count > 1 else { return }
        _ = orbits?.colour(stepper.state)
        alike.begin(applicable.count)
        let operators = generator.operators
        let objects = operators.objects.values.span
        var kept = 0
        for index in 0..<applicable.count {
            let number = applicable[index]
            let range = operators.objects.range(Int(number))
            if let key = orbits?.key(schema: operators.schema[Int(number)], objects, range),
                let first = alike.keep(number, key)
            {
                if options.usesPreferred, isPreferred[Int(number)], !isPreferred[Int(first)] {
                    isPreferred[Int(first)] = true
                    preferred.append(first)
                }
                continue
            }
            applicable[kept] = number
            kept += 1
        }
        if kept == applicable.count { return }
        hasPruned = true
        applicable.removeLast(applicable.count - kept)
    }
}
