internal import FoundationEssentials
internal import Glibc

/// Says how to start trainers.
package struct TrainerConfiguration: Sendable, Equatable {
    /// Names the Python interpreter, absolute, with the trainer's packages.
    package var python: String
    /// Names the folder that holds the package `trainer`, absolute.
    package var sandboxes: String
    /// Names the folder for compiled updates, absolute, shared by all trainers.
    ///
    /// Without it each start compiles again, about 5 s.
    package var cache: String?
    /// Counts bytes of shared memory for signals.
    package var memoryBytes: Int
    /// Bounds the time in which a working trainer gives no sign of life, seconds.
    package var idleSeconds: Double

    /// Creates a configuration; the default memory fits every signal of every environment.
    package init(
        python: String, sandboxes: String, cache: String? = nil, memoryBytes: Int = 8 << 20,
        idleSeconds: Double = 300
    ) {
        self.python = python
        self.sandboxes = sandboxes
        self.cache = cache
        self.memoryBytes = memoryBytes
        self.idleSeconds = idleSeconds
    }

    /// Gives the whole environment of a trainer's process: nothing of ours leaks into it, keys least of all.
    var variables: [String] {
        [
            "LC_ALL=C.UTF-8", "PATH=/usr/bin:/bin", "PYTHONPATH=\(sandboxes)", "PYTHONHASHSEED=0",
            "PYTHONUNBUFFERED=1", "PYTHONNOUSERSITE=1", "PYTHONDONTWRITEBYTECODE=1",
        ]
    }

    /// Throws when the interpreter or the package is not there.
    func check() throws(TrainingError) {
        guard access(python, X_OK) == 0 else {
            throw .missing("no Python interpreter at \(python): run ./evolve once, which sets it up")
        }
        guard access(sandboxes + "/trainer/__main__.py", R_OK) == 0 else {
            throw .missing("no trainer in \(sandboxes): run from a complete checkout")
        }
    }

    /// Asks a short-lived process for the environments, without simulator and learner; 0.3 s.
    /// - Parameter environment: the only one to describe, also a user's file or one of Gymnasium's; all that ship by
    ///   default.
    /// - Returns: what the trainer says.
    /// - Throws: ``TrainingError`` when Python cannot start or the package is broken.
    package func describe(_ environment: String? = nil) throws(TrainingError) -> TrainerDescription {
        try check()
        let output = try OutputFile()
        let errors = try OutputFile()
        let process = try launch(
            ["-m", "trainer", "describe"] + (environment.map { ["--environment", $0] } ?? []),
            descriptors: [output.descriptor, errors.descriptor])
        let ending = wait(process)
        guard ending == "ended with exit code 0" else { throw .ended(ending, output: errors.text) }
        do {
            return try JSONDecoder().decode(TrainerDescription.self, from: Data(output.text.utf8))
        } catch {
            throw .protocolBroken("the description cannot be read: \(error)")
        }
    }
}
