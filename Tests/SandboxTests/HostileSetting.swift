import Glibc
import Sandbox
import Testing

/// Is one way of starting the worker: as whom, and with what around it.
struct HostileSetting: Sendable, CustomTestStringConvertible {
    let name: String
    private let asOrdinaryUser: Bool
    private let without: [String]
    var testDescription: String { name }

    /// Lists the ways that are tested: one by default, every one that this user can start with `--all`.
    static let all: [HostileSetting] = {
        let first = HostileSetting(name: "as started", asOrdinaryUser: false, without: [])
        guard TestSandbox.isThorough else { return [first] }
        let bare = HostileSetting(name: "without namespaces", asOrdinaryUser: false, without: ["namespaces"])
        guard geteuid() == 0 else { return [first, bare] }
        return [
            first, bare,
            HostileSetting(name: "as an ordinary user", asOrdinaryUser: true, without: []),
            HostileSetting(
                name: "as an ordinary user without namespaces", asOrdinaryUser: true, without: ["namespaces"]),
        ]
    }()

    /// Starts a zygote this way, with canaries around it.
    static func start(_ setting: HostileSetting) throws -> HostileRange {
        var configuration = try ZygoteConfiguration.discover()
        configuration.without = setting.without
        if setting.asOrdinaryUser { configuration.worker = try ordinary(configuration.worker) }
        return try HostileRange(configuration)
    }

    /// Writes a program that starts the worker without root's rights; it removes itself when it runs.
    private static func ordinary(_ worker: String) throws -> String {
        var template = Array("/tmp/evolve-ordinary-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        try #require(descriptor >= 0)
        let script = """
            #!/bin/sh
            rm -f "$0"
            exec setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all "\(worker)" "$@"

            """
        try #require(write(descriptor, script, script.utf8.count) == script.utf8.count)
        fchmod(descriptor, 0o755)
        close(descriptor)
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
