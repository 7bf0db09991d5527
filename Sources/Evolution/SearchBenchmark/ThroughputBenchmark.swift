internal import Archive
internal import Foundation
internal import Glibc

/// Measures what the loop and its archive cost where model and evaluation cost nothing.
package struct ThroughputBenchmark: Codable, Sendable, Equatable {
    package var schema = 1
    package var strategy: String
    package var points: [Point]

    /// Holds one run.
    package struct Point: Codable, Sendable, Equatable {
        /// Proposals of the run, each evaluated once.
        package var candidates: Int
        package var wallSeconds: Double
        /// CPU seconds of this process, user and system.
        package var cpuSeconds: Double
        /// Memory of this process at the end of the run, and how much more that is than before it.
        package var memoryBytes: Int
        package var grownBytes: Int
        package var archiveBytes: Int

        package var candidatesPerSecond: Double { Double(candidates) / max(wallSeconds, 1e-9) }
        package var cpuMillisecondsEach: Double { 1000 * cpuSeconds / Double(max(1, candidates)) }
    }

    /// Runs searches of growing length, 50 candidates a generation.
    package static func run(
        strategy: String, sizes: [Int], progress: @Sendable (String) -> Void
    ) async throws -> ThroughputBenchmark {
        // A short run first, so that code and caches are warm.
        _ = try await point(strategy, 500)
        var points: [Point] = []
        for size in sizes {
            progress("\(size) candidates")
            points.append(try await point(strategy, size))
        }
        return ThroughputBenchmark(strategy: strategy, points: points)
    }

    private static func point(_ strategy: String, _ size: Int) async throws -> Point {
        var search = SyntheticSearch(
            landscape: Landscape(dimensions: 3, levels: 1 << 20, noise: 0.5, seedNoise: 1, seed: 1))
        (search.strategy, search.samples, search.seeds) = (strategy, min(size, 50), 1)
        (search.generations, search.finalists, search.isTireless) = (max(1, size / 50), 0, true)
        let run = search
        return try await SyntheticSearch.withArchive(run.settings) { archive in
            let (memory, cpu) = (residentBytes(), cpuSeconds())
            let clock = ContinuousClock()
            let start = clock.now
            let summary = try await run.run(in: archive)
            let wall = start.duration(to: clock.now) / .seconds(1)
            let used = cpuSeconds() - cpu
            let after = residentBytes()
            return Point(
                candidates: summary.candidates, wallSeconds: wall, cpuSeconds: used, memoryBytes: after,
                grownBytes: max(0, after - memory),
                archiveBytes: RunFolder.bytes(
                    of: URL(fileURLWithPath: archive.path).deletingLastPathComponent().path))
        }
    }

    private static func cpuSeconds() -> Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    /// Memory that this process holds now.
    private static func residentBytes() -> Int {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * sysconf(Int32(_SC_PAGESIZE))
    }
}
