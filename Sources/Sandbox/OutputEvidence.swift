internal import Glibc

/// Concludes from how a worker ended, and from what was printed last, what its candidate did.
enum OutputEvidence {
    /// Judges a worker that ended without an answer.
    static func failure(usage: Usage?, output: String, limits: Limits) -> Failure {
        guard let usage else {
            return Failure(
                .killed, "the sandbox's zygote ended, and the worker with it; run this candidate again",
                output: output, isSandboxFault: true)
        }
        if let status = usage.exitStatus {
            return Failure(
                .protocol, "the worker ended with exit status \(status) without an answer", output: output)
        }
        let signal = CInt(usage.signal ?? 0)
        let line = number(after: "File \"candidate.py\", line ", in: lastReport(output))
        let place = line.map { "candidate.py:\($0): " } ?? ""
        switch signal {
        case SIGSYS:
            // Without a name where the code had blocked every signal, as system(3) does.
            let call = word(after: "evolve: system call ", in: output).map { "the system call \($0)" }
            return Failure(
                .violation, "\(place)the sandbox does not allow \(call ?? "a system call that was made")",
                line: line,
                output: output)
        case SIGXCPU:
            return Failure(
                .time, "\(place)used more than \(limits.cpuSeconds) s of CPU time", line: line, output: output
            )
        case SIGKILL where usage.cpuSeconds >= Double(limits.cpuSeconds):
            return Failure(.time, "used more than \(limits.cpuSeconds) s of CPU time", output: output)
        default: break
        }
        if usage.peakBytes > limits.memoryBytes / 10 * 9 {
            return Failure(
                .memory, "\(place)ended by signal \(name(signal)) with \(usage.peakBytes >> 20) MB in use",
                line: line,
                output: output)
        }
        return Failure(.killed, "\(place)ended by signal \(name(signal))", line: line, output: output)
    }

    /// Cuts the output down to the last crash report, so that a printed fake before it does not count.
    private static func lastReport(_ output: String) -> Substring {
        let lines = output.split(separator: "\n", omittingEmptySubsequences: false)
        let start = lines.lastIndex {
            $0.hasPrefix("Fatal Python error") || $0.hasPrefix("evolve: system call")
        }
        guard let start else { return "" }
        return output[lines[start].startIndex...]
    }

    static func number(after marker: String, in text: some StringProtocol) -> Int? {
        guard let rest = tail(after: marker, in: text) else { return nil }
        return Int(rest.prefix { $0.isNumber })
    }

    private static func word(after marker: String, in text: some StringProtocol) -> String? {
        tail(after: marker, in: text).map { String($0.prefix { $0 != " " && $0 != "\n" }) }
    }

    private static func tail(after marker: String, in text: some StringProtocol) -> String? {
        let parts = String(text).utf8, wanted = Array(marker.utf8)
        let bytes = Array(parts)
        guard bytes.count >= wanted.count else { return nil }
        for start in 0...(bytes.count - wanted.count) where bytes[start] == wanted[0] {
            guard bytes[start..<(start + wanted.count)].elementsEqual(wanted) else { continue }
            return String(decoding: bytes[(start + wanted.count)...].prefix(64), as: UTF8.self)
        }
        return nil
    }

    private static func name(_ signal: CInt) -> String {
        let names: [CInt: String] = [
            SIGSEGV: "SIGSEGV", SIGABRT: "SIGABRT", SIGFPE: "SIGFPE", SIGBUS: "SIGBUS", SIGILL: "SIGILL",
            SIGKILL: "SIGKILL", SIGTERM: "SIGTERM", SIGALRM: "SIGALRM", SIGXFSZ: "SIGXFSZ",
        ]
        return names[signal] ?? "\(signal)"
    }
}
