internal import ArgumentParser
internal import Foundation
internal import Planning
internal import PlanningDomains

/// Reads the files of the planning commands and turns their errors into a sentence and an exit code.
enum PlanningFiles {
    /// Reads a text.
    /// - Throws: exit code 65 after naming the file.
    static func text(_ path: String) throws -> SourceText {
        if FileManager.default.fileExists(atPath: path), !isFile(path) {
            throw refuse("\"\(path)\" is a folder; name a file in it")
        }
        // A pipe, such as a shell's <(…), is opened as a file is, but has no size to ask for.
        guard let data = try? FileHandle(forReadingFrom: URL(fileURLWithPath: path)).readToEnd() ?? Data()
        else {
            throw refuse("cannot read \"\(path)\"; is it the path of a file?")
        }
        return SourceText(name: path, bytes: Array(data))
    }

    private static func isFile(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
    }

    /// Reads a domain by its name or its path.
    static func domain(_ nameOrPath: String) throws -> Domain {
        var path = nameOrPath
        if DomainFamily(rawValue: nameOrPath) != nil, !isFile(path) {
            guard let folder = domainsFolder else { throw noDomains() }
            path = "\(folder)/\(nameOrPath)/domain.pddl"
        } else if !FileManager.default.fileExists(atPath: path) {
            let near = nearestName(to: nameOrPath, among: DomainFamily.allCases.map(\.rawValue))
            throw refuse(
                "no file and no domain \"\(nameOrPath)\"" + (near.map { "; did you mean \"\($0)\"?" } ?? ""))
        }
        let source = try text(path)
        return try parsing { () throws(PDDLError) in try Domain(parsing: source) }
    }

    /// Reads a task by its path, or `train-07` of a domain that comes with the tool.
    static func task(_ nameOrPath: String, _ domain: Domain) throws -> PlanningTask {
        let source: SourceText
        if !FileManager.default.fileExists(atPath: nameOrPath),
            let family = DomainFamily(rawValue: domain.name),
            !nameOrPath.contains("/"), !nameOrPath.contains("."), let ladder = try? ladder(family)
        {
            guard let entry = ladder.entries.first(where: { $0.name == nameOrPath }) else {
                let near = nearestName(to: nameOrPath, among: ladder.entries.map(\.name))
                let known = Ladder.Split.allCases.compactMap { split in
                    let names = ladder.entries.filter { $0.split == split }.map(\.name)
                    return names.first.map { "\($0) … \(names.last ?? $0)" }
                }
                throw refuse(
                    "no file and no task \"\(nameOrPath)\" of \(family.rawValue)"
                        + (near.map { "; did you mean \"\($0)\"?" } ?? "")
                        + " (its tasks: \(known.joined(separator: ", ")))")
            }
            source = SourceText(name: nameOrPath, text: ladder.text(entry))
        } else {
            source = try text(nameOrPath)
        }
        return try parsing { () throws(PDDLError) in try PlanningTask(parsing: source, domain: domain) }
    }

    /// Finds a domain that comes with the tool.
    /// - Throws: exit code 65 after naming the nearest.
    static func family(_ name: String) throws -> DomainFamily {
        if let family = DomainFamily(rawValue: name) { return family }
        let near = nearestName(to: name, among: DomainFamily.allCases.map(\.rawValue))
        throw refuse("no domain \"\(name)\"" + (near.map { "; did you mean \"\($0)\"?" } ?? ""))
    }

    /// Finds another program's package in the Python environment that was named; nil where none was.
    /// - Throws: exit code 78 where it is not installed there.
    static func installed<Peer>(_ package: String, in python: String?, _ find: (String) -> Peer?) throws
        -> Peer?
    {
        guard let python else { return nil }
        if let peer = find(python) { return peer }
        say("evolve: \(package) is not installed for \"\(python)\"; \(python) -m pip install \(package)")
        throw ExitCode.configuration
    }

    /// Reads a domain's ladder of tasks.
    static func ladder(_ family: DomainFamily) throws -> Ladder {
        guard let folder = domainsFolder else { throw noDomains() }
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

    /// Says that the installation is not complete.
    static func noDomains() -> ExitCode {
        say("evolve: cannot find Sandboxes/domains; start evolve through its launcher ./evolve")
        return .configuration
    }

    /// Runs something that may find a mistake in a text; the mistake is printed as compilers do, its place first.
    /// - Throws: exit code 65 after printing the mistake.
    static func parsing<Value>(_ body: () throws(PDDLError) -> Value) throws -> Value {
        do throws(PDDLError) {
            return try body()
        } catch {
            say("\(error)")
            throw ExitCode.badInput
        }
    }

    /// Prints a sentence to stderr and gives the exit code for bad input.
    static func refuse(_ sentence: String) -> ExitCode {
        say("evolve: \(sentence)")
        return .badInput
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

    /// Reads `90`, `90s`, `15m` or `2h` as seconds; nil unless it is more than 0.
    static func seconds(_ text: String) -> Double? {
        let factor: Double
        switch text.last {
        case "s": factor = 1
        case "m": factor = 60
        case "h": factor = 3600
        default: factor = 0
        }
        let number = Double(factor == 0 ? text : String(text.dropLast()))
        guard let number, number.isFinite, number > 0 else { return nil }
        return number * max(1, factor)
    }

    /// Reads `4G`, `512M` or bytes; nil unless it is more than 0 and less than the address space.
    static func bytes(_ text: String) -> Int? {
        let factor: Int
        switch text.last {
        case "K", "k": factor = 1 << 10
        case "M", "m": factor = 1 << 20
        case "G", "g": factor = 1 << 30
        default: factor = 0
        }
        guard let number = Int(factor == 0 ? text : String(text.dropLast())), number > 0 else { return nil }
        let (bytes, overflows) = number.multipliedReportingOverflow(by: max(1, factor))
        return overflows ? nil : bytes
    }
}
