internal import Glibc

/// Measures what the sandbox costs: `evolve bench sandbox`.
package struct SandboxBenchmark: Codable, Sendable {
    /// Holds two quantiles of a series, seconds.
    package struct Quantiles: Codable, Sendable, Equatable {
        /// Gives the median.
        package let p50: Double
        /// Gives the value that 95 of 100 stay below.
        package let p95: Double

        init(_ values: [Double]) {
            let sorted = values.sorted()
            p50 = sorted.isEmpty ? 0 : sorted[(sorted.count - 1) / 2]
            p95 = sorted.isEmpty ? 0 : sorted[(sorted.count - 1) * 95 / 100]
        }
    }

    /// Counts the repetitions.
    package let repetitions: Int
    /// Names layers and versions.
    package let report: SandboxReport
    /// Times from asking a zygote at rest for a worker to the first chunk of rewards, wall time.
    package let requestToFirstResult: Quantiles
    /// Times each layer of the lock-down inside the worker, and their `total`, wall time.
    package let lockdown: [String: Quantiles]
    /// Times what passes between the limit of a request that never ends and its worker being reaped, wall time.
    package let killAndReap: Quantiles
    /// Times one more chunk of 2048 rows and eight terms in a running worker, wall time.
    package let chunk: Quantiles
    /// Gives the worker's own CPU time for such a chunk, seconds.
    package let chunkCPUSeconds: Double
    /// Counts whole candidates (worker, load, first chunk, end) a second, one after another.
    package let candidatesPerSecond: Double
    /// Gives the same work under bubblewrap, measured in turns with the first results; nil where it is not installed.
    package let bubblewrap: BubblewrapBaseline?

    /// Gives how many times as many candidates a second this sandbox runs as bubblewrap does.
    package var timesFaster: Double? {
        bubblewrap.map { candidatesPerSecond * $0.candidate.p50 }
    }

    /// Gives how many times sooner the first result is there.
    package var timesSooner: Double? {
        bubblewrap.map { $0.candidate.p50 / requestToFirstResult.p50 }
    }

    /// Holds a reward with eight terms, as long as people write them.
    static let code = """
        def compute_reward(x_velocity, torso_height, action, terminated):
            forward = 1.5 * x_velocity
            control = -0.05 * np.sum(action**2, axis=-1)
            posture = np.exp(-((torso_height - 0.75) / 0.1) ** 2)
            alive = 1.0 - terminated
            smooth = -0.01 * np.abs(action[:, 0] - action[:, -1])
            capped = np.clip(x_velocity, -1.0, 3.0)
            effort = -0.001 * np.max(np.abs(action), axis=-1)
            fall = -5.0 * terminated
            total = forward + control + posture + alive + smooth + capped + effort + fall
            return total, {"forward": forward, "control": control, "posture": posture, "alive": alive,
                           "smooth": smooth, "capped": capped, "effort": effort, "fall": fall}
        """

    private static let signals = [
        SignalInfo(name: "x_velocity"), SignalInfo(name: "torso_height"),
        SignalInfo(name: "action", shape: [8]),
        SignalInfo(name: "terminated"),
    ]
    private static let rows = 2048

    /// Runs every measurement `repetitions` times, about 150 ms each.
    /// - Parameters:
    ///   - zygote: forks the workers.
    ///   - repetitions: at least 1.
    /// - Throws: ``SandboxError``, or a ``Failure`` of the candidates built in, which would be our bug.
    package init(zygote: Zygote, repetitions: Int) throws {
        let layout = SignalLayout(packing: Self.signals, capacityRows: Self.rows)
        let memory = try SharedMemory(name: "signals", bytes: layout.bytes)
        var first: [Double] = []
        var layers: [String: [Double]] = [:]
        var others: [Double] = []
        let program = BubblewrapBaseline.find()
        for index in 0..<repetitions {
            rest()
            let start = ContinuousClock.now
            let worker = try Self.candidate(zygote, memory, layout)
            first.append(seconds(since: start))
            for (name, value) in worker.lockdownSeconds { layers[name, default: []].append(value) }
            worker.close()
            // In turns, so that both meet the same load.
            guard index % 5 == 0, let program else { continue }
            rest()
            others.append(
                try BubblewrapBaseline.run(
                    program, python: zygote.configuration.python, code: Self.code, rows: Self.rows))
        }
        self.repetitions = repetitions
        report = zygote.report
        requestToFirstResult = Quantiles(first)
        lockdown = layers.mapValues { Quantiles($0) }
        killAndReap = try Self.measureKill(zygote, memory, layout, repetitions)
        (chunk, chunkCPUSeconds) = try Self.measureChunks(zygote, memory, layout)
        candidatesPerSecond = try Self.measureCandidates(zygote, memory, layout, repetitions)
        bubblewrap = others.isEmpty ? nil : BubblewrapBaseline(candidate: Quantiles(others))
    }

    private static func candidate(
        _ zygote: Zygote, _ memory: SharedMemory, _ layout: SignalLayout
    ) throws -> RewardWorker {
        let worker = try RewardWorker(zygote: zygote, signals: memory, capacityRows: rows)
        _ = try worker.load(code: code, layout: layout).get()
        _ = try worker.reward(steps: 128, environments: 16).get()
        return worker
    }

    /// Runs candidates one after another, without a rest; gives how many a second.
    private static func measureCandidates(
        _ zygote: Zygote, _ memory: SharedMemory, _ layout: SignalLayout, _ repetitions: Int
    ) throws -> Double {
        let bundle = 10
        let bundles = try (0..<max(1, repetitions / 5)).map { _ in
            let start = ContinuousClock.now
            for _ in 0..<bundle { try candidate(zygote, memory, layout).close() }
            return seconds(since: start)
        }
        return Double(bundle) / Quantiles(bundles).p50
    }

    private static func measureKill(
        _ zygote: Zygote, _ memory: SharedMemory, _ layout: SignalLayout, _ repetitions: Int
    ) throws -> Quantiles {
        // One long call in C, which no soft limit interrupts.
        let stuck = "def compute_reward(x_velocity):\n    return sum(range(10**12)), {}\n"
        let limit = 0.05
        return try Quantiles(
            (0..<repetitions).compactMap { _ in
                let worker = try RewardWorker(
                    zygote: zygote, signals: memory, capacityRows: rows, limits: Limits(requestSeconds: limit)
                )
                // On a busy machine even the loading may strike the limit; that one does not count.
                guard case .success = worker.load(code: stuck, layout: layout) else { return nil }
                let start = ContinuousClock.now
                _ = worker.reward(steps: 128, environments: 16)
                worker.close()
                return seconds(since: start) - limit
            })
    }

    private static func measureChunks(
        _ zygote: Zygote, _ memory: SharedMemory, _ layout: SignalLayout
    ) throws -> (Quantiles, Double) {
        func run(_ chunks: Int) throws -> ([Double], Double) {
            let worker = try RewardWorker(zygote: zygote, signals: memory, capacityRows: rows)
            _ = try worker.load(code: code, layout: layout).get()
            let times = try (0..<chunks).map { _ in
                let start = ContinuousClock.now
                _ = try worker.reward(steps: 128, environments: 16).get()
                return seconds(since: start)
            }
            return (times, worker.close().cpuSeconds)
        }
        let (_, base) = try run(1)
        let (times, cpu) = try run(501)
        return (Quantiles(Array(times.dropFirst())), (cpu - base) / 500)
    }
}

/// Waits as long as a zygote needs to get its next worker ready; requests come seconds apart in a run.
private func rest() { poll(nil, 0, 60) }

func seconds(since start: ContinuousClock.Instant) -> Double {
    start.duration(to: .now) / .seconds(1)
}
