internal import Archive
internal import Foundation

/// Names everything outside a run's settings that decides what a training gives: the trainer's and the worker's code, the
/// installed Python packages, and the processor, for which JAX compiles.
enum TrainerFingerprint {
    /// Computes the fingerprint of an installation.
    /// - Returns: 64 hexadecimal digits; equal ones mean equal results for equal seeds.
    static func of(_ installation: Installation) -> String {
        let code = ["trainer", "worker"].flatMap { files(of: "\(installation.sandboxes)/\($0)") }
        return ContentHash.hex(
            (code + packages(of: installation.python) + processor).joined(separator: "\n"))
    }

    /// Lists a folder's Python files, each with the hash of its text.
    static func files(of folder: String) -> [String] {
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return names.filter { $0.hasSuffix(".py") }.sorted().map { name in
            let text = FileManager.default.contents(atPath: "\(folder)/\(name)").map(Array.init) ?? []
            return "\(name) \(ContentHash.hex(text))"
        }
    }

    /// Lists the installed packages with their versions, and the interpreter's version, as their folders' names say them.
    static func packages(of python: String) -> [String] {
        let home = URL(fileURLWithPath: python).deletingLastPathComponent().deletingLastPathComponent().path
        func entries(_ folder: String) -> [String] {
            (try? FileManager.default.contentsOfDirectory(atPath: folder))?.sorted() ?? []
        }
        let interpreters = entries(home + "/lib").filter { $0.hasPrefix("python") }
        let packages = interpreters.flatMap { interpreter in
            entries("\(home)/lib/\(interpreter)/site-packages").filter { $0.hasSuffix(".dist-info") }
        }
        let settings = (try? String(contentsOfFile: home + "/pyvenv.cfg", encoding: .utf8)) ?? ""
        let version = settings.split(separator: "\n").filter { $0.hasPrefix("version") }.map(String.init)
        // An interpreter without an environment of its own is known by its path alone.
        return interpreters + packages + version + (packages.isEmpty ? [python] : [])
    }

    /// What compiled code depends on.
    private static var processor: [String] {
        let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let lines = text.split(separator: "\n")
        return ["model name", "flags"].compactMap { name in
            lines.first { $0.hasPrefix(name) }.map(String.init)
        }
    }
}
