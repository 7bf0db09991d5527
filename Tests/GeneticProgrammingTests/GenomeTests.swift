import GeneticProgramming
import Testing

@Suite struct GenomeTests {
    let runner = OfflineProposer(signals: runnerSignals, task: runnerTask)
    let awkward = OfflineProposer(signals: awkwardSignals, task: "balance the pole")

    @Test func genomesComeBackFromTheirCode() throws {
        for proposer in [runner, awkward] {
            for proposal in lineage(proposer, count: 40, generations: 5, seed: 3).flatMap(\.self) {
                let genome = try #require(proposer.genome(of: proposal.code))
                #expect(proposer.code(for: genome) == proposal.code)
                #expect(Genome(text: genome.text[...]) == genome)
                #expect(proposer.normalisedGenome(of: proposal.code) == proposal.normalised)
            }
        }
    }

    @Test func everyTermFitsItsSignal() throws {
        let catalogue = SignalCatalogue(signals: awkwardSignals, task: "")
        for proposal in lineage(awkward, count: 60, generations: 10, seed: 21).flatMap(\.self) {
            let genome = try #require(awkward.genome(of: proposal.code))
            #expect(catalogue.accepts(genome))
            for term in genome.terms {
                let signal = try #require(awkwardSignals.first { $0.name == term.signal })
                switch term.reduction {
                case .value: #expect(signal.shape.isEmpty)
                case .element(let index): #expect((0..<signal.shape.reduce(1, *)).contains(index))
                case .squares, .meanAbsolute, .norm, .maximum: #expect(!signal.shape.isEmpty)
                }
                if let gate = term.gate.signal {
                    let gating = try #require(awkwardSignals.first { $0.name == gate })
                    #expect(gating.shape.isEmpty && gate != term.signal)
                }
            }
        }
    }

    @Test func foreignOrEditedCodeHasNoGenome() throws {
        let code = runner.propose(parents: [], known: [], count: 1, seed: 1, generation: 0)[0].code
        #expect(runner.genome(of: code) != nil)
        #expect(runner.genome(of: code.replacing("compute_reward(", with: "compute_reward(time, ")) == nil)
        #expect(runner.genome(of: code.replacing("total = ", with: "total = 2 * ")) == nil)
        #expect(runner.genome(of: "def compute_reward(x_velocity):\n    return x_velocity, {}\n") == nil)
        #expect(runner.genome(of: "") == nil)
        let human = "def compute_reward(x_velocity):\n    return x_velocity, {}\n"
        let claimed = human + "# genome: 1.0 identity value x_velocity always\n"
        #expect(runner.genome(of: claimed) == nil)
        let made = runner.propose(
            parents: parents([human, claimed]), known: [], count: 5, seed: 1, generation: 1)
        #expect(made.count == 5 && made.allSatisfy(\.parents.isEmpty))
    }

    @Test func blankEndsAndOtherDocstringsKeepTheGenome() throws {
        let code = runner.propose(parents: [], known: [], count: 1, seed: 1, generation: 0)[0].code
        let genome = try #require(runner.genome(of: code))
        #expect(runner.genome(of: "\n\n" + code + "\n\n") == genome)
        #expect(runner.genome(of: code.replacing("\"\"\"Reward", with: "\"\"\"I reward")) == genome)
        var described = runnerSignals
        for index in described.indices { described[index].text = "told differently" }
        #expect(OfflineProposer(signals: described, task: "").genome(of: code) == genome)
    }

    @Test(arguments: [
        "", "1.0", "nan identity value x_velocity always", "0.0 identity value x_velocity always",
        "1.0 identity value x_velocity", "1.0 near:0.1 value x_velocity always",
        "1.0 near:0.1:-1 value x_velocity always", "1.0 identity element:-1 action always",
        "1.0 identity value x_velocity above:time", "1.0 identity value x_velocity always;",
    ])
    func malformedGenomesAreRefused(text: String) {
        #expect(Genome(text: text[...]) == nil)
    }

    @Test(arguments: [
        "1.0 identity value unheard_of always", "1.0 identity value action always",
        "1.0 identity squares x_velocity always", "1.0 identity element:6 action always",
        "1.0 abs squares action always", "1.0 complement value x_velocity always",
        "1.0 identity value x_velocity above:action:0.1", "1.0 identity value x_velocity unless:time",
        "1.0 identity value x_velocity above:x_velocity:0.1",
    ])
    func illTypedGenomesAreRefused(text: String) throws {
        let genome = try #require(Genome(text: text[...]))
        #expect(!SignalCatalogue(signals: runnerSignals, task: "").accepts(genome))
        #expect(runner.code(for: genome) == nil)
    }

    @Test func nineTermsAreTooMany() {
        let nine = Array(repeating: "1.0 identity value x_velocity always", count: 9).joined(separator: "; ")
        #expect(Genome(text: nine[...]) == nil)
    }
}
