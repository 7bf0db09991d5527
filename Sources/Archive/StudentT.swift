/// Gives quantiles of Student's distribution: one copy for all that draws or prints intervals.
package enum StudentT {
    /// Gives the 97.5 % quantile, for two-sided 95 % intervals.
    /// - Parameter degreesOfFreedom: one less than the number of values; below 1 counts as 1.
    /// - Returns: the half width of the interval in standard errors.
    package static func quantile975(degreesOfFreedom: Int) -> Double {
        quantile(degreesOfFreedom, table, normal: 1.959964)
    }

    /// Gives the 99 % quantile, for two-sided 98 % intervals.
    package static func quantile99(degreesOfFreedom: Int) -> Double {
        quantile(degreesOfFreedom, wideTable, normal: 2.326348)
    }

    private static func quantile(_ degreesOfFreedom: Int, _ table: [Double], normal: Double) -> Double {
        guard degreesOfFreedom > table.count else { return table[max(degreesOfFreedom, 1) - 1] }
        // First terms of the Cornish-Fisher expansion about the normal quantile; right to 0.002 from 16 degrees on.
        let square = normal * normal
        let degrees = Double(degreesOfFreedom)
        let first = normal * (square + 1) / 4
        let second = normal * (5 * square * square + 16 * square + 3) / 96
        return normal + first / degrees + second / (degrees * degrees)
    }

    private static let table = [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145,
        2.131,
    ]

    private static let wideTable = [
        31.821, 6.965, 4.541, 3.747, 3.365, 3.143, 2.998, 2.896, 2.821, 2.764, 2.718, 2.681, 2.650, 2.624,
        2.602,
    ]
}
