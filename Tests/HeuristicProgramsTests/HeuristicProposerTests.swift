import GeneticProgramming
import Testing

@testable import HeuristicPrograms

/// Domains as the proposer sees them.
enum Vocabularies {
    static let blocks = DomainVocabulary(
        name: "blocksworld",
        predicates: [
            predicate("arm-empty", []),
            predicate("holding", ["object"]),
            predicate("on-table", ["object"], goal: true),
            predicate("on", ["object", "object"], goal: true),
            predicate("clear", ["object"], goal: true),
        ])
    static let transport = DomainVocabulary(
        name: "transport",
        predicates: [
            predicate("road", ["location", "location"], isStatic: true),
            DomainVocabulary.Predicate(
                name: "at", types: [["package", "vehicle"], ["location"]],
                goalTypes: [["package"], ["location"]],
                isGoal: true, isStatic: false),
            predicate("in", ["package", "vehicle"]),
            predicate("capacity", ["vehicle", "size"]),
            predicate("capacity-predecessor", ["size", "size"], isStatic: true),
        ])

    private static func predicate(
        _ name: String, _ types: [String], goal: Bool = false, isStatic: Bool = false
    ) -> DomainVocabulary.Predicate {
        let sets = types.map { Set([$0]) }
        return DomainVocabulary.Predicate(
            name: name, types: sets, goalTypes: goal ? sets : [], isGoal: goal, isStatic: isStatic)
    }
}

@Suite struct HeuristicProposerTests {
    private let blocks = HeuristicProposer(vocabulary: Vocabularies.blocks)
    private let transport = HeuristicProposer(vocabulary: Vocabularies.transport)

    /// Misplaced blocks, what stands on them, and what stands where they shall go.
    private static let above =
        "1 missing; 2 count missing:on:0/now:on:1:0+; 1 count missing:on:1/now:on:1:0!now:holding:0"

    @Test func aProgramIsReadBackFromItsCode() throws {
        let genome = try #require(HeuristicGenome(text: Self.above[...]))
        let code = try #require(blocks.code(for: genome))
        #expect(blocks.genome(of: code) == genome)
        #expect(code.contains("class BlocksworldHeuristic:"))
        // Code that somebody changed is no longer what the comment says.
        #expect(blocks.genome(of: code.replacing("missing_weight=1", with: "missing_weight=7")) == nil)
    }

    @Test(arguments: [
        "0 missing", "1 missing; 2 count missing:in:0", "1 missing; 2 count missing:on:2",
        "1 missing; 1 total missing:on:0", "1 missing; 99 count missing:on:0",
        "1 missing; count missing:on:0",
        "1 missing; 1 journey on 0 1 object", "1 missing; 1 count missing:on:0/now:arm-empty:0:1",
    ])
    func whatDoesNotFitTheDomainIsRefused(text: String) {
        let genome = HeuristicGenome(text: text[...])
        #expect(genome.flatMap { blocks.code(for: $0) } == nil)
    }

    @Test func typesKeepChainsApart() {
        let fits = [
            "count missing:at:0/now:in:0:1", "journey at 0 1 location",
            "nearest now:at:1 missing:at:1 location",
        ]
        let fails = [
            "count missing:at:1/now:in:0:1", "journey at 1 0 location",
            "nearest now:in:0 missing:at:1 location",
        ]
        for (texts, accepted) in [(fits, true), (fails, false)] {
            for text in texts {
                let genome = HeuristicGenome(text: "1 missing; 1 \(text)"[...])
                #expect((genome.flatMap { transport.code(for: $0) } != nil) == accepted, "\(text)")
            }
        }
    }

    @Test(arguments: [Vocabularies.blocks, Vocabularies.transport])
    func proposalsAreNewWellTypedAndTheSameForTheSameSeed(vocabulary: DomainVocabulary) throws {
        let proposer = HeuristicProposer(vocabulary: vocabulary)
        let fresh = proposer.propose(parents: [], known: [], count: 40, seed: 5, generation: 0)
        #expect(fresh.count == 40)
        #expect(fresh == proposer.propose(parents: [], known: [], count: 40, seed: 5, generation: 0))
        #expect(fresh != proposer.propose(parents: [], known: [], count: 40, seed: 6, generation: 0))
        let parents = fresh.prefix(3).enumerated().map {
            ParentProgram(id: "\($0.offset)", name: "g0.c\($0.offset)", code: $0.element.code, fitness: 1)
        }
        let known = Set(fresh.map(\.normalised))
        let children = proposer.propose(parents: parents, known: known, count: 60, seed: 5, generation: 1)
        #expect(children.count == 60)
        #expect(Set(children.map(\.normalised)).union(known).count == 100)
        #expect(children.count { !$0.parents.isEmpty } > 40)
        for proposal in fresh + children {
            #expect(proposer.normalisedGenome(of: proposal.code) == proposal.normalised)
        }
        // Every kind of change comes up.
        let words = Set(children.compactMap { $0.operation.split(separator: " ").first.map(String.init) })
        #expect(words.isSuperset(of: ["added", "dropped", "drew", "weighed", "took"]))
    }

    @Test func commonFactorsAndOrderAreTheSameProgram() throws {
        let one = try #require(
            HeuristicGenome(text: "2 missing; 4 count now:holding:0; 6 count missing:on:0"))
        let other = try #require(
            HeuristicGenome(text: "1 missing; 3 count missing:on:0; 2 count now:holding:0"))
        #expect(one.normalised == other.normalised)
    }

    @Test func aDomainWithoutReadableGoalsGivesNothing() {
        var vocabulary = Vocabularies.blocks
        for place in vocabulary.predicates.indices { vocabulary.predicates[place].isGoal = false }
        #expect(
            HeuristicProposer(vocabulary: vocabulary)
                .propose(parents: [], known: [], count: 3, seed: 1, generation: 0).isEmpty)
    }
}
