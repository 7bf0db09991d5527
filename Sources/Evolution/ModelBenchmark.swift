internal import Foundation
internal import Glibc
internal import LanguageModel

/// Measures what the client itself costs: requests to a trivial endpoint in another process on this machine.
package struct ModelBenchmark: Codable, Sendable, Equatable {
    /// Figures of one protocol.
    package struct Way: Codable, Sendable, Equatable {
        /// As written before an address, for example `stream+chat`.
        package var name: String
        /// CPU time of this process for one request, user and system, milliseconds.
        package var cpuMilliseconds: Double
        /// Wall time of all requests by their number, milliseconds.
        package var wallMilliseconds: Double
    }

    package var schema = 1
    package var requests: Int
    package var atOnce: Int
    package var ways: [Way]

    /// Sends so many requests in every protocol, whole and streamed.
    /// - Throws: `ModelError`, or an error of the process that answers.
    package static func run(
        requests: Int, atOnce: Int, installation: Installation
    ) async throws -> ModelBenchmark {
        let endpoint = try PretendedEndpoint(
            python: installation.python, sandboxes: installation.sandboxes)
        var figures = ModelBenchmark(requests: requests, atOnce: atOnce, ways: [])
        for dialect in DialectName.allCases {
            for streams in [false, true] {
                let options = EndpointOptions(dialect: dialect, streams: streams)
                let model = HTTPModel(base: endpoint.base, name: "fake", key: nil, options: options)
                _ = try await time(model, requests: atOnce, atOnce: atOnce)
                let (cpu, wall) = try await time(model, requests: requests, atOnce: atOnce)
                figures.ways.append(
                    Way(
                        name: "\(streams ? "stream" : "whole")+\(dialect.rawValue)",
                        cpuMilliseconds: cpu * 1000 / Double(requests),
                        wallMilliseconds: wall * 1000 / Double(requests)))
            }
        }
        _ = try endpoint.finish()
        return figures
    }

    private static func time(
        _ model: HTTPModel, requests: Int, atOnce: Int
    ) async throws -> (cpu: Double, wall: Double) {
        let clock = ContinuousClock()
        let (start, before) = (clock.now, cpuSeconds())
        // As long as a usual prompt.
        let system = Message(role: .system, text: String(repeating: "word ", count: 800))
        try await withThrowingTaskGroup(of: Void.self) { group in
            var next = 0
            func start() {
                guard next < requests else { return }
                let question = Message(role: .user, text: "request \(next)")
                next += 1
                group.addTask { _ = try await model.complete(ModelRequest(messages: [system, question])) }
            }
            for _ in 0..<atOnce { start() }
            while try await group.next() != nil { start() }
        }
        return (cpuSeconds() - before, start.duration(to: clock.now) / .seconds(1))
    }

    /// CPU time of this process, all threads.
    private static func cpuSeconds() -> Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }
}
