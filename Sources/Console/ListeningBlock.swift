import Archive
import Evolution

/// Writes the question that a person is asked between two generations.
struct ListeningBlock {
    var board: RunBoard
    /// Folder of the run's name, and how people call the tool.
    var command = "./evolve"

    /// Gives the lines; what is typed comes after the last, ``prompt``.
    func lines(_ question: Listening) -> [StyledText] {
        var lines = [headline(question)]
        if !question.components.isEmpty {
            lines.append(StyledText("  its terms: " + question.components.joined(separator: ", "), .quiet))
        }
        if let run = board.run?.name {
            var places = "  films: \(command) review \(run)"
            if let best = question.best { places = "  code: \(command) show \(run) \(best)\n" + places }
            lines += places.split(separator: "\n").map { StyledText(String($0), .quiet) }
        }
        var ask = StyledText("What should the next generation do differently?", .strong)
        ask.append(" One line; an empty one: nothing.", .quiet)
        if !question.isRead { ask.append(" (The proposer cannot read it; it is kept.)", .warning) }
        return lines + [ask]
    }

    /// Stands before what is typed.
    static let prompt = "> "

    private func headline(_ question: Listening) -> StyledText {
        var line = StyledText("Generation \(question.generation) is over. ")
        guard let best = question.best, let fitness = question.fitness else {
            line.append("None of its candidates is valid.", .warning)
            return line
        }
        let unit = board.plan.map { $0.fitnessUnit.isEmpty ? "" : " " + $0.fitnessUnit } ?? ""
        line.append("Best so far: ")
        line.append("\(best)  \(Figures.estimate(fitness))\(unit)", .good)
        if let other = board.reference?.fitness {
            line.append("  (\(board.referenceName) \(Figures.estimate(other)))", .quiet)
        }
        return line
    }
}
