internal import Archive
internal import Foundation
internal import GeneticProgramming
internal import LanguageModel

/// Puts a landscape behind the problems' protocol: nothing is started, an evaluation takes no time.
struct SyntheticProblem: Problem {
    let landscape: Landscape
    /// Seconds that an evaluation waits, where a run has to last long enough to be interrupted.
    var pause = 0.0
    /// Gives trainings a curve, so that they can pause at half of their steps.
    var isPausing = false

    let fitnessUnit = "points"
    let references: [String] = []
    let referenceStage = Stage.confirm
    let missingLayers: [String] = []

    func prepare() async throws {}

    func shutDown() async {}

    func extract(_ completion: String) -> Extraction {
        completion.isEmpty ? .nothing("the answer is empty") : .code(completion)
    }

    func check(_ code: String) async throws -> CheckOutcome {
        guard let design = DesignCode.design(code) else {
            return CheckOutcome(verdict: "error", detail: "line 1: no design")
        }
        let print = "design \(design)"
        return CheckOutcome(verdict: "ok", detail: "", normalised: print, fingerprint: print)
    }

    func evaluate(
        _ candidate: CandidateRecord, job: EvaluationJob,
        progress: @escaping @Sendable (_ fraction: Double, _ fitness: Double?) -> Void
    ) async throws -> EvaluationRecord {
        if pause > 0 { try await Task.sleep(for: .seconds(pause)) }
        let design = DesignCode.design(candidate.code) ?? []
        let whole = job.of ?? job.steps
        var curve: [CurvePoint] = []
        if isPausing {
            let early = landscape.measuredAtHalf(design, seed: job.seed)
            curve.append(CurvePoint(steps: whole / 2, fitness: early, ownReward: 0, episodeLength: 1))
        }
        if job.of == nil {
            let late = landscape.measured(design, seed: job.seed)
            curve.append(CurvePoint(steps: whole, fitness: late, ownReward: 0, episodeLength: 1))
        }
        let fitness = curve.last?.fitness ?? 0
        var record = EvaluationRecord(
            candidate: candidate.id, purpose: job.purpose, seed: job.seed, steps: job.steps, verdict: "ok",
            detail: "", fitness: fitness, episodes: [fitness], curve: curve,
            components: [], shipped: 0, trainerCPUSeconds: 0, workerCPUSeconds: 0, workerPeakBytes: 0,
            wallSeconds: 0, environmentSteps: job.steps, policy: nil)
        if job.of != nil { record.state = SavedState(path: "", hash: "", of: whole) }
        return record
    }

    func feedback(on individual: Individual) -> String {
        individual.fitness.map { "reached \(promptNumber($0.mean))" } ?? "failed"
    }

    func reference(_ name: String) throws -> String? { nil }
}

/// Proposes designs as a model would: new ones at first, then changed or joined ones; a few answers are useless.
struct SyntheticProposer: Proposer {
    let name = "scripted"
    let landscape: Landscape
    /// Share of answers that hold nothing, and of those whose code is broken.
    var faults = 0.03
    /// Never proposes the same twice, so that every proposal is evaluated.
    var isTireless = false

    func answers(to question: Question, generation: Int, known: KnownCode, seed: UInt64) async throws
        -> [Answer]
    {
        var random = SplitMix64(seed: seed)
        let parents = question.parents.compactMap { DesignCode.design($0.candidate.code) }
        return (0..<question.samples).map { index in
            let text: String
            if isTireless {
                text = DesignCode.text([generation, index, Int(seed % 1000)])
            } else if random.chance(faults) {
                text = random.chance(0.5) ? "" : "broken \(random.next())"
            } else {
                text = DesignCode.text(design(parents, question.breeding, &random))
            }
            return Answer(messages: [], completion: Completion(text: text, model: name))
        }
    }

    func repair(_ failed: Individual, answer: String, generation: Int, seed: UInt64) async throws -> Answer? {
        nil
    }

    private func design(_ parents: [[Int]], _ breeding: Breeding, _ random: inout SplitMix64) -> [Int] {
        let fresh = (0..<landscape.dimensions).map { _ in random.index(landscape.levels) }
        guard let first = parents.first else { return fresh }
        if breeding == .crossover, parents.count > 1 {
            return zip(first, parents[1]).map { random.chance(0.5) ? $0 : $1 }
        }
        // Without a word on what to do, a model follows the first parent mostly, and sometimes nobody.
        if breeding == .free, random.chance(0.1) { return fresh }
        var design = breeding == .free && random.chance(0.2) ? parents[random.index(parents.count)] : first
        for _ in 0..<(breeding == .free && random.chance(0.3) ? 2 : 1) {
            let place = random.index(design.count)
            let step = random.chance(0.75) ? 1 : 1 + random.index(landscape.levels)
            let moved = design[place] + (random.chance(0.5) ? step : -step)
            design[place] = min(max(moved, 0), landscape.levels - 1)
        }
        return design
    }
}
