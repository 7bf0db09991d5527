internal import ArgumentParser
internal import Foundation
internal import Planning
internal import PlanningDomains

/// Reads the files of the planning commands and turns their errors into a sentence and an exit code.
enum PlanningFiles {
    /// Reads a text.
    /// - Throws: exit code 65 after naming the file.
    static func text(_ path: String) throws -> SourceText {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw refuse("cannot read \"\(path)\"; is it the path of a file?")
        }
        return SourceText(name: path, bytes: Array(data))
    }

    /// Reads a domain by its name or its path.
    static func domain(_ nameOrPath: String) throws -> Domain {
        var path = nameOrPath
        if !FileManager.default.fileExists(atPath: path) {
            guard let folder = domainsFolder, DomainFamily(rawValue: nameOrPath) != nil else {
                let near = nearestName(to: nameOrPath, among: DomainFamily.allCases.map(\.rawValue))
                throw refuse(
                    "no file and no domain \"\(nameOrPath)\""
                        + (near.map { "; did you mean \"\($0)\"?" } ?? ""))
            }
            path = "\(folder)/\(nameOrPath)/domain.pddl"
        }
        let source = try text(path)
        return try parsing { () throws(PDDLError) in try Domain(parsing: source) }
    }

    /// Reads a task by its path, or `train-07` of a domain that comes with the tool.
    static func task(_ nameOrPath: String, _ domain: Domain) throws -> PlanningTask {
        var source = SourceText(name: nameOrPath, bytes: [])
        if !FileManager.default.fileExists(atPath: nameOrPath),
            let family = DomainFamily(rawValue: domain.name),
            let ladder = try? ladder(family),
            let entry = ladder.entries.first(where: { $0.name == nameOrPath })
        {
            source = SourceText(name: nameOrPath, text: ladder.text(entry))
        } else {
            source = try text(nameOrPath)
        }
        return try parsing { () throws(PDDLError) in try PlanningTask(parsing: source, domain: domain) }
    }

    /// Reads a domain's ladder of tasks.
    static func ladder(_ family: DomainFamily) throws -> Ladder {
        guard let folder = domainsFolder else {
            throw refuse("cannot find Sandboxes/domains; start evolve through its launcher ./evolve")
        }
        let source = try text("\(folder)/\(family.rawValue)/ladder.txt")
        do {
            return try Ladder(family, table: String(decoding: source.bytes, as: UTF8.self))
        } catch {
            throw refuse("\(error)")
        }
    }

    /// The folder of domains: in `EVOLVE_HOME`, or in the nearest folder above the program or the present folder.
    static var domainsFolder: String? {
        var starts = [FileManager.default.currentDirectoryPath]
        if let program = CommandLine.arguments.first {
            starts.insert(URL(fileURLWithPath: program).resolvingSymlinksInPath().path, at: 0)
        }
        if let home = ProcessInfo.processInfo.environment["EVOLVE_HOME"] { starts.insert(home, at: 0) }
        for start in starts {
            var folder = URL(fileURLWithPath: start)
            while folder.path != "/" {
                let path = folder.path + "/Sandboxes/domains"
                if FileManager.default.fileExists(atPath: path) { return path }
                folder.deleteLastPathComponent()
            }
        }
        return nil
    }

    /// Runs something that may find a mistake in a text.
    /// - Throws: exit code 65 after printing the mistake.
    static func parsing<Value>(_ body: () throws(PDDLError) -> Value) throws -> Value {
        do throws(PDDLError) {
            return try body()
        } catch {
            throw refuse("\(error)")
        }
    }

    /// Prints a sentence to stderr and gives the exit code for bad input.
    static func refuse(_ sentence: String) -> ExitCode {
        say(sentence)
        return ExitCode(65)
    }

    /// Prints a line to stderr.
    static func say(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }

    /// Prints a value as one line of JSON.
    static func printJSON(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        print(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// Reads `90`, `90s`, `15m` or `2h` as seconds.
    static func seconds(_ text: String) -> Double? {
        let factor: Double
        switch text.last {
        case "s": factor = 1
        case "m": factor = 60
        case "h": factor = 3600
        default: return Double(text)
        }
        return Double(text.dropLast()).map { $0 * factor }
    }

    /// Reads `4G`, `512M` or bytes.
    static func bytes(_ text: String) -> Int? {
        let factor: Int
        switch text.last {
        case "K", "k": factor = 1 << 10
        case "M", "m": factor = 1 << 20
        case "G", "g": factor = 1 << 30
        default: return Int(text)
        }
        return Int(text.dropLast()).map { $0 * factor }
    }
}
