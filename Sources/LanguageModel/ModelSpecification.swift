/// Says how an endpoint is spoken to.
package struct EndpointOptions: Sendable, Equatable {
    package var dialect: DialectName
    /// Takes the answer in events as it is written, so that a silent endpoint is noticed earlier.
    package var streams: Bool

    /// Makes options; the defaults are whole chat completions.
    package init(dialect: DialectName = .chat, streams: Bool = false) {
        self.dialect = dialect
        self.streams = streams
    }

    /// The words before the address, each with its plus sign.
    fileprivate func prefix(default dialect: DialectName) -> String {
        (self.dialect == dialect ? "" : "\(self.dialect.rawValue)+") + (streams ? "stream+" : "")
    }
}

/// Names who answers, as written after `--model`.
package enum ModelSpecification: Sendable, Equatable, CustomStringConvertible {
    /// The typed genetic-programming proposer: no language model at all.
    case offline
    /// Any compatible server; `base` without a slash at its end, for example `http://127.0.0.1:8080/v1`.
    case http(base: String, name: String, options: EndpointOptions = EndpointOptions())
    case openai(name: String, options: EndpointOptions = EndpointOptions())
    /// Anthropic's own endpoint, which speaks messages.
    case anthropic(name: String, streams: Bool = false)
    /// A person, through files.
    case manual
    /// The recorded answers of an earlier run.
    case replay(run: String)

    /// Lists what `--model` takes, for messages and help.
    package static let acceptedForms =
        "offline, openai:NAME, anthropic:NAME, http://host:port/v1#NAME (or https), manual, replay:RUN; "
        + "before an endpoint responses+ or messages+ for another protocol than chat completions, stream+ for streaming"

    /// The text that ``parseModelSpecification(_:)`` reads back to the same value.
    package var description: String {
        switch self {
        case .offline: "offline"
        case .http(let base, let name, let options): "\(options.prefix(default: .chat))\(base)#\(name)"
        case .openai(let name, let options): "\(options.prefix(default: .chat))openai:\(name)"
        case .anthropic(let name, let streams): "\(streams ? "stream+" : "")anthropic:\(name)"
        case .manual: "manual"
        case .replay(let run): "replay:\(run)"
        }
    }

    /// The text without protocol and streaming, by which prices are looked up.
    package var pricedName: String {
        switch self {
        case .http(let base, let name, _): "\(base)#\(name)"
        case .openai(let name, _): "openai:\(name)"
        case .anthropic(let name, _): "anthropic:\(name)"
        case .offline, .manual, .replay: description
        }
    }
}

/// Reads the value of `--model`.
///
/// - Throws: ``ModelError/badSpecification(text:why:)`` saying what is wrong and which forms are accepted.
package func parseModelSpecification(_ text: String) throws(ModelError) -> ModelSpecification {
    let shown = withoutCredentials(text)
    func wrong(_ why: String) -> ModelError { .badSpecification(text: shown, why: why) }
    switch text {
    case "offline": return .offline
    case "manual": return .manual
    case "": throw wrong("nothing given")
    default: break
    }
    let (dialect, streams, rest) = leadingWords(text)
    if rest.hasPrefix("openai:") {
        let name = String(rest.dropFirst("openai:".count))
        guard !name.isEmpty else { throw wrong("a model name is missing after \"openai:\"") }
        guard dialect != .messages else { throw wrong("openai: speaks chat completions and responses") }
        return .openai(name: name, options: EndpointOptions(dialect: dialect ?? .chat, streams: streams))
    }
    if rest.hasPrefix("anthropic:") {
        let name = String(rest.dropFirst("anthropic:".count))
        guard !name.isEmpty else { throw wrong("a model name is missing after \"anthropic:\"") }
        guard dialect ?? .messages == .messages else { throw wrong("anthropic: speaks messages only") }
        return .anthropic(name: name, streams: streams)
    }
    if text.hasPrefix("replay:") {
        let run = String(text.dropFirst("replay:".count))
        guard !run.isEmpty else { throw wrong("a run is missing after \"replay:\"") }
        return .replay(run: run)
    }
    guard rest.hasPrefix("http://") || rest.hasPrefix("https://") else { throw wrong("unknown form") }
    return try parseEndpoint(rest, dialect, streams: streams, wrong: wrong)
}

/// Takes `responses+`, `stream+` and the like off the beginning.
private func leadingWords(_ text: String) -> (dialect: DialectName?, streams: Bool, rest: String) {
    var dialect: DialectName?
    var streams = false
    var rest = text[...]
    while let plus = rest.firstIndex(of: "+") {
        let word = String(rest[..<plus])
        if let named = DialectName(rawValue: word) {
            dialect = named
        } else if word == "stream" || word == "whole" {
            streams = word == "stream"
        } else {
            break
        }
        rest = rest[rest.index(after: plus)...]
    }
    return (dialect, streams, String(rest))
}

private func parseEndpoint(
    _ text: String, _ dialect: DialectName?, streams: Bool, wrong: (String) -> ModelError
) throws(ModelError) -> ModelSpecification {
    guard let mark = text.firstIndex(of: "#") else {
        throw wrong("the model's name is missing: write it after a #")
    }
    let name = String(text[text.index(after: mark)...])
    guard !name.isEmpty else { throw wrong("a model name is missing after \"#\"") }
    var base = String(text[..<mark])
    while base.hasSuffix("/") { base.removeLast() }
    // Who gives the whole address of a request has named its protocol, too.
    var dialect = dialect
    for named in DialectName.allCases where base.hasSuffix(named.dialect.path) {
        base.removeLast(named.dialect.path.count)
        dialect = dialect ?? named
    }
    let rest = base.drop { $0 != ":" }.dropFirst(3)
    let authority = rest.prefix { $0 != "/" }
    guard !authority.isEmpty, !authority.hasPrefix(":") else { throw wrong("the host is missing") }
    guard !authority.contains("@") else {
        throw wrong("a key does not belong into the address: put it into EVOLVE_API_KEY")
    }
    guard !base.contains(where: { $0.isWhitespace || $0 == "?" }) else {
        throw wrong("an address holds no spaces and no question mark")
    }
    return .http(
        base: base, name: name, options: EndpointOptions(dialect: dialect ?? .chat, streams: streams))
}

/// Hides what stands between `//` and `@`, so that an error never repeats a password.
private func withoutCredentials(_ text: String) -> String {
    guard let slashes = text.firstRange(of: "//"), let at = text.lastIndex(of: "@"), slashes.upperBound < at
    else {
        return text
    }
    return text[..<slashes.upperBound] + "…" + text[at...]
}
