internal import Archive
package import Foundation
package import Training

/// Names the policy with which every training of a run begins: the stage of a curriculum that came before.
///
/// A copy of it lies in the run's folder, so that the run can go on when the other one is gone.
package struct StartPolicy: Codable, Sendable, Equatable {
    /// Says where it comes from and what it was trained for, for people and proposers.
    package var origin: String
    /// Is the SHA-256 of the file, lower-case hexadecimal.
    package var hash: String

    /// Lies there in the folder of a run that begins with it.
    package static let file = "policies/start.npz"

    /// Finds the winner's best policy of an earlier run, or a policy file.
    /// - Parameters:
    ///   - what: a run's name, or the path of a file that ends in `.npz`.
    ///   - environment: what the policy has to act in.
    ///   - runs: where runs lie.
    /// - Returns: the policy's name and its bytes.
    /// - Throws: ``EvolutionError`` where there is none, or the run is about something else.
    package static func find(
        _ what: String, for environment: String, in runs: String
    ) async throws -> (StartPolicy, Data) {
        guard !what.hasSuffix(".npz") else {
            return try read(what, origin: "the file \(URL(fileURLWithPath: what).lastPathComponent)")
        }
        let archive = try RunArchive(path: try RunFolder.archivePath(what, in: runs))
        guard let run = try await archive.run(), run.problem == "reward", run.subject == environment else {
            throw EvolutionError.noStartPolicy(
                what: what, why: "that run is not about \(environment)", remedy: "name a run that is")
        }
        let winner = try run.summary()?.best?.id
        let trained = try await archive.evaluations().filter { $0.candidate == winner && $0.policy != nil }
        // Measured in the comparison, on more episodes, where there was one.
        let compared = trained.filter { $0.purpose == "confirm" }
        let best = (compared.isEmpty ? trained : compared).max { ($0.fitness ?? 0) < ($1.fitness ?? 0) }
        guard let best, let file = best.policy else {
            throw EvolutionError.noStartPolicy(
                what: what, why: "that run has no winner with a policy",
                remedy: "let it end first: evolve resume \(what)")
        }
        return try read(
            "\(runs)/\(what)/\(file)",
            origin: "the winner of run \(what), seed \(best.seed), trained to: \(run.task)")
    }

    private static func read(_ path: String, origin: String) throws -> (StartPolicy, Data) {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw EvolutionError.noStartPolicy(
                what: path, why: "there is no such file that can be read",
                remedy: "name a run, or a policy file of one")
        }
        return (StartPolicy(origin: origin, hash: ContentHash.hex([UInt8](bytes))), bytes)
    }

    /// Puts the copy into the folder of the run that begins with it.
    package static func keep(_ bytes: Data, in folder: String) throws {
        let path = "\(folder)/\(file)"
        do {
            try bytes.write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw EvolutionError.cannotWrite(path: path, why: error.localizedDescription)
        }
    }

    /// Makes sure that the copy is there, and still the same.
    func requireKept(in folder: String) throws {
        let found = try Self.read("\(folder)/\(Self.file)", origin: "").0
        guard found.hash == hash else {
            throw EvolutionError.noStartPolicy(
                what: "\(folder)/\(Self.file)", why: "it is not the file with which the run began",
                remedy: "put that one back, or begin a new run")
        }
    }
}

extension House {
    /// Lets a policy act for a moment, before there is a run that would begin with it.
    /// - Throws: ``EvolutionError`` where it cannot act in the environment.
    package func requireUsable(
        policy bytes: Data, of start: StartPolicy, _ environment: EnvironmentInfo
    ) async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("start-\(start.hash).npz")
        try bytes.write(to: file, options: .atomic)
        defer { try? FileManager.default.removeItem(at: file) }
        let configuration = installation.trainer(for: environment)
        let request = ProbeRequest(
            environment: environment.name, seed: 1, steps: 1, environments: 1, signals: [], policy: file.path)
        do {
            try await offPool {
                let trainer = try TrainerProcess(configuration: configuration)
                defer { trainer.kill() }
                _ = try trainer.probe(request)
            }
        } catch TrainingError.failed(let why, _) {
            throw EvolutionError.noStartPolicy(
                what: start.origin, why: why.replacing(file.path, with: "it"),
                remedy: "name a run in this environment, or a policy file of one")
        }
    }
}
