extension HeuristicCode {
    /// Writes the docstring's inside: what is added up, in words.
    func documentation(_ genome: HeuristicGenome) -> String {
        var rows = [
            "Estimate how far a state of \(vocabulary.name) is from the goal.", "",
            "Adds up, each with its weight:",
        ]
        rows.append("- the goal facts that are missing")
        rows += genome.addends.map { wrapped("- " + words($0.measure)) }
        return rows.joined(separator: "\n") + "\n"
    }

    private func words(_ measure: Measure) -> String {
        switch measure {
        case .count(let selection): return "the number of " + words(selection)
        case .total(let chain):
            let start = words(chain.source)
            return "for each of \(start) the number of \(steps(chain))"
        case .nearest(let from, let to, let graph):
            return "the distances between \(graph)s from \(words(from)) to the nearest of \(words(to))"
        case .journey(let name, let thing, let goal, let graph):
            return
                "the distances between \(graph)s that things of missing goals \(fact(name, [thing: "x", goal: "y"])) "
                + "have to go, from where x is to y"
        }
    }

    private func words(_ selection: Selection) -> String {
        switch selection.filter {
        case .none: words(selection.chain)
        case .within(let other): "\(words(selection.chain)), if among \(words(other))"
        case .outside(let other): "\(words(selection.chain)), unless among \(words(other))"
        }
    }

    private func words(_ chain: Chain) -> String {
        chain.steps.isEmpty ? words(chain.source) : "\(steps(chain)), from \(words(chain.source))"
    }

    private func steps(_ chain: Chain) -> String {
        chain.steps.reversed().map { step in
            let what = fact(step.predicate, [step.from: "x", step.to: "y"])
            return "the y with \(step.ofGoal ? "goal " : "")\(what)\(step.repeats ? " again and again" : "")"
        }.joined(separator: " from ")
    }

    private func words(_ source: Source) -> String {
        switch source {
        case .missing(let name, let place): "the x of missing goals \(fact(name, [place: "x"]))"
        case .goal(let name, let place): "the x of goals \(fact(name, [place: "x"]))"
        case .now(let name, let place): "the x with \(fact(name, [place: "x"]))"
        case .all(let type): "all \(type)s"
        }
    }

    private func fact(_ name: String, _ letters: [Int: String]) -> String {
        let count = vocabulary.predicate(name)?.types.count ?? 0
        return "\(name)(\((0..<count).map { letters[$0] ?? "_" }.joined(separator: ", ")))"
    }

    /// Breaks text into lines of at most 96 columns.
    private func wrapped(_ text: String) -> String {
        var rows = [""]
        for word in text.split(separator: " ") {
            if rows[rows.count - 1].count + word.count + 1 > 96 {
                rows.append(" ")
            }
            rows[rows.count - 1] += (rows[rows.count - 1].isEmpty ? "" : " ") + word
        }
        return rows.joined(separator: "\n")
    }
}
