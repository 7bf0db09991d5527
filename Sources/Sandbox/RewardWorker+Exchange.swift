internal import CChannel
internal import FoundationEssentials

struct LoadRequest: Sendable {
    let code: String
    let layout: SignalLayout
    let constants: [String: Double]
}

struct CheckRequest: Encodable, Sendable {
    let `do`: String
    let code: String
    let layout: SignalLayout
    let constants: [String: Double]
    let signals: [String]
    let steps: Int
    let environments: Int

    var load: LoadRequest { LoadRequest(code: code, layout: layout, constants: constants) }
}

struct ImportRequest: Encodable, Sendable {
    let `do`: String
    let memory: [String: [String: String]]
}

struct FactsRequest: Encodable, Sendable {
    struct Signal: Encodable, Sendable {
        let name: String
        let unit: String
        let low: Double
        let high: Double
    }

    let `do` = "critique"
    let code: String
    let signals: [Signal]
}

/// Is any answer of the harness: which fields are there depends on the request.
struct Reply: Decodable, Sendable {
    let ok: Bool
    let verdict: Verdict?
    let detail: String?
    let line: Int?
    let traceback: String?
    let candidate: CandidateDescription?
    let components: [String]?
    let memory: [String: [String: String]]?
    let facts: [TextFact]?
}

func encoded(_ message: some Encodable) -> [UInt8] {
    // Only numbers that are not finite cannot be encoded; the harness answers an empty request with an error.
    (try? JSONEncoder().encode(message)).map { Array($0) } ?? []
}

extension RewardWorker {
    /// Sends a request that describes a candidate; keeps what a new process would need to go on with it.
    func describe(
        _ body: [UInt8], load: LoadRequest, _ state: inout State
    ) -> Result<CandidateDescription, Failure> {
        state.components = nil
        state.reload = nil
        return exchange(body, &state).flatMap { reply in
            guard let candidate = reply.candidate else {
                return .failure(forged("did not describe the candidate", &state))
            }
            if let complaint = candidate.complaint(layout: load.layout) {
                return .failure(forged(complaint, &state))
            }
            state.reload = load
            state.usesMemory = !candidate.memory.isEmpty
            if !candidate.components.isEmpty { state.components = candidate.components }
            return .success(candidate)
        }
    }

    /// Makes one request.
    ///
    /// Where the zygote died with the worker, forks another and goes on, unless the candidate's
    /// memory was lost.
    func exchange(_ body: [UInt8], _ state: inout State) -> Result<Reply, Failure> {
        let result = attempt(body, &state)
        guard case .failure(let failure) = result, failure.isSandboxFault, state.usage == nil else {
            return result
        }
        let isBeginning = state.reload == nil
        guard isBeginning || !state.usesMemory, replaceProcess(&state) else { return result }
        if let reload = state.reload, case .failure(let failure) = attempt(reload.message, &state) {
            return .failure(failure)
        }
        return attempt(body, &state)
    }

    private func replaceProcess(_ state: inout State) -> Bool {
        guard let process = try? zygote.employ(limits: limits, signals: signals, rewards: rewards) else {
            return false
        }
        _ = state.process.finish(graceSeconds: 0)
        state.process = process
        state.failure = nil
        return true
    }

    private func attempt(_ body: [UInt8], _ state: inout State) -> Result<Reply, Failure> {
        if let failure = state.failure { return .failure(failure) }
        guard state.usage == nil else { return .failure(Failure(.killed, "the worker is closed")) }
        let answer: [UInt8]
        switch state.process.request(body) {
        case .success(let bytes): answer = bytes
        case .failure(let failure):
            // A request too long to send never reached the worker, which lives on.
            if failure.verdict != .rejected { state.failure = failure }
            return .failure(failure)
        }
        guard let reply = try? Self.decode(answer) else {
            return .failure(forged("gave an answer that cannot be read", &state))
        }
        if reply.ok { return .success(reply) }
        guard let verdict = reply.verdict, verdict != .ok, let detail = reply.detail else {
            return .failure(forged("gave a verdict that is none", &state))
        }
        return .failure(
            Failure(
                verdict, ForeignText.shown(detail, limit: ForeignText.detail), line: reply.line,
                traceback: reply.traceback.map { ForeignText.shown($0, limit: ForeignText.traceback) },
                output: state.process.printed))
    }

    /// Reads an answer, whoever wrote it.
    static func decode(_ answer: [UInt8]) throws -> Reply {
        try PlainAnswer.read(answer) ?? JSONDecoder().decode(Reply.self, from: Data(answer))
    }

    private func forged(_ what: String, _ state: inout State) -> Failure {
        let failure = state.process.protocolFailure(what)
        state.failure = failure
        return failure
    }

    /// Copies a chunk out of the shared memory, then checks it: the worker may write there at any time.
    func collect(
        _ names: [String], _ rows: Int, _ environments: Int, _ state: inout State
    ) -> Result<RewardChunk, Failure> {
        let known = state.components ?? names
        guard names == known, names.count <= Self.maximumComponents, names.areDistinct,
            names.allSatisfy(ForeignText.isName)
        else {
            return .failure(forged("named other components than before", &state))
        }
        state.components = known
        guard let all = try? rewards.floats(at: 0, count: rows * (1 + names.count)) else {
            return .failure(forged("claimed more rewards than fit its memory", &state))
        }
        var values: [[Float]] = []
        for index in 0...names.count {
            let copy = Array(all[(index * rows)..<((index + 1) * rows)])
            let bad = evolve_first_unusable(copy, copy.count, Self.largestValue)
            if bad >= 0 {
                let what = index == 0 ? "the total" : "component \"\(names[index - 1])\""
                let place = "step \(Int(bad) / environments), environment \(Int(bad) % environments)"
                let value = copy[Int(bad)]
                return .failure(
                    value.isFinite
                        ? Failure(.error, "\(what) is \(value) at \(place): too large for a learner")
                        : Failure(.nonFinite, "\(what) is \(value) at \(place)"))
            }
            values.append(copy)
        }
        let components = zip(names, values.dropFirst()).map { RewardChunk.Component(name: $0, values: $1) }
        return .success(RewardChunk(total: values[0], components: components))
    }
}
