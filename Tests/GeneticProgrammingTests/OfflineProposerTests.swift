import GeneticProgramming
import Testing

@Suite struct OfflineProposerTests {
    let runner = OfflineProposer(signals: runnerSignals, task: runnerTask)
    let awkward = OfflineProposer(signals: awkwardSignals, task: "balance the pole")

    @Test func sameInputGivesTheSameProposals() {
        let again = OfflineProposer(signals: runnerSignals, task: runnerTask)
        let first = lineage(runner, count: 12, generations: 4, seed: 7)
        #expect(first == lineage(again, count: 12, generations: 4, seed: 7))
        #expect(first != lineage(again, count: 12, generations: 4, seed: 8))
    }

    @Test func orderOfParentsDoesNotMatter() {
        let elite = parents(lineage(runner, count: 4, generations: 1, seed: 1)[0].map(\.code))
        let one = runner.propose(parents: elite, known: [], count: 8, seed: 3, generation: 1)
        let other = runner.propose(parents: elite.reversed(), known: [], count: 8, seed: 3, generation: 1)
        #expect(one == other)
    }

    @Test func generationsOfOneSeedDiffer() {
        let first = runner.propose(parents: [], known: [], count: 4, seed: 1, generation: 0)
        let second = runner.propose(parents: [], known: [], count: 4, seed: 1, generation: 1)
        // The simplest programs may come again where the caller does not say what is known.
        #expect(Set(first.map(\.normalised)) != Set(second.map(\.normalised)))
    }

    @Test func nothingIsProposedTwice() {
        for proposer in [runner, awkward] {
            let all = lineage(proposer, count: 40, generations: 10, seed: 5).flatMap(\.self)
            #expect(all.count == 400)
            #expect(Set(all.map(\.normalised)).count == all.count)
            #expect(Set(all.map(\.code)).count == all.count)
        }
    }

