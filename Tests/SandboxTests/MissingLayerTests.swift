import Glibc
import Sandbox
import Testing

/// Takes layers away: each time a hostile candidate must get through, or the corpus would pass on anything.
@Suite(.serialized, .timeLimit(.minutes(TestSandbox.minutes(8)))) struct MissingLayerTests {
    private func run(_ name: String, without layers: [String]) throws -> (HostileRange.Outcome, Canaries) {
        var configuration = try ZygoteConfiguration.discover()
        configuration.without = layers
        configuration.allowsWeakSandbox = true
        let item = try #require(HostileTests.candidates.first { $0.name == name })
        let range = try HostileRange(configuration)
        return (try range.run(item), range.canaries)
    }

    @Test func withoutSeccompMetadataIsRead() throws {
        let (outcome, canaries) = try run("files_metadata", without: ["seccomp", "namespaces"])
        #expect(outcome.verdict == "ok" && outcome.output.hasPrefix("\(Canaries.secret.utf8.count)"))
        canaries.remove()
    }

    /// seccomp and the limit on descriptors each forbid a socket; behind both, the network is another one.
    @Test func withoutSeccompAndLimitsADatagramLeaves() throws {
        let (_, bare) = try run("network_udp", without: ["seccomp", "limits", "namespaces"])
        #expect(bare.takeDatagram(), "the listener was spoken to")
        bare.remove()
        let (_, enclosed) = try run("network_udp", without: ["seccomp", "limits"])
        let hasNetwork = try TestSandbox.zygote().report.namespaces.contains("network")
        #expect(!hasNetwork || !enclosed.takeDatagram())
        enclosed.remove()
    }

    /// seccomp forbids changes of files by itself, so that Landlock's share shows where seccomp is away too.
    @Test func withoutLandlockAFileIsRemoved() throws {
        let (guarded, first) = try run("files_unlink", without: ["seccomp", "namespaces"])
        #expect(guarded.detail.contains("PermissionError"), "\(guarded.detail)")
        #expect(first.complaints() == [])
        first.remove()
        let (bare, second) = try run("files_unlink", without: ["seccomp", "landlock", "namespaces"])
        #expect(bare.detail.contains("FileNotFoundError"), "the first of two calls did it: \(bare.detail)")
        #expect(second.complaints() != [])
        second.remove()
        let (enclosed, third) = try run("files_unlink", without: ["seccomp", "landlock"])
        let hasRoot = try TestSandbox.zygote().report.namespaces.contains("mount")
        #expect(!hasRoot || enclosed.detail.contains("FileNotFoundError") && third.complaints() == [])
        third.remove()
    }

    @Test func withoutLandlockAndLimitsAFileIsRead() throws {
        let layers = ["seccomp", "landlock", "limits", "namespaces"]
        let (outcome, canaries) = try run("files_read_archive", without: layers)
        #expect(outcome.verdict == "ok" && outcome.output.contains(Canaries.secret), "\(outcome.detail)")
        canaries.remove()
    }

    @Test func withoutLimitsMemoryHasNoEnd() throws {
        let (outcome, canaries) = try run("resource_touched_numpy", without: ["limits"])
        #expect(outcome.verdict == "ok" && outcome.usage.peakBytes > 300 << 20, "\(outcome.detail)")
        canaries.remove()
    }

    @Test func withoutClosedDescriptorsTheReportOfUseIsForged() throws {
        let (outcome, canaries) = try run("protocol_forged_usage", without: ["descriptors"])
        #expect(outcome.usage.cpuSeconds == 123_456, "\(outcome.detail)")
        canaries.remove()
    }

    /// Neither seccomp nor Landlock can be put in force without it.
    @Test func withoutNoNewPrivilegesTheOthersFallToo() throws {
        let (outcome, canaries) = try run("files_unlink", without: ["no_new_privs", "namespaces"])
        #expect(canaries.complaints() != [], "\(outcome.detail)")
        canaries.remove()
    }
}
