import Foundation
import Testing

@testable import GeneticProgramming

/// Signals like those of a search for something, with and without the value before the step.
private let searchSignals = [
    TypedSignal(name: "success", shape: [], unit: "1", text: "1 where it is found", low: 0, high: 1),
    TypedSignal(name: "died", shape: [], unit: "1", text: "1 where the player died", low: 0, high: 1),
    TypedSignal(name: "tree_distance", shape: [], unit: "cells", text: "steps to the tree", low: 0, high: 12),
    TypedSignal(
        name: "previous_tree_distance", shape: [], unit: "cells", text: "as before", low: 0, high: 12),
    TypedSignal(name: "cells_visited", shape: [], unit: "cells", text: "different cells", low: 1, high: 60),
    TypedSignal(name: "moved", shape: [], unit: "1", text: "1 where the place changed", low: 0, high: 1),
    TypedSignal(name: "observation", shape: [9], unit: "mixed", text: "all that is seen", low: -1, high: 1),
    TypedSignal(name: "time", shape: [], unit: "steps", text: "steps so far", low: 0, high: 100),
]

@Suite struct SignLimitedTests {
    private let search = SignLimitedProposer(signals: searchSignals, task: "find a tree")
    private let runner = SignLimitedProposer(signals: runnerSignals, task: runnerTask)

