internal import CChannel
internal import Glibc

extension WorkerProcess {
    /// Gives what each layer of the lock-down took, seconds, by name; empty before the first answer.
    var secondsByLayer: [String: Double] {
        guard var report = lockdown else { return [:] }
        var seconds = ["total": Double(report.total_nanoseconds) / 1e9]
        for layer in 0..<CInt(EVOLVE_LAYERS) where report.in_force & 1 << UInt32(layer) != 0 {
            guard let name = evolve_layer_name(layer) else { continue }
            seconds[String(cString: name)] = Double(evolve_layer_nanoseconds(&report, layer)) / 1e9
        }
        return seconds
    }

    /// Reads the worker's first message; gives a failure when it is not locked down.
    mutating func receiveLockdown() -> Failure? {
        var header = evolve_header()
        var body = [UInt8](repeating: 0, count: 1024)
        let length = evolve_receive(channel, &header, &body, body.count, nil, 0, nil)
        if length == -Int64(ESHUTDOWN) { return ended() }
        if length >= 0, header.type == UInt32(EVOLVE_REFUSED) {
            return refused(ForeignText.shown(String(decoding: body[..<Int(length)], as: UTF8.self)))
        }
        var report = evolve_lockdown_report()
        guard length == MemoryLayout.size(ofValue: report), header.type == UInt32(EVOLVE_READY) else {
            return protocolFailure("said nothing of its lock-down")
        }
        memcpy(&report, body, MemoryLayout.size(ofValue: report))
        lockdown = report
        return nil
    }

    /// Ends a worker that was never fit for a candidate.
    mutating func refused(_ reason: String) -> Failure {
        _ = evolve_process_signal(handle, SIGKILL)
        collect(seconds: 5)
        return Failure(.killed, "no worker could be locked down: \(reason)", isSandboxFault: true)
    }
}
