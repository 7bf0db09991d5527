import Foundation
import PlanningDomains
import Sandbox
import Testing

/// Compares the fixed heuristics with what they give inside Pyperplan, in the domains that it parses.
///
/// `EVOLVE_PYPERPLAN` names a Python in whose environment pyperplan is installed; without it there is nothing to compare.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["EVOLVE_PYPERPLAN"] != nil))
struct PyperplanTests {
    private static let families: [DomainFamily] = [
        .blocksworld, .floortile, .miconic, .rovers, .sokoban, .spanner, .transport,
    ]
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    @Test(.timeLimit(.minutes(10)), arguments: families)
    func valuesAreEqualOnSampledStates(_ family: DomainFamily) throws {
        let fixture = HeuristicFixture(family: family)
        let task = "train-40"
        let worker = try fixture.worker(task)
        let ours = try worker.values(code: fixture.code(fast: false), states: 1000, seed: 5, facts: true)
            .get()
        let theirs = try peer(family, task, states: ours.states)
        #expect(ours.description.values.map { $0.isFinite ? $0 : -1 } == theirs)
        #expect(ours.states.count > 200)
    }

    private func peer(_ family: DomainFamily, _ task: String, states: [String]) throws -> [Double] {
        let folder = Self.root.appendingPathComponent("Sandboxes/domains/\(family.rawValue)")
        let table = try String(contentsOf: folder.appendingPathComponent("ladder.txt"), encoding: .utf8)
        let ladder = try Ladder(family, table: table)
        let entry = try #require(ladder.entries.first { $0.name == task })
        let scratch = FileManager.default.temporaryDirectory
        let problem = scratch.appendingPathComponent("evolve-\(UUID().uuidString).pddl")
        let input = scratch.appendingPathComponent("evolve-\(UUID().uuidString).txt")
        defer { for file in [problem, input] { try? FileManager.default.removeItem(at: file) } }
        try Data(ladder.text(entry).utf8).write(to: problem)
        try Data(states.joined(separator: "\n").utf8).write(to: input)
        let process = Process()
        let python = try #require(ProcessInfo.processInfo.environment["EVOLVE_PYPERPLAN"])
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = [
            Self.root.appendingPathComponent("Sandboxes/pyperplan_peer.py").path, "values",
            folder.appendingPathComponent("domain.pddl").path, problem.path,
            Self.root.appendingPathComponent("Tests/Fixtures/heuristics/\(family.rawValue).py").path,
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardInput = try FileHandle(forReadingFrom: input)
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        struct Answer: Decodable { let values: [Double] }
        return try JSONDecoder().decode(Answer.self, from: data).values
    }
}
