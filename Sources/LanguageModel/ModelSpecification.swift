/// Names who answers, as written after `--model`.
package enum ModelSpecification: Sendable, Equatable, CustomStringConvertible {
    /// The typed genetic-programming proposer: no language model at all.
    case offline
    /// Any OpenAI-compatible server; `base` without a slash at its end, for example `http://127.0.0.1:8080/v1`.
    case http(base: String, name: String)
    case openai(name: String)
    /// A person, through files.
    case manual
    /// The recorded answers of an earlier run.
    case replay(run: String)

    /// Lists what `--model` takes, for messages and help.
    package static let acceptedForms =
        "offline, openai:NAME, http://host:port/v1#NAME (or https), manual, replay:RUN"

    /// The text that ``parseModelSpecification(_:)`` reads back to the same value.
    package var description: String {
        switch self {
        case .offline: "offline"
        case .http(let base, let name): "\(base)#\(name)"
        case .openai(let name): "openai:\(name)"
        case .manual: "manual"
        case .replay(let run): "replay:\(run)"
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
    if text.hasPrefix("openai:") {
        let name = String(text.dropFirst("openai:".count))
        guard !name.isEmpty else { throw wrong("a model name is missing after \"openai:\"") }
        return .openai(name: name)
    }
    if text.hasPrefix("replay:") {
        let run = String(text.dropFirst("replay:".count))
        guard !run.isEmpty else { throw wrong("a run is missing after \"replay:\"") }
        return .replay(run: run)
    }
    guard text.hasPrefix("http://") || text.hasPrefix("https://") else { throw wrong("unknown form") }
    return try parseEndpoint(text, wrong: wrong)
}

private func parseEndpoint(
    _ text: String, wrong: (String) -> ModelError
) throws(ModelError) -> ModelSpecification {
    guard let mark = text.firstIndex(of: "#") else {
        throw wrong("the model's name is missing: write it after a #")
    }
    let name = String(text[text.index(after: mark)...])
    guard !name.isEmpty else { throw wrong("a model name is missing after \"#\"") }
    var base = String(text[..<mark])
    while base.hasSuffix("/") { base.removeLast() }
    if base.hasSuffix("/chat/completions") { base.removeLast("/chat/completions".count) }
    let rest = base.drop { $0 != ":" }.dropFirst(3)
    let authority = rest.prefix { $0 != "/" }
    guard !authority.isEmpty, !authority.hasPrefix(":") else { throw wrong("the host is missing") }
    guard !authority.contains("@") else {
        throw wrong("a key does not belong into the address: put it into EVOLVE_API_KEY")
    }
    guard !base.contains(where: { $0.isWhitespace || $0 == "?" }) else {
        throw wrong("an address holds no spaces and no question mark")
    }
    return .http(base: base, name: name)
}

/// Hides what stands between `//` and `@`, so that an error never repeats a password.
private func withoutCredentials(_ text: String) -> String {
    guard let slashes = text.firstRange(of: "//"), let at = text.lastIndex(of: "@"), slashes.upperBound < at
    else {
        return text
    }
    return text[..<slashes.upperBound] + "…" + text[at...]
}
