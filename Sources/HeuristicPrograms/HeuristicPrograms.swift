// The offline proposer for planning heuristics: typed genetic programming, in place of a language model.
//
// A program adds up, with whole weights, how many goal facts are missing and what must be done for them: chains that start at
// the objects of missing goal facts and follow facts of the state, of the goal or of the task ("what must move, what stands on
// it, on what it is to stand"), counted, or measured as distances in a static graph. Read in this order:
//   DomainVocabulary                  what the proposer knows of a domain: predicates and types, nothing else (this file)
//   HeuristicGenome, +Text            the programs, and the comment line in which they travel inside the code
//   SelectionGrammar                  which chains are well typed, and how likely each is drawn
//   HeuristicVariation                mutation and crossover
//   HeuristicCode, +Words             a program as Python that people like to read
//   HeuristicProposer                 one generation: parents in, proposals out
//
// Nothing here knows a domain by name. The concepts and roles are those of description logics, as in the features of
// Francès, Bonet and Geffner (AAAI 2021); the genome's chains are the part of them that is cheap to evaluate.

/// Describes a domain as far as programs may speak of it.
package struct DomainVocabulary: Codable, Sendable, Equatable {
    /// Describes one predicate.
    package struct Predicate: Codable, Sendable, Equatable {
        package var name: String
        /// For each argument the most special types that it may have.
        package var types: [Set<String>]
        /// The same for the facts of goals.
        package var goalTypes: [Set<String>]
        /// True where goals name it.
        package var isGoal: Bool
        /// True where no action changes it.
        package var isStatic: Bool

        package init(
            name: String, types: [Set<String>], goalTypes: [Set<String>], isGoal: Bool, isStatic: Bool
        ) {
            self.name = name
            self.types = types
            self.goalTypes = goalTypes
            self.isGoal = isGoal
            self.isStatic = isStatic
        }

        var arity: Int { types.count }
    }

    package var name: String
    package var predicates: [Predicate]

    package init(name: String, predicates: [Predicate]) {
        self.name = name
        self.predicates = predicates
    }

    func predicate(_ name: String) -> Predicate? { predicates.first { $0.name == name } }

    /// All most special types that some fluent or static predicate speaks of, in order.
    var types: [String] { Set(predicates.flatMap { $0.types.flatMap(\.self) }).sorted() }

    /// A static relation between things of one type, on which distances can be measured.
    struct Graph: Equatable {
        /// Type of the nodes.
        var type: String
        /// Edges: predicate and the places of their two ends.
        var edges: [Link]
    }

    /// Two arguments of a predicate.
    struct Link: Equatable {
        var predicate: String
        var from: Int
        var to: Int
    }

    /// Finds the graphs: types of which static facts join two.
    var graphs: [Graph] {
        types.compactMap { type in
            let edges = predicates.filter { $0.isStatic && $0.arity >= 2 }.compactMap { predicate -> Link? in
                let places = predicate.types.indices.filter { predicate.types[$0].contains(type) }
                guard places.count == 2 else { return nil }
                return Link(predicate: predicate.name, from: places[0], to: places[1])
            }
            return edges.isEmpty ? nil : Graph(type: type, edges: edges)
        }
    }

    func graph(_ type: String) -> Graph? { graphs.first { $0.type == type } }

    /// Fluent facts that say on which node a thing is: the thing's place, the node's place.
    func locators(_ type: String) -> [Link] {
        predicates.filter { !$0.isStatic && $0.arity == 2 }.compactMap { predicate in
            let isNode = predicate.types.map { $0.contains(type) }
            guard isNode[0] != isNode[1] else { return nil }
            return Link(predicate: predicate.name, from: isNode[0] ? 1 : 0, to: isNode[0] ? 0 : 1)
        }
    }

    /// Fluent facts that say that one thing is in another that has a place itself.
    func carriers(_ type: String) -> [Link] {
        let placed = Set(
            locators(type).flatMap { locator in
                predicate(locator.predicate)?.types[locator.from].map(\.self) ?? []
            })
        return predicates.filter { !$0.isStatic && $0.arity == 2 }.compactMap { predicate in
            guard !predicate.types.contains(where: { $0.contains(type) }) else { return nil }
            return predicate.types[1].isDisjoint(with: placed)
                ? nil : Link(predicate: predicate.name, from: 0, to: 1)
        }
    }

    /// Fluent facts about a single node: where the one vehicle is that the domain does not name.
    func hubs(_ type: String) -> [String] {
        predicates.filter { !$0.isStatic && $0.arity == 1 && $0.types[0].contains(type) }.map(\.name)
    }
}
