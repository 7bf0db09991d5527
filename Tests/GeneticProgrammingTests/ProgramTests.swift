import Foundation
import GeneticProgramming
import Testing

/// Runs generated programs in a real Python with NumPy, all in one process.
@Suite struct ProgramTests {
    @Test(.timeLimit(.minutes(5))) func twoThousandProgramsRunAsTheContractSays() throws {
        var programs: [Program] = []
        for (name, signals) in [("runner", runnerSignals), ("awkward", awkwardSignals)] {
            let proposer = OfflineProposer(signals: signals, task: runnerTask)
            for seed in UInt64(0)..<5 {
                for proposal in lineage(proposer, count: 20, generations: 10, seed: seed).flatMap(\.self) {
                    let genome = try #require(proposer.genome(of: proposal.code))
                    programs.append(Program(signals: name, code: proposal.code, terms: genome.terms.count))
                }
            }
        }
        #expect(programs.count == 2000)
        let report = try run(programs)
        #expect(report.checked == 2000)
        #expect(report.failures.isEmpty, "\(report.failures.prefix(3).joined(separator: "\n\n"))")
    }

    private struct Program: Encodable {
        var signals: String
        var code: String
        var terms: Int
    }

    private struct Input: Encodable {
        var shapes: [String: [Signal]]
        var programs: [Program]
    }

    private struct Signal: Encodable {
        var name: String
        var shape: [Int]
        var flag: Bool
    }

    private struct Report: Decodable {
        var checked: Int
        var failures: [String]
    }

    private func run(_ programs: [Program]) throws -> Report {
        func shapes(_ signals: [TypedSignal]) -> [Signal] {
            signals.map { Signal(name: $0.name, shape: $0.shape, flag: $0.name == "terminated") }
        }
        let input = Input(
            shapes: ["runner": shapes(runnerSignals), "awkward": shapes(awkwardSignals)], programs: programs)
        let folder = FileManager.default.temporaryDirectory.appending(path: "programs-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let inputFile = folder.appending(path: "programs.json")
        let outputFile = folder.appending(path: "report.json")
        try JSONEncoder().encode(input).write(to: inputFile)
        let process = Process()
        process.executableURL = try pythonWithNumPy()
        process.arguments = ["-I", "-c", checker, inputFile.path(), outputFile.path()]
        try process.run()
        process.waitUntilExit()
        try #require(
            process.terminationStatus == 0, "the checking program itself failed; its words are above")
        return try JSONDecoder().decode(Report.self, from: Data(contentsOf: outputFile))
    }
}

/// Checks every program against the reward contract: signature, docstring, one line a term, finite float32 results,
/// components that add up, and inputs that stay as they were.
private let checker = #"""
    import ast, inspect, json, sys, traceback, warnings
    import numpy as np

    with open(sys.argv[1]) as file:
        data = json.load(file)
    random = np.random.default_rng(0)
    rows = 48
    batches = {}
    for name, signals in data["shapes"].items():
        batch = {}
        for signal in signals:
            values = random.normal(0, 5, (rows, *signal["shape"])).astype(np.float32)
            if signal["flag"]:
                values = (values > 0).astype(np.float32)
            values.flags.writeable = False
            batch[signal["name"]] = values
        batches[name] = batch

    def check(program):
        code = program["code"]
        tree = ast.parse(code)
        functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
        assert [node.name for node in functions] == ["compute_reward"], "one function"
        assert ast.get_docstring(functions[0]), "docstring"
        body = [node for node in functions[0].body if isinstance(node, ast.Assign)]
        assert len(body) == program["terms"] + 1, "one line a term and the total"
        assert max(map(len, code.split("\n# genome")[0].splitlines())) <= 140, "long line"
        space = {}
        exec(compile(tree, "program", "exec"), space)
        function = space["compute_reward"]
        parameters = inspect.signature(function).parameters.values()
        positional = [p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
        constants = [p for p in parameters if p.kind is p.KEYWORD_ONLY]
        assert len(positional) + len(constants) == len(parameters)
        assert positional and all(p.default is p.empty for p in parameters if p.name in positional)
        assert len(constants) >= program["terms"], "each term has a weight"
        assert all(type(p.default) is float and np.isfinite(p.default) for p in constants)
        batch = batches[program["signals"]]
        total, components = function(*[batch[name] for name in positional])
        assert total.shape == (rows,) and total.dtype == np.float32, (total.shape, total.dtype)
        assert np.isfinite(total).all(), "finite"
        assert len(components) == program["terms"]
        for name, values in components.items():
            assert name.isidentifier() and name.endswith(("_reward", "_cost")), name
            assert values.shape == (rows,) and values.dtype == np.float32, (name, values.shape, values.dtype)
        whole = np.sum([c.astype(np.float64) for c in components.values()], axis=0)
        size = np.sum([np.abs(c.astype(np.float64)) for c in components.values()], axis=0)
        assert (np.abs(total - whole) <= 1e-5 * size + 1e-6).all(), "components add up"
        double = {p.name: 2 * p.default for p in constants if p.name.endswith("_weight")}
        twice, _ = function(*[batch[name] for name in positional], **double)
        assert (np.abs(twice - 2 * whole) <= 1e-4 * size + 1e-6).all(), "weights can be set"

    failures = []
    warnings.simplefilter("error")
    for program in data["programs"]:
        try:
            check(program)
        except Exception:
            failures.append(traceback.format_exc() + program["code"])
    with open(sys.argv[2], "w") as file:
        json.dump({"checked": len(data["programs"]), "failures": failures}, file)
    """#
