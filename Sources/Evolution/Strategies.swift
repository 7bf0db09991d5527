/// Finds strategies by the name that `--strategy` takes.
package enum Strategies {
    package static let names = ["eureka", "islands", "sequential", "best-of-n", autoMC]
    /// Auto MC-Reward (Li et al., CVPR 2024): the loop is that of `eureka`; the designer's two terms, whose signs alone
    /// count, the critic's rounds and the analyzer's words are what it adds.
    package static let autoMC = "auto-mc"

    /// Makes a strategy; nil for an unknown name.
    package static func named(_ name: String, samples: Int) -> (any Strategy)? {
        switch name {
        case "eureka", autoMC: EurekaStrategy(samples: samples)
        case "islands": IslandsStrategy(samples: samples)
        case "sequential": SequentialStrategy(batch: samples)
        case "best-of-n": BestOfN(samples: samples)
        default: nil
        }
    }
}
