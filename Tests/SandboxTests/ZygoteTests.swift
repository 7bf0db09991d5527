import Glibc
import Sandbox
import Testing

@Suite(.timeLimit(.minutes(TestSandbox.minutes(5))), .serialized) struct ZygoteTests {
    private static let code = "def compute_reward(x_velocity):\n    return x_velocity * 2, {}\n"

    private func worker(_ zygote: Zygote) throws -> RewardWorker {
        try RewardWorker(
            zygote: zygote, signals: TestSandbox.recording(), capacityRows: TestSandbox.rows,
            limits: Limits(requestSeconds: 20, memoryBytes: 256 << 20))
    }

    /// Whoever inherits a process reaps it when it likes: dead is enough.
    private func waitForDeath(of process: pid_t) -> Bool {
        for _ in 0..<1000 {
            if text(ofFile: "/proc/\(process)/stat")?.contains(") Z ") ?? true { return true }
            poll(nil, 0, 5)
        }
        return false
    }

    private func children(of zygote: Zygote) -> [pid_t] {
        let list = text(ofFile: "/proc/\(zygote.process)/task/\(zygote.process)/children") ?? ""
        return list.split(separator: " ").compactMap { pid_t($0) }
    }

    /// Waits until the zygote has so many children: the next worker is forked a little after a request.
    private func waitForChildren(of zygote: Zygote, _ count: Int) {
        for _ in 0..<2000 where children(of: zygote).count != count { poll(nil, 0, 5) }
    }

    private func end(_ zygote: Zygote) {
        let process = pid_t(zygote.process)
        kill(process, SIGKILL)
        #expect(waitForDeath(of: process))
    }

    @Test func everyRequiredLayerIsInForce() throws {
        let report = try TestSandbox.zygote().report
        #expect(report.missing.isEmpty)
        #expect(
            Set(report.layers).isSuperset(of: [
                "descriptors", "limits", "no_new_privs", "landlock", "seccomp",
            ]))
        #expect(report.versions["numpy"] != nil)
    }

    @Test func aKilledZygoteIsReplaced() throws {
        let zygote = try Zygote(configuration: .discover())
        let before = zygote.process
        end(zygote)
        let worker = try worker(zygote)
        _ = try worker.check(code: Self.code, signals: TestSandbox.signals, probe: TestSandbox.probe).get()
        #expect(zygote.process != before)
    }

    @Test func aTrainingWithoutMemorySurvivesTheDeathOfItsZygote() throws {
        let zygote = try Zygote(configuration: .discover())
        let worker = try worker(zygote)
        _ = try worker.load(code: Self.code, layout: TestSandbox.layout).get()
        let first = try worker.reward(steps: 32, environments: 8).get()
        end(zygote)
        #expect(try worker.reward(steps: 32, environments: 8).get() == first)
    }

    @Test func aTrainingWithMemorySaysThatTheSandboxBrokeOff() throws {
        let zygote = try Zygote(configuration: .discover())
        let worker = try worker(zygote)
        let code =
            "MEMORY = {\"a\": 0}\ndef compute_reward(x_velocity, memory):\n    return x_velocity, {}, memory\n"
        _ = try worker.load(code: code, layout: TestSandbox.layout).get()
        _ = try worker.reward(steps: 32, environments: 8).get()
        end(zygote)
        guard case .failure(let failure) = worker.reward(steps: 32, environments: 8) else {
            Issue.record("passed")
            return
        }
        #expect(failure.isSandboxFault)
    }

    @Test func workersDieWithTheirZygote() throws {
        let zygote = try Zygote(configuration: .discover())
        let expected = zygote.report.namespaces.contains("process") ? 3 : 2
        let worker = try worker(zygote)
        _ = try worker.load(code: Self.code, layout: TestSandbox.layout).get()
        for _ in 0..<2 { _ = try worker.reward(steps: 32, environments: 8).get() }
        waitForChildren(of: zygote, expected)
        let children = children(of: zygote)
        #expect(children.count == expected, "the worker and the next one, and the keeper where there is one")
        end(zygote)
        worker.close()
        for process in children { #expect(waitForDeath(of: process)) }
    }

    @Test(arguments: ["no_new_privs", "limits", "landlock", "seccomp", "descriptors"])
    func aMissingLayerIsRefusedByName(_ layer: String) throws {
        var configuration = try ZygoteConfiguration.discover()
        configuration.without = [layer]
        #expect(throws: SandboxError.self) { try Zygote(configuration: configuration) }
        configuration.allowsWeakSandbox = true
        let zygote = try Zygote(configuration: configuration)
        #expect(zygote.report.missing.contains(layer))
        let worker = try worker(zygote)
        _ = try worker.check(code: Self.code, signals: TestSandbox.signals, probe: TestSandbox.probe).get()
    }

    @Test(arguments: [[], ["namespaces"]])
    func namespacesAreReportedAndNotNeeded(_ without: [String]) throws {
        var configuration = try ZygoteConfiguration.discover()
        configuration.without = without
        let zygote = try Zygote(configuration: configuration)
        #expect(zygote.report.missing.isEmpty)
        #expect(without.isEmpty || zygote.report.namespaces.isEmpty)
        let worker = try worker(zygote)
        _ = try worker.check(code: Self.code, signals: TestSandbox.signals, probe: TestSandbox.probe).get()
        guard !zygote.report.namespaces.isEmpty else { return }
        #expect(zygote.report.namespaces.contains("network"))
        let root = "/proc/\(zygote.process)/root"
        if zygote.report.namespaces.contains("mount") { #expect(entries(root) == []) }
        let links = text(ofFile: "/proc/\(zygote.process)/net/dev") ?? ""
        #expect(links.split(separator: "\n").count == 3, "two lines of titles, then the loopback alone")
    }

    /// With the keeper of their process namespace all workers die; the zygote goes with them and is replaced.
    @Test func aKilledKeeperEndsTheZygote() throws {
        let zygote = try Zygote(configuration: .discover())
        guard zygote.report.namespaces.contains("process") else { return }
        let first = try worker(zygote)
        _ = try first.load(code: Self.code, layout: TestSandbox.layout).get()
        let keeper = try #require(children(of: zygote).first)
        let before = pid_t(zygote.process)
        kill(keeper, SIGKILL)
        #expect(waitForDeath(of: before))
        #expect(try first.reward(steps: 32, environments: 8).get().total.count == 256)
        #expect(zygote.process != before)
    }

    @Test func wrongPythonIsRefusedWithTheRemedy() throws {
        var configuration = try ZygoteConfiguration.discover()
        configuration.python = "/nonexistent/bin/python"
        let error = #expect(throws: SandboxError.self) { try Zygote(configuration: configuration) }
        #expect(error?.description.contains("EVOLVE_PYTHON") == true)
        configuration.python = "/usr/bin/env"
        let other = #expect(throws: SandboxError.self) { try Zygote(configuration: configuration) }
        #expect(other != nil)
        configuration.worker = "/nonexistent/evolve-worker"
        #expect(throws: SandboxError.system("start /nonexistent/evolve-worker", ENOENT)) {
            try Zygote(configuration: configuration)
        }
    }

    @Test func anEnvironmentOfAnotherPythonIsRefused() throws {
        var template = Array("/tmp/evolve-test-XXXXXX".utf8CString)
        _ = try #require(mkdtemp(&template))
        let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { for name in ["/pyvenv.cfg", "/bin/python", "/bin", ""] { remove(folder + name) } }
        mkdir(folder + "/bin", 0o755)
        symlink("/bin/true", folder + "/bin/python")
        let file = try #require(fopen(folder + "/pyvenv.cfg", "w"))
        fputs("home = /usr/bin\nversion = 3.99.1\n", file)
        fclose(file)
        var configuration = try ZygoteConfiguration.discover()
        configuration.python = folder + "/bin/python"
        let error = #expect(throws: SandboxError.self) { try Zygote(configuration: configuration) }
        #expect(error?.description.contains("is of Python 3.99.1, but this worker is built for") == true)
    }

    @Test func signalsCannotBeWrittenOnceSealed() throws {
        let memory = try TestSandbox.recording()
        #expect(throws: SandboxError.self) { try memory.write([Float(1)], at: 0) }
        #expect(try memory.floats(at: 0, count: 4) == Array(TestSandbox.velocities.prefix(4)))
        #expect(throws: SandboxError.self) { try memory.floats(at: memory.bytes, count: 1) }
    }

    @Test func nothingIsLeftBehind() throws {
        let zygote = try Zygote(configuration: .discover())
        func round(_ code: String) throws {
            let worker = try worker(zygote)
            _ = worker.check(code: code, signals: TestSandbox.signals, probe: TestSandbox.probe)
            worker.close()
        }
        let folder = "/proc/\(zygote.process)/fd"
        let bodies = ["x_velocity, {}", "open('/etc/passwd')", "__import__('os')._exit(0)", "1 / 0"]
        for _ in 0..<3 { try round(Self.code) }
        let waiting = zygote.report.namespaces.contains("process") ? 2 : 1
        waitForChildren(of: zygote, waiting)
        let before = countEntries(folder)
        for body in bodies + bodies { try round("def compute_reward(x_velocity):\n    return \(body)\n") }
        waitForChildren(of: zygote, waiting)
        #expect(children(of: zygote).count == waiting, "only the keeper and the next worker wait")
        #expect(countEntries(folder) == before)
    }
}
