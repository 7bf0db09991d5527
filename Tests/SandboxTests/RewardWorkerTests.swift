import Sandbox
import Testing

@Suite(.timeLimit(.minutes(TestSandbox.minutes(5)))) struct RewardWorkerTests {
    private static let speed = """
        def compute_reward(x_velocity, *, weight=2.0):
            return weight * x_velocity, {"speed": x_velocity * 1.0}
        """

    private static let sum = """
        MEMORY = {"sum": 0.5}

        def compute_reward(x_velocity, memory):
            total = memory["sum"] + x_velocity
            return total, {}, {"sum": total}
        """

    @Test func rewardsAreWhatTheCodeComputes() throws {
        let worker = try TestSandbox.worker()
        let description = try worker.load(code: Self.speed, layout: TestSandbox.layout).get()
        #expect(description.signals == ["x_velocity"])
        #expect(description.constants == ["weight": 2])
        let chunk = try worker.reward(steps: 32, environments: 8).get()
        #expect(chunk.total == TestSandbox.velocities.map { 2 * $0 })
        #expect(chunk.components.map(\.name) == ["speed"])
        #expect(chunk.components[0].values == TestSandbox.velocities)
        let part = try worker.reward(steps: 4, environments: 8).get()
        #expect(part.total == Array(chunk.total.prefix(32)))
        #expect(worker.close().exitStatus == 0)
    }

    @Test func constantsCanBeSetFromOutside() throws {
        let worker = try TestSandbox.worker()
        _ = try worker.load(code: Self.speed, layout: TestSandbox.layout, constants: ["weight": -1]).get()
        #expect(
            try worker.reward(steps: 32, environments: 8).get().total == TestSandbox.velocities.map { -$0 })
        let unknown = worker.load(code: Self.speed, layout: TestSandbox.layout, constants: ["wait": 1])
        #expect(throws: Failure.self) { try unknown.get() }
        guard case .failure(let failure) = unknown else { return }
        #expect(failure.detail == "there is no tunable constant \"wait\"; did you mean \"weight\"?")
    }

    /// Adds up velocities as the contract says, row by row.
    private func expectedSums(start: [Float]) -> (totals: [Float], memory: [Float]) {
        var sums = start
        var totals: [Float] = []
        for row in 0..<TestSandbox.rows {
            let environment = row % 8
            sums[environment] += TestSandbox.velocities[row]
            totals.append(sums[environment])
            if TestSandbox.ended[row] == 1 { sums[environment] = 0.5 }
        }
        return (totals, sums)
    }

    @Test func memoryIsCarriedResetAndSeparateByStream() throws {
        let worker = try TestSandbox.worker()
        _ = try worker.load(code: Self.sum, layout: TestSandbox.layout).get()
        let initial = [Float](repeating: 0.5, count: 8)
        let first = expectedSums(start: initial)
        #expect(try worker.reward(steps: 32, environments: 8, fresh: true).get().total == first.totals)
        let second = expectedSums(start: first.memory)
        #expect(try worker.reward(steps: 32, environments: 8, stream: .evaluate).get().total == first.totals)
        #expect(try worker.reward(steps: 32, environments: 8).get().total == second.totals)
        #expect(try worker.reward(steps: 32, environments: 8, fresh: true).get().total == first.totals)
    }

    @Test func memoryMovesToAnotherWorker() throws {
        let worker = try TestSandbox.worker()
        _ = try worker.load(code: Self.sum, layout: TestSandbox.layout).get()
        _ = try worker.reward(steps: 32, environments: 8, fresh: true).get()
        let memory = try worker.exportMemory().get()
        let expected = try worker.reward(steps: 32, environments: 8).get()
        let other = try TestSandbox.worker()
        _ = try other.load(code: Self.sum, layout: TestSandbox.layout).get()
        try other.importMemory(memory).get()
        #expect(try other.reward(steps: 32, environments: 8).get() == expected)
    }

    @Test func commentsAndDocstringsDoNotChangeIdentity() throws {
        let worker = try TestSandbox.worker()
        func check(_ code: String) throws -> CandidateDescription {
            try worker.check(code: code, signals: TestSandbox.signals, probe: TestSandbox.probe).get()
        }
        let plain = try check("def compute_reward(x_velocity):\n    return x_velocity * 3, {}\n")
        let chatty = try check(
            "\"\"\"Speed.\"\"\"\n# fast\ndef compute_reward( x_velocity ):\n    'x'\n\n    return (x_velocity*3), {}"
        )
        let renamed = try check("def compute_reward(x_velocity):\n    v = x_velocity\n    return 3 * v, {}\n")
        let different = try check("def compute_reward(x_velocity):\n    return x_velocity * 2, {}\n")
        #expect(plain.normalised == chatty.normalised)
        #expect(plain.normalised != renamed.normalised)
        #expect(plain.fingerprint == renamed.fingerprint)
        #expect(plain.fingerprint != different.fingerprint)
    }

    @Test func codeTooLongIsRejected() throws {
        let worker = try TestSandbox.worker()
        for bytes in [70_000, 400_000] {
            let code = Self.speed + "\n# " + String(repeating: "x", count: bytes)
            let result = worker.check(code: code, signals: TestSandbox.signals, probe: TestSandbox.probe)
            guard case .failure(let failure) = result else {
                Issue.record("\(bytes) bytes passed")
                continue
            }
            #expect(failure.verdict == .rejected)
        }
    }

    @Test func outputIsKeptCutAndGivenWithTheFailure() throws {
        let worker = try TestSandbox.worker(limits: Limits(requestSeconds: 20, outputBytes: 1000))
        let code = """
            print("first words")
            print("." * 100000)

            def compute_reward(x_velocity):
                print("last words")
                return x_velocity["a"], {}
            """
        let result = worker.check(code: code, signals: TestSandbox.signals, probe: TestSandbox.probe)
        guard case .failure(let failure) = result else {
            Issue.record("passed")
            return
        }
        #expect(failure.verdict == .error)
        #expect(failure.line == 6)
        #expect(failure.output.hasPrefix("first words"))
        #expect(failure.output.hasSuffix("last words\n"))
        #expect(failure.output.utf8.count < 1100)
        #expect(failure.traceback?.contains("File \"candidate.py\", line 6, in compute_reward") == true)
    }

    @Test func aDeadWorkerRepeatsItsLastWord() throws {
        let worker = try TestSandbox.worker()
        let code = "def compute_reward(x_velocity):\n    __import__('os')._exit(3)\n"
        _ = try worker.load(code: code, layout: TestSandbox.layout).get()
        let first = worker.reward(steps: 32, environments: 8)
        #expect(first == worker.reward(steps: 32, environments: 8))
        guard case .failure(let failure) = first else { return }
        #expect(failure.verdict == .protocol)
        #expect(worker.close().exitStatus == 3)
    }

    @Test func laterChunksAreJudgedToo() throws {
        let worker = try TestSandbox.worker()
        let code = """
            def compute_reward(x_velocity):
                if len(x_velocity) < 200:
                    return x_velocity, {"other": x_velocity}
                return x_velocity, {"one": x_velocity}
            """
        _ = try worker.check(code: code, signals: TestSandbox.signals, probe: TestSandbox.probe).get()
        _ = try worker.reward(steps: 32, environments: 8).get()
        guard case .failure(let failure) = worker.reward(steps: 2, environments: 8) else {
            Issue.record("passed")
            return
        }
        #expect(failure.verdict == .inconsistent)
        #expect(failure.detail.contains("the components were one, now they are other"))
    }

    /// The last write wins a race only if the host looked twice at shared memory; it copies once, then checks.
    @Test func valuesForgedBehindTheHarnessAreCheckedByTheHost() throws {
        let worker = try TestSandbox.worker()
        let code = """
            class Array(np.ndarray):
                pass

            harness = __import__("sys").modules["results"]
            harness._usable = lambda *a: None

            def compute_reward(x_velocity):
                return np.where(x_velocity > 0, np.inf, x_velocity), {}
            """
        _ = try worker.load(code: code, layout: TestSandbox.layout).get()
        guard case .failure(let failure) = worker.reward(steps: 32, environments: 8) else {
            Issue.record("passed")
            return
        }
        #expect(failure.verdict == .nonFinite)
        #expect(failure.detail == "the total is inf at step 1, environment 0")
    }

    @Test func usageIsMeasuredFromOutside() throws {
        let worker = try TestSandbox.worker(limits: Limits(requestSeconds: 20))
        let code = """
            def compute_reward(x_velocity):
                big = np.ones(10_000_000)
                for _ in range(3):
                    big = np.sqrt(big) + 1
                return x_velocity, {}
            """
        _ = try worker.load(code: code, layout: TestSandbox.layout).get()
        _ = try worker.reward(steps: 32, environments: 8).get()
        let usage = worker.close()
        #expect(usage.cpuSeconds > 0.01 && usage.cpuSeconds < 10)
        #expect(usage.peakBytes > 80_000_000)
        #expect(usage == worker.close())
    }

    @Test func cpuTimeIsBoundedOverManyRequests() throws {
        let worker = try TestSandbox.worker(limits: Limits(requestSeconds: 30, cpuSeconds: 1))
        let code = """
            def compute_reward(x_velocity):
                for _ in range(10**7):
                    pass
                return x_velocity, {}
            """
        _ = try worker.load(code: code, layout: TestSandbox.layout).get()
        for _ in 0..<100 {
            guard case .failure(let failure) = worker.reward(steps: 32, environments: 8) else { continue }
            #expect(failure.verdict == .time)
            #expect(failure.detail.contains("more than 1 s of CPU time"))
            return
        }
        Issue.record("never stopped")
    }
}
