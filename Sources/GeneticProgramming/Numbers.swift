#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension Double {
    /// Rounds to two significant digits: constants that people can read, and one spelling for near-equal ones.
    var short: Double {
        guard isFinite, self != 0 else { return 0 }
        var digits = magnitude
        var exponent = 0
        while digits >= 100, exponent < 300 {
            digits /= 10
            exponent += 1
        }
        while digits < 10, exponent > -20 {
            digits *= 10
            exponent -= 1
        }
        var power = 1.0
        for _ in 0..<abs(exponent) { power *= 10 }
        let size = exponent < 0 ? digits.rounded() / power : digits.rounded() * power
        return self < 0 ? -size : size
    }
}

extension SplitMix64 {
    /// Draws between two positive ends, every factor equally likely.
    mutating func logUniform(_ low: Double, _ high: Double) -> Double {
        exp(uniform(log(low), log(high)))
    }

    /// Draws a factor around 1 whose logarithm has the given deviation.
    mutating func factor(_ deviation: Double) -> Double {
        exp(bell() * deviation)
    }
}
