package import Archive
internal import Foundation

/// Keeps what was measured of reference rewards, for every run under the same folder of runs.
///
/// An entry stands for exactly one training: environment, code, steps, seed, how it is measured, and everything that
/// takes part (``TrainerFingerprint``). Such a training gives the same again, so a run that finds it comes out as it would
/// without. Each entry is one JSON file, beside it the policy; both are written whole or not at all, so that two processes
/// lose nothing, and both are hashed: what is damaged counts as not there.
package struct BaselineStore: Sendable {
    /// Says what was measured.
    package struct Key: Codable, Sendable, Equatable {
        package var environment: String
        /// Hash of the reward's code.
        package var code: String
        package var steps: Int
        package var seed: UInt64
        /// Checkpoints and episodes.
        package var procedure: String
        /// What took part; see ``TrainerFingerprint``.
        package var trainer: String

        package init(
            environment: String, code: String, steps: Int, seed: UInt64, procedure: String, trainer: String
        ) {
            (self.environment, self.code, self.steps, self.seed) = (environment, code, steps, seed)
            (self.procedure, self.trainer) = (procedure, trainer)
        }

        /// Names the entry's files.
        var name: String {
            get throws {
                "\(environment.filter { $0.isLetter || $0.isNumber || $0 == "-" })-"
                    + ContentHash.hex(try Evolver.json(self)).prefix(24)
            }
        }
    }

    /// Is what a file holds.
    private struct Entry: Codable {
        var schema = 1
        var key: Key
        var record: EvaluationRecord
        /// Hash of the policy's file.
        var policy: String
        /// Hash of all of the above, as JSON with sorted keys.
        var hash = ""

        func sealed() throws -> Entry {
            var plain = self
            plain.hash = ""
            var sealed = self
            sealed.hash = ContentHash.hex(try Evolver.json(plain))
            return sealed
        }
    }

    /// Folder of the entries, made when the first is kept.
    package let folder: String
    private let notice: @Sendable (String) -> Void

    /// Opens the store of a folder of runs.
    /// - Parameters:
    ///   - runs: the folder.
    ///   - notice: takes what a person should know, in one line.
    package init(runs: String, notice: @escaping @Sendable (String) -> Void = { _ in }) {
        folder = runs + "/.baselines"
        self.notice = notice
    }

    /// Looks for a measurement, and puts its policy where the record says.
    /// - Parameters:
    ///   - key: what is to be measured.
    ///   - purpose: what for; the record carries it.
    ///   - policy: where its policy goes, relative to the run's folder.
    ///   - runFolder: folder of the run that wants it.
    /// - Returns: the record, with who measured it and when; nil where there is none, or it is damaged.
    package func find(_ key: Key, purpose: String, policy: String, for runFolder: String)
        -> EvaluationRecord?
    {
        guard let name = try? key.name, let data = FileManager.default.contents(atPath: path(name))
        else { return nil }
        func damaged(_ what: String) -> EvaluationRecord? {
            notice("\(path(name)): \(what); the baseline is measured again")
            return nil
        }
        guard let entry = try? JSONDecoder().decode(Entry.self, from: data), entry.key == key,
            (try? entry.sealed().hash) == entry.hash
        else { return damaged("this is not what was written there") }
        guard let bytes = FileManager.default.contents(atPath: path(name, entry.policy)),
            ContentHash.hex(Array(bytes)) == entry.policy
        else { return damaged("its policy is missing or another one") }
        var record = entry.record
        record.purpose = purpose
        record.policy = policy
        do {
            try bytes.write(to: URL(fileURLWithPath: "\(runFolder)/\(policy)"), options: .atomic)
        } catch {
            return damaged("its policy cannot be copied (\(error.localizedDescription))")
        }
        return record
    }

    /// Keeps a measurement with the policy that came of it; a failed one, or one that cannot be written, is left alone.
    package func keep(_ record: EvaluationRecord, as key: Key, from runFolder: String) {
        guard record.verdict == "ok", record.fitness != nil, let file = record.policy,
            let policy = FileManager.default.contents(atPath: "\(runFolder)/\(file)")
        else { return }
        do {
            let name = try key.name
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let entry = try Entry(key: key, record: record, policy: ContentHash.hex(Array(policy))).sealed()
            // The policy first, named by its content: an entry never points to one that is not there.
            try policy.write(to: URL(fileURLWithPath: path(name, entry.policy)), options: .atomic)
            try Data(Evolver.json(entry).utf8).write(to: URL(fileURLWithPath: path(name)), options: .atomic)
        } catch {
            notice("the baseline could not be kept in \(folder): \(error.localizedDescription)")
        }
    }

    private func path(_ name: String) -> String { "\(folder)/\(name).json" }

    private func path(_ name: String, _ policy: String) -> String {
        "\(folder)/\(name)-\(policy.prefix(12)).npz"
    }
}
