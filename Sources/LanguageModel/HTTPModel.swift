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
    /// Hears in words of retries and of settings that an endpoint refuses.
    package var notice: @Sendable (String) -> Void
    /// Waits between tries; tests replace it.
    package var pause: @Sendable (Duration) async throws -> Void

    /// Makes settings.
    package init(
        limits: TransportLimits = TransportLimits(), retry: RetryPolicy = RetryPolicy(), seed: UInt64 = 0,
        prices: TokenPrices? = nil, notice: @escaping @Sendable (String) -> Void = { _ in },
        pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.limits = limits
        self.retry = retry
        self.seed = seed
        self.prices = prices
        self.notice = notice
        self.pause = pause
    }
}

/// Gives prices in US dollars per million tokens.
package struct TokenPrices: Sendable, Equatable {
    package var inputPerMillion: Double
    package var outputPerMillion: Double

    /// Makes prices.
    package init(inputPerMillion: Double, outputPerMillion: Double) {
        self.inputPerMillion = inputPerMillion
        self.outputPerMillion = outputPerMillion
    }
}

/// Talks to an endpoint with OpenAI-compatible chat completions.
///
/// A request whose complete answer arrived is never sent again. Where fewer choices come back than asked for, the rest is
/// asked for in further requests. A setting that the endpoint refuses is left out from then on.
package final class HTTPModel: LanguageModel {
    /// The model's name as asked for.
    package let name: String
    private let base: String
    private let key: APIKey?
    private let settings: HTTPModelSettings
    private let dialect: ChatDialect
    private let jitter: Jitter
    /// What the endpoint takes, as learnt so far.
    private let capabilities: Mutex<Capabilities>

    /// Makes a client.
    ///
    /// `base` is the address without a slash at its end, for example `http://127.0.0.1:8080/v1`.
    package init(base: String, name: String, key: APIKey?, settings: HTTPModelSettings = HTTPModelSettings())
    {
        self.base = base
        self.name = name
        self.key = key
        self.settings = settings
        dialect = ChatDialect(endpoint: base, model: name)
        jitter = Jitter(seed: settings.seed)
        capabilities = Mutex(Capabilities(base: base))
    }

    /// Makes a client for what `--model` named, with the key from the environment.
    ///
    /// - Returns: nil for a specification that no endpoint answers (offline, manual, replay).
    /// - Throws: ``ModelError/badKey(source:why:)``, also when api.openai.com is meant and no key is configured.
    package convenience init?(
        _ specification: ModelSpecification, environment: [String: String],
        settings: HTTPModelSettings = HTTPModelSettings()
    ) throws(ModelError) {
        let base: String
        let name: String
        switch specification {
        case .http(let address, let model): (base, name) = (address, model)
        case .openai(let model): (base, name) = ("https://api.openai.com/v1", model)
        case .offline, .manual, .replay: return nil
        }
        let key = try APIKey.find(base: base, environment: environment)
        if key == nil, case .openai = specification {
            throw .badKey(
                source: "OPENAI_API_KEY", why: "not set; \(specification) needs a key of api.openai.com")
        }
        self.init(base: base, name: name, key: key, settings: settings)
    }

    package func complete(_ request: ModelRequest) async throws -> [Completion] {
        var completions: [Completion] = []
        let wanted = max(1, request.samples)
        while completions.count < wanted {
            do {
                try Task.checkCancellation()
                let more = try await ask(
                    request, samples: wanted - completions.count, done: completions.count)
                completions += more.prefix(wanted - completions.count)
            } catch  where !completions.isEmpty {
                // What has been paid for is handed over; asking for the rest will show the failure.
                settings.notice("\(request.label): \(completions.count) of \(wanted) answers: \(error)")
                return completions
            }
        }
        return completions
    }

    // MARK: - One request

    /// Sends one request until it is answered, refused or given up; leaves out what the endpoint refuses.
    private func ask(_ request: ModelRequest, samples: Int, done: Int) async throws -> [Completion] {
        var known = capabilities.withLock { $0 }
        var failures = 0
        while true {
            let count = min(samples, known.samplesPerRequest)
            let body = try dialect.body(request, samples: count, done: done, capabilities: known)
            let start = ContinuousClock.now
            let outcome = try await exchange(body, start: start)
            switch outcome {
            case .completions(let completions):
                capabilities.withLock { $0 = known }
                return completions.map(priced)
            case .refused(let status, let message):
                guard status == 400 || status == 422,
                    let mended = known.withoutRefused(message: message, request: request, samples: count)
                else { throw refusal(status: status, message: message) }
                known = mended
                settings.notice("\(base) refuses a setting (\(message)); asking again without it")
            case .later(let error, let headers):
                failures += 1
                try await wait(after: failures, error: error, headers: headers)
            }
        }
    }

    private enum Outcome {
        case completions([Completion])
        case refused(status: Int, message: String)
        /// No complete answer came; it may come later.
        case later(ModelError, headers: [String: String])
    }

    private func exchange(_ body: [UInt8], start: ContinuousClock.Instant) async throws -> Outcome {
        var headers = [
            ("Content-Type", "application/json"), ("Accept", "application/json"), ("User-Agent", "evolve"),
        ]
        if let key { headers.append(("Authorization", "Bearer \(key.secret)")) }
        let post = TransportRequest(
            url: base + "/chat/completions", headers: headers.map { (name: $0.0, value: $0.1) }, body: body,
            limits: settings.limits)
        let response: TransportResponse
        do {
            response = try await CurlTransport().send(post)
        } catch let failure as TransportFailure {
            return try outcome(of: failure)
        }
        switch try dialect.read(response, latencySeconds: (ContinuousClock.now - start).seconds) {
        case .completions(let completions): return .completions(completions)
        case .error(let status, let message):
            let message = key?.hidden(in: message) ?? message
            guard RetryPolicy.isTemporary(status: status) else {
                return .refused(status: status, message: message)
            }
            return .later(
                .overloaded(endpoint: base, status: status, message: message, attempts: 1),
                headers: response.headers)
        }
    }

    private func outcome(of failure: TransportFailure) throws(ModelError) -> Outcome {
        switch failure {
        case .unreachable(let detail):
            return .later(.unreachable(endpoint: base, detail: detail), headers: [:])
        case .timedOut(.connect, let seconds):
            return .later(.timedOut(endpoint: base, phase: .connect, seconds: seconds), headers: [:])
        case .broken(let bytes, let detail):
            return .later(.truncated(endpoint: base, receivedBytes: bytes, detail: detail), headers: [:])
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

    private func refusal(status: Int, message: String) -> ModelError {
        let words = message.lowercased()
        let isAboutLength = [
            "context_size", "context_length", "context length", "context size", "maximum context",
        ]
        .contains { words.contains($0) }
        guard isAboutLength else { return .refused(endpoint: base, status: status, message: message) }
        return .promptTooLong(endpoint: base, message: message)
    }

    private func priced(_ completion: Completion) -> Completion {
        guard completion.costUSD == 0, let prices = settings.prices else { return completion }
        var priced = completion
        priced.costUSD =
            (Double(completion.inputTokens) * prices.inputPerMillion
                + Double(completion.outputTokens) * prices.outputPerMillion) / 1_000_000
        return priced
    }
}
