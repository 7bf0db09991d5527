/// The planning domains that come with the tool, each with a generator of solvable tasks.
///
/// A task is named by a size and a seed; the same name always gives the same text. The sizes that make up the
/// training, validation and test sets stand in `Sandboxes/domains/NAME/ladder.txt`; `Ladder` reads them.
package enum DomainFamily: String, Sendable, CaseIterable {
    case blocksworld, childsnack, ferry, floortile, miconic, rovers, satellite, sokoban, spanner, transport
    /// Examples for prompts.
    case gripper, logistics

    /// Whether tasks of the domain are measured on; the others serve as examples in prompts.
    package var isMeasured: Bool { self != .gripper && self != .logistics }

    /// The size parameters with the least values that make sense.
    package var parameters: [(name: String, least: Int)] {
        switch self {
        case .blocksworld: [("blocks", 1)]
        case .childsnack: [("children", 1), ("trays", 1), ("tables", 1)]
        case .ferry: [("cars", 1), ("locations", 2)]
        case .floortile: [("rows", 1), ("columns", 1), ("robots", 1)]
        case .miconic: [("passengers", 1), ("floors", 2)]
        case .rovers: [("rovers", 1), ("waypoints", 2), ("cameras", 1), ("objectives", 1)]
        case .satellite: [("satellites", 1), ("instruments", 1), ("modes", 1), ("directions", 2)]
        case .sokoban: [("size", 5), ("boxes", 1)]
        case .spanner: [("spanners", 1), ("nuts", 1), ("locations", 1)]
        case .transport: [("vehicles", 1), ("packages", 1), ("locations", 2)]
        case .gripper: [("balls", 1)]
        case .logistics: [("cities", 1), ("offices", 1), ("packages", 1)]
        }
    }

    /// Generates a task.
    ///
    /// - Parameters:
    ///   - size: a value for each of ``parameters``; missing or too small values become the least.
    ///   - seed: equal seeds and sizes give equal texts.
    ///   - name: the problem's name in the text.
    /// - Returns: the text of a PDDL task that has a plan.
    package func task(size: [String: Int], seed: UInt64, name: String) -> String {
        let values = parameters.map { max($0.least, size[$0.name] ?? $0.least) }
        var text = TaskText(domain: rawValue, name: name)
        var random = SeededGenerator(
            rawValue, values.map(String.init).joined(separator: ","), index: Int(truncatingIfNeeded: seed))
        switch self {
        case .blocksworld: writeBlocksworld(&text, &random, values)
        case .childsnack: writeChildsnack(&text, &random, values)
        case .ferry: writeFerry(&text, &random, values)
        case .floortile: writeFloortile(&text, &random, values)
        case .miconic: writeMiconic(&text, &random, values)
        case .rovers: writeRovers(&text, &random, values)
        case .satellite: writeSatellite(&text, &random, values)
        case .sokoban: writeSokoban(&text, &random, values)
        case .spanner: writeSpanner(&text, &random, values)
        case .transport: writeTransport(&text, &random, values)
        case .gripper: writeGripper(&text, &random, values)
        case .logistics: writeLogistics(&text, &random, values)
        }
        return text.text
    }
}
