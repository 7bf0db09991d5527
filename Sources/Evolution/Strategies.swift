/// Finds strategies by the name that `--strategy` takes.
package enum Strategies {
    package static let names = ["eureka", "islands", "sequential", "best-of-n"]

    /// Makes a strategy; nil for an unknown name.
    package static func named(_ name: String, samples: Int) -> (any Strategy)? {
        switch name {
        case "eureka": EurekaStrategy(samples: samples)
        case "islands": IslandsStrategy(samples: samples)
        case "sequential": SequentialStrategy(batch: samples)
        case "best-of-n": BestOfN(samples: samples)
        default: nil
        }
    }
}
