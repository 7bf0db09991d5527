/// Gives states that differ only in the names of interchangeable objects the same number.
///
/// Each such object gets a colour: what the state says of it, the others of its kind called by their class; then twice
/// what it has to do with other coloured objects, by their colours (colour refinement). The state's number is made of
/// all colours and of the facts about other objects, so that no order of objects matters. Where objects of a class
/// form chains, different states may get one number: a search that drops states by it is no proof.
struct OrbitHasher: Sendable {
    /// `memberOf[o]`: the number of object o among all interchangeable ones, or -1.
    private let memberOf: [Int32]
    private let classOf: [Int32]
    /// `isLinked[a * classes + b]`: some fact that may change speaks of objects of both classes.
    private var isLinked: [Bool]
    private let classCount: Int
    /// `plain[p]`: the share of a fact without interchangeable objects; 0 for "none" and negations.
    private var plain: [UInt64]
    private var entries = Entries()
    private let baseColours: [UInt64]
    private var colours: [UInt64]
    private var mixed: [UInt64]
    private var relations: [Int32] = []

    /// `starts[p] ..< starts[p + 1]`: the coloured objects of proposition p, with what p says of each.
    private struct Entries: Sendable {
        var starts: [Int32] = [0]
        var members: [Int32] = []
        var sayings: [UInt64] = []
    }

    /// Prepares a task; nil where no two objects are alike.
    init?(_ variables: StateVariables) {
        let classes = InterchangeableObjects(variables.task).classes
        guard !classes.isEmpty else { return nil }
        var memberOf = Array(repeating: Int32(-1), count: variables.task.objects.count)
        var classOf: [Int32] = []
        for (number, objects) in classes.enumerated() {
            for object in objects {
                memberOf[object] = Int32(classOf.count)
                classOf.append(Int32(number))
            }
        }
        self.memberOf = memberOf
        self.classOf = classOf
        classCount = classes.count
        isLinked = Array(repeating: false, count: classes.count * classes.count)
        baseColours = classOf.map { Self.mix(UInt64($0) &+ 1) }
        colours = baseColours
        mixed = baseColours
        plain = Array(repeating: 0, count: variables.propositionCount)
        for proposition in 0..<variables.propositionCount {
            if case .fact(let fact) = variables.meaning[proposition] {
                add(variables.facts.atom(Int(fact)), proposition)
            }
            entries.starts.append(Int32(entries.members.count))
        }
    }

    private mutating func add(_ atom: GroundAtom, _ proposition: Int) {
        let coloured = atom.arguments.filter { memberOf[Int($0)] >= 0 }
        guard !coloured.isEmpty else {
            plain[proposition] = StateLayout.key(Int32(proposition))
            return
        }
        var shape = Self.mix(UInt64(atom.predicate) &+ 0x5EED)
        for object in atom.arguments {
            let member = memberOf[Int(object)]
            shape = Self.mix(
                shape ^ (member < 0 ? UInt64(object) : 1 << 32 | UInt64(classOf[Int(member)])))
        }
        for (place, object) in atom.arguments.enumerated() where memberOf[Int(object)] >= 0 {
            entries.members.append(memberOf[Int(object)])
            entries.sayings.append(Self.mix(shape &+ UInt64(place)))
            for other in coloured where other != object {
                let pair = (classOf[Int(memberOf[Int(object)])], classOf[Int(memberOf[Int(other)])])
                isLinked[Int(pair.0) * classCount + Int(pair.1)] = true
            }
        }
    }

    @inline(__always)
    static func mix(_ number: UInt64) -> UInt64 {
        var value = number &* 0x9E37_79B9_7F4A_7C15
        value = (value ^ (value >> 32)) &* 0xD6E8_FEB8_6659_FD93
        return value ^ (value >> 32)
    }

    /// Colours the objects as a state has them.
    ///
    /// - Parameter state: one proposition for each state variable.
    /// - Returns: the state's number.
    mutating func colour(_ state: [Int32]) -> UInt64 {
        colours = baseColours
        relations.removeAll(keepingCapacity: true)
        var total = Self.describe(state, plain, entries, &colours, &relations)
        if !relations.isEmpty {
            for _ in 0..<2 { Self.refine(relations, entries, &mixed, &colours) }
        }
        for colour in colours { total &+= Self.mix(colour) }
        return total
    }

    /// Adds to each colour what the state says of its object.
    ///
    /// - Returns: the share of all other facts; the facts about several coloured objects go to `relations`.
    private static func describe(
        _ state: [Int32], _ plain: [UInt64], _ entries: Entries, _ colours: inout [UInt64],
        _ relations: inout [Int32]
    ) -> UInt64 {
        let state = state.span
        let plain = plain.span
        let starts = entries.starts.span
        let members = entries.members.span
        let sayings = entries.sayings.span
        var colours = colours.mutableSpan
        var total: UInt64 = 0
        for position in 0..<state.count {
            let proposition = Int(state[position])
            total &+= plain[proposition]
            let first = Int(starts[proposition])
            let end = Int(starts[proposition + 1])
            var entry = first
            while entry < end {
                colours[Int(members[entry])] &+= sayings[entry]
                entry += 1
            }
            if end - first > 1 { relations.append(Int32(proposition)) }
        }
        return total
    }

    /// Adds to each colour what its object has to do with others, by their colours.
    private static func refine(
        _ relations: [Int32], _ entries: Entries, _ mixed: inout [UInt64], _ colours: inout [UInt64]
    ) {
        for index in colours.indices { mixed[index] = mix(colours[index]) }
        for proposition in relations {
            let range = Int(entries.starts[Int(proposition)])..<Int(entries.starts[Int(proposition) + 1])
            for entry in range {
                var saying = entries.sayings[entry]
                for other in range where other != entry {
                    saying = mix(saying ^ mixed[Int(entries.members[other])])
                }
                colours[Int(entries.members[entry])] &+= saying
            }
        }
    }

    /// A number that operators share where they do the same to objects of the same colours.
    ///
    /// - Parameters:
    ///   - schema: the operator's action.
    ///   - objects: of all operators.
    ///   - range: where those lie that this one is applied to.
    /// - Returns: the number, for the state coloured last; nil where the colours do not tell, because two of the objects
    ///   may have to do with each other.
    func key(schema: Int32, _ objects: Span<Int32>, _ range: Range<Int>) -> UInt64? {
        var key = Self.mix(UInt64(UInt32(bitPattern: schema)) &+ 0xAC7)
        var position = range.lowerBound
        while position < range.upperBound {
            let member = Int(memberOf[Int(objects[position])])
            if member < 0 {
                key = Self.mix(key ^ UInt64(UInt32(bitPattern: objects[position])))
            } else {
                for other in range.lowerBound..<position {
                    let second = Int(memberOf[Int(objects[other])])
                    if second >= 0, isLinked[Int(classOf[member]) * classCount + Int(classOf[second])] {
                        return nil
                    }
                    if second == member { return nil }
                }
                key = Self.mix(key ^ colours[member])
            }
            position += 1
        }
        return key
    }
}
