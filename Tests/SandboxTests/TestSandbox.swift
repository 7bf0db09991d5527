import Glibc
import Sandbox
import Testing

/// Holds what every test here needs: one zygote, and recorded states with known values.
enum TestSandbox {
    static let steps = 32
    static let environments = 8
    static let rows = steps * environments

    static let signals = [
        SignalInfo(name: "x_velocity"), SignalInfo(name: "torso_height"),
        SignalInfo(name: "action", shape: [2]),
        SignalInfo(name: "terminated"), SignalInfo(name: "time"),
    ]
    static let layout = SignalLayout(packing: signals, capacityRows: rows)
    static let probe = Probe(layout: layout, steps: steps, environments: environments)
    static let quick = Limits(requestSeconds: 20, cpuSeconds: 20, memoryBytes: 256 << 20)

    private static let started = Result { try Zygote(configuration: .discover()) }

    /// Gives the zygote that tests share; a missing Python fails every test with the remedy.
    static func zygote() throws -> Zygote { try started.get() }

    /// Is true where a person wants to see figures.
    static let prints = getenv("EVOLVE_PRINT_FIGURES") != nil

    /// Is true where every long test is wanted: `./evolve check --all`.
    static let isThorough = getenv("EVOLVE_CHECK_ALL").map { String(cString: $0) } == "1"

    /// Gives a time limit for a test, in minutes.
    ///
    /// With `--all` the long tests run side by side with all others, which wait for them.
    static func minutes(_ usual: Int) -> Int { isThorough ? 300 : usual }

    /// Fills a memory: smooth velocities, heights between 0.5 and 1, environment 3 ends with step 10.
    static func recording() throws -> SharedMemory {
        let memory = try SharedMemory(name: "signals", bytes: layout.bytes)
        let values: [String: [Float]] = [
            "x_velocity": velocities,
            "torso_height": (0..<rows).map { 0.5 + 0.5 * Float($0 % 37) / 36 },
            "action": (0..<(2 * rows)).map { Float($0 % 11) / 5 - 1 },
            "terminated": (0..<rows).map { ended[$0] == 1 ? 1 : 0 },
            "time": (0..<rows).map { Float($0 / environments) * 0.05 },
        ]
        for entry in layout.signals { try memory.write(values[entry.name] ?? [], at: entry.offset) }
        try memory.write(ended, at: layout.endedOffset)
        try memory.sealFutureWrites()
        return memory
    }

    static let velocities = (0..<rows).map { Float($0 % 23) / 7 - 1 }
    static let ended: [UInt8] = (0..<rows).map { $0 == 10 * environments + 3 ? 1 : 0 }

    static func worker(limits: Limits = quick) throws -> RewardWorker {
        try RewardWorker(zygote: zygote(), signals: recording(), capacityRows: rows, limits: limits)
    }
}

/// Counts entries of a folder in /proc.
func countEntries(_ folder: String) -> Int {
    guard let stream = opendir(folder) else { return -1 }
    defer { closedir(stream) }
    var count = 0
    while readdir(stream) != nil { count += 1 }
    return count
}

func text(ofFile path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
    return String(decoding: bytes, as: UTF8.self)
}
