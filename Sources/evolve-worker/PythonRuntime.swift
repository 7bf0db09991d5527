internal import CWorker

/// The way in from Python: C hands every job to one object.
enum PythonRuntime {
    /// Makes an object answer every job of this process and its children; it is kept for good.
    static func serve(_ jobs: PlannerJobs) {
        // Sound because the object is retained here and never released.
        evolve_worker_set_planner(Unmanaged.passRetained(jobs).toOpaque()) { context, name in
            guard let context, let name else { return }
            // Sound because the context is the pointer given above.
            Unmanaged<PlannerJobs>.fromOpaque(context).takeUnretainedValue().perform(String(cString: name))
        }
    }
}

/// What Python handed over for the present job.
enum Argument {
    static func number(_ name: String, _ otherwise: Double) -> Double {
        evolve_argument_number(name, otherwise)
    }

    static func whole(_ name: String, _ otherwise: Int) -> Int {
        let value = evolve_argument_number(name, Double(otherwise))
        return Int(exactly: value.rounded()) ?? otherwise
    }

    static func bytes(_ name: String) -> [UInt8] {
        var none: [UInt8] = [0]
        var bytes = [UInt8](repeating: 0, count: evolve_argument_text(name, &none, 0))
        _ = evolve_argument_text(name, &bytes, bytes.count)
        return bytes
    }

    static func text(_ name: String) -> String { String(decoding: bytes(name), as: UTF8.self) }

    /// A state of the open task: one proposition for each variable.
    static func state(_ name: String, count: Int) -> [Int32]? {
        var values = [Int32](repeating: 0, count: max(1, count))
        guard evolve_argument_state(name, &values, values.count) == count else { return nil }
        return Array(values.prefix(count))
    }
}
