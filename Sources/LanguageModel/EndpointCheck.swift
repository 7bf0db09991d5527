/// Tells whether a model's server answers, without asking the model anything.
package enum EndpointCheck: Sendable, Equatable {
    /// Needs no server: the offline proposer, a person, a recording.
    case notNeeded
    /// Answers and does not complain about the key; holds its address.
    case reachable(base: String)
    /// Does not answer, or refuses the key; holds what happened and what to do.
    case failing(why: String)

    /// Sends an empty request, which costs nothing: every server refuses it, and how it does so tells.
    /// - Parameters:
    ///   - text: the value of `--model`.
    ///   - environment: where keys are found.
    /// - Returns: what came of it; wrong text and missing keys are failures too.
    package static func run(_ text: String, environment: [String: String]) async -> EndpointCheck {
        let base: String
        let name: DialectName
        let headers: [(name: String, value: String)]
        do {
            switch try parseModelSpecification(text) {
            case .http(let address, _, let options): (base, name) = (address, options.dialect)
            case .openai(_, let options): (base, name) = ("https://api.openai.com/v1", options.dialect)
            case .anthropic: (base, name) = (APIKey.anthropic, .messages)
            case .offline, .manual, .replay: return .notNeeded
            }
            let key = try APIKey.find(base: base, environment: environment)
            headers = [("Content-Type", "application/json")] + name.dialect.headers(key, base: base)
        } catch {
            return .failing(why: "\(error)")
        }
        let request = TransportRequest(
            url: base + name.dialect.path, headers: headers, body: Array("{}".utf8),
            limits: TransportLimits(
                connectSeconds: 5, idleSeconds: 10, totalSeconds: 10, responseBytes: 1 << 16))
        do {
            let status = try await CurlTransport().send(request).status
            switch status {
            case 401, 403:
                return .failing(
                    why: "\(base) refuses the key (status \(status)); put the right one into EVOLVE_API_KEY")
            case 404:
                return .failing(why: "\(base) has no \(name.dialect.path); the address usually ends in /v1")
            case 500...:
                return .failing(why: "\(base) answers with status \(status); look at the server's log")
            default: return .reachable(base: base)
            }
        } catch let failure as TransportFailure {
            return .failing(why: "\(base) does not answer (\(failure)); start the server or mend the address")
        } catch {
            return .failing(why: "\(error)")
        }
    }
}
