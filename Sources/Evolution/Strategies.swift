/// Finds strategies by the name that `--strategy` takes.
package enum Strategies {
    package static let names = ["eureka", "best-of-n"]

    /// Makes a strategy; nil for an unknown name.
    package static func named(_ name: String, samples: Int) -> (any Strategy)? {
        switch name {
        case "eureka": EurekaStrategy(samples: samples)
        case "best-of-n": BestOfN(samples: samples)
        default: nil
        }
    }
}
