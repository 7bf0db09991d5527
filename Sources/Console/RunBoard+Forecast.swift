import Evolution

extension RunBoard {
    /// Gives the environment steps still planned: failed candidates and ended generations need none.
    package var remainingSteps: Double {
        guard let plan, summary == nil else { return 0 }
        let trainings =
            remainingSearch(plan) + remainingFinalists(plan) * weight(of: "finalist")
            + remainingConfirm(plan) * weight(of: "confirm") + remainingElsewhere
        return Double(plan.steps) * trainings
    }

    /// Gives the environment steps done, those of earlier sittings included when their events were replayed.
    package var doneSteps: Double {
        guard let plan else { return 0 }
        // Where the reference was measured on the comparison's seeds, its confirmation is its baseline, told a second time.
        let paid = rows.filter { $0.purpose != "confirm" || !isToldTwice($0.label) }
        let shares = paid.map { row in row.trainings.reduce(0) { $0 + $1.fraction } * weight(of: row.purpose)
        }
        return Double(plan.steps) * shares.reduce(0, +)
    }

    /// Gives the cost of an evaluation, in evaluations of the search.
    func weight(of purpose: String) -> Double { plan?.weights[purpose] ?? 1 }

    /// Gives the share of all planned steps that is done, 0...1.
    package var fraction: Double {
        if let summary, summary.stopped == nil { return 1 }
        let total = doneSteps + remainingSteps
        return total > 0 ? doneSteps / total : 0
    }

    /// Estimates the seconds left from the speed seen so far; nil while too little was seen.
    package func secondsLeft(at elapsed: Double) -> Double? {
        guard let plan, let since = pace.since, summary == nil else { return nil }
        // Candidates that all failed say nothing of what a good one takes.
        let search = rows.filter {
            $0.purpose == "search" && $0.generation >= Self.firstGeneration && $0.isOver
        }
        guard search.isEmpty || search.contains(where: { !$0.isFailed }) else { return nil }
        let watched = elapsed - since
        guard watched >= 5, pace.steps >= 0.05 * Double(plan.steps) else { return nil }
        return remainingSteps * watched / pace.steps
    }

    /// Counts trainings still to do in the search, in whole trainings.
    private func remainingSearch(_ plan: RunPlan) -> Double {
        guard stage != "confirm", stage != "finalists" else { return 0 }
        let first = Self.firstGeneration
        let current = generation ?? first
        guard plan.generations > 0, current < first + plan.generations else { return 0 }
        let perCandidate = Double(max(plan.seeds, 1))
        var left = Double(first + plan.generations - 1 - current) * Double(plan.samples) * perCandidate
        guard endedGenerations[current] == nil else { return left }
        for index in 0..<plan.samples {
            let row = rows.first { $0.purpose == "search" && $0.generation == current && $0.index == index }
            guard let row else {
                left += perCandidate
                continue
            }
            if !row.isOver { left += max(perCandidate - row.trainings.reduce(0) { $0 + $1.fraction }, 0) }
        }
        return left
    }

    /// Counts trainings of the finalists still to do; those that the search will not bring forth are not known yet.
    private func remainingFinalists(_ plan: RunPlan) -> Double {
        guard plan.generations > 0, stage != "confirm" else { return 0 }
        return remaining(
            "finalist", trainings: plan.finalists * plan.finalistSeeds, seeds: plan.finalistSeeds)
    }

    /// Counts trainings still to do on fresh seeds.
    ///
    /// The human reward has its own behind it, as baseline; the winner's
    /// are left, and from three seeds on those of the first generation's best.
    private func remainingConfirm(_ plan: RunPlan) -> Double {
        let isTelling = plan.confirmSeeds > 2 || plan.lateReferences > 0
        let rivals = (isTelling && plan.generations > 1 ? 2 : 1) + plan.lateReferences
        let planned = plan.generations > 0 ? rivals * plan.confirmSeeds : 0
        return remaining("confirm", trainings: planned, seeds: plan.confirmSeeds)
    }

    private func isToldTwice(_ label: String) -> Bool {
        label == referenceName && (plan?.lateReferences ?? 0) == 0
    }

    private func remaining(_ purpose: String, trainings: Int, seeds: Int) -> Double {
        let seen = rows.filter { $0.purpose == purpose && !isToldTwice($0.label) }
        let done = seen.reduce(0) { $0 + $1.trainings.reduce(0) { $0 + $1.fraction } }
        let failed = seen.filter(\.isFailed).reduce(0) { $0 + max(seeds - $1.trainings.count, 0) }
        return max(Double(max(trainings, seen.count * seeds) - failed) - done, 0)
    }

    /// Counts trainings under way that are neither search by place nor confirmation: baselines and files.
    private var remainingElsewhere: Double {
        rows.filter { !$0.isOver && ["baseline", "search"].contains($0.purpose) && $0.generation < 0 }.reduce(
            0
        ) {
            $0 + max(Double(seeds(of: $1.purpose)) - $1.trainings.reduce(0) { $0 + $1.fraction }, 0)
        }
    }
}
