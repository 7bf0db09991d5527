internal import Foundation

/// Holds a reward with a known fault, or a good one, for counting what a critic finds.
struct PlantedReward: Sendable {
    /// Folder and file name without ending: `bad/cheetah_backwards`.
    var name: String
    var environment: String
    /// Words for the fault that count as naming it; empty for a good reward.
    var faults: [String]
    /// The candidate's text, without the lines that tell the fault.
    var code: String

    var isBad: Bool { !faults.isEmpty }

    /// Reads `bad` and `good` of a folder, in order of name.
    /// - Throws: ``EvolutionError/setUp(why:)`` naming a file without its first line.
    static func all(in folder: String) throws -> [PlantedReward] {
        try ["bad", "good"].flatMap { part in
            let path = "\(folder)/\(part)"
            let files = try FileManager.default.contentsOfDirectory(atPath: path).filter {
                $0.hasSuffix(".py")
            }
            return try files.sorted().map { file in
                try read(
                    String(contentsOfFile: "\(path)/\(file)", encoding: .utf8), "\(part)/\(file.dropLast(3))")
            }
        }
    }

    static func read(_ text: String, _ name: String) throws -> PlantedReward {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        var head: [String: String] = [:]
        while let line = lines.first, line.hasPrefix("# "), let colon = line.firstIndex(of: ":") {
            head[String(line[line.index(line.startIndex, offsetBy: 2)..<colon])] =
                line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            lines = lines.dropFirst()
        }
        guard let environment = head["env"] else {
            throw EvolutionError.setUp(why: "\(name).py: the first line must be \"# env: NAME\"")
        }
        let faults = (head["fault"] ?? "").split(separator: ",").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        return PlantedReward(
            name: name, environment: environment, faults: faults, code: lines.joined(separator: "\n"))
    }
}
