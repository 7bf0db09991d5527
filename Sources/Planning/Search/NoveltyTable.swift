/// Counts how many facts of a state are new among states of no greater estimate (Lipovetzky and Geffner, 2017;
/// counted as in Katz et al., 2017).
struct NoveltyTable {
    /// `least[p]`: the least estimate of a state with proposition p.
    private var least: [Double]
    private let variableCount: Int

    init(_ variables: StateVariables) {
        least = Array(repeating: .infinity, count: variables.propositionCount)
        variableCount = variables.variableCount
    }

    /// The key of a state for a queue that prefers novelty: the fewer, the more novel.
    mutating func key(_ state: [Int32], value: Double) -> Double {
        var novel = 0
        for proposition in state where value < least[Int(proposition)] {
            least[Int(proposition)] = value
            novel += 1
        }
        return Double(variableCount - novel)
    }
}
