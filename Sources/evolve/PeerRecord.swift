internal import Foundation
internal import Planning

/// Another planner's results, kept in a file of JSON lines, so that a long comparison can be interrupted, and repeated
/// after a change here without measuring there again.
final class PeerRecord {
    /// One result.
    struct Entry: Codable {
        let domain: String
        let task: String
        let search: String
        let limit_s: Double
        let translate_cpu_s: Double?
        let solved: Bool
        let total_cpu_s: Double?
        let plan_length: Int?
    }

    private let path: String?
    private var entries: [Entry] = []

    /// Reads the file, where there is one already.
    /// - Throws: exit code 65 where a line is not a result.
    init(_ path: String?) throws {
        self.path = path
        guard let path, FileManager.default.fileExists(atPath: path) else { return }
        let text = String(decoding: try PlanningFiles.text(path).bytes, as: UTF8.self)
        for (number, line) in text.split(separator: "\n").enumerated() {
            guard let entry = try? JSONDecoder().decode(Entry.self, from: Data(line.utf8)) else {
                throw PlanningFiles.refuse("\(path):\(number + 1):1: not a result of an earlier --coverage")
            }
            entries.append(entry)
        }
    }

    /// The result of the same search on the same task with the same limit.
    func find(domain: String, task: String, search: String, limit: Double) -> Entry? {
        entries.first { $0.domain == domain && $0.task == task && $0.search == search && $0.limit_s == limit }
    }

    /// Keeps a result.
    /// - Throws: what writing threw.
    func add(_ entry: Entry) throws {
        entries.append(entry)
        guard let path else { return }
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        defer { try? file.close() }
        try file.seekToEnd()
        try file.write(contentsOf: try encoder.encode(entry) + Data("\n".utf8))
    }
}