    @Test func childrenNeverRepeatAParentOrAScaledOne() throws {
        let parent = try #require(
            runner.code(for: Genome(text: "1.0 identity value x_velocity always") ?? Genome(terms: [])))
        let twice = try #require(
            runner.code(for: Genome(text: "2.0 identity value x_velocity always") ?? Genome(terms: [])))
        #expect(runner.normalisedGenome(of: parent) == runner.normalisedGenome(of: twice))
        let key = try #require(runner.normalisedGenome(of: parent))
        let made = runner.propose(parents: parents([parent]), known: [], count: 200, seed: 1, generation: 1)
        #expect(made.count == 200)
        #expect(!made.map(\.normalised).contains(key))
    }

    @Test func aTinySignalSetEndsInFewerProposals() {
        let flag = TypedSignal(name: "terminated", shape: [], unit: "", text: "", low: 0, high: 1)
        let made = OfflineProposer(signals: [flag], task: "").propose(
            parents: [], known: [], count: 1500, seed: 1, generation: 0)
        #expect((2..<1500).contains(made.count))
        let none = OfflineProposer(signals: [], task: "").propose(
            parents: [], known: [], count: 5, seed: 1, generation: 0)
        #expect(none.isEmpty)
    }

    @Test func sizesStayBetweenOneAndEightTerms() throws {
        for seed in UInt64(0)..<4 {
            for proposal in lineage(awkward, count: 30, generations: 12, seed: seed).flatMap(\.self) {
                let genome = try #require(awkward.genome(of: proposal.code))
                #expect((1...8).contains(genome.terms.count))
            }
        }
    }

    @Test func largeParentsShrinkMoreOftenThanTheyGrow() throws {
        let text =
            (0..<6).map { "0.1 identity element:\($0) joint_angles always" } + [
                "-0.1 identity squares action always", "1.0 identity value x_velocity always",
            ]
        let full = try #require(Genome(text: text.joined(separator: "; ")[...]))
        let code = try #require(runner.code(for: full))
        let made = runner.propose(parents: parents([code]), known: [], count: 200, seed: 2, generation: 1)
        let sizes = made.filter { !$0.parents.isEmpty }.compactMap { runner.genome(of: $0.code)?.terms.count }
        #expect(sizes.count(where: { $0 < 8 }) > 20)
    }

    @Test func unusableSignalsAreLeftOut() {
        for proposal in lineage(awkward, count: 50, generations: 4, seed: 9).flatMap(\.self) {
            #expect(!proposal.code.contains("lambda"))
            #expect(!proposal.code.contains("empty"))
        }
        for proposal in lineage(runner, count: 50, generations: 4, seed: 9).flatMap(\.self) {
            #expect(!proposal.code.contains("terminated"), "a signal that never moves cannot reward anything")
        }
    }

    @Test func firstProgramsOftenButNotAlwaysRewardSpeed() throws {
        var forward = 0
        var generationsWithout = 0
        for seed in UInt64(0)..<300 {
            let made = runner.propose(parents: [], known: [], count: 4, seed: seed, generation: 0)
            let hits = try made.filter { proposal in
                try #require(runner.genome(of: proposal.code)).terms.contains {
                    $0.signal == "x_velocity" && $0.weight > 0 && $0.structure.hasPrefix("identity")
                }
            }.count
            forward += hits
            generationsWithout += hits == 0 ? 1 : 0
        }
        let share = Double(forward) / 1200
        #expect(share > 0.3 && share < 0.5, "share \(share)")
        #expect(
            generationsWithout < 60,
            "generations of four without a forward term: \(generationsWithout) of 300")
    }

    @Test func taskWordsDrawSignals() throws {
        func share(_ task: String) throws -> Double {
            let proposer = OfflineProposer(signals: runnerSignals, task: task)
            let made = proposer.propose(parents: [], known: [], count: 300, seed: 1, generation: 0)
            return Double(made.filter { $0.operation.hasSuffix("about torso_height") }.count) / 300
        }
        #expect(try share("stay at a good height") > 1.5 * share("run"))
    }

    @Test func aFirstGenerationIsDiverse() throws {
        for seed in UInt64(0)..<20 {
            let made = runner.propose(parents: [], known: [], count: 8, seed: seed, generation: 0)
            let structures = try made.map { proposal in
                try #require(runner.genome(of: proposal.code)).terms.map(\.structure).sorted()
            }
            #expect(Set(structures).count == 8)
            for proposal in made {
                let genome = try #require(runner.genome(of: proposal.code))
                #expect(proposal.operation == "drew a fresh program about \(genome.terms[0].signal)")
                #expect(Set(genome.terms.map(\.signal)).count == genome.terms.count)
            }
            #expect(Set(made.map(\.operation)).count >= 3)
        }
    }

    @Test func mostChildrenKeepTheTermsOfTheirParent() throws {
        let text =
            "1.0 identity value x_velocity always; -0.05 identity squares action always; "
            + "0.3 near:0.0:0.2 value torso_angle always"
        let genome = try #require(Genome(text: text[...]))
        let code = try #require(runner.code(for: genome))
        let made = runner.propose(parents: parents([code]), known: [], count: 300, seed: 4, generation: 1)
        let children = made.filter { !$0.parents.isEmpty }
        let fresh = Double(made.count - children.count) / Double(made.count)
        #expect(fresh >= 0.1 && fresh <= 0.2)
        let structures = Set(genome.terms.map(\.structure))
        let keeping = try children.filter { child in
            structures.isSubset(of: try #require(runner.genome(of: child.code)).terms.map(\.structure))
        }
        #expect(Double(keeping.count) > 0.6 * Double(children.count), "\(keeping.count) of \(children.count)")
        #expect(children.allSatisfy { $0.parents == ["id-0-0"] && $0.operation.contains("g0.c0") })
    }

    @Test func theFittestParentHasMostChildrenAndCrossoverNamesBoth() {
        let elite = lineage(runner, count: 3, generations: 1, seed: 11)[0].map(\.code)
        let made = runner.propose(parents: parents(elite), known: [], count: 300, seed: 1, generation: 1)
        func children(_ id: String) -> Int { made.count { $0.parents.first == id } }
        #expect(children("id-0-0") > children("id-0-1"))
        #expect(children("id-0-1") > children("id-0-2"))
        let crossed = made.filter { $0.parents.count == 2 }
        #expect(crossed.count > 10)
        #expect(
            crossed.allSatisfy {
                Set($0.parents).count == 2 && $0.operation.contains(" from g0.c")
                    || $0.operation.contains("averaged")
            })
    }

    @Test func unmeasuredParentsGiveWayToMeasuredOnes() {
        var elite = parents(lineage(runner, count: 2, generations: 1, seed: 2)[0].map(\.code))
        elite[0].fitness = nil
        elite[1].fitness = -3
        let made = runner.propose(parents: elite, known: [], count: 20, seed: 1, generation: 1)
        #expect(made.allSatisfy { $0.parents.allSatisfy { $0 == "id-0-1" } })
    }

    @Test func aWishDrawsEveryOtherChildToItsValue() throws {
        let parents = runner.propose(parents: [], known: [], count: 4, seed: 3, generation: 0).enumerated()
            .map {
                ParentProgram(id: "\($0)", name: "g0.c\($0)", code: $1.code, fitness: Double($0))
            }
        let wish = Wish(signal: "torso_height", target: -0.2)
        let made = runner.propose(
            parents: parents, known: [], count: 20, seed: 3, generation: 1, wish: wish)
        let drawn = made.filter { $0.operation.hasSuffix("then drew torso_height towards what people like") }
        #expect((10...13).contains(drawn.count), "\(drawn.count)")
        for proposal in drawn {
            let terms = try #require(runner.genome(of: proposal.code)).terms.filter {
                $0.signal == "torso_height"
            }
            #expect(terms.count == 1 && terms[0].weight > 0)
            guard case .near(let target, _) = terms[0].shape else { throw Unexpected() }
            #expect(target == -0.2)
        }
        // An action has no value to be near to; nothing is drawn, nothing is lost.
        let other = runner.propose(
            parents: parents, known: [], count: 20, seed: 3, generation: 1,
            wish: Wish(signal: "action", target: 0))
        #expect(other == runner.propose(parents: parents, known: [], count: 20, seed: 3, generation: 1))
    }

    private struct Unexpected: Error {}
}
