internal import CWorker
internal import Planning

extension PlannerJobs {
    /// Answers with `states`: up to `count` different ones along seeded random walks from the initial state, each walk up to
    /// `length` steps long.
    func sample() {
        switch opened {
        case .ground(let ground): sample(ground.variables, SuccessorTree(ground))
        case .lifted(let lifted): sample(lifted.variables, LiftedSuccessors(lifted))
        case nil: evolve_answer_text("error", "no task is open")
        }
    }

    private func sample(_ variables: StateVariables, _ generator: some SuccessorGenerator) {
        var generator = generator
        var random = SplitMix(state: UInt64(Argument.whole("seed", 0)))
        let count = Argument.whole("count", 40)
        let length = max(1, Argument.whole("length", 100))
        let layout = StateLayout(variables)
        var stepper = StateStepper(variables, layout)
        var seen: Set<[Int32]> = []
        var applicable: [Int32] = []
        var walked = 0
        // Small tasks have few states: the walks end after a while although some are still wanted.
        var attempts = 20 * count + 100
        while seen.count < count, attempts > 0 {
            attempts -= 1
            if seen.insert(stepper.state).inserted { evolve_answer_state("states", stepper.state, "") }
            _ = generator.collect(stepper.state, limit: 4096, into: &applicable)
            if applicable.isEmpty || walked == length {
                stepper = StateStepper(variables, layout)
                walked = 0
                if applicable.isEmpty { attempts -= 1 }
                continue
            }
            let choice = Int(random.next() % UInt64(applicable.count))
            stepper.apply(Int(applicable[choice]), of: generator.operators)
            walked += 1
        }
    }

    /// Answers with `successors` of the argument `state`, each with the text of its step.
    func successors() {
        switch opened {
        case .ground(let ground): successors(ground.variables, SuccessorTree(ground))
        case .lifted(let lifted): successors(lifted.variables, LiftedSuccessors(lifted))
        case nil: evolve_answer_text("error", "no task is open")
        }
    }

    private func successors(_ variables: StateVariables, _ generator: some SuccessorGenerator) {
        guard let state = Argument.state("state", count: variables.variableCount) else {
            evolve_answer_text("error", "the state is not of this task")
            return
        }
        var generator = generator
        var applicable: [Int32] = []
        _ = generator.collect(state, limit: Argument.whole("limit", 4096), into: &applicable)
        var stepper = StateStepper(variables, StateLayout(variables), at: state)
        for number in applicable.prefix(Argument.whole("limit", 4096)) {
            guard let step = generator.operators.step(Int(number), of: variables.task) else { continue }
            stepper.apply(Int(number), of: generator.operators)
            evolve_answer_state("successors", stepper.state, step.description)
            stepper.undo()
        }
        evolve_answer_number("is_goal", variables.isGoal(state) ? 1 : 0)
    }

    /// Answers with `states`: those that the argument `plan` passes through, each with the step that leads to it.
    func follow() {
        guard case .ground(let ground) = opened else {
            evolve_answer_text("error", "the task is not ground")
            return
        }
        let variables = ground.variables
        guard let plan = try? Plan(parsing: SourceText(name: "plan", bytes: Argument.bytes("plan"))) else {
            evolve_answer_text("error", "the plan cannot be read")
            return
        }
        var tree = SuccessorTree(ground)
        var stepper = StateStepper(variables, StateLayout(variables))
        var applicable: [Int32] = []
        evolve_answer_state("states", stepper.state, "")
        for step in plan.steps {
            _ = tree.collect(stepper.state, into: &applicable)
            let number = applicable.first {
                ground.operators.step(Int($0), of: variables.task)?.description == step.description
            }
            guard let number else { return }
            stepper.apply(Int(number), of: ground.operators)
            evolve_answer_state("states", stepper.state, step.description)
        }
    }

    /// Answers with the texts of all operators: name, preconditions, adds and deletes, a line each, tabs between.
    func describeOperators() {
        guard case .ground(let ground) = opened else {
            evolve_answer_text("error", "the task is not ground")
            return
        }
        let from = Argument.whole("from", 0)
        let end = min(ground.operators.count, from + Argument.whole("count", 1))
        var lines: [String] = []
        for number in from..<max(from, end) {
            guard let published = ground.published(number) else { continue }
            let facts = [published.preconditions, published.adds, published.deletes]
            lines.append(
                "\(number)\t\(published.name)\t"
                    + facts.map { $0.map(String.init).joined(separator: " ") }.joined(separator: "\t"))
        }
        evolve_answer_text("operators", lines.joined(separator: "\n"))
        evolve_answer_number("count", Double(ground.operators.count))
    }
}

/// A small generator of random numbers (Steele, Lea and Flood, 2014), the same on every machine.
private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