    private func term(_ text: Substring) throws -> Term { try #require(Term(text: text)) }

    private func parent(_ text: Substring, _ complaints: [Complaint] = []) throws -> ParentProgram {
        let genome = try #require(SignGenome(text: text))
        let code = try #require(search.code(for: genome))
        return ParentProgram(id: "p", name: "g0.c0", code: code, fitness: 1, complaints: complaints)
    }

    private func genomes(_ proposer: SignLimitedProposer, _ proposals: [Proposal]) throws -> [SignGenome] {
        try proposals.map { try #require(proposer.genome(of: $0.code)) }
    }

    @Test func sameInputGivesTheSameProposalsAndNoneTwice() throws {
        for proposer in [search, runner] {
            let first = proposer.propose(parents: [], known: [], count: 40, seed: 7, generation: 0)
            #expect(first == proposer.propose(parents: [], known: [], count: 40, seed: 7, generation: 0))
            #expect(first != proposer.propose(parents: [], known: [], count: 40, seed: 8, generation: 0))
            #expect(first.count == 40 && Set(first.map(\.normalised)).count == 40)
            let elite = parents(first.prefix(3).map(\.code))
            let next = proposer.propose(
                parents: elite, known: Set(first.map(\.normalised)), count: 40, seed: 7, generation: 1)
            #expect(next.count == 40)
            #expect(Set((first + next).map(\.normalised)).count == 80)
            #expect(next.contains { $0.parents.count == 2 } && next.contains { $0.parents.count == 1 })
            for genome in try genomes(proposer, first + next) {
                #expect((1...3).contains(genome.sparse.count) && (1...3).contains(genome.dense.count))
            }
        }
    }

    @Test func firstProgramsSayWhatNamesSuggest() throws {
        let made = try genomes(
            search, search.propose(parents: [], known: [], count: 60, seed: 1, generation: 0))
        let sparse = made.flatMap(\.sparse)
        #expect(sparse.filter { $0.signal == "success" }.allSatisfy { $0.weight > 0 })
        #expect(sparse.filter { $0.signal == "died" }.allSatisfy { $0.weight < 0 })
        #expect(sparse.count { $0.signal == "success" } > 40)
        let nearer = made.flatMap(\.dense).filter { $0.signal == "tree_distance" && $0.shape == .change }
        #expect(nearer.count > 10 && nearer.count { $0.weight < 0 } > 3 * nearer.count { $0.weight > 0 })
        let looked = Set(made.flatMap { $0.sparse + $0.dense }.map(\.signal))
        #expect(looked.isDisjoint(with: ["time", "observation", "previous_tree_distance"]))
    }

    @Test func foreignOrEditedCodeHasNoGenome() throws {
        let program = try parent("1.0 identity value success always | -1.0 change value tree_distance always")
        #expect(search.genome(of: program.code) != nil)
        #expect(search.genome(of: program.code.replacing("0.1 *", with: "0.2 *")) == nil)
        #expect(search.genome(of: "def compute_reward(success):\n    return success, {}\n") == nil)
        let plain = OfflineProposer(signals: searchSignals, task: "find a tree")
        #expect(plain.genome(of: program.code) == nil)
        // A change is for sign-limited programs alone.
        let change = Genome(terms: [try term("1.0 change value tree_distance always")])
        #expect(plain.code(for: change) == nil)
    }

    @Test(arguments: [
        ("wrong-sign", "dense", "1.0 change value tree_distance always"),
        ("wrong-sign", "died", "1.0 identity value died always"),
        ("misled", "sparse", "-1.0 identity value success always"),
    ])
    func aTurnedSignIsTurnedBack(kind: String, part: String, expected: Substring) throws {
        let program = try parent(
            "1.0 identity value success always; -0.5 identity value died always "
                + "| -1.0 change value tree_distance always", [Complaint(kind: kind, part: part)])
        let mended = try #require(search.mend(program, known: [], seed: 1))
        let genome = try #require(search.genome(of: mended.code))
        let wanted = try term(expected)
        let turned = try #require((genome.sparse + genome.dense).first { $0.signal == wanted.signal })
        #expect(turned.weight.sign == wanted.weight.sign)
        #expect(mended.operation.hasSuffix("because of \(kind)") && mended.parents == ["p"])
    }

    @Test func whatIsNamedGoesAndWhatIsMissingComes() throws {
        let two: Substring =
            "1.0 identity value success always | -1.0 change value tree_distance always; 1.0 identity value moved always"
        func mended(_ text: Substring, _ kind: String, _ part: String) throws -> SignGenome {
            let proposal = try #require(
                search.mend(try parent(text, [Complaint(kind: kind, part: part)]), known: [], seed: 3))
            return try #require(search.genome(of: proposal.code))
        }
        #expect(try mended(two, "exploit", "moved").dense.map(\.signal) == ["tree_distance"])
        let alone: Substring = "1.0 identity value success always | 1.0 identity value moved always"
        #expect(try mended(alone, "dead", "moved").dense != [try term("1.0 identity value moved always")])
        let nearer = try mended(alone, "away", "tree_distance")
        #expect(nearer.dense.map(\.signal) == ["moved", "tree_distance"])
        let careful = try mended(alone, "fell", "health")
        #expect(careful.sparse.contains { $0.signal == "died" && $0.weight < 0 })
        let unheard = try parent(alone, [Complaint(kind: "form", part: "")])
        #expect(search.mend(unheard, known: [], seed: 3) == nil)
    }

    @Test func complaintsAreAnsweredInTheNextGeneration() throws {
        let text: Substring = "1.0 identity value success always | 1.0 identity value moved always"
        let plain = try parent(text)
        let blamed = try parent(text, [Complaint(kind: "away", part: "tree_distance")])
        func answers(_ parent: ParentProgram) -> Int {
            search.propose(parents: [parent], known: [], count: 12, seed: 2, generation: 1).count {
                $0.operation.hasSuffix("because of away")
            }
        }
        #expect(answers(plain) == 0)
        #expect(answers(blamed) > 0)
    }

    @Test(.timeLimit(.minutes(5))) func programsAreTheSumOfTwoSignsInARealPython() throws {
        var programs: [String] = []
        for (proposer, seed) in [(search, 1 as UInt64), (runner, 2)] {
            let first = proposer.propose(parents: [], known: [], count: 60, seed: seed, generation: 0)
            programs += first.map(\.code)
            programs += proposer.propose(
                parents: parents(first.prefix(4).map(\.code)), known: [], count: 60, seed: seed, generation: 1
            ).map(\.code)
        }
        #expect(programs.contains { $0.contains("MEMORY") } && programs.contains { !$0.contains("MEMORY") })
        let folder = FileManager.default.temporaryDirectory.appending(path: "signs-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "programs.json")
        try JSONEncoder().encode(programs).write(to: file)
        let process = Process()
        process.executableURL = try pythonWithNumPy()
        process.arguments = ["-I", "-c", signChecker, file.path()]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(said == "checked 240\n")
    }
}

/// Has every program value ten steps of five copies, one call a step, and compares changes with what they must be.
private let signChecker = #"""
    import inspect, json, sys
    import numpy as np

    random = np.random.default_rng(0)
    checked = 0
    for code in json.load(open(sys.argv[1])):
        space = {"np": np}
        exec(code, space)
        function = space["compute_reward"]
        memory = {name: np.full(5, value, np.float32) for name, value in space.get("MEMORY", {}).items()}
        names = [p.name for p in inspect.signature(function).parameters.values() if p.default is p.empty]
        last = {}
        for step in range(10):
            batch = {}
            for name in names:
                if name == "memory":
                    continue
                batch[name] = random.integers(0, 4, 5).astype(np.float32)
            for name in batch:
                if name.startswith("previous_") and step:
                    batch[name] = last.get(name.removeprefix("previous_"), batch[name])
            if memory:
                total, parts, memory = function(**batch, memory=memory)
                for name, values in memory.items():
                    expected = 1.0 if name == "begun" else batch[name.removeprefix("last_")]
                    assert (values == expected).all(), (name, values)
            else:
                total, parts = function(**batch)
            assert list(parts) == ["sparse", "dense"]
            assert set(np.unique(parts["sparse"])) <= {-1.0, 0.0, 1.0}, parts
            assert set(np.round(np.unique(parts["dense"]) * 10, 4)) <= {-1.0, 0.0, 1.0}, parts
            assert (total == parts["sparse"] + parts["dense"]).all() and total.shape == (5,)
            if step == 0 and memory and "np.abs" not in code and code.count("last_") >= 3 and " > " not in code:
                one = code.split("# signs: ")[1].split(" | ")[1]
                if "; " not in one and " change " in one and " always" in one:
                    assert (parts["dense"] == 0).all(), "nothing has changed in the first step"
            last = batch
        checked += 1
    print("checked", checked)
    """#
