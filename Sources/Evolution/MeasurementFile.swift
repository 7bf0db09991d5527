internal import Foundation

/// Keeps finished measurements as lines of JSON, so that a long benchmark can be stopped and continued.
///
/// A line is written when its measurement is done; a half line, left by a crash, is passed over and measured again.
package struct MeasurementFile<Cell: Codable & Sendable>: Sendable {
    /// Names the file.
    package let path: String
    /// Lists what is known, in the order in which it was measured.
    package private(set) var cells: [Cell] = []

    /// Opens a file, or begins one that does not exist yet.
    package init(path: String) {
        self.path = path
        let text = FileManager.default.contents(atPath: path) ?? Data()
        cells = text.split(separator: UInt8(ascii: "\n")).compactMap {
            try? JSONDecoder().decode(Cell.self, from: Data($0))
        }
    }

    /// Adds a measurement and writes it at once.
    /// - Throws: ``EvolutionError/cannotWrite(path:why:)``.
    package mutating func append(_ cell: Cell) throws {
        let line = try Evolver.json(cell) + "\n"
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            if !FileManager.default.fileExists(atPath: path) {
                try Data().write(to: URL(fileURLWithPath: path))
            }
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            defer { try? handle.close() }
            let end = try handle.seekToEnd()
            if end > 0, try Self.endsInHalfALine(path) { try handle.write(contentsOf: Data("\n".utf8)) }
            try handle.write(contentsOf: Data(line.utf8))
        } catch {
            throw EvolutionError.cannotWrite(path: path, why: error.localizedDescription)
        }
        cells.append(cell)
    }

    private static func endsInHalfALine(_ path: String) throws -> Bool {
        try Data(contentsOf: URL(fileURLWithPath: path)).last != UInt8(ascii: "\n")
    }
}
