import PlanningDomains

/// Texts used by several suites.
enum DomainText {
    static let transportTask = DomainFamily.transport.task(
        size: ["vehicles": 2, "packages": 2, "locations": 4], seed: 3, name: "t")
}

/// A generator with fixed numbers for tests.
struct SystemIndependentRandom {
    private var generator: SeededGenerator
    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }
    mutating func below(_ bound: Int) -> Int { generator.below(bound) }
}
