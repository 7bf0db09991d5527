internal import CChannel
internal import FoundationEssentials

/// Is what the harness is asked about a heuristic; the names are the harness's.
struct HeuristicRequest: Encodable, Sendable {
    /// Says where the texts lie and what may be used up.
    struct Task: Encodable, Sendable {
        let domain_bytes: Int
        let task_bytes: Int
        let cpu_seconds: Double
        let memory_bytes: Int
        let lifted: Bool
    }

    struct Search: Encodable, Sendable {
        let algorithm: String
        let queue: String
        let preferred: Int
        let evaluations: Int

        init(_ search: HeuristicSearch) {
            algorithm = search.algorithm.rawValue
            queue = search.nativeQueue ?? ""
            preferred = search.usesPreferred ? 1 : 0
            evaluations = min(search.maximumEvaluations ?? .max, 1 << 52)
        }
    }

    let `do`: String
    let code: String
    let task: Task
    let constants: [String: Double]
    var states: Int?
    var seed: UInt64?
    var facts: Bool?
    var search: Search?
    /// Is sent as null where there is no plan, and left out where none is asked for.
    var plan: String??
    var steps: Int?
}

/// Is any answer of the harness about a heuristic.
struct HeuristicReply: Decodable, Sendable {
    struct Run: Decodable, Sendable {
        let ending: String?
        let evaluations: Double?
        let expansions: Double?
        let states: Double?
        let grounding_seconds: Double?
        let constructor_seconds: Double?
        let heuristic_seconds: Double?
        let cpu_seconds: Double?
        let initial_value: Double?
    }

    let ok: Bool
    let verdict: Verdict?
    let detail: String?
    let line: Int?
    let traceback: String?
    let heuristic: HeuristicDescription?
    let run: Run?
    let diagnosis: HeuristicDiagnosis?
    /// Counts the bytes in the outbox.
    let outbox: Int?

    /// Reads a number that a worker claims as a count.
    static func count(_ claimed: Double?) -> Int {
        guard let claimed, claimed >= 0, claimed < 1e15 else { return 0 }
        return Int(claimed)
    }
}

/// Is an answer together with what was copied out of the outbox and what the process used.
struct HeuristicAnswer: Sendable {
    let reply: HeuristicReply
    let outbox: [UInt8]
    let usage: Usage
    let output: String
}

extension HeuristicWorker {
    /// Makes one request in a fresh process, and in another one where the zygote died under it.
    func ask(_ request: HeuristicRequest) -> Result<HeuristicAnswer, Failure> {
        let first = attempt(request)
        guard case .failure(let failure) = first, failure.isSandboxFault else { return first }
        return attempt(request)
    }

    private func attempt(_ request: HeuristicRequest) -> Result<HeuristicAnswer, Failure> {
        let outbox: SharedMemory
        var process: WorkerProcess
        do {
            outbox = try SharedMemory(name: "rewards", bytes: Self.outboxBytes)
            process = try zygote.employ(limits: limits.process, signals: texts, rewards: outbox)
        } catch {
            return .failure(Failure(.killed, "no worker can be had: \(error)", isSandboxFault: true))
        }
        guard begin(process) else {
            _ = process.finish(graceSeconds: 0)
            return .failure(Failure(.killed, "cancelled before it began"))
        }
        let result = process.request(encoded(request))
        let output = process.printed
        end()
        let usage = process.finish(graceSeconds: 0.5)
        remember(usage)
        return result.flatMap { body in
            guard let reply = try? JSONDecoder().decode(HeuristicReply.self, from: Data(body)) else {
                return .failure(
                    Failure(.protocol, "the worker gave an answer that cannot be read", output: output))
            }
            guard reply.ok else { return .failure(Self.failure(reply, output)) }
            guard let bytes = Self.read(outbox, reply.outbox ?? 0) else {
                return .failure(
                    Failure(.protocol, "the worker claimed more than fits its outbox", output: output))
            }
            return .success(HeuristicAnswer(reply: reply, outbox: bytes, usage: usage, output: output))
        }
    }

    private static func failure(_ reply: HeuristicReply, _ output: String) -> Failure {
        guard let verdict = reply.verdict, verdict != .ok, let detail = reply.detail else {
            return Failure(.protocol, "the worker gave a verdict that is none", output: output)
        }
        return Failure(
            verdict, ForeignText.shown(detail, limit: ForeignText.detail), line: reply.line,
            traceback: reply.traceback.map { ForeignText.shown($0, limit: ForeignText.traceback) },
            output: output)
    }

    /// Copies the first bytes of the outbox, which the worker can no longer change: its process has ended.
    private static func read(_ outbox: SharedMemory, _ count: Int) -> [UInt8]? {
        guard count >= 0, count <= outbox.bytes else { return nil }
        var bytes = [UInt8](repeating: 0, count: count)
        guard evolve_memory_read_bytes(outbox.descriptor, 0, &bytes, count) == 0 else { return nil }
        return bytes
    }
}

extension HeuristicDiagnosis {
    /// Makes its texts fit for terminals and prompts.
    var shown: HeuristicDiagnosis {
        let line = { (text: String) in ForeignText.shown(text, limit: 200) }
        let stuck = stuck.map { stuck in
            Stuck(
                state: stuck.state.prefix(200).map(line), value: stuck.value,
                stepsFromStart: stuck.stepsFromStart,
                successors: stuck.successors.prefix(20).map {
                    Stuck.Successor(action: line($0.action), value: $0.value)
                })
        }
        return HeuristicDiagnosis(
            stuck: stuck, reachedGoal: reachedGoal, steps: steps,
            worstOverestimates: worstOverestimates.prefix(5).map {
                Overestimate(
                    state: $0.state.prefix(60).map(line), value: $0.value, remaining: $0.remaining)
            },
            planValues: Array(planValues.prefix(500)), secondsInConstructor: secondsInConstructor,
            microsecondsPerEvaluation: microsecondsPerEvaluation,
            evaluationsPerSecond: evaluationsPerSecond, shareInHeuristic: shareInHeuristic)
    }
}
