internal import Archive
internal import ArgumentParser
internal import Evolution
internal import Foundation
internal import Review

extension ArchiveCommand {
    /// `evolve archive curves`: the curves of all trainings, as CSV or for TensorBoard.
    struct Curves: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "curves",
            abstract:
                "Print the curves and components of every training as CSV, or write them for TensorBoard.")

        @Argument(help: "Name of the run's folder.")
        var name: String

        @Option(
            help: "Write TensorBoard event files into this folder instead; `tensorboard --logdir` shows them."
        )
        var tensorboard: String?

        mutating func run() async throws {
            let folder = tensorboard
            try await ArchiveCommand.on(name) { archive, _ in
                let candidates = try await archive.candidates()
                let evaluations = try await archive.evaluations()
                guard let folder else {
                    let table = CurveTable.csv(candidates: candidates, evaluations: evaluations)
                    FileHandle.standardOutput.write(Data(table.utf8))
                    return
                }
                let files = TensorBoardFile.files(candidates: candidates, evaluations: evaluations)
                for file in files {
                    let place = URL(fileURLWithPath: folder + "/" + file.path)
                    do {
                        try FileManager.default.createDirectory(
                            at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
                        try Data(file.bytes).write(to: place, options: .atomic)
                    } catch {
                        throw EvolutionError.cannotWrite(path: place.path, why: error.localizedDescription)
                    }
                }
                print("\(files.count) trainings in \(folder)")
            }
        }
    }
}
