internal import Foundation
internal import Synchronization

/// Sets what an endpoint's client may do and how it waits.
package struct HTTPModelSettings: Sendable {
    package var limits: TransportLimits
    package var retry: RetryPolicy
    /// Seeds the jitter of the waits.
    package var seed: UInt64
    /// US dollars per million tokens; nil where the endpoint reports its cost or the use is free.
    package var prices: TokenPrices?
    /// Keeps the money; nil where nobody counts it.
    package var ledger: Ledger?
    /// Hears in words of retries and of settings that an endpoint refuses.
    package var notice: @Sendable (String) -> Void
    /// Waits between tries; tests replace it.
    package var pause: @Sendable (Duration) async throws -> Void

    /// Makes settings.
    package init(
        limits: TransportLimits = TransportLimits(), retry: RetryPolicy = RetryPolicy(), seed: UInt64 = 0,
        prices: TokenPrices? = nil, ledger: Ledger? = nil,
        notice: @escaping @Sendable (String) -> Void = { _ in },
        pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.limits = limits
        self.retry = retry
        self.seed = seed
        self.prices = prices
        self.ledger = ledger
        self.notice = notice
        self.pause = pause
    }
}

/// Talks to an endpoint in its dialect.
///
/// A request whose complete answer arrived is never sent again. Where fewer choices come back than asked for, the rest is
/// asked for in further requests. A setting that the endpoint refuses is left out from then on.
package final class HTTPModel: LanguageModel {
    /// The model's name as asked for.
    package let name: String
    let base: String
    let key: APIKey?
    let settings: HTTPModelSettings
    let dialect: any Dialect
    private let reader: AnswerReader
    private let jitter: Jitter
    /// What the endpoint takes, as learnt so far, and how it answered.
    private let learnt: Mutex<Learnt>

    private struct Learnt {
        var capabilities: Capabilities
        /// Most output tokens of one answer; 0 before the first.
        var longestAnswer = 0
        var hasAnswered = false
    }

    /// Makes a client.
    ///
    /// `base` is the address without a slash at its end, for example `http://127.0.0.1:8080/v1`.
    package init(
        base: String, name: String, key: APIKey?, options: EndpointOptions = EndpointOptions(),
        settings: HTTPModelSettings = HTTPModelSettings()
    ) {
        self.base = base
        self.name = name
        self.key = key
        var settings = settings
        if let key {
            let notice = settings.notice
            settings.notice = { notice(key.hidden(in: $0)) }
        }
        self.settings = settings
        dialect = options.dialect.dialect
        reader = AnswerReader(endpoint: base, model: name, dialect: dialect)
        jitter = Jitter(seed: settings.seed)
        learnt = Mutex(Learnt(capabilities: Capabilities(base: base, options: options)))
    }

    /// Makes a client for what `--model` named, with the key from the environment.
    ///
    /// - Returns: nil for a specification that no endpoint answers (offline, manual, replay).
    /// - Throws: ``ModelError/badKey(source:why:)``, also when a provider's own endpoint is meant and no key is configured.
    package convenience init?(
        _ specification: ModelSpecification, environment: [String: String],
        settings: HTTPModelSettings = HTTPModelSettings()
    ) throws(ModelError) {
        let base: String
        let name: String
        let options: EndpointOptions
        var needed: String?
        switch specification {
        case .http(let address, let model, let how): (base, name, options) = (address, model, how)
        case .openai(let model, let how):
            (base, name, options, needed) = (APIKey.openAI, model, how, "OPENAI_API_KEY")
        case .anthropic(let model, let streams):
            (base, name, needed) = (APIKey.anthropic, model, "ANTHROPIC_API_KEY")
            options = EndpointOptions(dialect: .messages, streams: streams)
        case .offline, .manual, .replay: return nil
        }
        let key = try APIKey.find(base: base, environment: environment)
        if key == nil, let needed {
            throw .badKey(source: needed, why: "not set; \(specification) needs a key of \(base)")
        }
        self.init(base: base, name: name, key: key, options: options, settings: settings)
    }

    package func complete(_ request: ModelRequest) async throws -> [Completion] {
        var completions: [Completion] = []
        let wanted = max(1, request.samples)
        /// The last answer without text, while there is none with text.
        var blank: ModelError?
        while completions.count < wanted {
            do {
                try Task.checkCancellation()
                let more = try await ask(
                    request, samples: wanted - completions.count, done: completions.count)
                completions += more.prefix(wanted - completions.count)
            } catch let error as ModelError where wanted > 1 && error.isBlankAnswer {
                // One of several answers: it takes its place without text, as it would among the choices of one response.
                settings.notice("\(request.label): \(error)")
                completions.append(Completion(text: "", model: name, finishReason: "refusal"))
                blank = error
            } catch  where completions.contains(where: { !$0.text.isEmpty }) {
                // What has been paid for is handed over; asking for the rest will show the failure.
                settings.notice("\(request.label): \(completions.count) of \(wanted) answers: \(error)")
                return completions
            }
        }
        if let blank, completions.allSatisfy(\.text.isEmpty) { throw blank }
        return completions
    }

    // MARK: - One request

    /// Sends one request until it is answered, refused or given up; leaves out what the endpoint refuses.
    private func ask(_ request: ModelRequest, samples: Int, done: Int) async throws -> [Completion] {
        var known = learnt.withLock { $0.capabilities }
        var failures = 0
        while true {
            let (count, reserved) = try await reserve(request, min(samples, known.samplesPerRequest))
            let body = dialect.body(
                model: name, request, samples: count, done: done, capabilities: known)
            let start = ContinuousClock.now
            let outcome: Outcome
            do {
                outcome = try await exchange(body.encoded(), known, start: start)
            } catch {
                // Nobody knows whether what was sent is charged. A cancelled task cannot write; what is pending then is
                // booked when the run is continued.
                if case ModelError.unreachable = error {
                    try await settings.ledger?.release(reserved)
                } else {
                    try await settings.ledger?.bookUncertain(reserved)
                }
                throw error
            }
            switch outcome {
            case .completions(let answered):
                let completions = priced(answered, request)
                learn(known, completions)
                try await settings.ledger?.settle(
                    reserved, paidUSD: completions.reduce(0) { $0 + $1.costUSD })
                return completions
            case .refused(let status, let message):
                try await settings.ledger?.release(reserved)
                guard status == 400 || status == 422,
                    let mended = known.withoutRefused(message: message, request: request, samples: count)
                else { throw refusal(status: status, message: message) }
                known = mended
                settings.notice("\(base) refuses a setting (\(message)); asking again without it")
            case .later(let error, let headers, let mayBeCharged):
                if mayBeCharged {
                    try await settings.ledger?.bookUncertain(reserved)
                } else {
                    try await settings.ledger?.release(reserved)
                }
                failures += 1
                try await wait(after: failures, error: error, headers: headers)
            }
        }
    }

    private enum Outcome {
        case completions([Completion])
        case refused(status: Int, message: String)
        /// No complete answer came; it may come later.
        case later(ModelError, headers: [String: String], mayBeCharged: Bool)
    }

    private func exchange(
        _ body: [UInt8], _ known: Capabilities, start: ContinuousClock.Instant
    ) async throws -> Outcome {
        let headers =
            [
                ("Content-Type", "application/json"),
                ("Accept", known.streams ? "text/event-stream" : "application/json"),
                ("User-Agent", "evolve"),
            ] + dialect.headers(key, base: base)
        let post = TransportRequest(
            url: base + dialect.path, headers: headers.map { (name: $0.0, value: $0.1) }, body: body,
            limits: settings.limits, stream: known.streams ? StreamedAnswer(dialect.stream()) : nil)
        let response: TransportResponse
        do {
            response = try await CurlTransport().send(post)
        } catch let failure as TransportFailure {
            return try outcome(of: failure)
        }
        let latency = (ContinuousClock.now - start).seconds
        let reading: AnswerReader.Reading
        do {
            reading = try reader.read(response, latencySeconds: latency)
        } catch {
            return try outcome(ofUnreadable: withoutKey(error))
        }
        return outcome(of: reading, response)
    }

    private func outcome(of reading: AnswerReader.Reading, _ response: TransportResponse) -> Outcome {
        switch reading {
        case .completions(let completions): return .completions(completions)
        case .error(let status, let message):
            let message = key?.hidden(in: message) ?? message
            guard RetryPolicy.isTemporary(status: status) else {
                return .refused(status: status, message: message)
            }
            // An error that came instead of an answer is not charged; one from a gateway, or in the middle, may be.
            let mayBeCharged = response.status == 200 || [408, 502, 504].contains(status)
            return .later(
                .overloaded(endpoint: base, status: status, message: message, attempts: 1),
                headers: response.headers, mayBeCharged: mayBeCharged)
        }
    }

    /// Decides about an answer that cannot be read: a stream that broke off is asked for again, and so is a page in HTML from
    /// an endpoint that is known to answer.
    private func outcome(ofUnreadable error: ModelError) throws(ModelError) -> Outcome {
        switch error {
        case .truncated: return .later(error, headers: [:], mayBeCharged: true)
        case .notJSON where learnt.withLock { $0.hasAnswered }:
            return .later(error, headers: [:], mayBeCharged: true)
        default: throw error
        }
    }

    private func outcome(of failure: TransportFailure) throws(ModelError) -> Outcome {
        switch failure {
        case .unreachable(let detail):
            return .later(
                .unreachable(endpoint: base, detail: detail), headers: [:], mayBeCharged: false)
        case .timedOut(.connect, let seconds):
            return .later(
                .timedOut(endpoint: base, phase: .connect, seconds: seconds), headers: [:],
                mayBeCharged: false)
        case .broken(let bytes, let detail):
            return .later(
                .truncated(endpoint: base, receivedBytes: bytes, detail: detail), headers: [:],
                mayBeCharged: true)
        case .timedOut(let phase, let seconds):
            throw .timedOut(endpoint: base, phase: phase, seconds: seconds)
        case .tooLarge(let limit): throw .tooLarge(endpoint: base, limitBytes: limit)
        case .impossible(let detail): throw .unreachable(endpoint: base, detail: detail)
        }
    }

    private func wait(after failures: Int, error: ModelError, headers: [String: String]) async throws {
        var last = error
        if case .overloaded(let endpoint, let status, let message, _) = error {
            last = .overloaded(endpoint: endpoint, status: status, message: message, attempts: failures)
        }
        guard failures < settings.retry.attempts,
            let seconds = settings.retry.wait(
                failures: failures, headers: headers, now: Date(), chance: jitter.next())
        else { throw last }
        let shown = String(format: "%.1f", seconds)
        settings.notice("\(last); try \(failures + 1) of \(settings.retry.attempts) in \(shown) s")
        try await settings.pause(.seconds(seconds))
    }

    private func learn(_ known: Capabilities, _ completions: [Completion]) {
        let longest = completions.map(\.outputTokens).max() ?? 0
        learnt.withLock { learnt in
            learnt.capabilities = known
            learnt.longestAnswer = max(learnt.longestAnswer, longest)
            learnt.hasAnswered = true
        }
    }

    // MARK: - Money

    /// Forecasts a request by the longest answer so far, or by its limit before there is one.
    private func reserve(_ request: ModelRequest, _ samples: Int) async throws -> (samples: Int, usd: Double)
    {
        guard let ledger = settings.ledger else { return (samples, 0) }
        let longest = learnt.withLock { $0.longestAnswer }
        let limit = request.maxTokens ?? MessagesDialect.defaultMaxTokens
        let output = longest > 0 ? min(longest, limit) : limit
        let input = TokenEstimate.tokens(request.messages)
        let prices = settings.prices
        return try await ledger.reserve(samples: samples) { count in
            prices?.cost(input: input, output: output * count) ?? 0
        }
    }

    /// Puts a price on answers, and hides the key in them, should the endpoint repeat it.
    private func priced(_ completions: [Completion], _ request: ModelRequest) -> [Completion] {
        var completions = completions
        if completions.allSatisfy({ $0.inputTokens == 0 }) {
            // Nothing was said of the prompt: better estimated than free.
            let tokens = TokenEstimate.tokens(request.messages)
            let shares = Usage.shares(of: tokens, weights: completions.map { _ in 1 })
            for index in completions.indices { completions[index].inputTokens = shares[index] }
        }
        return completions.map { completion in
            var completion = completion
            if completion.costUSD == 0, let prices = settings.prices {
                completion.costUSD = prices.cost(
                    input: completion.inputTokens, cached: completion.cachedInputTokens,
                    output: completion.outputTokens)
            }
            guard let key else { return completion }
            completion.text = key.hidden(in: completion.text)
            completion.reasoning = key.hidden(in: completion.reasoning)
            completion.model = key.hidden(in: completion.model)
            completion.finishReason = key.hidden(in: completion.finishReason)
            return completion
        }
    }
}
