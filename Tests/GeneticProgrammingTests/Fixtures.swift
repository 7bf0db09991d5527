import Foundation
import GeneticProgramming
import Testing

/// Signals like those of a running creature without falls.
let runnerSignals = [
    TypedSignal(
        name: "x_velocity", shape: [], unit: "m/s", text: "forward velocity of the torso", low: -5, high: 10),
    TypedSignal(
        name: "z_velocity", shape: [], unit: "m/s", text: "vertical velocity of the torso", low: -3, high: 3),
    TypedSignal(name: "x_position", shape: [], unit: "m", text: "position along the track", low: 0, high: 50),
    TypedSignal(
        name: "torso_height", shape: [], unit: "m", text: "height of the torso", low: -0.6, high: 0.3),
    TypedSignal(
        name: "torso_angle", shape: [], unit: "rad", text: "pitch of the torso", low: -3.2, high: 3.2),
    TypedSignal(
        name: "pitch_velocity", shape: [], unit: "rad/s", text: "angular velocity of the torso", low: -8,
        high: 8),
    TypedSignal(
        name: "joint_angles", shape: [6], unit: "rad", text: "angles of the joints", low: -1, high: 1),
    TypedSignal(
        name: "joint_velocities", shape: [6], unit: "rad/s", text: "angular velocities of the joints",
        low: -20,
        high: 20),
    TypedSignal(name: "action", shape: [6], unit: "", text: "joint torques asked for", low: -1, high: 1),
    TypedSignal(
        name: "terminated", shape: [], unit: "", text: "never: no state ends the episode", low: 0, high: 0),
    TypedSignal(name: "time", shape: [], unit: "s", text: "time since the episode began", low: 0, high: 50),
]

let runnerTask = "run forward as fast as possible; fitness: mean forward velocity over the whole episode"

/// Signals with everything that is awkward: two axes, one element, flags, quotes, a name that looks like a constant.
let awkwardSignals = [
    TypedSignal(
        name: "forward_velocity", shape: [], unit: "m/s", text: "a \"quoted\" \\ text", low: -2, high: 6),
    TypedSignal(name: "contact_forces", shape: [13, 6], unit: "N", text: "line\nbreak", low: -1, high: 1),
    TypedSignal(name: "blocks", shape: [2, 3, 4], unit: "", text: "\"\"\"", low: -4, high: 4),
    TypedSignal(name: "action", shape: [1], unit: "N m", text: "torque", low: -3, high: 3),
    TypedSignal(name: "action_weight", shape: [], unit: "kg", text: "clashes", low: 0, high: 9),
    TypedSignal(name: "pole_angle", shape: [], unit: "rad", text: "angle of the pole", low: -0.2, high: 0.2),
    TypedSignal(name: "previous_pole_angle", shape: [], unit: "rad", text: "as before", low: -0.2, high: 0.2),
    TypedSignal(name: "endless", shape: [], unit: "", text: "no range", low: -.infinity, high: .nan),
    TypedSignal(name: "terminated", shape: [], unit: "", text: "the pole fell", low: 0, high: 1),
    TypedSignal(name: "lambda", shape: [], unit: "", text: "no legal argument", low: 0, high: 1),
    TypedSignal(name: "empty", shape: [0], unit: "", text: "no elements", low: 0, high: 1),
]

/// Offers programs as parents, the first the fittest.
func parents(_ codes: [String], generation: Int = 0) -> [ParentProgram] {
    codes.enumerated().map { index, code in
        ParentProgram(
            id: "id-\(generation)-\(index)", name: "g\(generation).c\(index)", code: code,
            fitness: Double(codes.count - index))
    }
}

/// Breeds several generations, each from the first three programs of the one before.
func lineage(_ proposer: OfflineProposer, count: Int, generations: Int, seed: UInt64) -> [[Proposal]] {
    var known: Set<String> = []
    var result: [[Proposal]] = []
    var elite: [String] = []
    for generation in 0..<generations {
        let made = proposer.propose(
            parents: parents(elite, generation: generation - 1), known: known, count: count, seed: seed,
            generation: generation)
        for proposal in made { known.insert(proposal.normalised) }
        elite = made.prefix(3).map(\.code)
        result.append(made)
    }
    return result
}

/// Finds a Python with NumPy: `EVOLVE_PYTHON`, or the environment of this copy.
func pythonWithNumPy() throws -> URL {
    if let path = ProcessInfo.processInfo.environment["EVOLVE_PYTHON"], !path.isEmpty {
        return URL(filePath: path)
    }
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    let path = root.appending(path: ".environment/bin/python").path()
    try #require(
        FileManager.default.isExecutableFile(atPath: path),
        """
        no Python with NumPy at \(path); run ./evolve check, which sets one up, or set EVOLVE_PYTHON to the path \
        of one
        """)
    return URL(filePath: path)
}
