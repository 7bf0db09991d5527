internal import Glibc

/// Says where the worker program, its Python and its harness are, and how weak a sandbox may be.
package struct ZygoteConfiguration: Sendable, Equatable {
    /// Names the `evolve-worker` program.
    package var worker: String
    /// Names `bin/python` of an environment that holds numpy.
    package var python: String
    /// Names the folder of `harness.py`.
    package var harness: String
    /// Serves although required layers cannot be put in force; every report must then say so.
    package var allowsWeakSandbox: Bool
    /// Leaves layers out, by name; only for tests that each of them is needed.
    package var without: [String]

    /// Creates a configuration.
    package init(
        worker: String, python: String, harness: String, allowsWeakSandbox: Bool = false,
        without: [String] = []
    ) {
        self.worker = worker
        self.python = python
        self.harness = harness
        self.allowsWeakSandbox = allowsWeakSandbox
        self.without = without
    }

    /// Finds the three beside the running program.
    ///
    /// The worker: `EVOLVE_WORKER`, or `evolve-worker` in the program's folder. The harness: `Sandboxes/worker` in the
    /// nearest folder above the program. Python: `EVOLVE_PYTHON`, or `.environment/bin/python` beside `Sandboxes`.
    /// - Parameter allowsWeakSandbox: from `--allow-weak-sandbox`.
    /// - Returns: a configuration whose files all exist.
    /// - Throws: ``SandboxError/missing(_:)`` naming what is not there, and the remedy.
    package static func discover(allowsWeakSandbox: Bool = false) throws(SandboxError) -> ZygoteConfiguration
    {
        let folder = parent(of: executablePath())
        let worker = variable("EVOLVE_WORKER") ?? folder + "/evolve-worker"
        guard access(worker, X_OK) == 0 else {
            throw .missing("there is no worker program at \(worker); build it with: swift build")
        }
        var root = folder
        while !root.isEmpty, access(root + "/Sandboxes/worker/harness.py", R_OK) != 0 {
            root = parent(of: root)
        }
        guard !root.isEmpty else {
            throw .missing("there is no Sandboxes/worker/harness.py in any folder above \(folder)")
        }
        let python = variable("EVOLVE_PYTHON") ?? root + "/.environment/bin/python"
        guard access(python, X_OK) == 0 else {
            throw .missing(
                "there is no Python at \(python); run ./evolve once to set it up, or set EVOLVE_PYTHON to the "
                    + "bin/python of an environment with numpy")
        }
        return ZygoteConfiguration(
            worker: worker, python: python, harness: root + "/Sandboxes/worker",
            allowsWeakSandbox: allowsWeakSandbox)
    }

    var arguments: [String] {
        [worker, "--python", python, "--harness", harness]
            + (allowsWeakSandbox ? ["--allow-weak-sandbox"] : [])
            + without.flatMap { ["--without", $0] }
    }

    private static func variable(_ name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "" }
        return String(path[..<slash])
    }

    private static func executablePath() -> String {
        var bytes = [CChar](repeating: 0, count: 4096)
        let length = readlink("/proc/self/exe", &bytes, bytes.count - 1)
        return String(decoding: bytes.prefix(max(0, length)).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
