/// The tasks of a domain's training, validation and test sets, from small to large.
///
/// The table has one line a rung: `split count parameter=low..high …`, with `;` before a comment. The tasks of a rung
/// grow evenly in proportion from low to high. Their seeds come from the domain, the split and the number, so that no
/// two sets share a task.
package struct Ladder: Sendable {
    package enum Split: String, Sendable, CaseIterable { case train, validation, test }

    /// One task to be generated.
    package struct Entry: Sendable, Equatable {
        package let name: String
        package let split: Split
        package let size: [String: Int]
        package let seed: UInt64
    }

    package let family: DomainFamily
    package let entries: [Entry]

    /// What is wrong with a table.
    package struct Mistake: Error, Sendable, Equatable, CustomStringConvertible {
        package let description: String
    }

    /// Reads a table.
    ///
    /// - Throws: ``Mistake`` that names the line.
    package init(_ family: DomainFamily, table: String) throws(Mistake) {
        self.family = family
        var entries: [Entry] = []
        var counts: [Split: Int] = [:]
        for (number, line) in table.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = (line.split(separator: ";", omittingEmptySubsequences: false).first ?? "").split(
                separator: " ")
            guard let first = words.first else { continue }
            guard let split = Split(rawValue: String(first)), words.count > 1, let count = Int(words[1]),
                count > 0
            else {
                throw Mistake(
                    description:
                        "ladder of \(family.rawValue), line \(number + 1): expected \"train|validation|test count …\""
                )
            }
            let ranges = try Self.ranges(words.dropFirst(2), family, line: number + 1)
            for index in 0..<count {
                let place = (counts[split] ?? 0) + 1
                counts[split] = place
                var size: [String: Int] = [:]
                for (name, low, high) in ranges { size[name] = Self.between(low, high, index, count) }
                var random = SeededGenerator(family.rawValue, split.rawValue, index: place)
                entries.append(
                    Entry(
                        name: "\(split.rawValue)-\(place < 10 ? "0" : "")\(place)", split: split, size: size,
                        seed: random.next()))
            }
        }
        self.entries = entries
    }

    private static func ranges(_ words: ArraySlice<Substring>, _ family: DomainFamily, line: Int)
        throws(Mistake) -> [(String, Int, Int)]
    {
        var result: [(String, Int, Int)] = []
        for word in words {
            let sides = word.split(separator: "=")
            let bounds = sides.count == 2 ? sides[1].split(separator: ".").compactMap { Int($0) } : []
            guard let low = bounds.first, let high = bounds.last,
                family.parameters.contains(where: { $0.name == sides[0] })
            else {
                let known = family.parameters.map(\.name).joined(separator: ", ")
                throw Mistake(
                    description:
                        "ladder of \(family.rawValue), line \(line): \"\(word)\" is not \"name=low..high\" with a name among \(known)"
                )
            }
            result.append((String(sides[0]), low, high))
        }
        return result
    }

    /// The size number `index` of `count` that grow in equal proportion from `low` to `high`.
    private static func between(_ low: Int, _ high: Int, _ index: Int, _ count: Int) -> Int {
        guard count > 1, high > low, low > 0 else { return index == 0 ? low : high }
        // The (count - 1)-th root by halving: no floating-point library is needed, and every machine agrees.
        var (least, most) = (1.0, Double(high) / Double(low))
        for _ in 0..<60 {
            let middle = (least + most) / 2
            var power = 1.0
            for _ in 1..<count { power *= middle }
            if power * Double(low) < Double(high) { least = middle } else { most = middle }
        }
        var value = Double(low)
        for _ in 0..<index { value *= most }
        return min(high, Int(value.rounded()))
    }

    /// Generates the text of one of the tasks.
    package func text(_ entry: Entry) -> String {
        family.task(size: entry.size, seed: entry.seed, name: "\(family.rawValue)-\(entry.name)")
    }
}
