/// Says what a proposer should do with the parents it is given.
package enum Breeding: String, Sendable, Equatable, Codable {
    /// Whatever it thinks best.
    case free
    /// Change one component of the first parent and leave the others alone.
    case mutation
    /// Join parts of the first two parents.
    case crossover
}
