internal import Foundation

/// Holds a key so that it cannot be printed or stored by accident.
package struct APIKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Address of OpenAI's own endpoint.
    static let openAI = "https://api.openai.com/v1"
    /// Address of Anthropic's own endpoint.
    static let anthropic = "https://api.anthropic.com/v1"

    /// The key itself; only the request's header reads it.
    let secret: String

    /// Says that a key is there, never which.
    package var description: String { "(key)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }

    /// Replaces the key wherever it stands in a server's words.
    func hidden(in text: String) -> String {
        secret.isEmpty ? text : text.replacingOccurrences(of: secret, with: "(key)")
    }

    /// Finds the key for an endpoint in the environment or a key file.
    ///
    /// `OPENAI_API_KEY` goes to api.openai.com and nowhere else, `ANTHROPIC_API_KEY` to api.anthropic.com. For the rest
    /// `EVOLVE_API_KEY`, then the first line of the file named by `EVOLVE_API_KEY_FILE`.
    /// - Returns: nil where none is configured: local servers need none.
    /// - Throws: ``ModelError/badKey(source:why:)`` for a file that is missing or empty, or a key that no header can hold.
    package static func find(
        base: String, environment: [String: String]
    ) throws(ModelError) -> APIKey? {
        for (host, variable) in [
            ("https://api.openai.com/", "OPENAI_API_KEY"),
            ("https://api.anthropic.com/", "ANTHROPIC_API_KEY"),
        ] where base.hasPrefix(host) {
            if let key = environment[variable], !key.isEmpty {
                return try checked(key, source: variable)
            }
        }
        if let key = environment["EVOLVE_API_KEY"], !key.isEmpty {
            return try checked(key, source: "EVOLVE_API_KEY")
        }
        guard let path = environment["EVOLVE_API_KEY_FILE"], !path.isEmpty else { return nil }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw .badKey(source: "EVOLVE_API_KEY_FILE", why: "\(path) cannot be read")
        }
        guard let line = text.split(whereSeparator: \.isNewline).first else {
            throw .badKey(
                source: "EVOLVE_API_KEY_FILE", why: "\(path) is empty; its first line must be the key")
        }
        return try checked(String(line), source: "EVOLVE_API_KEY_FILE")
    }

    /// Lists every key that this process could know, for audits that look for them; never for sending.
    package static func all(environment: [String: String]) -> [APIKey] {
        var secrets = environment.filter { name, value in
            let isKey = ["_API_KEY", "_TOKEN", "_SECRET", "_PASSWORD"].contains { name.hasSuffix($0) }
            // Shorter values occur in any text.
            return isKey && value.utf8.count >= 8
        }.sorted { $0.key < $1.key }.map(\.value)
        if let path = environment["EVOLVE_API_KEY_FILE"],
            let text = try? String(contentsOfFile: path, encoding: .utf8),
            let line = text.split(whereSeparator: \.isNewline).first
        {
            secrets.append(line.trimmingCharacters(in: .whitespaces))
        }
        return secrets.filter { !$0.isEmpty }.map(APIKey.init(secret:))
    }

    /// Tells whether a text holds the key.
    package func occurs(in text: String) -> Bool { text.contains(secret) }

    private static func checked(_ text: String, source: String) throws(ModelError) -> APIKey {
        let key = text.trimmingCharacters(in: .whitespaces)
        guard !key.isEmpty, key.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value < 0x7f }) else {
            throw .badKey(source: source, why: "the key is empty or holds spaces or characters outside ASCII")
        }
        return APIKey(secret: key)
    }
}
