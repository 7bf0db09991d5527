import GeneticProgramming
import Testing

/// A toy problem with a known answer: fitness is likeness to a hidden genome.
@Suite struct HillClimbTests {
    let proposer = OfflineProposer(signals: runnerSignals, task: runnerTask)

    @Test func evolutionBeatsFreshProgramsAtTheSameBudget() throws {
        let text =
            "1.0 identity value x_velocity always; -0.1 identity squares action always; "
            + "0.5 near:0.0:0.5 value torso_angle always"
        let hidden = try #require(Genome(text: text[...]))
        var evolvedSum = 0.0
        var freshSum = 0.0
        var firstSum = 0.0
        var wins = 0
        let runs = 20
        for seed in UInt64(0)..<UInt64(runs) {
            let evolved = try best(towards: hidden, seed: seed, evolving: true)
            let fresh = try best(towards: hidden, seed: seed, evolving: false)
            firstSum += evolved[0] / Double(runs)
            evolvedSum += evolved[9] / Double(runs)
            freshSum += fresh[9] / Double(runs)
            wins += evolved[9] > fresh[9] ? 1 : 0
            #expect(zip(evolved, evolved.dropFirst()).allSatisfy { $0 <= $1 })
        }
        // Part of the variation tries what this target has no use for (pay beyond a threshold); still it must win.
        #expect(evolvedSum > freshSum + 0.04, "evolved \(evolvedSum), fresh \(freshSum), first \(firstSum)")
        #expect(evolvedSum > firstSum + 0.2, "evolved \(evolvedSum), first \(firstSum)")
        #expect(wins >= runs * 3 / 4, "wins \(wins) of \(runs)")
    }

    @Test func oneFurtherGenerationUsuallyHelps() throws {
        let hidden = try #require(
            Genome(
                text: "1.0 identity value x_velocity always; -0.1 identity squares action always; "
                    + "0.5 near:0.0:0.5 value torso_angle always"))
        var better = 0
        for seed in UInt64(100)..<130 {
            let curve = try best(towards: hidden, seed: seed, evolving: true)
            better += curve[2] > curve[0] ? 1 : 0
        }
        #expect(better >= 16, "better after two generations in \(better) of 30 runs")
    }

    /// Gives the best likeness after each of ten generations of eight programs.
    private func best(towards hidden: Genome, seed: UInt64, evolving: Bool) throws -> [Double] {
        var known: Set<String> = []
        var pool: [ParentProgram] = []
        var curve: [Double] = []
        for generation in 0..<10 {
            let elite = evolving ? Array(pool.prefix(3)) : []
            let made = proposer.propose(
                parents: elite, known: known, count: 8, seed: seed, generation: generation)
            for (index, proposal) in made.enumerated() {
                known.insert(proposal.normalised)
                let genome = try #require(proposer.genome(of: proposal.code))
                pool.append(
                    ParentProgram(
                        id: proposal.normalised, name: "g\(generation).c\(index)", code: proposal.code,
                        fitness: likeness(genome, hidden)))
            }
            pool.sort { ($0.fitness ?? 0, $0.id) > ($1.fitness ?? 0, $1.id) }
            curve.append(pool.first?.fitness ?? 0)
        }
        return curve
    }

    /// Compares two genomes: 1 when equal up to a common factor, less for wrong terms and wrong weights.
    private func likeness(_ genome: Genome, _ hidden: Genome) -> Double {
        func scale(_ genome: Genome) -> Double { genome.terms.map(\.weight.magnitude).max() ?? 1 }
        var found = 0.0
        for wanted in hidden.terms {
            guard let term = genome.terms.first(where: { $0.structure == wanted.structure }) else { continue }
            let one = term.weight / scale(genome)
            let other = wanted.weight / scale(hidden)
            let agreement = one * other > 0 ? min(one / other, other / one) : 0
            found += 0.5 * agreement.squareRoot() + (agreement > 0 ? 0.5 : 0)
        }
        let extra = genome.terms.count { term in !hidden.terms.contains { $0.structure == term.structure } }
        return found / Double(hidden.terms.count) - 0.1 * Double(extra)
    }
}
