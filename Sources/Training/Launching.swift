internal import CChannel
internal import Glibc

/// Owns a nameless file that a process writes its output to, so that no thread need read along.
final class OutputFile: Sendable {
    let descriptor: CInt

    init() throws(TrainingError) {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var path = Array((folder + "/evolve-output-XXXXXX").utf8CString)
        descriptor = mkstemp(&path)
        guard descriptor >= 0 else { throw .system("create a file for output in \(folder)", reason(errno)) }
        unlink(path)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    deinit { close(descriptor) }

    /// Gives what was written so far, at most the last megabyte.
    var text: String {
        var about = stat()
        guard fstat(descriptor, &about) == 0 else { return "" }
        let size = min(Int(about.st_size), 1 << 20)
        var bytes = [UInt8](repeating: 0, count: size)
        let got = pread(descriptor, &bytes, size, about.st_size - size)
        return String(decoding: bytes.prefix(max(got, 0)), as: UTF8.self)
    }
}

extension TrainerConfiguration {
    /// Starts Python with the given words.
    /// - Parameters:
    ///   - words: the arguments.
    ///   - descriptors: become 1, 2, 3 and so on.
    /// - Returns: the process id.
    /// - Throws: ``TrainingError/system(_:_:)``.
    func launch(_ words: [String], descriptors: [CInt]) throws(TrainingError) -> CInt {
        let arguments = ([python] + words).map { strdup($0) }
        let environment = variables.map { strdup($0) }
        defer { for word in arguments + environment { free(word) } }
        let process = evolve_launch(
            arguments.map { UnsafePointer($0) } + [nil], environment.map { UnsafePointer($0) } + [nil],
            descriptors, CInt(descriptors.count))
        guard process > 0 else { throw .system("start \(python)", reason(-process)) }
        return process
    }
}

/// Waits for a child and says how it ended.
func wait(_ process: CInt) -> String {
    var status: CInt = 0
    guard evolve_process_wait(process, &status) == 0 else { return "is gone" }
    if status & 0x7f == 0 { return "ended with exit code \((status >> 8) & 0xff)" }
    return "was ended by signal \(status & 0x7f)"
}

/// Gives the kernel's words for an error number.
func reason(_ code: CInt) -> String { String(cString: strerror(code)) }
